"""Where a part of a page comes from: a span of a template's source."""

from __future__ import annotations

from dataclasses import dataclass

from myproject.roundtrip.parse.source import Element, Source


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """A span of a source; `element` is the source element that it is, None for text."""

    source: Source
    start: int
    end: int
    element: Element | None = None

    @property
    def template(self) -> str:
        return self.source.name

    @property
    def line(self) -> int:
        return self.source.line(self.start)

    @property
    def parent(self) -> Element | None:
        """The source element whose content holds it."""
        return self.element.parent if self.element else self.source.enclosing(self.start)


def of(source: Source, element: Element) -> Origin:
    return Origin(source, element.start, element.end, element)
