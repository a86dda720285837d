"""What a method's text is worth, compared with the template as it was."""

from __future__ import annotations

import difflib
import re
import time
from dataclasses import dataclass

from benchmarks.roundtrip.cases import Case
from benchmarks.roundtrip.methods import METHODS, Brought
from myproject.roundtrip.parse import bindings
from tests.tools import source
from tests.tools.arrival import View, arrived, judged
from tests.tools.gestures import NotOffered

TOKEN = re.compile(r"<[^>]*>|\s+|[^<\s]+")


@dataclass(frozen=True)
class Score:
    """Counts over one case or the sum over several; `seconds` is the time that the method took."""

    cases: int = 0
    bindings: int = 0  # in the template as it was
    found: int = 0  # of these, in the new text in the same guard chain
    after: int = 0  # in the new text
    silent: int = 0  # not in the new text, and not named
    asked: int = 0
    needless: int = 0  # bytes that differ more than by a hand edit of the same
    edits: int = 0  # edits that the tool's file shows
    arrived: int = 0  # of these, seen in the new text
    failed: int = 0
    seconds: float = 0.0

    def __add__(self, other: Score) -> Score:
        return Score(*(mine + theirs for mine, theirs in zip(_values(self), _values(other), strict=True)))

    @property
    def precision(self) -> float:
        return self.found / self.after if self.after else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.bindings if self.bindings else 1.0


def _values(score: Score) -> list:
    return [getattr(score, name) for name in Score.__dataclass_fields__]


def score(case: Case, method: str) -> Score:
    """One case by one method."""
    before = case.theme[case.template]
    started = time.perf_counter()
    brought = METHODS[method](case)
    seconds = time.perf_counter() - started
    old, new = _bindings(before), _bindings(brought.text)
    lost = {key: names for key, names in old.items() if len(new.get(key, ())) < len(names)}
    found = sum(min(len(names), len(new.get(key, ()))) for key, names in old.items())
    silent = sum(len(set(names) - brought.reported) for names in lost.values()) if not brought.failed else 0
    shown = _shown(case)
    return Score(
        cases=1,
        bindings=sum(map(len, old.values())),
        found=found,
        after=sum(map(len, new.values())),
        silent=silent,
        asked=brought.asked,
        needless=max(0, changed_bytes(before, brought.text) - _hand(case, before, shown)),
        edits=len(shown),
        arrived=_arrived(shown, brought),
        failed=bool(brought.failed),
        seconds=seconds,
    )


def _bindings(text: str) -> dict[tuple, list[str]]:
    """Ids of bindings by what they do: kind, expression, attribute, and guard chain."""
    found: dict[tuple, list[str]] = {}
    try:
        inventory = bindings.inventory(text)
    except ValueError:
        return {}
    for binding in inventory:
        key = (binding.kind, binding.expression, binding.attribute, binding.guards)
        found.setdefault(key, []).append(binding.id)
    return found


def _shown(case: Case) -> list:
    """The gestures that took: those whose result the tool's own file shows, and its unedited save does not."""
    edited, unedited = View(case.edited), View(case.unedited)
    return [
        one for one in case.gestures if judged(one) and arrived(one, edited) and not arrived(one, unedited)
    ]


def _arrived(gestures: list, brought: Brought) -> int:
    view = View(brought.text)
    return sum(arrived(gesture, view) for gesture in gestures)


def _hand(case: Case, before: str, gestures: list) -> int:
    """Bytes that a hand edit of the template changes for the same gestures."""
    text = before
    for gesture in gestures:
        try:
            text = source.edit(text, [gesture])
        except NotOffered:
            continue  # of sample data, say: nothing to do in the template
    return changed_bytes(before, text)


def changed_bytes(before: str, after: str) -> int:
    """Bytes removed and added, by a diff of tags, words and white space."""
    if before == after:
        return 0
    left, right = TOKEN.findall(before), TOKEN.findall(after)
    changed = 0
    for kind, a, b, c, d in difflib.SequenceMatcher(None, left, right).get_opcodes():
        if kind != "equal":
            changed += len("".join([*left[a:b], *right[c:d]]).encode())
    return changed
