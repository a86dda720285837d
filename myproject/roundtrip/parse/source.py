"""A template's source under its name: its text, the tree of exact spans in it, and its lines."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping

from myproject.roundtrip.parse import reading, tree
from myproject.roundtrip.parse.places import VOID_ELEMENTS as VOID
from myproject.roundtrip.parse.tree import LANGUAGES, Attribute, Element, Leaf, Node
from myproject.roundtrip.report import RoundtripError

__all__ = ["PREFIXES", "VOID", "Attribute", "Element", "Leaf", "Node", "Source", "Sources"]

# What may stand before the colon of a template's own elements and attributes.
PREFIXES = frozenset({*LANGUAGES.values(), "xml", "xmlns"})


class Source:
    """A template's text and its tree; offsets count its characters as they are. Raises RoundtripError."""

    def __init__(self, name: str, text: str):
        self.name = name
        self.text = text
        try:
            self.children: list[Node] = reading.nodes(text)
        except reading.Unreadable as error:
            raise RoundtripError(name, error.reason, error.line, error.column) from None
        self.elements = [node for node in tree.walk(self.children) if isinstance(node, Element)]
        self.by_start = {element.start: element for element in self.elements}
        self._lines = [match.end() for match in re.finditer("\n", text)]
        self._starts = [element.start for element in self.elements]

    def line(self, offset: int) -> int:
        """The 1-based line of an offset."""
        return bisect_right(self._lines, offset) + 1

    def column(self, offset: int) -> int:
        """The 1-based column of an offset."""
        return offset - (self.text.rfind("\n", 0, offset) + 1) + 1

    @property
    def newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def indent(self, offset: int) -> str:
        """The white space that opens the line of an offset."""
        start = self.text.rfind("\n", 0, offset) + 1
        return re.compile(r"[ \t]*").match(self.text, start).group()

    def first_element(self, offset: int) -> int:
        """The index of the first element that starts at or after the offset."""
        return bisect_left(self._starts, offset)

    def enclosing(self, offset: int) -> Element | None:
        """The innermost element whose content holds the offset."""
        place = bisect_right(self._starts, offset) - 1
        element = self.elements[place] if place >= 0 else None
        while element is not None and not element.open_end <= offset <= element.close_start:
            element = element.parent
        return element


class Sources(dict[str, Source]):
    """The templates of a theme by name, each read when it is asked for; in the order in which they were."""

    def __init__(self, theme: Mapping[str, str]):
        super().__init__()
        self.theme = theme

    def __missing__(self, name: str) -> Source:
        source = self[name] = Source(name, self.theme[name])
        return source
