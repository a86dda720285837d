"""The content of an element as one flat sequence, so that wrapping, unwrapping and retyping are plain insertions.

An element that has a counterpart on the other side is one item; an element that has none contributes the items
inside it between an "open" and a "close" item; text contributes its words.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from myproject.roundtrip.match.match import Matching
from myproject.roundtrip.pages import noise
from myproject.roundtrip.pages.align import align
from myproject.roundtrip.pages.page import SPACE, VERBATIM, Tag, Text, Word

KINDS = ("word", "tag", "open", "close", "copy", "raw")


@dataclass(slots=True, eq=False)
class Item:
    """`spaced` and `broken` tell whether white space, and whether a line break, stands before the item.

    `dropped` tells of an "open" or "close" that a tool drops by itself.
    """

    kind: str
    tag: Tag
    word: Word | None = None
    spaced: bool = False
    broken: bool = False
    partner: Item | None = None
    index: int = -1
    dropped: bool = False


class Flattener:
    """Yields the items of an element.

    `role` tells what to do with each child element: "tag", "copy", "raw" make it one item, "open" wraps what is
    inside, "tags" does where a tool may have taken the tags away, "through" yields only what is inside, "skip" nothing.
    """

    def __init__(self, role: Callable[[Tag], str]):
        self.role = role
        self.spaced = self.broken = False

    def items(self, tag: Tag) -> list[Item]:
        items = list(self._inside(tag))
        for index, item in enumerate(items):
            item.index = index
        return items

    def _inside(self, tag: Tag) -> Iterator[Item]:
        for child in tag.children:
            if isinstance(child, Text):
                yield from self._words(child)
            else:
                yield from self._element(child)

    def _words(self, text: Text) -> Iterator[Item]:
        gaps = text.data.split("\n", 1)
        leading = not gaps[0].strip(SPACE) and len(gaps) > 1
        for word in text.words:
            yield self._item("word", text.parent, word, word.spaced, leading and word is text.words[0])
        tail = text.data[len(text.data.rstrip(SPACE)) :] if text.words else text.data
        self.spaced = self.spaced or bool(tail)
        self.broken = self.broken or "\n" in tail

    def _element(self, tag: Tag) -> Iterator[Item]:
        role = self.role(tag)
        if role in ("tag", "copy", "raw"):
            yield self._item(role, tag)
        elif role in ("open", "tags"):
            first = self._item("open", tag)
            yield first
            yield from self._inside(tag)
            last = self._item("close", tag)
            first.partner, last.partner = last, first
            first.dropped = last.dropped = role == "tags"
            yield last
        elif role == "through":
            yield from self._inside(tag)

    def _item(
        self, kind: str, tag: Tag, word: Word | None = None, spaced: bool = False, broken: bool = False
    ) -> Item:
        item = Item(kind, tag, word, spaced or self.spaced, broken or self.broken)
        self.spaced = self.broken = False
        return item


@dataclass(slots=True, eq=False)
class Gap:
    """What lies between two neighbours that stayed: `old` items that went, `new` ones that came."""

    before: Item | None
    after: Item | None
    old: list[Item]
    new: list[Item]
    following: Item | None  # the item after, as the edited page has it


def compare(old: list[Item], new: list[Item], matching: Matching) -> list[Gap]:
    """The gaps between the items that stayed in place; empty when nothing changed."""
    pairs = _settled(
        align([_key(item, matching.forward) for item in old], [_key(item, None) for item in new]),
        old,
        new,
        matching,
    )
    edges = [(-1, -1), *pairs, (len(old), len(new))]
    gaps = []
    for (i, j), (k, m) in itertools.pairwise(edges):
        gaps.append(
            Gap(
                old[i] if i >= 0 else None,
                old[k] if k < len(old) else None,
                old[i + 1 : k],
                new[j + 1 : m],
                new[m] if m < len(new) else None,
            )
        )
    return gaps if any(gap.old or gap.new for gap in gaps) else []


def _key(item: Item, forward: dict[Tag, Tag] | None):
    if item.kind == "word":
        return item.word.key
    if item.kind == "tag":
        return ("tag", id(item.tag if forward is None else forward[item.tag]))
    return ("own", id(item))


def _settled(pairs, old: list[Item], new: list[Item], matching: Matching) -> list[tuple[int, int]]:
    """Without the words that agree by chance inside elements that went or came."""
    stray_old = _strays(old, {i for i, _ in pairs})
    stray_new = _strays(new, {j for _, j in pairs})
    return [(i, j) for i, j in pairs if i not in stray_old and j not in stray_new]


def _strays(items: list[Item], paired: set[int]) -> set[int]:
    """The paired words inside a wrapper of which less than half is paired."""
    strays: set[int] = set()
    stack: list[list] = []
    for index, item in enumerate(items):
        if item.kind == "open":
            stack.append([index, 0, 0, False])
        elif item.kind == "close":
            first, words, kept, tags = stack.pop()
            if not tags and 2 * kept < words:
                strays.update(i for i in range(first, index) if i in paired)
            if stack:
                stack[-1][1] += words
                stack[-1][2] += kept
                stack[-1][3] |= tags
        elif stack:
            if item.kind == "word":
                stack[-1][1] += 1
                stack[-1][2] += index in paired
            else:
                stack[-1][3] |= index in paired
    return strays


def direct_words(tag: Tag, apart: Collection[Tag] = ()) -> Counter:
    """The words that stand directly in an element or in its formatting, but for the parts that stand `apart`."""
    words: Counter = Counter()
    pending = [tag]
    while pending:
        for child in pending.pop().children:
            if isinstance(child, Text):
                words.update(word.key for word in child.words)
            elif child not in apart and noise.tag_name(child.name) in ("b", "i", "span", "u", "font", "a"):
                pending.append(child)
    return words


def all_words(tag: Tag) -> list[Word]:
    """The words that a reader sees in an element, in the order of the page."""
    found: list[Word] = []
    pending: list[Tag | Text] = [tag]
    while pending:
        node = pending.pop()
        if isinstance(node, Text):
            found += node.words
        elif node.name not in VERBATIM:
            pending += reversed(node.children)
    return found


def shown(tag: Tag) -> list[str]:
    """The same as plain text."""
    return [word.key for word in all_words(tag)]
