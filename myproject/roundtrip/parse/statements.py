"""What the statements of one element say: their parts, and which of them guard which others."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chameleon import i18n, tal
from chameleon.exc import TemplateError
from chameleon.utils import decode_htmlentities

from myproject.roundtrip.parse.tree import Element

# The statements of one element from the outside in, as Chameleon wraps them. Each guards those after it.
ORDER = (
    "on-error",
    "define-macro",
    "fill-slot",
    "define-slot",
    "define",
    "case",
    "condition",
    "repeat",
    "switch",
    "use-macro",
    "extend-macro",
    "replace",
    "content",
)
INNER = ORDER.index("content")


@dataclass(frozen=True)
class Guard:
    """One thing that decides whether, how often, or with which names what is inside it runs.

    `define` and `global` are one assignment each ("name expression"); `code` is a <?python?> block, which like
    `global` reaches everything after it. `names` are those it sets, `value` is the expression that it evaluates.
    """

    kind: str
    expression: str
    names: tuple[str, ...] = ()
    value: str = ""


@dataclass(frozen=True)
class Part:
    """One of several assignments in a statement: `target` is a name or an attribute, "" for a whole mapping."""

    target: str
    expression: str


def parts_of(kind: str, clause: str) -> tuple[Part, ...]:
    """A statement's assignments; () for a statement that has none, or that Chameleon will not compile."""
    try:
        if kind in ("define", "repeat"):
            return tuple(Part(" ".join(names), str(text)) for _, names, text in tal.parse_defines(clause))
        if kind == "attributes":
            pairs = tal.parse_attributes(clause)
            return tuple(Part(str(name or ""), decode_htmlentities(text)) for name, text in pairs)
        if kind == "i18n-attributes":
            return tuple(Part(name, text or "") for name, text in i18n.parse_attributes(clause).items())
    except (TemplateError, ValueError):
        return ()
    return ()


def computed_attributes(element: Element) -> tuple[Part, ...]:
    """The attributes that an element's `attributes` statement computes."""
    clause = element.bindings.get("tal:attributes")
    return parts_of("attributes", decode_htmlentities(clause.value)) if clause else ()


def own_guards(element: Element) -> list[tuple[int, Guard]]:
    """The element's own guards from the outside in, each with its rank in ORDER."""
    guards: list[tuple[int, Guard]] = []
    if not element.bindings:
        return guards
    for rank, kind in enumerate(ORDER):
        attribute = element.bindings.get(f"tal:{kind}") or element.bindings.get(f"metal:{kind}")
        if attribute is None:
            continue
        value = decode_htmlentities(attribute.value)
        if kind == "define":
            guards += [(rank, guard) for guard in assignments(value) if guard.kind == "define"]
        elif kind == "repeat":
            guards += [(rank, replace(guard, kind="repeat")) for guard in assignments(value)]
        else:
            guards.append((rank, Guard(kind, str(value), value=_evaluated(kind, value))))
    return guards


def assignments(clause: str) -> list[Guard]:
    """The assignments of a `define` or `repeat` clause, `define` or `global` by their reach."""
    try:
        defines = tal.parse_defines(clause)
    except TemplateError:
        return [Guard("define", str(clause))]
    return [
        Guard(
            "define" if context == "local" else "global",
            f"{' '.join(names)} {value}",
            tuple(names),
            str(value),
        )
        for context, names, value in defines
    ]


def _evaluated(kind: str, clause: str) -> str:
    if kind in ("condition", "case", "switch", "use-macro", "extend-macro"):
        return str(clause)
    return str(tal.parse_substitution(clause)[1]) if kind in ("content", "replace", "on-error") else ""


def outside(own: list[tuple[int, Guard]], name: str) -> tuple[Guard, ...]:
    """Those of an element's own guards that are in force for its statement `name`."""
    limit = ORDER.index(name) if name in ORDER else INNER
    return tuple(guard for rank, guard in own if rank < limit)
