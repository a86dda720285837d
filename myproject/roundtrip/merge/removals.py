"""What an edited page has no more: removed, unwrapped, or typed over."""

from __future__ import annotations

import itertools

from myproject.roundtrip.match.content import Item
from myproject.roundtrip.merge.edits import Choice, Edit
from myproject.roundtrip.merge.findings import Findings
from myproject.roundtrip.merge.fresh import Fresh
from myproject.roundtrip.merge.placing import with_space
from myproject.roundtrip.merge.units import Unit, excerpt
from myproject.roundtrip.pages.page import SPACE
from myproject.roundtrip.parse.origin import Origin
from myproject.roundtrip.parse.scope import has_code
from myproject.roundtrip.write.patches import Patch


class Removals:
    """Turns units that went into edits, and into questions where they are bound to data."""

    def __init__(self, findings: Findings, fresh: Fresh):
        self.findings, self.fresh = findings, fresh

    def delete(self, unit: Unit) -> None:
        origin = unit.origin
        if unit.kind == "unwrapped":
            element = origin.element
            patches = [Patch(origin.template, element.start, element.open_end, ())]
            if element.closed:
                patches.append(Patch(origin.template, element.close_start, element.end, ()))
            self.findings.edit(origin, f"<{element.name}> taken away from around its content", *patches)
            return
        start, end = with_space(origin.source, unit.start, unit.end)
        what = f"<{origin.element.name}>" if origin.element else "text"
        self.findings.edit(
            origin, f"{what} removed: {unit.excerpt!r}", Patch(origin.template, start, end, ())
        )

    def lose(self, unit: Unit) -> None:
        origin = unit.origin
        if unit.kind == "unwrapped":
            element = origin.element
            patches = (
                Patch(origin.template, element.start, element.open_end, ()),
                Patch(origin.template, element.close_start, element.end, ()),
            )
            if unit.items[0].tag.filled and self.findings.instances(unit.items[0].tag) == 1:
                patches = (
                    Patch(origin.template, unit.start, unit.end, tuple(self.fresh.inside(unit.items[0].tag))),
                )
            words = f"<{element.name}> was taken away from around its content; it is bound to data"
        else:
            start, end = with_space(origin.source, unit.start, unit.end)
            patches = (Patch(origin.template, start, end, ()),)
            words = f"a part bound to data was removed: {unit.excerpt!r}"
        gone = Origin(origin.source, unit.start, unit.end, origin.element)
        self.findings.ask(
            Edit(
                "lost",
                origin,
                words,
                {"drop": Choice("remove it with its bindings", patches, (gone,)), "keep": Choice("keep it")},
            )
        )

    def replace(self, units: list[Unit], run: list[Item]) -> None:
        inline = [unit for unit in units if unit.inline]
        first, last = inline[0], inline[-1]
        origin, source = first.origin, first.origin.source
        text = self.fresh.render(run, source, first.start)
        left = self.left_of(units, first.start)
        if run[0].spaced and left and source.text[left - 1] not in SPACE and not first.items[0].spaced:
            text = (" ", *text)
        between = all(not source.text[a.end : b.start].strip(SPACE) for a, b in itertools.pairwise(inline))
        words = f"text changed from {' '.join(u.excerpt for u in inline)!r} to {excerpt(run)!r}"
        if between and last.origin.template == origin.template:
            patches = [Patch(origin.template, first.start, last.end, text)]
        else:
            patches = [Patch(origin.template, first.start, first.end, text)]
            patches += [Patch(unit.origin.template, unit.start, unit.end, ()) for unit in inline[1:]]
        self.findings.edit(origin, words, *patches)

    def left_of(self, units: list[Unit], place: int) -> int:
        """Where a place begins once the elements are away that were taken from around it."""
        opened = {
            unit.origin.element.open_end: unit.start
            for unit in units
            if unit.kind == "unwrapped" and unit.origin
        }
        while place in opened:
            place = opened[place]
        return place

    def retyped(self, unit: Unit, run: list[Item]) -> None:
        """A bound element gave way to plain text in the same place: most often typed over."""
        origin, element = unit.origin, unit.origin.element
        gone = Origin(origin.source, unit.start, unit.end, element)
        text = self.fresh.render(run, origin.source, unit.start)
        drop = Choice(
            f"replace it with the plain text {excerpt(run)!r}",
            (Patch(origin.template, unit.start, unit.end, text),),
            (gone,),
        )
        choices = {"drop": drop, "keep": Choice("keep it as it was, without the new text")}
        around = [(unit.start, element.start), (element.end, unit.end)] if element else []
        if (
            element is not None
            and element.closed
            and not has_code(origin.source, element.open_end, element.close_start)
            and not any(has_code(origin.source, start, end) for start, end in around)
        ):
            beside = [Patch(origin.template, start, end, ()) for start, end in around if start < end]
            restore = Choice(
                f"keep <{element.name}> with its bindings around the new text",
                (Patch(origin.template, element.open_end, element.close_start, text), *beside),
            )
            choices = {"restore": restore, **choices}
        words = f"{unit.excerpt!r}, which is bound to data, was typed over with {excerpt(run)!r}"
        self.findings.changes.edits.append(Edit("retyped", origin, words, choices))
