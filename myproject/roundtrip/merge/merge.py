"""Bring edited pages back into their templates: what changed, where it belongs, and whether it may be written."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from myproject.roundtrip.check import check
from myproject.roundtrip.export.export import used_layout
from myproject.roundtrip.match.given import Exported
from myproject.roundtrip.merge.compare import Comparison, compare
from myproject.roundtrip.merge.conflicts import Carried, clashing, short, together
from myproject.roundtrip.merge.decide import Accepted, decide, without_overlaps
from myproject.roundtrip.merge.edits import Choice, Edit
from myproject.roundtrip.merge.fates import Fates, unaccounted
from myproject.roundtrip.merge.threeway import Carrier, Clash
from myproject.roundtrip.parse import bounds, companions
from myproject.roundtrip.parse.patience import collecting_later
from myproject.roundtrip.parse.scope import is_written
from myproject.roundtrip.parse.source import Source
from myproject.roundtrip.prove import prove
from myproject.roundtrip.report import Change, Fate, Note, Policy, Refusal, Result, RoundtripError
from myproject.roundtrip.write.patches import Patch, Take, apply, ordered

ASKED = ("lost", "moved", "duplicated")  # fates that somebody was asked about, or that keep what runs


@collecting_later
def merge(
    theme: Mapping[str, str],
    edited: Mapping[str, str],
    *,
    base: Mapping[str, str] | None = None,
    samples: Mapping[str, Mapping[str, Any]] | None = None,
    state: str | Mapping[str, str | None] | None = None,
    unedited: Mapping[str, str] | None = None,
    policy: Policy | None = None,
    accept: Collection[str] = (),
) -> Result:
    """Merge edited pages into the templates of `theme`.

    `edited` maps template names to what a tool saved: of the exported page, or of the template itself. `base` is the
    theme as it was exported (the same as `theme` unless a developer changed it since), `samples` and `state` what it
    was exported with, `unedited` holds the same tool's unedited saves where there are any. `accept` answers questions
    of an earlier result: "ID" for the first choice, "ID=choice" for another. Raises RoundtripError for input that
    cannot be read.
    """
    exported = Exported(base or theme, samples or {}, state)
    return _Merge(theme, exported, policy or Policy(), Accepted(accept)).run(edited, unedited or {})


@dataclass(frozen=True, slots=True)
class _Outcome:
    """New texts by template, what becomes of the bindings, and why the texts may not be written."""

    templates: Mapping[str, str]
    bindings: list[Fate]
    violations: list[Refusal]


class _Merge:
    def __init__(self, theme: Mapping[str, str], exported: Exported, policy: Policy, accepted: Accepted):
        self.theme, self.exported, self.policy, self.accepted = theme, exported, policy, accepted
        self.shown: dict[str, None] = {}  # the templates that the edited pages show
        self.notes: list[Note] = []

    def run(self, edited: Mapping[str, str], unedited: Mapping[str, str]) -> Result:
        comparisons = [self.compare(name, text, unedited.get(name)) for name, text in edited.items()]
        edits = [edit for comparison in comparisons for edit in self.edits(comparison)]
        edits = self.carried(without_overlaps(edits, self.accepted))
        self.shown = dict.fromkeys(edited)
        for comparison in comparisons:
            self.shown.update(
                dict.fromkeys(tag.origin.template for tag in comparison.given.tags if tag.origin)
            )
        decided = decide(edits, self.accepted)
        came = self.outcome(comparisons, decided.chosen)
        if came.violations:
            possible = self.changeable(comparisons, [self.possible(comparisons, edit) for edit in edits])
            # What is left to answer may touch what another edit changes.
            decided = decide(without_overlaps(possible, self.accepted), self.accepted)
            came = self.outcome(comparisons, decided.chosen)
        refused = [refusal for comparison in comparisons for refusal in comparison.changes.refused]
        violations = [] if decided.open else came.violations
        templates = came.templates
        status = (
            "decide" if decided.open else "refused" if violations else "merged" if templates else "unchanged"
        )
        return Result(
            status,
            templates if status == "merged" else {},
            tuple(dict.fromkeys(_change(edit, choice) for edit, choice in decided.chosen if choice.patches)),
            tuple(came.bindings),
            tuple(decided.open),
            (*refused, *violations),
            (*(note for comparison in comparisons for note in comparison.changes.notes), *self.notes),
            tuple(asset for comparison in comparisons for asset in comparison.links.assets),
            self.diff(templates),
            tuple(self.accepted.taken),
        )

    def outcome(self, comparisons: list[Comparison], chosen: list[tuple[Edit, Choice]]) -> _Outcome:
        """What the chosen answers lead to, proven."""
        patches = ordered([patch for _, choice in chosen for patch in choice.patches])
        templates = self.with_shells(self.templates(patches))
        fates = Fates(
            comparisons,
            [origin for _, choice in chosen for origin in choice.lost],
            [origin for _, choice in chosen for origin in choice.moved],
        )
        bindings = [
            fate
            for name in self.shown
            for fate in fates.of(self.exported.sources[name], Source(name, self.theme[name]))
        ]
        vanished = unaccounted(bindings, {name: self.theme[name] for name in templates}, templates)
        accepted = frozenset(fate.id for fate in bindings if fate.fate in ASKED) - vanished
        bindings = [replace(fate, fate="lost") if fate.id in vanished else fate for fate in bindings]
        return _Outcome(templates, bindings, self.violations(templates, accepted))

    def possible(self, comparisons: list[Comparison], edit: Edit) -> Edit:
        """A question without the answers that would be refused however they are given."""
        if edit.kind == "change":
            return edit
        refused = {
            name: found[0].reason
            for name, choice in edit.choices.items()
            if choice.patches and (found := self.outcome(comparisons, [(edit, choice)]).violations)
        }
        left = {name: choice for name, choice in edit.choices.items() if name not in refused}
        if not refused or not left:
            return edit
        not_here = "; ".join(f"{edit.choices[name].words} ({why})" for name, why in refused.items())
        words = f"{edit.words}. Only a developer can do this here, in the template: {not_here}"
        return replace(edit, words=words, choices=left)

    def changeable(self, comparisons: list[Comparison], edits: list[Edit]) -> list[Edit]:
        """The edits, with a question in the place of each change that would be refused beside those before it: the
        others go on."""
        changes = [edit for edit in edits if edit.kind == "change"]
        pending, refused = [changes] if changes else [], {}
        fine: list[Edit] = []
        while pending:
            some = pending.pop()
            found = self.outcome(comparisons, [(edit, edit.only) for edit in (*fine, *some)]).violations
            if not found:
                fine += some
            elif len(some) == 1:
                refused[id(some[0])] = found[0].reason
            else:
                half = len(some) // 2
                pending += [some[half:], some[:half]]
        leave = {"leave": Choice("leave the place as it was")}
        return [
            Edit(
                "refused",
                edit.origin,
                f"{edit.words}. Only a developer can do this: {refused[id(edit)]}",
                leave,
            )
            if id(edit) in refused
            else edit
            for edit in edits
        ]

    def compare(self, name: str, text: str, unedited: str | None) -> Comparison:
        for saved in (text, unedited or ""):
            try:
                bounds.check(saved, name)
            except bounds.OutOfBounds as error:
                raise RoundtripError(name, error.reason, error.line, error.column) from error
        page = self.exported.page(name, text if unedited is None else unedited)
        return compare(name, page, text, unedited, frozenset(self.exported.theme), self.policy)

    def edits(self, comparison: Comparison) -> list[Edit]:
        """The edits of one page; where the tool may have made them, first of all the question whether they count."""
        edits = comparison.changes.edits
        if not edits or not (comparison.cut or comparison.rewritten):
            return edits
        first = [self.accepted.choose(edit)[0] for edit in edits]
        merge = Choice(
            "merge what was recognised all the same",
            tuple(patch for choice in first for patch in choice.patches),
            tuple(origin for choice in first for origin in choice.lost),
            tuple(origin for choice in first for origin in choice.moved),
        )
        choices = {"merge": merge, "skip": Choice("leave this page out")}
        doubt = Edit("rewritten", comparison.given.root.origin, _doubt(comparison), choices)
        choice, given = self.accepted.choose(doubt)
        return edits if given and choice is merge else [doubt]

    # -- the developer's newer template ------------------------------------------------------------------------

    def carried(self, edits: list[Edit]) -> list[Edit]:
        """The edits on the templates as they are now."""
        sources = self.exported.sources
        if all(self.theme.get(name) == source.text for name, source in sources.items()):
            return edits
        carriers = {name: Carrier(source, self.now(name)) for name, source in sources.items()}
        return together([self.carry(edit, carriers) for edit in edits], carriers)

    def now(self, name: str) -> Source:
        if name not in self.theme:
            raise RoundtripError(
                name, "the template was removed since the export: put it back, or leave its page out"
            )
        return Source(name, self.theme[name])

    def carry(self, edit: Edit, carriers: Mapping[str, Carrier]) -> Carried:
        choices: dict[str, Choice] = {}
        for name, choice in edit.choices.items():
            takes = [part for patch in choice.patches for part in patch.parts if isinstance(part, Take)]
            carried = [carriers[patch.template].carry(patch, takes) for patch in choice.patches]
            clashes = [patch for patch in carried if isinstance(patch, Clash)]
            parts = tuple(zip(choice.patches, carried, strict=True))
            if clashes:
                others = [patch for patch in carried if isinstance(patch, Patch)]
                return Carried(self.conflict(edit, clashes, others), edit.words, parts)
            patches = [self.with_takes(patch, carriers) for patch in carried if patch is not None]
            if any(patch is None for patch in patches):
                return Carried(self.conflict(edit, [], []), edit.words)
            went = [patch for patch, now in parts if now is not None]
            self.notes += _newly_bound(carriers, went, patches)
            choices[name] = Choice(choice.words, tuple(patches), choice.lost, choice.moved)
        carried = Edit(edit.kind, edit.origin, edit.words, choices)
        return Carried(carried, edit.words, parts if edit.kind == "change" else ())

    def with_takes(self, patch: Patch, carriers: Mapping[str, Carrier]) -> Patch | None:
        parts = [
            carriers[part.template].carry_take(part) if isinstance(part, Take) else part
            for part in patch.parts
        ]
        if any(part is None for part in parts):
            return None
        return Patch(patch.template, patch.start, patch.end, tuple(parts), patch.order)

    def conflict(self, edit: Edit, clashes: list[Clash], others: list[Patch]) -> Edit:
        """The developer changed the same place: both sides, and neither is taken unasked."""
        developer = "; ".join(f"{short(clash.before)} became {short(clash.developer)}" for clash in clashes)
        words = clashing(edit.words, developer or "moved or removed it")
        choices = {"developer": Choice("keep the developer's version")}
        if clashes and all(clash.wanted is not None for clash in clashes):
            first = next(iter(edit.choices.values()))
            forced = Choice(
                "put the designer's version in its place",
                (*others, *(clash.forced for clash in clashes)),
                first.lost,
            )
            choices = {"designer": forced, **choices}
        return Edit("conflict", edit.origin, words, choices)

    # -- the outcome -------------------------------------------------------------------------------------------

    def templates(self, patches: list[Patch]) -> dict[str, str]:
        texts = dict(self.theme)
        written = {
            name: apply(texts, patches, name) for name in dict.fromkeys(patch.template for patch in patches)
        }
        return {name: text for name, text in written.items() if text != self.theme[name]}

    def with_shells(self, templates: dict[str, str]) -> dict[str, str]:
        """Where a layout changed, the copies of it that pages carry follow, if they were true before."""
        names = {posixpath.basename(name) for name in templates}
        using = [name for name, text in self.theme.items() if any(other in text for other in names)]
        layouts = {used[1] for name in using if (used := used_layout(self.theme, name)) is not None}
        if layouts.isdisjoint(templates):
            return templates
        stale = check.refreshed(self.theme)
        fresh = check.refreshed({**self.theme, **templates})
        return {**templates, **{name: text for name, text in fresh.items() if name not in stale}}

    def violations(self, templates: Mapping[str, str], accepted: frozenset[str]) -> list[Refusal]:
        policy = prove.Policy(self.policy.scripts, self.policy.forms, accepted)
        found = []
        for name, text in templates.items():
            proven = prove.verify(self.theme[name], text, policy)
            found += [(name, violation.line, violation.reason, violation.rule) for violation in proven]
            if not proven and any(statement.partition(":")[2] in text for statement in companions.NEEDS):
                alone = companions.orphans(Source(name, self.theme[name]), Source(name, text))
                found += [(name, line, reason, "compile") for line, reason in alone]
        return [
            Refusal(name, line, "nothing was written", reason, rule) for name, line, reason, rule in found
        ]

    def diff(self, templates: Mapping[str, str]) -> str:
        return "".join(
            line
            for name, text in templates.items()
            for line in difflib.unified_diff(
                self.theme[name].splitlines(True), text.splitlines(True), f"a/{name}", f"b/{name}"
            )
        )


def _doubt(comparison: Comparison) -> str:
    """Why what a page says may not be what was meant, and what to do."""
    if comparison.cut:
        missing = "the file ends without </body>, and what stood last on the page is missing"
        return f"{missing}: it looks cut off. Save it again, whole"
    if comparison.stripped:
        what = (
            "the tool took the stamps or bindings off, so that what it did cannot be told from what was meant"
        )
    else:
        there, all_there = len(comparison.matching.forward), len(comparison.given.tags)
        what = f"the tool wrote the page anew: of {all_there} elements {there} are still there"
    return f"{what}. Open the unedited page in the same tool, save it, and merge with that save as --base"


def _change(edit: Edit, choice: Choice) -> Change:
    words = edit.words if edit.kind == "change" else f"{edit.words}: {choice.words}"
    return Change(edit.origin.template, edit.origin.line, words)


def _newly_bound(carriers: Mapping[str, Carrier], before: list[Patch], now: list[Patch]) -> Iterator[Note]:
    """Notes on what a designer wrote where the developer has bound the content to data since."""
    for old, new in zip(before, now, strict=True):
        carrier = carriers[old.template]
        if is_written(carrier.now, new.start) and not is_written(carrier.base, old.start):
            words = "the program writes this text since the export: the site does not show the designer's"
            yield Note(new.template, carrier.now.line(new.start), words)
