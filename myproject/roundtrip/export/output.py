"""The text of a prototype while it is written, and where each piece of it comes from."""

from __future__ import annotations

from myproject.roundtrip.export.prototype import Mark
from myproject.roundtrip.pages.page import STAMP
from myproject.roundtrip.parse.origin import Origin
from myproject.roundtrip.parse.source import Source


class Output:
    """`marks` are by the place of a start tag, `segments` are spans of the text that were copied: first, last, the
    source, and where it was there; `data` are spans that the program writes where no element may stand around them."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.marks: dict[int, Mark] = {}
        self.segments: list[tuple[int, int, Source, int]] = []
        self.data: list[tuple[int, int, Origin]] = []
        self._keys: list[int] = []

    def write(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def copy(self, source: Source, start: int, end: int) -> None:
        """Copy a span of a source as it is, and remember where it went."""
        if start < end:
            self.segments.append((self.length, self.length + end - start, source, start))
            self.write(source.text[start:end])

    def mark(self, mark: Mark) -> None:
        """Say what the element is made of whose start tag is written next."""
        self.marks[self.length] = mark

    def stamp(self) -> None:
        self.write(f' {STAMP}="')
        self._keys.append(len(self.pieces))
        self.write("......")
        self.write(f'-{len(self._keys):x}"')

    def loose(self, origin: Origin, markup: str) -> None:
        """Data that has no element of its own, in one."""
        self.mark(Mark(origin, filled=True))
        self.write("<span")
        self.stamp()
        self.write(f">{markup}</span>")

    def bare(self, origin: Origin, markup: str) -> None:
        """Data where HTML allows no element, such as in a title."""
        self.data.append((self.length, self.length + len(markup), origin))
        self.write(markup)

    def html(self, key: str) -> str:
        """The whole text; `key` (6 characters) tells the stamps of one export from those of others."""
        for place in self._keys:
            self.pieces[place] = key
        return "".join(self.pieces)
