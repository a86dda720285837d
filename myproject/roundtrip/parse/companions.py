"""Statements that Chameleon compiles only inside others: a name inside a translation, a filled slot inside a macro."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from myproject.roundtrip.parse.source import Element, Source

# Each with the statements one of which has to be on an element around it.
NEEDS = {
    "i18n:name": ("i18n:translate",),
    "metal:fill-slot": ("metal:use-macro", "metal:extend-macro"),
}


def orphans(before: Source, after: Source) -> Iterator[tuple[int, str]]:
    """Line and reason of each statement in `after` that lost what it needs around it, and had it in `before`."""
    known = Counter((name, element.bindings[name].value) for name, element in _alone(before))
    for name, element in _alone(after):
        value = element.bindings[name].value
        if known[name, value]:
            known[name, value] -= 1
            continue
        needed = " or ".join(NEEDS[name])
        yield (
            after.line(element.start),
            f"{name}={value!r} would stand in no {needed} any more; keep the part around it, or take both away",
        )


def _alone(source: Source) -> Iterator[tuple[str, Element]]:
    for element in source.elements:
        for name in NEEDS.keys() & element.bindings.keys():
            if not any(not around.bindings.keys().isdisjoint(NEEDS[name]) for around in element.ancestors()):
                yield name, element
