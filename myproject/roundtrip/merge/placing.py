"""Where in a source something new may stand, and how much white space goes with what is removed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from myproject.markup import html
from myproject.roundtrip.match.content import Item
from myproject.roundtrip.pages.page import SPACE, Tag
from myproject.roundtrip.parse.origin import Origin
from myproject.roundtrip.parse.source import VOID, Element, Source

# Elements that a parser drops outside of these.
_INSIDE = {
    **{name: {"table"} for name in ("caption", "colgroup", "thead", "tbody", "tfoot")},
    "tr": {"table", "thead", "tbody", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
}


@dataclass(frozen=True, slots=True)
class Place:
    """An offset between two nodes of a source and the element whose content it is."""

    source: Source
    offset: int
    parent: Element | None

    @property
    def depth(self) -> int:
        return sum(1 for _ in self.parent.ancestors()) + 1 if self.parent else 0

    def takes(self, name: str) -> bool:
        """Whether an element of that name is read there as the child that it is written as."""
        chain = [*([self.parent, *self.parent.ancestors()] if self.parent else [])]
        names = [element.name.lower() for element in chain if not element.language]
        if name in _INSIDE:
            return not names or names[0] in _INSIDE[name]
        for one in names:
            if name in html.ENDED_BY.get(one, ()) or name in html.NOT_INSIDE.get(one, ()):
                return False
            if one in html.BOUNDARIES:
                break
        return True


def span(item: Item | None, template: str) -> Origin | None:
    """What an item is in a template: its own span, or the slot or macro use that it stands for."""
    if item is None:
        return None
    if item.kind == "word":
        origin = item.word.origin
        return origin if origin and origin.template == template else None
    return tag_span(item.tag, template)


def tag_span(tag: Tag, template: str) -> Origin | None:
    origins = (tag.origin, *tag.hosts) if tag.origin else tag.hosts
    return next((origin for origin in origins if origin.template == template), None)


def extent(tag: Tag, origin: Origin) -> tuple[int, int]:
    """The span of an element with all that HTML puts inside it, where the source omits its end tag."""
    element, end = origin.element, origin.end
    if element is None or element.closed or element.name.lower() in VOID or element.end > element.open_end:
        return origin.start, end
    if origin.source.text[element.open_end - 2 : element.open_end] == "/>":
        return origin.start, end
    pending = list(tag.children)
    while pending:
        child = pending.pop()
        origins = [child.origin] if isinstance(child, Tag) else [word.origin for word in child.words]
        end = max([end, *(o.end for o in origins if o and o.template == origin.template)])
        pending.extend(child.children if isinstance(child, Tag) else ())
    return origin.start, end


def inside(tag: Tag, origin: Origin) -> tuple[int, int]:
    """The span of an element's content."""
    element = origin.element
    if element is None:
        return origin.start, origin.end
    return element.open_end, element.close_start if element.closed else extent(tag, origin)[1]


def places(tag: Tag, before: Item | None, after: Item | None, gone: Collection[Element]) -> list[Place]:
    """The places between two neighbours in `tag`, in the order of the source.

    Where the source has more nesting than the page shows (an element that leaves no tags), there are several.
    Elements in `gone` are about to lose their tags and do not count as parents.
    """
    template = _template(tag, before, after)
    left, right = span(before, template), span(after, template)
    if left is None and right is None and tag_span(tag, template) is None:
        return []
    own = tag_span(tag, template)
    start = end = None
    if left is not None:
        start = Place(
            left.source, extent(before.tag, left)[1] if before.kind == "tag" else left.end, left.parent
        )
    elif before is None and own is not None:
        start = Place(own.source, inside(tag, own)[0], own.element)
    if right is not None:
        end = Place(right.source, right.start, right.parent)
    elif after is None and own is not None:
        end = Place(own.source, inside(tag, own)[1], own.element)
    if start is None or end is None or end.offset < start.offset:
        found = [start or end] if start or end else []
    else:
        found = _between(start, end)
    return list(dict.fromkeys(Place(p.source, p.offset, _lasting(p.parent, gone)) for p in found))


def _template(tag: Tag, before: Item | None, after: Item | None) -> str:
    """The template that owns the place: the element's own, unless a neighbour stands in a slot that leaves no tags."""
    own = tag.origin.template if tag.origin else ""
    for item in (before, after):
        if item is not None and span(item, own) is None:
            origin = item.word.origin if item.kind == "word" else item.tag.origin
            if origin is not None:
                return origin.template
    return own


def _between(start: Place, end: Place) -> list[Place]:
    found = [start]
    parent = start.parent
    while parent is not None and parent.end <= end.offset and parent is not end.parent:
        found.append(Place(start.source, parent.end, parent.parent))
        parent = parent.parent
    down = []
    child = end.parent
    while child is not None and child is not parent and child.start >= start.offset:
        down.append(Place(end.source, child.start, child.parent))
        child = child.parent
    return [*found, *reversed(down), end]


def _lasting(parent: Element | None, gone: Collection[Element]) -> Element | None:
    while parent is not None and parent in gone:
        parent = parent.parent
    return parent


def with_space(source: Source, start: int, end: int) -> tuple[int, int]:
    """A span to remove, with the line or the blank that would be left behind."""
    text = source.text
    line = start
    while line > 0 and text[line - 1] in " \t":
        line -= 1
    tail = end
    while tail < len(text) and text[tail] in " \t\r":
        tail += 1
    alone = line == 0 or text[line - 1] == "\n"
    if alone and tail < len(text) and text[tail] == "\n":
        return line, tail + 1
    if alone and line:
        # The last thing on its line shares it with an end tag: the line break before it goes.
        return start, end
    if end < len(text) and (text[end] in SPACE or text[end] == "<"):
        return line, end
    return start, end


def stands_alone(source: Source, offset: int) -> bool:
    """Whether only white space precedes the offset in its line."""
    return not source.text[source.text.rfind("\n", 0, offset) + 1 : offset].strip(" \t")
