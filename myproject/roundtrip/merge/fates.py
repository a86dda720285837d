"""What became of each binding of the templates that an edited page shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from myproject.roundtrip.match.marks import binding_marks
from myproject.roundtrip.merge.compare import Comparison
from myproject.roundtrip.pages.page import STAMP, Tag, Text
from myproject.roundtrip.parse.bindings import Binding, inventory
from myproject.roundtrip.parse.origin import Origin
from myproject.roundtrip.parse.reading import Unreadable
from myproject.roundtrip.parse.source import Element, Source
from myproject.roundtrip.report import Fate

RANK = ("kept", "re-attached", "moved", "duplicated", "lost")


class Fates:
    """Follows bindings from a template to the edited pages. `lost` and `moved` are spans of the sources."""

    def __init__(self, comparisons: Iterable[Comparison], lost: Iterable[Origin], moved: Iterable[Origin]):
        self.spans = {"lost": _by_template(lost), "moved": _by_template(moved)}
        self.shown: dict[tuple[str, int], list[tuple[Comparison, Tag]]] = defaultdict(list)
        self.words: dict[tuple[str, int], list[Comparison]] = defaultdict(list)
        for comparison in comparisons:
            for tag in comparison.given.tags:
                if tag.origin is not None:
                    self.shown[tag.origin.template, tag.origin.start].append((comparison, tag))
                for child in tag.children:
                    for word in child.words if isinstance(child, Text) else ():
                        if word.origin is not None and word.key.startswith("${"):
                            self.words[word.origin.template, word.origin.start].append(comparison)

    def of(self, base: Source, now: Source) -> list[Fate]:
        """One fate per binding of the newest template."""
        before = {binding.id: binding for binding in inventory(base.text)}
        after = before if base.text == now.text else {binding.id: binding for binding in inventory(now.text)}
        return [
            Fate(
                id,
                now.name,
                binding.line,
                binding.kind,
                binding.expression,
                self.fate(base, before[id]) if id in before else "kept",
            )
            for id, binding in after.items()
        ]

    def covered(self, kind: str, source: Source, offset: int) -> bool:
        return any(start <= offset < end for start, end in self.spans[kind].get(source.name, ()))

    def fate(self, source: Source, binding: Binding) -> str:
        for kind in ("lost", "moved"):
            if self.covered(kind, source, binding.offset):
                return kind
        if binding.kind == "text":
            shown = self.shown.get((source.name, binding.offset))
            if shown is None:
                return self.text_fate(source, binding)
        else:
            host = carrier(source, binding.offset)
            shown = self.shown.get((source.name, host.start)) if host else None
        fates = [self.tag_fate(comparison, tag, binding) for comparison, tag in shown or ()]
        if "kept" in fates and "duplicated" not in fates:
            return "kept"  # of several sample rows one is enough
        return max(fates, key=RANK.index, default="kept")

    def text_fate(self, source: Source, binding: Binding) -> str:
        comparisons = self.words.get((source.name, binding.offset), ())
        return (
            "kept" if all("${" in comparison.returned.text for comparison in comparisons) else "re-attached"
        )

    def tag_fate(self, comparison: Comparison, tag: Tag, binding: Binding) -> str:
        matching = comparison.matching
        if tag in comparison.copied:
            return "duplicated"
        new = matching.forward.get(tag)
        if new is None:
            return "re-attached"
        if new.attributes.get(STAMP) or ":" in new.name:
            return "kept"
        marks = {name.removeprefix("data-") for name, _ in binding_marks(new)}
        written = binding.attribute.lower().removeprefix("data-").replace(":", "-", 1)
        return "kept" if written in {mark.replace(":", "-", 1) for mark in marks} else "re-attached"


def unaccounted(fates: Iterable[Fate], before: Mapping[str, str], after: Mapping[str, str]) -> frozenset[str]:
    """The ids of bindings that are said to be moved or doubled, but of which the new texts hold fewer than the old."""

    def count(texts: Mapping[str, str]) -> Counter:
        return Counter((b.kind, b.expression) for text in texts.values() for b in inventory(text))

    fates = [fate for fate in fates if fate.template in before]
    lost = Counter((fate.kind, fate.expression) for fate in fates if fate.fate == "lost")
    try:
        missing = count(before) - count(after) - lost
    except Unreadable:
        return frozenset()  # no such text is written: the proof refuses it
    return frozenset(
        fate.id
        for fate in fates
        if fate.fate in ("moved", "duplicated") and (fate.kind, fate.expression) in missing
    )


def carrier(source: Source, offset: int) -> Element | None:
    """The element in whose start tag an offset lies."""
    place = source.first_element(offset + 1) - 1
    while place >= 0:
        element = source.elements[place]
        if element.start <= offset < element.open_end:
            return element
        if element.open_end <= offset:
            return None
        place -= 1
    return None


def _by_template(origins: Iterable[Origin]) -> Mapping[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for origin in origins:
        spans[origin.template].append((origin.start, origin.end))
    return spans
