"""Where code may move: what guards a place, and which names exist there."""

from __future__ import annotations

from enum import IntEnum

from myproject.roundtrip.parse.expressions import interpolations
from myproject.roundtrip.parse.origin import Origin
from myproject.roundtrip.parse.source import Element, Source

GUARDS = (
    "tal:define", "tal:switch", "tal:condition", "tal:repeat", "tal:case", "tal:content", "tal:replace", "tal:on-error",
    "metal:use-macro", "metal:extend-macro", "metal:fill-slot", "metal:define-slot", "metal:define-macro",
    "meta:interpolation", "i18n:translate", "i18n:domain", "i18n:context", "i18n:target",
)  # fmt: skip
SHOWN = frozenset(
    "tal:condition tal:repeat tal:case tal:content tal:replace metal:use-macro "  # noqa: SIM905
    "metal:fill-slot metal:define-slot".split()
)
WRITTEN = frozenset(["tal:content", "tal:replace"])


class Move(IntEnum):
    """What a move means: nothing changes, somebody must say so, it cannot be."""

    FREE = 0
    ASK = 1
    NEVER = 2


def guards(parent: Element | None) -> tuple[tuple[str, str, int], ...]:
    """What decides, from the outside in, whether and with which names the content of an element runs."""
    chain = [*([parent, *parent.ancestors()] if parent is not None else [])]
    return tuple(
        (name, element.bindings[name].value, element.start)
        for element in reversed(chain)
        for name in GUARDS
        if name in element.bindings
    )


def check_move(origin: Origin, source: Source, parent: Element | None) -> Move:
    """Whether a part of a template may move to the content of `parent`."""
    before, after = guards(origin.parent), guards(parent)
    if origin.source is source and before == after:
        return Move.FREE
    code = has_code(origin.source, origin.start, origin.end)
    if origin.source is not source:
        return Move.NEVER if code else Move.ASK
    shown = [guard for guard in before if guard[0] in SHOWN], [guard for guard in after if guard[0] in SHOWN]
    if not code:
        return Move.FREE if shown[0] == shown[1] else Move.ASK
    return Move.ASK if after[: len(before)] == before else Move.NEVER


def is_written(source: Source, offset: int) -> bool:
    """Whether the program writes what stands at an offset, so that a change there changes a sample alone."""
    element = source.enclosing(offset)
    while element is not None:
        if offset < element.end and not WRITTEN.isdisjoint(element.bindings):
            return True
        element = element.parent
    tag = source.elements[source.first_element(offset + 1) - 1] if source.elements else None
    return tag is not None and "tal:replace" in tag.bindings and tag.start < offset < tag.open_end


def has_code(source: Source, start: int, end: int) -> bool:
    """Whether anything in a span runs."""
    place = source.first_element(start)
    while place < len(source.elements) and source.elements[place].start < end:
        element = source.elements[place]
        if element.bindings or element.language:
            return True
        place += 1
    text = source.text[start:end]
    return "<?" in text or ("${" in text and bool(interpolations(text)))


def repeated(origin: Origin) -> bool:
    """Whether an element is the row of a repeat (or all there is in the repeat's own tagless element)."""
    element = origin.element
    if element is None:
        return False
    if "tal:repeat" in element.bindings:
        return True
    parent = element.parent
    return parent is not None and parent.language == "tal" and "tal:repeat" in parent.bindings
