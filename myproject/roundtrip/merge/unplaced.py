"""What a designer did for which no template has a place: it is told, so that nothing is dropped without a word."""

from __future__ import annotations

from myproject.roundtrip.merge import attributes
from myproject.roundtrip.merge.findings import Findings
from myproject.roundtrip.merge.units import excerpt_tag
from myproject.roundtrip.pages import noise
from myproject.roundtrip.pages.page import Tag
from myproject.roundtrip.parse.origin import Origin


def tell(findings: Findings) -> None:
    """Notes on what was moved to where nothing can be moved, and on elements that no template holds."""
    for old in sorted(findings.away - findings.arrived, key=lambda tag: tag.index):
        words = f"{excerpt_tag(old)!r} stays where it was: where it was put, the template has no place for it"
        findings.note(old.origin, words)
    for old, new in findings.matching.forward.items():
        if old.origin is None and (_filled(old) or not findings.calibrated):
            _changed(findings, old, new)


def _changed(findings: Findings, old: Tag, new: Tag) -> None:
    """A note on the name and the attributes of an element that only the page has, not the template."""
    changes = attributes.differences(old, new, findings.habits)
    what = [
        f"{change.name}={change.after!r}" if change.after is not None else f"the loss of {change.name}"
        for change in changes
        if not _tools(findings, old, change)
    ]
    if old.start is not None and noise.tag_name(old.name) != noise.tag_name(new.name):
        what.append(f"<{new.name}> for <{old.name}>")
    if not what:
        return
    why = (
        "it comes from the site's content: edit it there"
        if _filled(old)
        else "the template has no such element"
    )
    findings.note(_around(findings, old), f"{', '.join(what)} on <{old.name}> is not kept: {why}")


def _tools(findings: Findings, old: Tag, change: attributes.Difference) -> bool:
    """Whether a tool made a change by itself."""
    if change.name == "id" and (change.before or noise.generated(change.after or "")):
        return True
    if change.before is None:
        return noise.residue(change.name, change.after) or findings.habits.adds(old.name, change.name)
    return False


def _filled(tag: Tag | None) -> bool:
    """Whether an element stands in content that is data."""
    while tag is not None and not tag.filled:
        tag = tag.parent
    return tag is not None


def _around(findings: Findings, tag: Tag) -> Origin:
    """Where the nearest element around stands that a template holds."""
    parent = tag.parent
    while parent is not None and parent.origin is None:
        parent = parent.parent
    return parent.origin if parent is not None else findings.given.root.origin
