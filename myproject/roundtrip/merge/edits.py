"""The records of a comparison: edits of templates, the choices they leave, and what is told about them."""

from __future__ import annotations

from dataclasses import dataclass, field

from myproject.roundtrip.pages.page import Tag
from myproject.roundtrip.parse.origin import Origin
from myproject.roundtrip.report import Note, Refusal
from myproject.roundtrip.write.patches import Patch


@dataclass(slots=True)
class Choice:
    """One answer to a question: what it does, the patches that do it, the spans whose bindings it gives up."""

    words: str
    patches: tuple[Patch, ...] = ()
    lost: tuple[Origin, ...] = ()
    moved: tuple[Origin, ...] = ()


@dataclass(slots=True)
class Edit:
    """One change. `kind` "change" is applied; any other kind is a question with `choices`."""

    kind: str
    origin: Origin
    words: str
    choices: dict[str, Choice]

    @property
    def only(self) -> Choice:
        """Its first choice, the only one that a change has."""
        return next(iter(self.choices.values()))

    @property
    def patches(self) -> tuple[Patch, ...]:
        return self.only.patches


@dataclass
class Changes:
    """Everything that the comparison of two pages found."""

    edits: list[Edit] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    reattached: list[Tag] = field(default_factory=list)
