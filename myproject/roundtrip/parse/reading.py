"""The two readings of a template: as our renderer reads it, and as stock Chameleon does.

Both are exact, and both matter: the one is what the site executes, the other what the same file executes wherever it is
used without our renderer. A template that only one of them takes is read by that one. What is read is remembered, since
an export, a merge and its proof ask for the same texts; nobody changes a tree.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from chameleon.tokenize import Token, iter_xml

from myproject.markup.html import TEXT_ONLY
from myproject.roundtrip.parse import rendered, stock, tree
from myproject.roundtrip.parse.bounds import hazard
from myproject.roundtrip.parse.patience import collecting_later
from myproject.roundtrip.parse.tree import Element, Node, Refused

REMEMBERED = 32  # documents; a merge of one page asks for about six


class Unreadable(ValueError):
    """No tree can be made of this text; `line` and `column` count from 1."""

    def __init__(self, reason: str, line: int = 1, column: int = 1):
        super().__init__(f"line {line}, column {column}: {reason}")
        self.reason, self.line, self.column = reason, line, column


@dataclass(frozen=True)
class Place:
    """A position in a text: `offset` from 0 in characters, `line` and `column` from 1."""

    offset: int
    line: int
    column: int


class Document:
    """A text with LF line ends, and the tree that a reader made of it."""

    def __init__(self, text: str, nodes: list[Node]):
        self.text, self.nodes = text, nodes
        self.elements = [node for node in tree.walk(nodes) if isinstance(node, Element)]

    @property
    def tokens(self) -> list[Token]:
        return tokens(self.text)

    def like(self, other: Document) -> bool:
        """Whether two readings of one text nest, obey and execute alike."""
        return self is other or self._shape == other._shape

    @cached_property
    def _shape(self) -> list[tuple]:
        return [_shape(node) for node in tree.walk(self.nodes)]

    def place(self, offset: int) -> Place:
        line = bisect_right(self._newlines, offset - 1)
        start = self._newlines[line - 1] + 1 if line else 0
        return Place(offset, line + 1, offset - start + 1)

    def unreadable(self, reason: str, offset: int) -> Unreadable:
        place = self.place(offset)
        return Unreadable(reason, place.line, place.column)

    @cached_property
    def _newlines(self) -> list[int]:
        return [index for index, character in enumerate(self.text) if character == "\n"]


def _shape(node: Node) -> tuple:
    if isinstance(node, Element):
        live = [(name, attribute.value_start) for name, attribute in node.bindings.items()]
        return (
            node.start,
            node.open_end,
            node.close_start,
            node.end,
            len(node.attributes),
            live,
            node.language,
        )
    return node.start, node.end, node.kind


@lru_cache(REMEMBERED)
def tokens(text: str) -> list[Token]:
    """Chameleon's tokens of a text. Raises Unreadable for what would keep its tokenizer busy beyond reason."""
    trap = hazard(text)
    if trap:
        raise Document(text, []).unreadable(*trap)
    return list(iter_xml(text))


def _reader(nodes: Callable[[str], list[Node]]) -> Callable[[str], Document]:
    @lru_cache(REMEMBERED)
    @collecting_later
    def read(text: str) -> Document:
        try:
            return Document(text, nodes(text))
        except Refused as refused:
            raise Document(text, []).unreadable(refused.reason, refused.offset) from None

    return read


# By what each is called in a message. All raise Unreadable.
READERS: dict[str, Callable[[str], Document]] = {
    "the site's renderer": _reader(rendered.nodes),
    "stock Chameleon": _reader(lambda text: stock.nodes(tokens(text))),
}


def read(text: str) -> Document:
    """A text with LF line ends as the renderer reads it, or else stock Chameleon. Raises Unreadable."""
    failures = []
    for reader in READERS.values():
        try:
            return reader(text)
        except Unreadable as error:
            failures.append(error)
    # Whoever came further knows better what is wrong.
    raise max(failures, key=lambda error: (error.line, error.column)) from None


def meant(text: str) -> Document:
    """A text with LF line ends as its author reads it: one with statements in its <title>, which are text to the
    renderer, as stock Chameleon does. Raises Unreadable."""
    document = read(text)
    spans = [
        (element.open_end, element.close_start)
        for element in document.elements
        if element.name.lower() in TEXT_ONLY and "<" in document.text[element.open_end : element.close_start]
    ]
    if not spans:
        return document
    try:
        stock_reading = READERS["stock Chameleon"](document.text)
    except Unreadable:
        return document
    inner = (
        element
        for element in stock_reading.elements
        if any(start <= element.start < end for start, end in spans)
    )
    return stock_reading if any(element.language or element.bindings for element in inner) else document


def forget() -> None:
    """Lets go of what is remembered, for who measures."""
    for reader in READERS.values():
        reader.cache_clear()  # type: ignore[attr-defined]
    tokens.cache_clear()


def folded(text: str) -> str:
    """A text with LF line ends, as every reader reads it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def unfolded(text: str) -> Callable[[int], int]:
    """From offsets in `folded(text)` to offsets in `text`."""
    pairs = list(_pairs(text))
    return lambda offset: offset + bisect_left(pairs, offset)


def _pairs(text: str) -> Iterator[int]:
    """Where in the folded text the line feeds are that were CRLF."""
    found, count = text.find("\r\n"), 0
    while found >= 0:
        yield found - count
        found, count = text.find("\r\n", found + 2), count + 1


def nodes(text: str) -> list[Node]:
    """The tree of a text with any line ends, which its offsets count. Raises Unreadable."""
    document = meant(folded(text))
    if "\r" not in text:
        return document.nodes
    return tree.shifted(document.nodes, unfolded(text), text)
