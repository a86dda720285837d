"""A prototype: an exported page that knows where each of its parts comes from, which is what a merge compares with."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from myproject.roundtrip.pages.page import Page, Tag, Text
from myproject.roundtrip.parse.origin import Origin
from myproject.roundtrip.parse.source import Source


@dataclass(slots=True)
class Mark:
    """What an element of the page was made of; see `page.Tag`."""

    origin: Origin
    hosts: tuple[Origin, ...] = ()
    filled: bool = False
    computed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Prototype:
    """A template as a page that opens by double click.

    `filename` is relative to the export's folder, `assets` to the folder of `filename`; `templates` are all that are
    shown in it, the page's own first.
    """

    name: str
    filename: str
    html: str
    state: str | None
    templates: tuple[str, ...]
    assets: tuple[str, ...]
    marks: Mapping[int, Mark] = field(repr=False, default_factory=dict)
    segments: tuple[tuple[int, int, Source, int], ...] = field(repr=False, default=())
    data: tuple[tuple[int, int, Origin], ...] = field(repr=False, default=())
    sources: tuple[Source, ...] = field(repr=False, default=())

    def given(self) -> Page:
        """The page with the origin of its elements and words; all words of one piece of data have one origin."""
        page = Page(self.html)
        source = self.sources[0]
        page.root.origin = Origin(source, 0, len(source.text))
        starts = [segment[0] for segment in self.segments]
        bare = [span[0] for span in self.data]
        data: dict[Tag | None, Origin | None] = {}  # what an element's words come from, where they are data
        for tag in page.tags:
            mark = self.marks.get(tag.start) if tag.start is not None else None
            if mark is not None and page.by_start[tag.start] is tag:
                tag.origin, tag.hosts, tag.filled, tag.computed = (
                    mark.origin,
                    mark.hosts,
                    mark.filled,
                    mark.computed,
                )
            data[tag] = tag.origin if tag.filled else data.get(tag.parent)
            for child in tag.children:
                for word in child.words if isinstance(child, Text) else ():
                    word.origin = (
                        data[tag]
                        or self._word_origin(starts, word.start, word.end)
                        or self._written(bare, word.start)
                    )
        return page

    def _written(self, starts: list[int], start: int | None) -> Origin | None:
        """What writes the bare data in which a word stands."""
        place = bisect_right(starts, start) - 1 if start is not None else -1
        return self.data[place][2] if place >= 0 and start < self.data[place][1] else None

    def _word_origin(self, starts: list[int], start: int | None, end: int | None) -> Origin | None:
        place = bisect_right(starts, start) - 1 if start is not None and end is not None else -1
        if place < 0:
            return None
        first, last, source, offset = self.segments[place]
        if not first <= start <= end <= last:
            return None
        return Origin(source, offset + start - first, offset + end - first)
