"""Export a template as a plain page: layout in place, sample data filled in, every element stamped, no code.

The page knows where each of its parts comes from (`Prototype.given`), which is what a merge compares an edited copy
with. Exporting the same templates with the same samples gives the same page, byte for byte.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from myproject.roundtrip.export.addresses import Addresses
from myproject.roundtrip.export.output import Output
from myproject.roundtrip.export.prototype import Mark, Prototype
from myproject.roundtrip.export.sample import (
    DEFAULT,
    Macro,
    Markup,
    Scope,
    Template,
    Unknown,
    as_text,
    repeat_item,
)
from myproject.roundtrip.export.values import Switch, Values, interpolated, placeholder
from myproject.roundtrip.pages.page import PART
from myproject.roundtrip.parse import origin
from myproject.roundtrip.parse.expressions import interpolations
from myproject.roundtrip.parse.origin import Origin
from myproject.roundtrip.parse.patience import collecting_later
from myproject.roundtrip.parse.source import VOID, Attribute, Element, Leaf, Node, Source
from myproject.roundtrip.report import RoundtripError

STATES = ("many", "one", "empty", "error")
DEPTH = 20  # macros in macros
SWITCH = "tal switch"  # no name that a template could give
NO_ELEMENTS = frozenset(
    "title textarea option select style script noscript iframe xmp head html table tbody tr".split()  # noqa: SIM905
)
GUIDE = (
    f'<style {PART}="guide">[{PART}="layout"]{{outline:1px dashed rgba(128,128,128,.5);outline-offset:-1px}}'
    f"@media print{{[{PART}]{{outline:0}}}}</style>"
)


@collecting_later
def export(
    theme: Mapping[str, str],
    name: str,
    *,
    samples: Mapping[str, Mapping[str, Any]] | None = None,
    state: str | None = None,
) -> Prototype:
    """Export one template of a theme.

    `state` names a sample context; without it the first of many, one, empty, error is taken, and the template's own
    sample text where there is none. Raises RoundtripError for an unknown name or state, or an unreadable template.
    """
    if name not in theme:
        raise RoundtripError(
            name, f"there is no such template; there are {', '.join(sorted(theme)) or 'none'}"
        )
    states = (samples or {}).get(name, {})
    if state is not None and state not in states:
        raise RoundtripError(
            name, f"there is no sample state {state!r}; there are {', '.join(states) or 'none'}"
        )
    chosen = state or next((known for known in STATES if known in states), next(iter(sorted(states)), None))
    return _Exporter(theme, name, states.get(chosen), chosen).run()


def used_layout(theme: Mapping[str, str], name: str) -> tuple[Element, str, Element] | None:
    """The element of a template that uses a named macro of another one, the other's name, and the macro."""
    values = Values(theme)
    source = values.sources[name]
    using = next((element for element in source.elements if "metal:use-macro" in element.bindings), None)
    if using is None:
        return None
    scope, _ = values.defined(using, Scope(), source)
    macro = values.used(using.bindings["metal:use-macro"].value, scope, source)
    if not isinstance(macro, Macro) or macro.element is None:
        return None
    return using, macro.source.name, macro.element


@dataclass(frozen=True)
class Frame:
    """Where the exporter is: in which source, which slots are filled, and by whom."""

    source: Source
    slots: Mapping[str, tuple[Element, Frame]]
    layout: bool = False

    @cached_property
    def slotted(self) -> frozenset[Element]:
        """The elements with a slot in them, and the slots."""
        slots = [each for each in self.source.elements if "metal:define-slot" in each.bindings]
        return frozenset(around for slot in slots for around in (slot, *slot.ancestors()))

    def outermost(self, element: Element) -> bool:
        """Whether an element is the outermost of the layout's part of a page: without slots, beside one."""
        if element in self.slotted or element.parent not in self.slotted:
            return False
        return not any(each.name.lower() == "head" for each in (element, *element.ancestors()))


