"""What an edited page has more: put in, moved, copied, or wrapped around what stayed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from myproject.roundtrip.match.content import Gap, Item, all_words, shown
from myproject.roundtrip.merge.edits import Choice, Edit
from myproject.roundtrip.merge.findings import Findings
from myproject.roundtrip.merge.fresh import Fresh
from myproject.roundtrip.merge.placing import Place, extent, places, span, stands_alone, with_space
from myproject.roundtrip.merge.units import Unit, excerpt, excerpt_tag, is_data
from myproject.roundtrip.pages.page import SPACE, Tag
from myproject.roundtrip.parse.origin import Origin
from myproject.roundtrip.parse.scope import Move, check_move, has_code, repeated
from myproject.roundtrip.write import writer
from myproject.roundtrip.write.patches import Patch
from myproject.roundtrip.write.writer import Unwanted


@dataclass(frozen=True, slots=True)
class Replaced:
    """A run of new items that stands where a unit was; `number` of the others come before it."""

    number: int
    unit: Unit

    def beside(self, number: int, spots: list[Place]) -> list[Place]:
        """Of the places for the run of that number those on its side of the unit."""
        origin, after = self.unit.origin, number >= self.number
        edge = self.unit.end if after else self.unit.start
        there = [
            s
            for s in spots
            if s.source is origin.source and (s.offset >= edge if after else s.offset <= edge)
        ]
        return there or [Place(origin.source, edge, origin.parent)]


class Insertions:
    """Finds the places of what came into one element, and turns it into edits.

    `spots` are the places that each gap offers, `wrappers` those of the tags around what stayed.
    """

    def __init__(self, findings: Findings, fresh: Fresh, old: Tag, gaps: list[Gap]):
        self.findings, self.fresh, self.old, self.gaps = findings, fresh, old, gaps
        gone = {
            item.tag.origin.element
            for gap in gaps
            for item in gap.old
            if item.kind == "open" and item.tag.origin and item.partner not in gap.old and not item.dropped
        }
        self.spots: list[list[Place]] = [places(old, gap.before, gap.after, gone) for gap in gaps]
        self.wrappers = self.place_wrappers()
        self.opened: dict[Item, Patch] = {}
        self.order = 0  # from the start for each element: rows that changed alike give the same patches

    def place_wrappers(self) -> dict[Item, Place | None]:
        """For each new element around items that stayed: the places of its tags, which need one parent."""
        placed: dict[Item, Place | None] = {}
        opened: dict[Item, int] = {}
        for index, gap in enumerate(self.gaps):
            for item in gap.new:
                if item.kind == "open":
                    opened[item] = index
                elif item.kind == "close" and opened[item.partner] != index:
                    spots = self.spots[opened[item.partner]], self.spots[index]
                    first, last = self.common(item.tag.name, *spots)
                    placed[item.partner], placed[item] = first, last
                    if first is not None:
                        self.tell_around_rows(item, gap, self.gaps[opened[item.partner]])
        return placed

    def tell_around_rows(self, item: Item, *edges: Gap) -> None:
        """A note where a wrapper begins or ends between rows, and so goes around all of them."""
        for gap in edges:
            if self.between_rows(gap):
                words = f"<{item.tag.name}> around some of the sample rows: it is put around the part that repeats"
                self.findings.note(gap.before.tag.origin, words)

    def common(self, name: str, lefts: list[Place], rights: list[Place]) -> tuple[Place | None, Place | None]:
        for left in reversed(lefts):
            for right in rights:
                one = left.source is right.source and left.parent is right.parent
                if one and left.offset < right.offset and left.takes(name):
                    return left, right
        return None, None

    def run(self, index: int, gap: Gap, runs: list[list[Item] | Item], replaced: Replaced | None) -> None:
        self.floor = 0  # what comes later in the page stands no earlier in the source
        for number, run in enumerate(runs):
            spots = replaced.beside(number, self.spots[index]) if replaced else self.spots[index]
            if isinstance(run, Item):
                place = self.wrappers[run]
                if place is not None:
                    self.floor = max(self.floor, place.offset)
                    self.wrapper_tag(run, place)
                elif run.kind == "open":
                    self.homeless(
                        run.tag,
                        "it does not fit around what is there, or around a part that is shown only sometimes",
                    )
                continue
            ceiling = min(
                [self.wrappers[r].offset for r in runs[number:] if isinstance(r, Item) and self.wrappers[r]],
                default=None,
            )
            fitting = [
                s for s in spots if s.offset >= self.floor and (ceiling is None or s.offset <= ceiling)
            ] or spots
            following = runs[number + 1] if number + 1 < len(runs) else gap.following
            following = following[0] if isinstance(following, list) else following
            self.insert(gap, run, fitting, following)

    def wrapper_tag(self, item: Item, place: Place) -> None:
        findings = self.findings
        self.order += 1
        text = (
            findings.writer.start_tag(item.tag) if item.kind == "open" else findings.writer.end_tag(item.tag)
        )
        patch = Patch(place.source.name, place.offset, place.offset, (text,), self.order)
        if item.kind == "open":
            self.opened[item] = patch
            return
        start = self.opened.pop(item.partner)
        origin = Origin(place.source, start.start, start.start)
        findings.edit(origin, f"wrapped in {start.parts[0]}: {excerpt_tag(item.tag)!r}", start, patch)

    def homeless(self, tag: Tag, why: str) -> None:
        said = excerpt_tag(tag)
        what = f"<{tag.name}>" if said == f"<{tag.name}>" else f"<{tag.name}> {said!r}"
        self.findings.refuse(tag, Unwanted(what, why, "place"))

    def insert(self, gap: Gap, run: list[Item], spots: list[Place], following: Item | None) -> None:
        findings = self.findings
        run = [item for item in run if not self.row_moved(item)]
        if not run:
            return None
        moved = [item for item in run if item.kind == "tag"]
        if not spots:
            return self.homeless(run[0].tag, "its place in the template cannot be told")
        if run[0].kind in ("open", "raw"):
            spots = [spot for spot in spots if spot.takes(run[0].tag.name)]
            if not spots:
                return self.homeless(run[0].tag, "an element of this kind cannot stand there")
        block = any(
            item.kind in ("open", "raw", "tag", "copy") and item.tag.name not in writer.INLINE for item in run
        )
        shallow = min(spot.depth for spot in spots)
        candidates = [spot for spot in spots if spot.depth == shallow]
        place = candidates[0]
        if gap.before is None or (
            following is not None and not following.spaced and not block and gap.after is not None
        ):
            place = candidates[-1]
        copies = [item for item in run if item.kind == "copy"]
        homes = [findings.matching.copies[item.tag].origin for item in copies]
        beside = [spot for spot in spots if any(home and spot.parent is home.parent for home in homes)]
        place = beside[0] if beside and place not in beside else place
        if copies and all(self.sample_row(item) for item in copies) and len(copies) == len(run):
            return findings.note(
                findings.matching.copies[copies[0].tag].origin,
                "one more sample row: the template repeats the row by itself",
            )
        self.floor = max(self.floor, place.offset)
        if self.between_rows(gap):
            words = f"{excerpt(run)!r} stands between sample rows: the template has one row, and it is put beside it"
            findings.note(gap.before.tag.origin, words)
        text = self.fresh.render(run, place.source, place.offset)
        text = self.with_gaps(place, text, run, gap, None if beside else following, block)
        self.order += 1
        patch = Patch(place.source.name, place.offset, place.offset, text, self.order)
        origin = Origin(place.source, place.offset, place.offset)
        if moved:
            return self.move(moved, place, patch, run)
        bound = [item for item in copies if self.bound_copy(item)]
        if bound:
            return self.duplicate(bound[0], patch)
        findings.edit(origin, f"new: {excerpt(run)!r}", patch)
        return None

    def between_rows(self, gap: Gap) -> bool:
        """Whether what stands around a gap was made of one and the same part of a template."""
        first, last = (
            item.tag.origin if item and item.kind == "tag" else None for item in (gap.before, gap.after)
        )
        return first is not None and last is not None and first.element is last.element is not None

    def with_gaps(
        self, place: Place, text: tuple, run: list[Item], gap: Gap, following: Item | None, block: bool
    ) -> tuple:
        source = place.source
        before = place.offset > 0 and source.text[place.offset - 1] in SPACE
        after = place.offset < len(source.text) and source.text[place.offset] in SPACE
        if block:
            left = self.line_start(place, gap)
            if left is not None:
                indent = source.newline + source.indent(left)
                return (indent, *text) if after or place.offset > left else (*text, indent)
            return text
        lead = run[0].spaced and not before
        trail = following is not None and following.spaced and not after
        return (" " * lead, *text, " " * trail)

    def line_start(self, place: Place, gap: Gap) -> int | None:
        """The start of the neighbour if it begins a line of its own, to give the new part one as well."""
        for item, at_start in ((gap.before, False), (gap.after, True)):
            origin = span(item, place.source.name)
            if origin is None or item.kind == "word":
                continue
            if stands_alone(origin.source, origin.start) and (at_start == (place.offset <= origin.start)):
                return origin.start
        return None

    def move(self, moved: list[Item], place: Place, patch: Patch, run: list[Item]) -> None:
        findings = self.findings
        removals, origins = [], []
        for item in moved:
            old = findings.matching.backward[item.tag]
            origin = old.origin
            start, end = with_space(origin.source, *extent(old, origin))
            removals.append(Patch(origin.template, start, end, ()))
            origins.append(Origin(origin.source, *extent(old, origin), origin.element))
        words = f"moved: {excerpt_tag(moved[0].tag)!r}"
        verdicts = [check_move(origin, place.source, place.parent) for origin in origins]
        apply = Choice(words, (patch, *removals), moved=tuple(origins))
        worst = max(verdicts, key=lambda verdict: verdict.value)
        if worst is Move.FREE:
            findings.changes.edits.append(Edit("change", origins[0], words, {"apply": apply}))
        elif worst is Move.ASK:
            apply.words = "move it; what decides whether it is shown changes with that"
            choices = {"move": apply, "stay": Choice("leave it where it was")}
            findings.changes.edits.append(
                Edit("moved", origins[0], f"{words}, to where other conditions hold", choices)
            )
        else:
            choices = {"stay": Choice("leave it where it was")}
            why = "what it shows does not exist there or would run where it did not"
            findings.changes.edits.append(
                Edit("moved", origins[0], f"{words} cannot be done: {why}", choices)
            )

    def row_moved(self, item: Item) -> bool:
        """Whether an item is one of several sample rows in another place: the program orders them, so it is told."""
        old = self.findings.matching.backward.get(item.tag) if item.kind == "tag" else None
        if old is None or not repeated(old.origin) or self.findings.instances(old) == 1:
            return False
        inside = "the order of sample rows" if old.parent is self.old else "a sample row in another place"
        self.findings.note(old.origin, f"{inside} is not kept: the program decides which rows there are")
        return True

    def sample_row(self, item: Item) -> bool:
        """Whether a copy is one more row, beside the others, and not what one of them lost."""
        old = self.findings.matching.copies[item.tag]
        owner = self.findings.matching.forward.get(old)
        if old.origin is None or not repeated(old.origin) or owner is None:
            return False
        lost = Counter(word.key for word in all_words(old) if not is_data(word)) - Counter(shown(owner))
        return owner.parent is item.tag.parent and not lost & Counter(shown(item.tag))

    def bound_copy(self, item: Item) -> bool:
        old = self.findings.matching.copies[item.tag]
        return old.origin is not None and has_code(old.origin.source, old.origin.start, old.origin.end)

    def duplicate(self, item: Item, patch: Patch) -> None:
        old = self.findings.matching.copies[item.tag]
        words = f"a part bound to data appears twice: {excerpt_tag(item.tag)!r}"
        choices = {
            "text": Choice("write the copy as plain text; only the first stays bound", (patch,)),
            "drop": Choice("leave the copy out"),
        }
        self.findings.changes.edits.append(Edit("duplicated", old.origin, words, choices))
