"""What was done in some places of a page alone that are one place of a template: all get it, and that is told.

Such places are the sample rows of a repeat, and the uses of one macro.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from myproject.roundtrip.merge.edits import Edit
from myproject.roundtrip.merge.findings import Findings
from myproject.roundtrip.parse.origin import Origin, of
from myproject.roundtrip.parse.source import Element

ROWS = "the program repeats this part, and every row gets it"
USES = "this part is used several times, and every use gets it"


def tell(findings: Findings) -> None:
    """A note on the edits of each part that fewer places show than the page has of it."""
    edits = [edit for edit in findings.changes.edits if edit.kind == "change"]
    times = Counter(edit.patches for edit in edits)
    alone: dict[tuple[Element, str], list[Edit]] = defaultdict(list)
    for edit in edits:
        chain = _chain(edit.origin)
        if times[edit.patches] < _shown(findings, edit.origin, chain):
            repeat = next((one for one in reversed(chain) if "tal:repeat" in one.bindings), None)
            part, why = (repeat, ROWS) if repeat else (chain[-1], USES)
            alone[part, why].append(edit)
    for (part, why), found in alone.items():
        words = list(dict.fromkeys(edit.words for edit in found))
        more = f", and {len(words) - 1} more changes" if len(words) > 2 else ""
        told = f"{words[0]}{more}" if more else "; ".join(words)
        findings.note(of(found[0].origin.source, part), f"{told}: {why}")


def _chain(origin: Origin) -> list[Element]:
    """The elements around an origin, its own first."""
    element = origin.element or origin.parent
    return [element, *element.ancestors()] if element is not None else []


def _shown(findings: Findings, origin: Origin, chain: list[Element]) -> int:
    """How often the page shows the part in which an origin lies."""
    return next((count for one in chain if (count := findings.rows[origin.template, one.start])), 1)
