"""What was done in some of the sample rows alone: a template has one row, so all get it, and that is told."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from myproject.roundtrip.origin import Origin

if TYPE_CHECKING:
    from myproject.roundtrip.changes import Differ


def tell(differ: Differ) -> None:
    """A note on each edit that fewer rows show than the page has."""
    edits = [edit for edit in differ.changes.edits if edit.kind == "change"]
    times = Counter(edit.patches for edit in edits)
    for edit in edits:
        if times[edit.patches] < _rows(differ, edit.origin):
            differ.note(edit.origin, f"{edit.words}: the program repeats this part, and every row gets it")


def _rows(differ: Differ, origin: Origin) -> int:
    """How often the page shows the part of a repeat in which an origin lies; 1 outside of repeats."""
    element = origin.element or origin.parent
    chain = [element, *element.ancestors()] if element is not None else []
    if not any("tal:repeat" in around.bindings for around in chain):
        return 1
    return next((rows for one in chain if (rows := differ.rows[origin.template, one.start])), 1)
