"""What an element looks like from outside: its text, how long that is, its tree, and the attributes that are looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from myproject.roundtrip.pages import noise
from myproject.roundtrip.pages.page import Page, Tag, Text

_MASK = (1 << 61) - 1
_BASE = 1_000_003


class Profile:
    """What an element looks like from outside, for every element of a page, computed bottom up."""

    def __init__(self, page: Page):
        count = len(page.tags)
        self.texts: list[int] = [0] * count
        self.lengths: list[int] = [0] * count
        self.trees: list[int] = [0] * count
        self.attributes: list[frozenset[tuple[str, str]]] = [frozenset()] * count
        self._words: dict[int, Counter] = {}
        for tag in reversed(page.tags):
            self._profile(tag)

    def _profile(self, tag: Tag) -> None:
        text, length, tree = 0, 0, [noise.tag_name(tag.name)]
        for child in tag.children:
            if isinstance(child, Text):
                for word in child.words:
                    value = hash(word.key)
                    text, length = (text * _BASE + value) & _MASK, length + 1
                    tree.append(value)
            else:
                size = self.lengths[child.index]
                text = (text * pow(_BASE, size, _MASK + 1) + self.texts[child.index]) & _MASK
                length += size
                tree.append(self.trees[child.index])
        self.attributes[tag.index] = frozenset(_looks(tag))
        self.texts[tag.index], self.lengths[tag.index] = text, length
        self.trees[tag.index] = hash((*tree, self.attributes[tag.index]))

    def words(self, tag: Tag, page: Page) -> Counter:
        """The words inside an element; remembered, as only elements in doubt are asked about."""
        if tag.index not in self._words:
            words: Counter = Counter()
            for inner in page.tags[tag.index : tag.last + 1]:
                for child in inner.children:
                    if isinstance(child, Text):
                        words.update(word.key for word in child.words)
            self._words[tag.index] = words
        return self._words[tag.index]


def _looks(tag: Tag) -> Iterable[tuple[str, str]]:
    for name, value in tag.attributes.items():
        if name == "class":
            yield from (("class", token) for token in value.split())
        elif name in noise.URLS:
            yield name, value.rstrip("/").rsplit("/", 1)[-1]
        elif name in noise.DESIGN and name != "style":
            yield name, "" if name in noise.BOOLEAN else " ".join(value.split()).lower()