class _Exporter:
    def __init__(self, theme: Mapping[str, str], name: str, data: Any, state: str | None):
        self.name, self.data, self.state = name, data, state
        self.values, self.addresses, self.out = Values(theme), Addresses(theme, name), Output()
        self.doctype = False
        self.depth = 0
        self.within: list[str] = []

    def run(self) -> Prototype:
        source = self.values.sources[self.name]
        scope = Scope(
            self.data if isinstance(self.data, Mapping) else {}, template=Template(source), macros=source
        )
        self.nodes(source.children, scope, Frame(source, {}))
        sources = self.values.sources
        content = [self.name, self.state, self.data, {name: each.text for name, each in sources.items()}]
        key = sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:6]
        return Prototype(
            self.name,
            self.addresses.filenames[self.name],
            self.out.html(key),
            self.state,
            tuple(sources),
            tuple(self.addresses.assets),
            self.out.marks,
            tuple(self.out.segments),
            tuple(self.out.data),
            tuple(sources.values()),
        )

    # -- nodes -------------------------------------------------------------------------------------------------

    def nodes(self, nodes: list[Node], scope: Scope, frame: Frame) -> None:
        for node in nodes:
            if isinstance(node, Element):
                scope = self.element(node, scope, frame) or scope
            elif node.kind == "text":
                self.text(node, scope, frame)
            else:
                self.other(node, frame)

    def other(self, node: Node, frame: Frame) -> None:
        """Comments stay unless Chameleon would drop or run them; of doctypes there is one."""
        text = frame.source.text[node.start : node.end]
        if "${" in text:
            return
        if text.startswith("<!--"):
            stays = not text.startswith(("<!--!", "<!--?"))
        elif text[:9].lower() == "<!doctype":
            stays, self.doctype = not self.doctype, True
        elif text.startswith("<![CDATA["):
            stays = self.inside_of("script", "style")
        else:
            stays = not text.startswith(("<!", "<?"))  # a tag that never ends: text to Chameleon
        if stays:
            self.out.copy(frame.source, node.start, node.end)

    def inside_of(self, *names: str) -> bool:
        """Whether the innermost element that was begun is one of these."""
        return bool(self.within) and self.within[-1] in names

    def text(self, node: Node, scope: Scope, frame: Frame) -> None:
        source, place = frame.source, node.start
        text = source.text[node.start : node.end]
        for found in interpolations(text):
            self.out.copy(source, place, node.start + found.start)
            place = node.start + found.end
            self.interpolation(
                Origin(source, node.start + found.start, place), found.expression, scope, frame
            )
        self.out.copy(source, place, node.end)

    def interpolation(self, span: Origin, expression: str, scope: Scope, frame: Frame) -> None:
        try:
            markup = _markup(self.values.value(expression, scope, frame.source))
        except Unknown:
            markup = placeholder(expression)
        if self.inside_of("script", "style"):
            markup = html.unescape(markup)
        self.loose(span, markup)

    def loose(self, span: Origin, markup: str) -> None:
        """Data that has no element of its own, in one where there may be one."""
        if self.inside_of(*NO_ELEMENTS):
            self.out.bare(span, markup)
        else:
            self.out.loose(span, markup)

    # -- elements ----------------------------------------------------------------------------------------------

    def element(
        self, element: Element, scope: Scope, frame: Frame, hosts: tuple[Origin, ...] = ()
    ) -> Scope | None:
        """Export an element. Returns a scope when it defined names for what follows it."""
        bindings = element.bindings
        slot = bindings.get("metal:define-slot")
        if slot is not None and slot.value in frame.slots:
            filling, filler = frame.slots[slot.value]
            self.element(filling, scope, filler, (origin.of(frame.source, element), *hosts))
            return None
        if element.name.startswith("?"):  # what stock Chameleon makes of an XML declaration
            if "${" not in frame.source.text[element.start : element.end]:
                self.out.copy(frame.source, element.start, element.end)
            return None
        inner, after = self.values.defined(element, scope, frame.source)
        if not self.shown(element, inner, frame):
            return after
        repeat = bindings.get("tal:repeat")
        if repeat is None:
            self.once(element, inner, frame, hosts)
            return after
        names, rows = self.values.rows(repeat, inner, frame.source)
        for index, row in enumerate(rows):
            row_scope = inner
            if row is not Unknown:
                values = row if len(names) > 1 and isinstance(row, list) else [row]
                info = {**inner.get("repeat", {}), names[0]: repeat_item(index, len(rows))}
                row_scope = inner.child(**dict(zip(names, values, strict=False)), repeat=info)
            else:
                row_scope = inner.child(**dict.fromkeys(names, Unknown))
            self.once(element, row_scope, frame, hosts)
            if index + 1 < len(rows):
                self.out.write(self.row_gap(element, frame.source))
        return after

    def row_gap(self, element: Element, source: Source) -> str:
        start = source.text.rfind("\n", 0, element.start) + 1
        before = source.text[start : element.start]
        return source.newline + before if start and not before.strip() else ""

    def shown(self, element: Element, scope: Scope, frame: Frame) -> bool:
        """Whether the element is on the page; one whose condition cannot be told is."""
        bindings = element.bindings
        switch = scope.get(SWITCH)
        if "tal:case" in bindings and switch is not None:
            value = self.values.known(bindings["tal:case"].value, scope, frame.source, Unknown)
            if not switch.shows(value):
                return False
        if "tal:condition" in bindings and not self.values.known(
            bindings["tal:condition"].value, scope, frame.source, True
        ):
            return False
        replace = bindings.get("tal:replace") or bindings.get("tal:content")
        nothing = replace is not None and replace.value.strip() == "nothing"
        return not (nothing and "tal:replace" in bindings and self.data is not None)

    def once(self, element: Element, scope: Scope, frame: Frame, hosts: tuple[Origin, ...]) -> None:
        if "tal:switch" in element.bindings:
            value = self.values.known(element.bindings["tal:switch"].value, scope, frame.source, Unknown)
            scope = scope.child(**{SWITCH: Switch(value)})
        used = element.bindings.get("metal:use-macro")
        macro = self.values.used(used.value, scope, frame.source) if used is not None else None
        if isinstance(macro, (Macro, Template)) and self.depth < DEPTH:
            self.macro(element, macro, scope, frame, hosts)
        else:
            self.itself(element, scope, frame, hosts)

    def macro(
        self, element: Element, macro: Macro | Template, scope: Scope, frame: Frame, hosts: tuple[Origin, ...]
    ) -> None:
        slots = {name: (filling, frame) for name, filling in _fillings(element)}
        inside = Frame(macro.source, slots, True)
        names = scope.child(template=Template(macro.source), macros=macro.source)
        host = (origin.of(frame.source, element), *hosts)
        self.depth += 1
        target = macro.element if isinstance(macro, Macro) else None
        if target is not None:
            self.element(target, names, inside, host)
        else:
            for node in macro.source.children:
                if isinstance(node, Element):
                    self.element(node, names, inside, host)
                else:
                    self.nodes([node], names, inside)
        self.depth -= 1

    def itself(self, element: Element, scope: Scope, frame: Frame, hosts: tuple[Origin, ...]) -> None:
        value = self.values.content(element, scope, frame.source)
        if element.language or self.inside_of("title", "textarea"):
            if value is Unknown and (sample := _sample(element)):
                self.loose(origin.of(frame.source, element), sample)
            elif value is Unknown or value is DEFAULT:
                self.inside(element, scope, frame)
            elif value is not None:
                self.loose(origin.of(frame.source, element), _markup(value))
            return
        filled = value is not Unknown and value is not DEFAULT
        self.start_tag(element, scope, frame, hosts, filled)
        name = element.name.lower()
        void = name in VOID
        if not void:
            self.within.append(name)
            if filled:
                self.out.write(_markup(value))
            else:
                self.inside(element, scope, frame)
            self.within.pop()
        if name == "head" and frame.layout:
            self.out.write(GUIDE)
        if element.closed:
            self.out.write(frame.source.text[element.close_start : element.end])
        elif not void and element.self_closed:
            self.out.write(f"</{element.name}>")

    def inside(self, element: Element, scope: Scope, frame: Frame) -> None:
        setting = element.bindings.get("meta:interpolation")
        if setting is not None and setting.value in ("false", "off"):
            for node in element.children:
                self.out.copy(frame.source, node.start, node.end)
            return
        self.nodes(element.children, scope, frame)

    # -- start tags --------------------------------------------------------------------------------------------

    def start_tag(
        self, element: Element, scope: Scope, frame: Frame, hosts: tuple[Origin, ...], filled: bool
    ) -> None:
        computed = self.values.computed(element, scope, frame.source)
        source = frame.source
        self.out.mark(Mark(origin.of(source, element), hosts, filled, frozenset(computed)))
        self.out.write(f"<{element.name}")
        for attribute in element.attributes:
            name = attribute.name.lower()
            declares = name.startswith("xmlns:") and not name.startswith("xmlns:xlink")
            if not (attribute.binding or declares or name in computed):
                self.attribute(attribute, scope, frame)
        for name, value in computed.items():
            if value is not None:
                self.out.write(f' {name}="{html.escape(self.addresses.exported(name, value, source.name))}"')
        self.out.stamp()
        if frame.layout and frame.outermost(element):
            self.out.write(f' {PART}="layout"')
        self.out.write(" />" if element.self_closed and element.name.lower() in VOID else ">")

    def attribute(self, attribute: Attribute, scope: Scope, frame: Frame) -> None:
        source, name = frame.source, attribute.name.lower()
        value = (
            interpolated(attribute.value, scope)
            if "${" in attribute.value
            else html.unescape(attribute.value)
        )
        written = self.addresses.exported(name, value, source.name)
        if written == value and "${" not in attribute.value:
            self.out.write(" " + source.text[attribute.name_start : attribute.end])
        else:
            self.out.write(f' {attribute.name}="{html.escape(written)}"')


def _markup(value: Any) -> str:
    """A value as markup; raises Unknown for what has no text."""
    return value.text if isinstance(value, Markup) else html.escape(as_text(value), quote=False)


def _sample(element: Element) -> str:
    """The sample text of a tagless element that the program writes anew; "" where it has none, or more than text."""
    clause = element.bindings.get("tal:content") or element.bindings.get("tal:replace")
    if clause is None or clause.value.strip() == "nothing" or len(element.children) != 1:
        return ""
    (child,) = element.children
    text = child.text if isinstance(child, Leaf) and child.kind == "text" else ""
    return "" if "${" in text or not text.strip() else text


def _fillings(element: Element) -> list[tuple[str, Element]]:
    """The slots that an element using a macro fills; those of a macro used inside it are not its own."""
    found, pending = [], list(element.children)
    while pending:
        node = pending.pop()
        if not isinstance(node, Element):
            continue
        slot = node.bindings.get("metal:fill-slot")
        if slot is not None:
            found.append((slot.value, node))
        elif "metal:use-macro" not in node.bindings and "metal:extend-macro" not in node.bindings:
            pending.extend(node.children)
    return found
