"""Patches of a source: what changes, and nothing else.

A patch replaces one span of the source with new text, into which other spans of the source may be taken along
(`Take`), themselves patched. Everything outside the patches stays as it is, byte for byte.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Take:
    """A span of a template's source that is put elsewhere; patches inside it apply."""

    template: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Patch:
    """Replace `start:end` of a template with `parts`. `order` sorts insertions at the same place."""

    template: str
    start: int
    end: int
    parts: tuple[str | Take, ...]
    order: int = 0

    @property
    def insertion(self) -> bool:
        return self.start == self.end


class Overlap(ValueError):
    """Two patches change the same span in different ways."""

    def __init__(self, first: Patch, second: Patch):
        self.first, self.second = first, second
        super().__init__(f"{first} and {second} overlap")


def apply(sources: dict[str, str], patches: Sequence[Patch], template: str) -> str:
    """The text of `template` with its patches applied."""
    own = ordered([patch for patch in patches if patch.template == template])
    check_disjoint(own)
    return _render(sources, patches, Take(template, 0, len(sources[template])))


def ordered(patches: Sequence[Patch]) -> list[Patch]:
    """Without doubles, by place; an insertion comes before a replacement that starts there."""
    unique = dict.fromkeys(patches)
    return sorted(unique, key=lambda patch: (patch.start, not patch.insertion, patch.order, -patch.end))


def check_disjoint(patches: Sequence[Patch]) -> None:
    """Raise Overlap unless each patch lies beside the others or inside one that deletes it whole.

    Two different insertions at one place overlap when they have the same order: two rows, or two pages, disagree.
    """
    for before, after in itertools.pairwise(patches):
        if (
            before.insertion
            and after.insertion
            and (before.start, before.order) == (after.start, after.order)
        ):
            raise Overlap(before, after)
    outer: Patch | None = None
    for patch in patches:
        if outer is not None and patch.start < outer.end:
            if patch.end > outer.end:
                raise Overlap(outer, patch)
            if (patch.parts or outer.parts) and not outer_takes(patches, patch):
                raise Overlap(outer, patch)
            continue
        if not patch.insertion:
            outer = patch


def outer_takes(patches: Sequence[Patch], inner: Patch) -> bool:
    """Whether some patch takes along the span in which `inner` lies."""
    return any(
        isinstance(part, Take) and part.start <= inner.start and inner.end <= part.end
        for patch in patches
        for part in patch.parts
    )


def _render(sources: dict[str, str], patches: Sequence[Patch], span: Take) -> str:
    text, out, place = sources[span.template], [], span.start
    for patch in ordered([patch for patch in patches if patch.template == span.template]):
        whole = patch.start <= span.start and patch.end >= span.end and not patch.parts
        if patch.start < place or patch.end > span.end or (whole and span.end - span.start < len(text)):
            continue
        if patch.insertion and patch.start in (span.start, span.end) and span.end - span.start < len(text):
            continue
        out.append(text[place : patch.start])
        for part in patch.parts:
            out.append(part if isinstance(part, str) else _render(sources, patches, part))
        place = patch.end
    out.append(text[place : span.end])
    return "".join(out)
