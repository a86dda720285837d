"""The element that a prototype shows for `${...}`: it has no counterpart in the template, but looks may be put on it.

A class on it becomes a <span> around the interpolation, bold words in it a <b>.
"""

from __future__ import annotations

from myproject.roundtrip.merge import attributes
from myproject.roundtrip.merge.findings import Findings
from myproject.roundtrip.pages.page import SPACE, Tag, Text
from myproject.roundtrip.write.patches import Patch
from myproject.roundtrip.write.writer import ELEMENTS, FORMATTING


def dress(findings: Findings, old: Tag, new: Tag) -> bool:
    """Put around an interpolation what a designer put on the element that stood for it; whether there was anything."""
    origin = old.origin
    start_tags = [*_own(findings, old, new), *(findings.writer.start_tag(tag) for tag in _formatting(new))]
    if origin.element is not None or not old.filled or not start_tags:
        return False
    end_tags = [f"</{tag[1:].split('>')[0].split()[0]}>" for tag in reversed(start_tags)]
    # Patches of the characters at its ends, not beside them: so they go along where it is moved.
    text, start, end = origin.source.text, origin.start, origin.end
    findings.edit(
        origin,
        f"wrapped in {''.join(start_tags)}: {' '.join(old.text.split())[:60]!r}",
        Patch(origin.template, start, start + 1, ("".join(start_tags) + text[start],)),
        Patch(origin.template, end - 1, end, (text[end - 1] + "".join(end_tags),)),
    )
    return True


def _own(findings: Findings, old: Tag, new: Tag) -> list[str]:
    """The start tag of an element with the attributes that are new."""
    changed = [change.name for change in attributes.differences(old, new, findings.habits) if change.after]
    written = [findings.writer.attribute(new, name, new.attributes[name]) for name in changed if name != "id"]
    name = new.name if new.name in ELEMENTS else old.name
    return [f"<{' '.join([name, *filter(None, written)])}>"] if any(written) else []


def _formatting(tag: Tag) -> list[Tag]:
    """The elements inside that each hold all of the words."""
    found: list[Tag] = []
    while len(tag.tags) == 1 and not any(isinstance(c, Text) and c.data.strip(SPACE) for c in tag.children):
        tag = tag.tags[0]
        if tag.name in FORMATTING - {"span", "font"}:
            found.append(tag)
    return found
