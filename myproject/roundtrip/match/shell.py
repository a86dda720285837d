"""The copy of the layout that a page template may carry outside its slots.

What stands there is never rendered; it is there so that the template looks whole in an editor. An edit of it belongs
to the layout, so its elements and words get the layout's as their origin.
"""

from __future__ import annotations

from collections.abc import Iterator

from myproject.roundtrip.pages.align import align
from myproject.roundtrip.pages.page import Page, Tag, Text, Word
from myproject.roundtrip.parse import origin
from myproject.roundtrip.parse.source import Element, Node, Source


def adopt(
    page: Page, source: Source, using: Element, layout: Source, layout_page: Page, macro: Element
) -> None:
    """Give the elements of `using` outside its slots the origin of their counterparts in the macro it uses."""
    twins = dict(_twins(using, macro))
    counterparts = {tag.origin.element: tag for tag in layout_page.tags if tag.origin is not None}
    for tag in page.tags:
        own = tag.origin
        twin = twins.get(own.element) if own is not None else None
        if own is None or twin is None:
            continue
        if "metal:fill-slot" in own.element.bindings:
            tag.hosts = (origin.of(layout, twin),)
            continue
        tag.origin, tag.hosts = origin.of(layout, twin), (own,)
        ours = _words(tag)
        theirs = _words(counterparts[twin]) if twin in counterparts else []
        for word in ours:
            word.origin = None
        for i, j in align([word.key for word in ours], [word.key for word in theirs]):
            ours[i].origin = theirs[j].origin


def _twins(using: Element, macro: Element) -> Iterator[tuple[Element, Element]]:
    """The elements of a shell, each with that of the layout that it copies; slots with what fills them."""
    pending = [(using, macro)]
    while pending:
        ours, theirs = pending.pop()
        yield ours, theirs
        if "metal:fill-slot" in ours.bindings:
            continue
        mine, others = list(_children(ours)), list(_children(theirs))
        for key in (_looks, _name):
            for i, j in reversed(align([key(e) for e in mine], [key(e) for e in others])):
                pending.append((mine.pop(i), others.pop(j)))


def _children(element: Element) -> Iterator[Element]:
    """The child elements that a page shows: those of a tagless element in its place."""
    pending: list[Node] = list(reversed(element.children))
    while pending:
        node = pending.pop()
        if isinstance(node, Element):
            slot = "metal:fill-slot" in node.bindings or "metal:define-slot" in node.bindings
            if node.language and not slot:
                pending.extend(reversed(node.children))
            else:
                yield node


def _name(element: Element) -> tuple:
    slot = element.bindings.get("metal:fill-slot") or element.bindings.get("metal:define-slot")
    return ("slot", slot.value) if slot else ("element", element.name.lower())


def _looks(element: Element) -> tuple:
    plain = frozenset(
        (a.name.lower(), a.value) for a in element.attributes if not a.binding and not a.dynamic
    )
    return (*_name(element), plain) if _name(element)[0] == "element" else _name(element)


def _words(tag: Tag) -> list[Word]:
    return [word for child in tag.children if isinstance(child, Text) for word in child.words]
