"""What the proof answers with, and what a team may allow."""

from dataclasses import dataclass, field

from myproject.roundtrip.parse.reading import Place


@dataclass(frozen=True)
class Policy:
    """What an edit may bring, apart from markup.

    `scripts` allows new scripts, embedded documents, event handlers and script URLs; `forms` new forms and changed
    form targets. `accepted` names bindings of the template before (`Binding.id`) that may be lost, doubled, or
    moved under more guards. Nothing allows new code, fewer guards, or a form without its CSRF field.
    """

    scripts: bool = False
    forms: bool = False
    accepted: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Violation:
    """One reason not to write. The place is in the text after, or in the text before where `in_after` is False.

    `rule` is one of new-code, moved, lost, duplicated, reordered, guard, mandatory, script, handler, url, form,
    grammar, encoding, unreadable. `line` and `column` count from 1, `offset` from 0. `binding` is a `Binding.id` or "".
    """

    rule: str
    reason: str
    line: int
    column: int
    offset: int
    in_after: bool = True
    binding: str = ""


def at(rule: str, reason: str, place: Place) -> Violation:
    """A violation at a place of the text after."""
    return Violation(rule, reason, place.line, place.column, place.offset)
