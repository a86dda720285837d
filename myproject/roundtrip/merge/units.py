"""What an edited page has no more, as the largest wholes that a source span can be given for."""

from __future__ import annotations

from myproject.roundtrip.match.content import Item
from myproject.roundtrip.merge.placing import extent
from myproject.roundtrip.pages.page import SPACE, Tag, Word
from myproject.roundtrip.parse.origin import Origin
from myproject.roundtrip.parse.scope import has_code
from myproject.roundtrip.write import writer


def is_data(word: Word) -> bool:
    """Whether a word of a page comes from the program, or from nowhere in a template."""
    origin = word.origin
    return origin is None or has_code(origin.source, origin.start, origin.end)


def is_bound(tag: Tag) -> bool:
    """Whether an element, or what stands in it, comes from the program."""
    origin = tag.origin
    return origin is not None and has_code(origin.source, *extent(tag, origin))


class Unit:
    """Something of the source that the edited page has no more."""

    def __init__(self, kind: str, items: list[Item]):
        self.kind, self.items = kind, items
        self.origin: Origin | None = None
        self.start = self.end = 0

    def resolve(self) -> bool:
        """Find its span; False where the source has none (a tool's wrapper, sample data)."""
        if self.kind == "words":
            origins = [item.word.origin for item in self.items if item.word.origin]
            if not origins:
                return False
            self.origin = origins[0]
            self.start, self.end = origins[0].start, max(origin.end for origin in origins)
            return True
        self.origin = self.items[0].tag.origin
        if self.origin is None:
            return False
        self.start, self.end = extent(self.items[0].tag, self.origin)
        return self.kind == "element" or self.origin.element is not None

    @property
    def inline(self) -> bool:
        return self.kind == "words" or (self.kind == "element" and self.items[0].tag.name in writer.INLINE)

    @property
    def bound(self) -> bool:
        if self.kind == "unwrapped":
            return bool(self.origin.element.bindings) or any(
                a.dynamic for a in self.origin.element.attributes
            )
        return has_code(self.origin.source, self.start, self.end)

    @property
    def excerpt(self) -> str:
        return excerpt(self.items)


def adjacent(before: Item, after: Item) -> bool:
    """Whether nothing but white space stands between two words of a source."""
    first, second = before.word.origin, after.word.origin
    if first is second:
        return before.index == after.index - 1
    if first is None or second is None:
        return False
    between = first.source is second.source and first.source.text[first.end : second.start]
    return between is not False and first.end <= second.start and not between.strip(SPACE)


def excerpt(items: list[Item]) -> str:
    words, previous = "", None
    for item in items:
        if item.kind == "word":
            words += (" " if item.spaced or previous is not item.tag else "") + item.word.key
            previous = item.tag
    words = words.strip()
    if not words:
        words = " ".join(excerpt_tag(item.tag) for item in items if item.kind not in ("word", "close"))
    return words if len(words) <= 60 else words[:57] + "..."


def excerpt_tag(tag: Tag) -> str:
    text = " ".join(tag.text.split())
    text = text if len(text) <= 57 else text[:57] + "..."
    return text or f"<{tag.name}>"
