"""The last lock before a merge is written: no new code, no fewer guards, nothing smuggled in.

It trusts nothing that happened before. The two texts are read anew, with Chameleon's own tokenizer for what executes
and with an HTML5 parser besides for what browsers do, and everything that is new or different has to explain itself:

- `executions`: each binding has its twin before, in the same kind of place, behind the same guards, cases in order;
- `leaks`: static content has not left a condition;
- `grammar`: what is new is written so that every parser reads it alike;
- `markup`: no new scripts, handlers, script URLs, form targets.
"""

from collections.abc import Iterator

from chameleon.utils import detect_encoding

from myproject.roundtrip.proof import executions, grammar, leaks, markup
from myproject.roundtrip.proof.violations import Policy, Violation
from myproject.roundtrip.reading import Document, Unreadable

__all__ = ["Policy", "Violation", "verify"]


def verify(before: str, after: str, policy: Policy | None = None) -> list[Violation]:
    """The reasons why `after` may not replace the template `before`, in the order of the text; [] where it may.

    An unchanged template is always fine. A template that Chameleon cannot read is never proven.
    """
    if before == after:
        return []
    try:
        found = list(_violations(Document(before), Document(after), policy or Policy()))
    except Unreadable as error:
        return [Violation("unreadable", error.reason, error.line, error.column, 0)]
    except RecursionError:
        return [Violation("unreadable", "the markup is nested too deep; flatten it", 1, 1, 0)]
    return sorted(dict.fromkeys(found), key=lambda violation: (violation.offset, violation.rule))


def _violations(before: Document, after: Document, policy: Policy) -> Iterator[Violation]:
    for was, now in _readings(before, after):
        yield from executions.compare(was, now, policy)
        yield from leaks.compare(was, now)
    if detect_encoding(after.text, "utf-8") != detect_encoding(before.text, "utf-8"):
        reason = "the page declares another encoding than before; templates are UTF-8, leave that meta element as it is"
        yield Violation("encoding", reason, 1, 1, 0)
    yield from grammar.compare(before, after)
    yield from markup.compare(before, after, policy)


def _readings(before: Document, after: Document) -> Iterator[tuple[Document, Document]]:
    """As Chameleon nests elements, and as HTML does where end tags are left out: a guard must hold in both."""
    yield before, after
    if before.has_implied_ends or after.has_implied_ends:
        yield Document(before.source, implied=True), Document(after.source, implied=True)
