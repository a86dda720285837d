"""End tags that HTML lets authors leave out, put back into a stream of tokens.

The rules are those of the HTML standard, "Optional tags" (section 13.1.2.4); nothing is implied where an element is
open inside whose end tag may not be left out.
"""

import re
from collections.abc import Iterable, Iterator

from chameleon.tokenize import Token

from myproject.roundtrip.places import VOID_ELEMENTS

_BLOCKS = (
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3"
    " h4 h5 h6 header hgroup hr main menu nav ol p pre search section table ul li dt dd td th"
)
_ROWS = frozenset({"tr", "thead", "tbody", "tfoot"})

# An element to the start tags that end it.
ENDED_BY = {
    "head": frozenset({"body"}),
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "p": frozenset(_BLOCKS.split()) | _ROWS,
    "rt": frozenset({"rt", "rp"}),
    "rp": frozenset({"rt", "rp"}),
    "option": frozenset({"option", "optgroup", "hr"}),
    "optgroup": frozenset({"optgroup", "hr"}),
    "caption": _ROWS | {"colgroup"},
    "colgroup": _ROWS | {"colgroup"},
    "thead": _ROWS - {"tr"},
    "tbody": _ROWS - {"tr"},
    "tfoot": _ROWS - {"tr"},
    "tr": _ROWS,
    "td": _ROWS | {"td", "th"},
    "th": _ROWS | {"td", "th"},
}
TAG = re.compile(r"<(?P<slash>/?)(?P<name>[^\s/>]+)")


def with_implied_ends(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens, with an end tag wherever HTML implies one; such a token stands where the next one does."""
    names: list[str] = []
    for token in tokens:
        tag = TAG.match(token)
        if tag and token.endswith(">") and not token.startswith(("<!", "<?")):
            name = tag["name"]
            if tag["slash"]:
                yield from _ended(names, name, token.pos)
            else:
                for _ in range(_ended_by_start(names, name.lower())):
                    yield _end(names.pop(), token.pos)
                if not token.endswith("/>") and name.lower() not in VOID_ELEMENTS:
                    names.append(name)
        yield token


def _ended_by_start(names: list[str], name: str) -> int:
    """How many of the innermost elements a start tag ends: up to the outermost that it ends, if all may stay open."""
    count = 0
    for index, inner in enumerate(reversed(names), 1):
        if inner.lower() not in ENDED_BY:
            break
        if name in ENDED_BY[inner.lower()]:
            count = index
    return count


def _ended(names: list[str], name: str, position: int) -> Iterator[Token]:
    """The ends that the end tag of `name` implies for what is still open inside."""
    if name not in names:
        return
    while names[-1] != name:
        inner = names.pop()
        if inner.lower() in ENDED_BY:
            yield _end(inner, position)
    names.pop()


def _end(name: str, position: int) -> Token:
    return Token(f"</{name}>", position)
