"""What a merge tells: fates, changes, decisions, refusals; plain data, ready for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field


class RoundtripError(ValueError):
    """Input that cannot be worked on: unreadable, out of bounds, unknown. Says where and why."""

    def __init__(self, template: str, reason: str, line: int | None = None, column: int | None = None):
        self.template, self.reason, self.line, self.column = template, reason, line, column
        place = template if line is None else f"{template}, line {line}, column {column}"
        super().__init__(f"{place}: {reason}")


@dataclass(frozen=True, slots=True)
class Policy:
    """What a designer may bring in.

    scripts: script elements, event handlers, `javascript:` URLs and embedded documents.
    forms: new forms, other form targets, fields that the program fills.
    static: the theme's folder where new files are carried to ("static/"); "" leaves new links as they are.
    """

    scripts: bool = False
    forms: bool = False
    static: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    template: str
    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one binding: kept, moved, re-attached, lost or duplicated."""

    id: str
    template: str
    line: int
    kind: str
    expression: str
    fate: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A question that only a person can answer; `choices` maps each answer to what it would do."""

    id: str
    kind: str
    template: str
    line: int
    words: str
    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Refusal:
    template: str
    line: int
    words: str
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class Note:
    template: str
    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Asset:
    """A file to carry along: `source` relative to the edited page's folder, `target` to the theme's."""

    source: str
    target: str
    template: str
    line: int


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a merge; `templates` holds what to write and is empty unless `status` is "merged".

    `answered` are the accepted answers to which there was a question, as they were given.
    """

    status: str
    templates: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    bindings: tuple[Fate, ...] = ()
    decisions: tuple[Decision, ...] = ()
    refused: tuple[Refusal, ...] = ()
    notes: tuple[Note, ...] = ()
    assets: tuple[Asset, ...] = ()
    diff: str = ""
    answered: tuple[str, ...] = ()

    def to_json(self) -> dict:
        """The same as plain JSON data."""
        return asdict(self)
