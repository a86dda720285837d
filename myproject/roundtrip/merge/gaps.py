"""The gaps in an element's content as edits: what was removed, typed over, put in, wrapped or moved."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from myproject.roundtrip.match.content import Gap, Item, all_words, shown
from myproject.roundtrip.merge.edits import Choice, Edit
from myproject.roundtrip.merge.placing import Place, extent, places, span, stands_alone, with_space
from myproject.roundtrip.merge.units import Unit, adjacent, excerpt, excerpt_tag, is_bound, is_data
from myproject.roundtrip.pages.page import SPACE, Tag
from myproject.roundtrip.parse.origin import Origin
from myproject.roundtrip.parse.scope import Move, check_move, has_code, repeated
from myproject.roundtrip.parse.source import Source
from myproject.roundtrip.write import writer
from myproject.roundtrip.write.patches import Patch, Take
from myproject.roundtrip.write.writer import Unwanted

if TYPE_CHECKING:
    from myproject.roundtrip.merge.changes import Differ


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


class ContentEdit:
    """Turns the gaps of one element's content into edits."""

    def __init__(self, differ: Differ, old: Tag, new: Tag, gaps: list[Gap]):
        self.differ, self.old, self.new, self.gaps = differ, old, new, gaps
        self.changes = differ.changes
        self.gone = {
            item.tag.origin.element
            for gap in gaps
            for item in gap.old
            if item.kind == "open" and item.tag.origin and item.partner not in gap.old and not item.dropped
        }
        self.spots: list[list[Place]] = [places(old, gap.before, gap.after, self.gone) for gap in gaps]
        self.wrappers = self.place_wrappers()
        self.opened: dict[Item, Patch] = {}
        self.floor = 0  # what comes later in the page stands no earlier in the source
        self.order = 0  # from the start for each element: rows that changed alike give the same patches

    def run(self) -> None:
        for index, gap in enumerate(self.gaps):
            if gap.old or gap.new:
                self.gap(index, gap)

    # -- wrappers around what stayed ---------------------------------------------------------------------------

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
                self.differ.note(gap.before.tag.origin, words)

    def common(self, name: str, lefts: list[Place], rights: list[Place]) -> tuple[Place | None, Place | None]:
        for left in reversed(lefts):
            for right in rights:
                one = left.source is right.source and left.parent is right.parent
                if one and left.offset < right.offset and left.takes(name):
                    return left, right
        return None, None

    # -- gaps --------------------------------------------------------------------------------------------------

    def gap(self, index: int, gap: Gap) -> None:
        backward = self.differ.matching.backward
        self.differ.away.update(item.tag for item in gap.old if item.kind == "tag")
        self.differ.arrived.update(backward[item.tag] for item in gap.new if item.kind == "tag")
        gap = self.without_data(gap)
        units = self.units(gap)
        runs = self.runs(gap.new)
        if units and units[-1].kind == "words":
            runs = [part for run in runs for part in self.split_tail(run)]
        lost = [unit for unit in units if unit.bound]
        plain = [unit for unit in units if not unit.bound]
        text_runs = [number for number, run in enumerate(runs) if isinstance(run, list) and self.inline(run)]
        replaced = None
        if len(text_runs) == 1 and lost and not [unit for unit in plain if unit.kind == "words"]:
            replaced = Replaced(text_runs[0], lost[0])
            self.retyped(lost[0], runs.pop(text_runs[0]), gap, index)
            lost = lost[1:]
        elif len(text_runs) == 1 and any(unit.inline for unit in plain):
            replaced = Replaced(text_runs[0], next(unit for unit in plain if unit.inline))
            self.replace(plain, runs.pop(text_runs[0]))
            plain = [unit for unit in plain if not unit.inline]
        for unit in plain:
            self.delete(unit)
        for unit in lost:
            self.lose(unit)
        self.insert_runs(index, gap, runs, replaced)

    def without_data(self, gap: Gap) -> Gap:
        """Without what was changed inside a piece of data that is still there, which is told."""
        ends = [item.word for item in (gap.before, gap.after) if item is not None and item.kind == "word"]
        data = [word.origin for word in ends if word.origin is not None and is_data(word)]
        cut = [item for item in gap.old if item.kind == "word" and item.word.origin in data]
        if not cut and not (len(data) == 2 and data[0] is data[1]):
            return gap
        came = [item for item in gap.new if item.kind == "word"]
        words = f"the text {excerpt(came or cut)!r} comes from the site's content: edit it there"
        self.differ.note(data[0], words)
        old, new = (
            [item for item in all if item not in out] for all, out in ((gap.old, cut), (gap.new, came))
        )
        return replace(gap, old=old, new=new)

    def runs(self, items: list[Item]) -> list[list[Item] | Item]:
        """New items cut where a wrapper of kept content opens or closes; stray tags of dropped wrappers vanish."""
        runs: list[list[Item] | Item] = []
        depth = 0
        for item in items:
            if item in self.wrappers:
                runs.append(item)
                continue
            alone = item.kind in ("tag", "copy") and not depth
            if (
                alone
                or not runs
                or not isinstance(runs[-1], list)
                or (runs[-1][0].kind in ("tag", "copy") and not depth)
            ):
                runs.append([])
            runs[-1].append(item)
            depth += (item.kind == "open") - (item.kind == "close")
        return runs

    def split_tail(self, run: list[Item] | Item) -> list[list[Item] | Item]:
        """The words at the end of a run, apart: they stand where other words went."""
        cut = len(run) if isinstance(run, list) else 0
        while cut and run[cut - 1].kind == "word":
            cut -= 1
        balanced = cut and sum((i.kind == "open") - (i.kind == "close") for i in run[:cut]) == 0
        return [run[:cut], run[cut:]] if balanced and cut < len(run) else [run]

    def inline(self, run: list[Item]) -> bool:
        return all(
            item.kind == "word" or (item.kind in ("open", "close") and item.tag.name in writer.INLINE)
            for item in run
        )

    def units(self, gap: Gap) -> list[Unit]:
        """What went, as the largest wholes: elements with their content, runs of words, tags of unwrapped elements.

        Where a tool drops an element's tags, words that came in the place of its own stand in it.
        """
        units: list[Unit] = []
        items, retyped = gap.old, any(item.kind == "word" for item in gap.new)
        place = 0
        while place < len(items):
            item = items[place]
            whole = item.kind == "open" and item.partner in items[place:]
            there = item.partner in items[place + 1 : place + 2] or (retyped and not is_bound(item.tag))
            if whole and not (item.dropped and there):
                close = items.index(item.partner, place)
                units.append(Unit("element", items[place : close + 1]))
                place = close
            elif item.dropped:
                self.differ.tags_dropped(item.tag)
            elif item.kind == "word":
                if not (units and units[-1].kind == "words" and adjacent(units[-1].items[-1], item)):
                    units.append(Unit("words", []))
                units[-1].items.append(item)
            elif item.kind == "open":
                units.append(Unit("unwrapped", [item]))
            place += 1
        return [unit for unit in units if unit.resolve()]

    # -- what went ---------------------------------------------------------------------------------------------

    def delete(self, unit: Unit) -> None:
        origin = unit.origin
        if unit.kind == "unwrapped":
            element = origin.element
            patches = [Patch(origin.template, element.start, element.open_end, ())]
            if element.closed:
                patches.append(Patch(origin.template, element.close_start, element.end, ()))
            self.differ.edit(origin, f"<{element.name}> taken away from around its content", *patches)
            return
        start, end = with_space(origin.source, unit.start, unit.end)
        what = f"<{origin.element.name}>" if origin.element else "text"
        self.differ.edit(origin, f"{what} removed: {unit.excerpt!r}", Patch(origin.template, start, end, ()))

    def lose(self, unit: Unit) -> None:
        origin = unit.origin
        if unit.kind == "unwrapped":
            element = origin.element
            patches = (
                Patch(origin.template, element.start, element.open_end, ()),
                Patch(origin.template, element.close_start, element.end, ()),
            )
            if unit.items[0].tag.filled and self.differ.instances(unit.items[0].tag) == 1:
                patches = (
                    Patch(origin.template, unit.start, unit.end, tuple(self.inside(unit.items[0].tag))),
                )
            words = f"<{element.name}> was taken away from around its content; it is bound to data"
        else:
            start, end = with_space(origin.source, unit.start, unit.end)
            patches = (Patch(origin.template, start, end, ()),)
            words = f"a part bound to data was removed: {unit.excerpt!r}"
        gone = Origin(origin.source, unit.start, unit.end, origin.element)
        self.differ.ask(
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
        text = self.render(run, source, first.start)
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
        self.differ.edit(origin, words, *patches)

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

    def retyped(self, unit: Unit, run: list[Item], gap: Gap, index: int) -> None:
        """A bound element gave way to plain text in the same place: most often typed over."""
        origin, element = unit.origin, unit.origin.element
        gone = Origin(origin.source, unit.start, unit.end, element)
        text = self.render(run, origin.source, unit.start)
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
        self.changes.edits.append(Edit("retyped", origin, words, choices))

    # -- what came ---------------------------------------------------------------------------------------------

    def insert_runs(
        self, index: int, gap: Gap, runs: list[list[Item] | Item], replaced: Replaced | None
    ) -> None:
        self.floor = 0
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
        differ = self.differ
        self.order += 1
        text = differ.writer.start_tag(item.tag) if item.kind == "open" else differ.writer.end_tag(item.tag)
        patch = Patch(place.source.name, place.offset, place.offset, (text,), self.order)
        if item.kind == "open":
            self.opened[item] = patch
            return
        start = self.opened.pop(item.partner)
        origin = Origin(place.source, start.start, start.start)
        differ.edit(origin, f"wrapped in {start.parts[0]}: {excerpt_tag(item.tag)!r}", start, patch)

    def homeless(self, tag: Tag, why: str) -> None:
        said = excerpt_tag(tag)
        what = f"<{tag.name}>" if said == f"<{tag.name}>" else f"<{tag.name}> {said!r}"
        self.differ.refuse(tag, Unwanted(what, why, "place"))

    def insert(self, gap: Gap, run: list[Item], spots: list[Place], following: Item | None) -> None:
        differ = self.differ
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
            (item.kind in ("open", "raw") or item.kind in ("tag", "copy"))
            and item.tag.name not in writer.INLINE
            for item in run
        )
        shallow = min(spot.depth for spot in spots)
        candidates = [spot for spot in spots if spot.depth == shallow]
        place = candidates[0]
        if gap.before is None or (
            following is not None and not following.spaced and not block and gap.after is not None
        ):
            place = candidates[-1]
        copies = [item for item in run if item.kind == "copy"]
        homes = [differ.matching.copies[item.tag].origin for item in copies]
        beside = [spot for spot in spots if any(home and spot.parent is home.parent for home in homes)]
        place = beside[0] if beside and place not in beside else place
        if copies and all(self.sample_row(item) for item in copies) and len(copies) == len(run):
            return differ.note(
                differ.matching.copies[copies[0].tag].origin,
                "one more sample row: the template repeats the row by itself",
            )
        self.floor = max(self.floor, place.offset)
        if self.between_rows(gap):
            words = f"{excerpt(run)!r} stands between sample rows: the template has one row, and it is put beside it"
            differ.note(gap.before.tag.origin, words)
        text = self.render(run, place.source, place.offset)
        text = self.with_gaps(place, text, run, gap, None if beside else following, block)
        self.order += 1
        patch = Patch(place.source.name, place.offset, place.offset, text, self.order)
        origin = Origin(place.source, place.offset, place.offset)
        if moved:
            return self.move(moved, place, patch, run)
        bound = [item for item in copies if self.bound_copy(item)]
        if bound:
            return self.duplicate(bound[0], patch)
        differ.edit(origin, f"new: {excerpt(run)!r}", patch)
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
        differ = self.differ
        removals, origins = [], []
        for item in moved:
            old = differ.matching.backward[item.tag]
            origin = old.origin
            start, end = with_space(origin.source, *extent(old, origin))
            removals.append(Patch(origin.template, start, end, ()))
            origins.append(Origin(origin.source, *extent(old, origin), origin.element))
        words = f"moved: {excerpt_tag(moved[0].tag)!r}"
        verdicts = [check_move(origin, place.source, place.parent) for origin in origins]
        apply = Choice(words, (patch, *removals), moved=tuple(origins))
        worst = max(verdicts, key=lambda verdict: verdict.value)
        if worst is Move.FREE:
            differ.changes.edits.append(Edit("change", origins[0], words, {"apply": apply}))
        elif worst is Move.ASK:
            apply.words = "move it; what decides whether it is shown changes with that"
            choices = {"move": apply, "stay": Choice("leave it where it was")}
            differ.changes.edits.append(
                Edit("moved", origins[0], f"{words}, to where other conditions hold", choices)
            )
        else:
            choices = {"stay": Choice("leave it where it was")}
            why = "what it shows does not exist there or would run where it did not"
            differ.changes.edits.append(Edit("moved", origins[0], f"{words} cannot be done: {why}", choices))

    def row_moved(self, item: Item) -> bool:
        """Whether an item is one of several sample rows in another place: the program orders them, so it is told."""
        old = self.differ.matching.backward.get(item.tag) if item.kind == "tag" else None
        if old is None or not repeated(old.origin) or self.differ.instances(old) == 1:
            return False
        inside = "the order of sample rows" if old.parent is self.old else "a sample row in another place"
        self.differ.note(old.origin, f"{inside} is not kept: the program decides which rows there are")
        return True

    def sample_row(self, item: Item) -> bool:
        """Whether a copy is one more row, beside the others, and not what one of them lost."""
        old = self.differ.matching.copies[item.tag]
        owner = self.differ.matching.forward.get(old)
        if old.origin is None or not repeated(old.origin) or owner is None:
            return False
        lost = Counter(word.key for word in all_words(old) if not is_data(word)) - Counter(shown(owner))
        return owner.parent is item.tag.parent and not lost & Counter(shown(item.tag))

    def bound_copy(self, item: Item) -> bool:
        old = self.differ.matching.copies[item.tag]
        return old.origin is not None and has_code(old.origin.source, old.origin.start, old.origin.end)

    def duplicate(self, item: Item, patch: Patch) -> None:
        old = self.differ.matching.copies[item.tag]
        words = f"a part bound to data appears twice: {excerpt_tag(item.tag)!r}"
        choices = {
            "text": Choice("write the copy as plain text; only the first stays bound", (patch,)),
            "drop": Choice("leave the copy out"),
        }
        self.changes.edits.append(Edit("duplicated", old.origin, words, choices))

    # -- new text ----------------------------------------------------------------------------------------------

    def render(self, run: list[Item], source: Source, offset: int) -> tuple:
        """A run of new items as markup, with the source's line breaks and indentation."""
        parts: list[str | Take] = []
        base, depth = source.newline + source.indent(offset), 0
        for position, item in enumerate(run):
            depth -= item.kind == "close"
            if position and item.broken and not self.flat(item):
                parts.append(base + "  " * max(depth, 0))
            elif position and item.spaced:
                parts.append(" ")
            depth += item.kind == "open"
            parts.extend(self.render_item(item))
        return tuple(parts)

    def flat(self, item: Item) -> bool:
        return item.kind == "word"

    def render_item(self, item: Item) -> Iterable[str | Take]:
        write = self.differ.writer
        if item.kind == "word":
            if item.word.key.startswith("${"):
                self.differ.tell(item.tag, writer.inert(item.word.key))
            yield writer.text(item.word.key)
        elif item.kind == "open":
            yield write.start_tag(item.tag)
        elif item.kind == "close":
            yield write.end_tag(item.tag)
        elif item.kind == "tag":
            old = self.differ.matching.backward[item.tag]
            yield Take(old.origin.template, *extent(old, old.origin))
        else:
            yield from self.static(item.tag)

    def static(self, tag: Tag) -> Iterable[str]:
        """An element and all that is in it, in plain markup."""
        write = self.differ.writer
        if ":" in tag.name and not tag.foreign:
            yield from self.inside(tag)  # of a template's language: it leaves no tags
            return
        if not write.allows(tag):
            return
        yield write.start_tag(tag)
        yield from self.inside(tag)
        yield write.end_tag(tag)

    def inside(self, tag: Tag) -> Iterable[str]:
        """What is in an element, in plain markup."""
        for child in tag.children:
            if isinstance(child, Tag):
                yield from self.static(child)
            else:
                yield self.differ.writer.content(child)
