"""The last lock before a merge is written: no new code, no fewer guards, nothing smuggled in.

It trusts nothing that happened before. The two texts are read anew: as our renderer reads them and as stock Chameleon
does for what executes, and with an HTML5 parser besides for what browsers do. Everything that is new or different has
to explain itself in each reading:

- `executions`: each binding has its twin before, in the same kind of place, behind the same guards, cases in order;
- `leaks`: static content has not left a condition;
- `grammar`: what is new is written so that every parser reads it alike;
- `markup`: no new scripts, handlers, script URLs, form targets.
"""

from collections.abc import Iterator
from dataclasses import replace

from chameleon.utils import detect_encoding

from myproject.roundtrip.parse import bindings, reading
from myproject.roundtrip.parse.reading import Document, Unreadable
from myproject.roundtrip.prove import executions, grammar, leaks, markup
from myproject.roundtrip.prove.violations import Policy, Violation

__all__ = ["Policy", "Violation", "verify"]

Pair = tuple[Document, Document]


def verify(before: str, after: str, policy: Policy | None = None) -> list[Violation]:
    """The reasons why `after` may not replace the template `before`, in the order of the text; [] where it may.

    An unchanged template is always fine. A template that nobody can read is never proven.
    """
    if before == after:
        return []
    try:
        found = list(_violations(reading.folded(before), reading.folded(after), policy or Policy()))
    except Unreadable as error:
        found = [_unreadable(error)]
    except RecursionError:
        found = [Violation("unreadable", "the markup is nested too deep; flatten it", 1, 1, 0)]
    if "\r" in before + after:
        places = reading.unfolded(before), reading.unfolded(after)
        found = [replace(one, offset=places[one.in_after](one.offset)) for one in found]
    return sorted(dict.fromkeys(found), key=lambda violation: (violation.offset, violation.rule))


def _violations(before: str, after: str, policy: Policy) -> Iterator[Violation]:
    reading.read(before), reading.read(after)  # raises where nobody can
    found = [_pair(name, before, after) for name in reading.READERS]
    yield from (pair for pair in found if isinstance(pair, Violation))
    pairs = _different([pair for pair in found if isinstance(pair, tuple)])
    for was, now in pairs:
        yield from executions.compare(was, now, _known_in(was, before, policy))
        yield from leaks.compare(was, now)
    if detect_encoding(after, "utf-8") != detect_encoding(before, "utf-8"):
        reason = "the page declares another encoding than before; templates are UTF-8, leave that meta element as it is"
        yield Violation("encoding", reason, 1, 1, 0)
    for was, now in pairs[:1]:
        yield from grammar.compare(was, now)
    yield from markup.compare([was for was, _ in pairs], [now for _, now in pairs], policy)


def _pair(name: str, before: str, after: str) -> Pair | Violation | None:
    """Both texts as one reader reads them; None where it could read neither.

    Where it could not read the text before and can read the one after, whatever it executes now has to have been
    executed by the other reader: all else would be new.
    """
    reader, somebody = reading.READERS[name], reading.read(before)
    try:
        was = reader(before)
    except Unreadable:
        was = None
    try:
        now = reader(after)
    except Unreadable as error:
        return (
            _unreadable(error, f"{name} could read this template before, and cannot now: ") if was else None
        )
    return was or somebody, now


def _different(pairs: list[Pair]) -> list[Pair]:
    """Without those that are read like another one: a proof of one is a proof of its like."""
    found: list[Pair] = []
    for was, now in pairs:
        if not any(was.like(other) and now.like(another) for other, another in found):
            found.append((was, now))
    return found


def _known_in(document: Document, text: str, policy: Policy) -> Policy:
    """The policy with the ids that the accepted bindings have in this reading: guards, and so ids, can differ."""
    shown = reading.read(text)
    if document is shown or not policy.accepted:
        return policy
    places = {(b.kind, b.offset) for b in bindings.read(shown) if b.id in policy.accepted}
    ids = {binding.id for binding in bindings.read(document) if (binding.kind, binding.offset) in places}
    return replace(policy, accepted=policy.accepted | ids)


def _unreadable(error: Unreadable, words: str = "") -> Violation:
    return Violation("unreadable", words + error.reason, error.line, error.column, 0)
