"""Which edits are made: all plain ones, and of each question the answer that was given."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from myproject.roundtrip.merge.edits import Choice, Edit
from myproject.roundtrip.report import Decision
from myproject.roundtrip.write.patches import Overlap, Patch, check_disjoint, ordered


def decision_id(edit: Edit) -> str:
    """The same for the same question about the same templates and pages."""
    place = f"{edit.kind}|{edit.origin.template}|{edit.origin.start}|{edit.words}|{'|'.join(edit.choices)}"
    return sha256(place.encode()).hexdigest()[:8]


@dataclass
class Decided:
    """The chosen answers, and the questions that are still open (their first answer is the one shown)."""

    chosen: list[tuple[Edit, Choice]] = field(default_factory=list)
    open: list[Decision] = field(default_factory=list)


class Accepted:
    """The answers given with --accept: "ID" for the first one, "ID=choice" for another.

    `taken` are those to which there is a question, as they were given.
    """

    def __init__(self, accept: Collection[str]):
        self.answers = dict(answer.partition("=")[::2] for answer in accept)
        self.taken: dict[str, None] = {}

    def choose(self, edit: Edit) -> tuple[Choice, bool]:
        """The answer to an edit and whether it was given."""
        id = decision_id(edit)
        first = next(iter(edit.choices.values()))
        if edit.kind == "change":
            return first, True
        answer = self.answers.get(id)
        if answer is None or (answer and answer not in edit.choices):
            return first, False
        self.taken[f"{id}={answer}" if answer else id] = None
        return edit.choices[answer] if answer else first, True


def decide(edits: Iterable[Edit], accepted: Accepted) -> Decided:
    decided = Decided()
    for edit in edits:
        choice, given = accepted.choose(edit)
        decided.chosen.append((edit, choice))
        if not given:
            decided.open.append(question(edit))
    return decided


def question(edit: Edit) -> Decision:
    choices = {name: choice.words for name, choice in edit.choices.items()}
    return Decision(decision_id(edit), edit.kind, edit.origin.template, edit.origin.line, edit.words, choices)


def without_overlaps(edits: list[Edit], accepted: Accepted) -> list[Edit]:
    """Edits of which no two change one span; of two that do, a question. So too of one that is at odds with itself."""
    edits = list(edits)
    while True:
        pair = _overlapping(edits, accepted)
        if pair is None:
            return edits
        first, second = pair
        edits = [edit for edit in edits if edit is not first and edit is not second]
        if first is second:
            leave = {"leave": Choice("leave the place as it was")}
            edits.append(
                Edit("rewritten", first.origin, f"{first.words}, but its parts do not go together", leave)
            )
            continue
        words = f"two edits of one place do not agree: {first.words}; and: {second.words}"
        ours, _ = accepted.choose(first)
        theirs, _ = accepted.choose(second)
        choices = {
            "first": Choice(first.words, ours.patches, ours.lost, ours.moved),
            "second": Choice(second.words, theirs.patches, theirs.lost, theirs.moved),
            "neither": Choice("leave the place as it was"),
        }
        edits.append(Edit("rows", first.origin, words, choices))


def _overlapping(edits: list[Edit], accepted: Accepted) -> tuple[Edit, Edit] | None:
    owners: dict[Patch, Edit] = {}
    for edit in edits:
        for patch in accepted.choose(edit)[0].patches:
            owners.setdefault(patch, edit)
    for template in dict.fromkeys(patch.template for patch in owners):
        try:
            check_disjoint(ordered([patch for patch in owners if patch.template == template]))
        except Overlap as error:
            return owners[error.first], owners[error.second]
    return None
