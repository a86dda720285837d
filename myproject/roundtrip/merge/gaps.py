"""The gaps in an element's content as edits: what was removed, typed over, put in, wrapped or moved."""

from __future__ import annotations

from dataclasses import replace

from myproject.roundtrip.match.content import Gap, Item
from myproject.roundtrip.merge.findings import Findings
from myproject.roundtrip.merge.fresh import Fresh
from myproject.roundtrip.merge.insertions import Insertions, Replaced
from myproject.roundtrip.merge.removals import Removals
from myproject.roundtrip.merge.units import Unit, adjacent, excerpt, is_bound, is_data
from myproject.roundtrip.pages.page import Tag
from myproject.roundtrip.write import writer


class ContentEdit:
    """Turns the gaps of one element's content into edits."""

    def __init__(self, findings: Findings, old: Tag, gaps: list[Gap]):
        self.findings, self.gaps = findings, gaps
        fresh = Fresh(findings)
        self.removals, self.insertions = Removals(findings, fresh), Insertions(findings, fresh, old, gaps)

    def run(self) -> None:
        for index, gap in enumerate(self.gaps):
            if gap.old or gap.new:
                self.gap(index, gap)

    def gap(self, index: int, gap: Gap) -> None:
        backward = self.findings.matching.backward
        self.findings.away.update(item.tag for item in gap.old if item.kind == "tag")
        self.findings.arrived.update(backward[item.tag] for item in gap.new if item.kind == "tag")
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
            self.removals.retyped(lost[0], runs.pop(text_runs[0]))
            lost = lost[1:]
        elif len(text_runs) == 1 and any(unit.inline for unit in plain):
            replaced = Replaced(text_runs[0], next(unit for unit in plain if unit.inline))
            self.removals.replace(plain, runs.pop(text_runs[0]))
            plain = [unit for unit in plain if not unit.inline]
        for unit in plain:
            self.removals.delete(unit)
        for unit in lost:
            self.removals.lose(unit)
        self.insertions.run(index, gap, runs, replaced)

    def without_data(self, gap: Gap) -> Gap:
        """Without what was changed inside a piece of data that is still there, which is told."""
        ends = [item.word for item in (gap.before, gap.after) if item is not None and item.kind == "word"]
        data = [word.origin for word in ends if word.origin is not None and is_data(word)]
        cut = [item for item in gap.old if item.kind == "word" and item.word.origin in data]
        if not cut and not (len(data) == 2 and data[0] is data[1]):
            return gap
        came = [item for item in gap.new if item.kind == "word"]
        words = f"the text {excerpt(came or cut)!r} comes from the site's content: edit it there"
        self.findings.note(data[0], words)
        old, new = (
            [item for item in all if item not in out] for all, out in ((gap.old, cut), (gap.new, came))
        )
        return replace(gap, old=old, new=new)

    def runs(self, items: list[Item]) -> list[list[Item] | Item]:
        """New items cut where a wrapper of kept content opens or closes; stray tags of dropped wrappers vanish."""
        runs: list[list[Item] | Item] = []
        depth = 0
        for item in items:
            if item in self.insertions.wrappers:
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
                self.findings.tags_dropped(item.tag)
            elif item.kind == "word":
                if not (units and units[-1].kind == "words" and adjacent(units[-1].items[-1], item)):
                    units.append(Unit("words", []))
                units[-1].items.append(item)
            elif item.kind == "open":
                units.append(Unit("unwrapped", [item]))
            place += 1
        return [unit for unit in units if unit.resolve()]
