"""Export a template as a plain page: layout in place, sample data filled in, every element stamped, no code.

The page knows where each of its parts comes from (`Prototype.given`), which is what a merge compares an edited copy
with. Exporting the same templates with the same samples gives the same page, byte for byte.
"""

from __future__ import annotations

import contextlib
import html
import json
import posixpath
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import unquote, urlsplit

from chameleon import tal

from myproject.roundtrip import layouts, noise, origin
from myproject.roundtrip.expressions import interpolations
from myproject.roundtrip.links import prototype_filename
from myproject.roundtrip.match import PART, STAMP
from myproject.roundtrip.origin import Origin
from myproject.roundtrip.page import Page, Text
from myproject.roundtrip.parse import VOID, Attribute, Element, Node, Source
from myproject.roundtrip.patience import collecting_later
from myproject.roundtrip.report import RoundtripError
from myproject.roundtrip.sample import (
    DEFAULT,
    Macro,
    Markup,
    Scope,
    Template,
    Unknown,
    as_text,
    evaluate,
    interpolate,
    repeat_item,
)

STATES = ("many", "one", "empty", "error")
ROWS = 20  # rows of one repeat that a prototype shows at most
DEPTH = 20  # macros in macros
SWITCH = "tal switch"  # no name that a template could give
NO_ELEMENTS = frozenset(
    "title textarea option select style script noscript iframe xmp head html table tbody tr".split()  # noqa: SIM905
)
GUIDE = (
    f'<style {PART}="guide">[{PART}="layout"]{{outline:1px dashed rgba(128,128,128,.5);outline-offset:-1px}}'
    f"@media print{{[{PART}]{{outline:0}}}}</style>"
)


@dataclass(slots=True)
class Mark:
    origin: Origin
    hosts: tuple[Origin, ...]
    filled: bool
    computed: frozenset[str]


@dataclass(frozen=True)
class Prototype:
    """A template as a page that opens by double click.

    `filename` is relative to the export's folder, `assets` to the folder of `filename`; `templates` are all that are
    shown in it, the page's own first.
    """

    name: str
    filename: str
    html: str
    state: str | None
    templates: tuple[str, ...]
    assets: tuple[str, ...]
    marks: Mapping[int, Mark] = field(repr=False, default_factory=dict)
    segments: tuple[tuple[int, int, Source, int], ...] = field(repr=False, default=())
    sources: tuple[Source, ...] = field(repr=False, default=())

    def given(self) -> Page:
        """The page with the origin of its elements and words."""
        page = Page(self.html)
        source = self.sources[0]
        page.root.origin = Origin(source, 0, len(source.text))
        starts = [segment[0] for segment in self.segments]
        for tag in page.tags:
            mark = self.marks.get(tag.start) if tag.start is not None else None
            if mark is not None and page.by_start[tag.start] is tag:
                tag.origin, tag.hosts, tag.filled, tag.computed = (
                    mark.origin,
                    mark.hosts,
                    mark.filled,
                    mark.computed,
                )
            for child in tag.children:
                for word in child.words if isinstance(child, Text) else ():
                    word.origin = self._word_origin(starts, word.start, word.end)
        return page

    def _word_origin(self, starts: list[int], start: int | None, end: int | None) -> Origin | None:
        place = bisect_right(starts, start) - 1 if start is not None and end is not None else -1
        if place < 0:
            return None
        first, last, source, offset = self.segments[place]
        if not first <= start <= end <= last:
            return None
        return Origin(source, offset + start - first, offset + end - first)


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
    exporter = _Exporter(theme, name, None, None)
    source = exporter.source(name)
    frame = Frame(source, {})
    using = next((element for element in source.elements if "metal:use-macro" in element.bindings), None)
    if using is None:
        return None
    scope, _ = exporter.defined(using, Scope(), frame)
    macro = exporter.used(using.bindings["metal:use-macro"].value, scope, frame)
    if not isinstance(macro, Macro) or macro.element is None:
        return None
    return using, macro.source.name, macro.element


@dataclass(frozen=True)
class Frame:
    """Where the exporter is: in which source, which slots are filled, and by whom."""

    source: Source
    slots: Mapping[str, tuple[Element, Frame]]
    layout: bool = False


class Switch:
    """The value that cases are compared with, and whether one of them was shown."""

    def __init__(self, value: Any):
        self.value, self.done = value, False

    def shows(self, case: Any) -> bool:
        """Whether a case is shown: the first that is equal, or `default`; all where that cannot be told."""
        if self.value is Unknown or case is Unknown:
            return True
        if self.done or not (case is DEFAULT or case == self.value):
            return False
        self.done = True
        return True


class _Exporter:
    def __init__(self, theme: Mapping[str, str], name: str, data: Any, state: str | None):
        self.theme, self.name, self.data, self.state = theme, name, data, state
        self.folder = posixpath.dirname(name)
        self.filenames = {template: prototype_filename(template) for template in theme}
        self.sources: dict[str, Source] = {}
        self.out: list[str] = []
        self.length = 0
        self.keys: list[int] = []
        self.segments: list[tuple[int, int, Source, int]] = []
        self.marks: dict[int, Mark] = {}
        self.assets: dict[str, None] = {}
        self.doctype = False
        self.depth = 0
        self.within: list[str] = []

    def run(self) -> Prototype:
        source = self.source(self.name)
        scope = Scope(
            self.data if isinstance(self.data, Mapping) else {}, template=Template(source), macros=source
        )
        self.nodes(source.children, scope, Frame(source, {}))
        content = [
            self.name,
            self.state,
            self.data,
            {name: source.text for name, source in self.sources.items()},
        ]
        key = sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:6]
        for place in self.keys:
            self.out[place] = key
        return Prototype(
            self.name,
            self.filenames[self.name],
            "".join(self.out),
            self.state,
            tuple(self.sources),
            tuple(self.assets),
            self.marks,
            tuple(self.segments),
            tuple(self.sources.values()),
        )

    # -- output ------------------------------------------------------------------------------------------------

    def write(self, text: str) -> None:
        self.out.append(text)
        self.length += len(text)

    def copy(self, source: Source, start: int, end: int) -> None:
        """Copy a span of a source as it is, and remember where it went."""
        if start < end:
            self.segments.append((self.length, self.length + end - start, source, start))
            self.write(source.text[start:end])

    def source(self, name: str) -> Source:
        if name not in self.sources:
            self.sources[name] = Source(name, self.theme[name])
        return self.sources[name]

    def load(self, frame: Frame, name: str) -> Source | None:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(frame.source.name), name))
        return self.source(path) if path in self.theme else None

    def value(self, expression: str, scope: Scope, frame: Frame) -> Any:
        return evaluate(html.unescape(expression), scope, lambda name: self.load(frame, name))

    def known(self, expression: str, scope: Scope, frame: Frame, otherwise: Any) -> Any:
        try:
            return self.value(expression, scope, frame)
        except Unknown:
            return otherwise

    def used(self, expression: str, scope: Scope, frame: Frame) -> Any:
        """The macro that is used: one that the template loads, or the one that a view is likely to pass in."""
        try:
            return self.value(expression, scope, frame)
        except Unknown:
            macro = layouts.passed_in(html.unescape(expression), frame.source.name, self.theme)
            if macro is not None:
                self.sources.setdefault(macro.source.name, macro.source)
            return macro

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
        if text.startswith("<!--"):
            if not text.startswith(("<!--!", "<!--?")) and "${" not in text:
                self.copy(frame.source, node.start, node.end)
        elif text[:9].lower() == "<!doctype" and not self.doctype and "${" not in text:
            self.doctype = True
            self.copy(frame.source, node.start, node.end)
        elif not text.startswith(("<!", "<?")) and "${" not in text:
            self.copy(frame.source, node.start, node.end)  # a tag that never ends: text to Chameleon
        elif (
            text.startswith("<![CDATA[")
            and self.within[-1:]
            and self.within[-1] in ("script", "style")
            and "${" not in text
        ):
            self.copy(frame.source, node.start, node.end)

    def text(self, node: Node, scope: Scope, frame: Frame) -> None:
        source, place = frame.source, node.start
        text = source.text[node.start : node.end]
        for found in interpolations(text):
            self.copy(source, place, node.start + found.start)
            place = node.start + found.end
            self.interpolation(
                Origin(source, node.start + found.start, place), found.expression, scope, frame
            )
        self.copy(source, place, node.end)

    def interpolation(self, span: Origin, expression: str, scope: Scope, frame: Frame) -> None:
        try:
            value = self.value(expression, scope, frame)
            shown = value.text if isinstance(value, Markup) else html.escape(as_text(value), quote=False)
        except Unknown:
            shown = self.placeholder(expression)
        if any(name in NO_ELEMENTS for name in self.within[-1:]):
            raw = self.within[-1] in ("script", "style")
            self.write(html.unescape(shown) if raw else shown)
            return
        self.marks[self.length] = Mark(span, (), True, frozenset())
        self.write("<span")
        self.stamp()
        self.write(f">{shown}</span>")

    def placeholder(self, expression: str) -> str:
        """A word in place of a value that is not known: the last name of the expression."""
        names = re.findall(r"[A-Za-z_]\w*", re.sub(r"'[^']*'|\"[^\"]*\"", "", expression))
        return names[-1].replace("_", " ") if names else "text"

    def stamp(self) -> None:
        self.write(f' {STAMP}="')
        self.keys.append(len(self.out))
        self.write("......")
        self.write(f'-{len(self.keys):x}"')

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
                self.copy(frame.source, element.start, element.end)
            return None
        inner, after = self.defined(element, scope, frame)
        if not self.shown(element, inner, frame):
            return after
        repeat = bindings.get("tal:repeat")
        if repeat is None:
            self.once(element, inner, frame, hosts)
            return after
        names, rows = self.rows(repeat, inner, frame)
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
                self.write(self.row_gap(element, frame.source))
        return after

    def row_gap(self, element: Element, source: Source) -> str:
        start = source.text.rfind("\n", 0, element.start) + 1
        before = source.text[start : element.start]
        return source.newline + before if start and not before.strip() else ""

    def defined(self, element: Element, scope: Scope, frame: Frame) -> tuple[Scope, Scope | None]:
        """The scope inside an element with tal:define, and the one after it where names are global."""
        clause = element.bindings.get("tal:define")
        if clause is None:
            return scope, None
        inner, lasting = Scope(scope), {}
        try:
            defines = tal.parse_defines(clause.value) or ()
        except Exception:  # whatever Chameleon raises on a clause that it cannot read
            return scope, None
        for context, names, expression in defines:
            value = self.known(expression, inner, frame, Unknown)
            for name in names:
                inner[name] = value
                if context == "global":
                    lasting[name] = value
        return inner, scope.child(**lasting) if lasting else None

    def shown(self, element: Element, scope: Scope, frame: Frame) -> bool:
        """Whether the element is on the page; one whose condition cannot be told is."""
        bindings = element.bindings
        switch = scope.get(SWITCH)
        if "tal:case" in bindings and switch is not None:
            value = self.known(bindings["tal:case"].value, scope, frame, Unknown)
            if not switch.shows(value):
                return False
        if "tal:condition" in bindings and not self.known(
            bindings["tal:condition"].value, scope, frame, True
        ):
            return False
        replace = bindings.get("tal:replace") or bindings.get("tal:content")
        nothing = replace is not None and replace.value.strip() == "nothing"
        return not (nothing and "tal:replace" in bindings and self.data is not None)

    def rows(self, repeat: Attribute, scope: Scope, frame: Frame) -> tuple[list[str], list[Any]]:
        try:
            ((_, names, expression),) = tal.parse_defines(repeat.value)
        except Exception:  # whatever Chameleon raises on a clause that it cannot read
            return ["_"], [Unknown]
        rows = self.known(expression, scope, frame, Unknown)
        return list(names), rows[:ROWS] if isinstance(rows, list) else [Unknown]

    def once(self, element: Element, scope: Scope, frame: Frame, hosts: tuple[Origin, ...]) -> None:
        if "tal:switch" in element.bindings:
            value = self.known(element.bindings["tal:switch"].value, scope, frame, Unknown)
            scope = scope.child(**{SWITCH: Switch(value)})
        used = element.bindings.get("metal:use-macro")
        macro = self.used(used.value, scope, frame) if used is not None else None
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
        value = self.content_value(element, scope, frame)
        if element.language:
            if value is Unknown or value is DEFAULT:
                self.inside(element, scope, frame)
            elif value is not None:
                self.loose_value(element, value, frame)
            return
        filled = value is not Unknown and value is not DEFAULT
        self.start_tag(element, scope, frame, hosts, filled)
        name = element.name.lower()
        void = name in VOID
        if not void:
            self.within.append(name)
            if filled:
                self.write(
                    value.text if isinstance(value, Markup) else html.escape(as_text(value), quote=False)
                )
            else:
                self.inside(element, scope, frame)
            self.within.pop()
        if name == "head" and frame.layout:
            self.write(GUIDE)
        if element.closed:
            self.write(frame.source.text[element.close_start : element.end])
        elif not void and frame.source.text[element.open_end - 2 : element.open_end] == "/>":
            self.write(f"</{element.name}>")

    def content_value(self, element: Element, scope: Scope, frame: Frame) -> Any:
        clause = element.bindings.get("tal:content") or element.bindings.get("tal:replace")
        if clause is None or clause.value.strip() == "nothing":
            return Unknown
        expression = clause.value.strip()
        try:
            key, expression = tal.parse_substitution(clause.value)
            value = self.value(expression, scope, frame)
            if value is DEFAULT or isinstance(value, Markup):
                return value
            return Markup(as_text(value)) if key == "structure" else as_text(value)
        except Exception:  # unknown, or a clause that Chameleon cannot read
            return Unknown

    def loose_value(self, element: Element, value: Any, frame: Frame) -> None:
        shown = value.text if isinstance(value, Markup) else html.escape(value, quote=False)
        if any(name in NO_ELEMENTS for name in self.within[-1:]):
            self.write(shown)
            return
        self.marks[self.length] = Mark(origin.of(frame.source, element), (), True, frozenset())
        self.write("<span")
        self.stamp()
        self.write(f">{shown}</span>")

    def inside(self, element: Element, scope: Scope, frame: Frame) -> None:
        if element.bindings.get("meta:interpolation") and element.bindings["meta:interpolation"].value in (
            "false",
            "off",
        ):
            for node in element.children:
                self.copy(frame.source, node.start, node.end)
            return
        self.nodes(element.children, scope, frame)

    # -- start tags --------------------------------------------------------------------------------------------

    def start_tag(
        self, element: Element, scope: Scope, frame: Frame, hosts: tuple[Origin, ...], filled: bool
    ) -> None:
        computed = self.computed(element, scope, frame)
        source = frame.source
        self.marks[self.length] = Mark(origin.of(source, element), hosts, filled, frozenset(computed))
        self.write(f"<{element.name}")
        for attribute in element.attributes:
            name = attribute.name.lower()
            if (
                attribute.binding
                or (name.startswith("xmlns:") and not name.startswith("xmlns:xlink"))
                or name in computed
            ):
                continue
            self.attribute(attribute, scope, frame)
        for name, value in computed.items():
            if value is not None:
                self.write(f' {name}="{html.escape(self.address(name, value, source, element))}"')
        self.stamp()
        if frame.layout and self.layout_part(element):
            self.write(f' {PART}="layout"')
        self.write(
            " />"
            if source.text[element.open_end - 2 : element.open_end] == "/>" and element.name.lower() in VOID
            else ">"
        )

    def layout_part(self, element: Element) -> bool:
        """Whether an element is the outermost of the layout's part of a page: without slots, beside one."""
        parent = element.parent
        return (
            parent is not None
            and any(_has_slot(ancestor) for ancestor in (parent,))
            and not _has_slot(element)
            and not any(a.name.lower() == "head" for a in (element, *element.ancestors()))
        )

    def computed(self, element: Element, scope: Scope, frame: Frame) -> dict[str, str | None]:
        """The attributes that tal:attributes computes, as far as their values are known."""
        clause = element.bindings.get("tal:attributes")
        found: dict[str, str | None] = {}
        if clause is None:
            return found
        try:
            parsed = tal.parse_attributes(clause.value)
        except Exception:  # whatever Chameleon raises on a clause that it cannot read
            return found
        for name, expression in parsed:
            value = self.known(expression, scope, frame, Unknown) if name else Unknown
            if value is Unknown or value is DEFAULT:
                continue
            if name.lower() in noise.BOOLEAN:
                found[name.lower()] = name.lower() if value else None
            elif value is None or value is False:
                found[name.lower()] = None
            else:
                try:
                    found[name.lower()] = as_text(value)
                except Unknown:
                    continue
        return found

    def attribute(self, attribute: Attribute, scope: Scope, frame: Frame) -> None:
        source, name = frame.source, attribute.name.lower()
        value = (
            self.interpolated(attribute.value, scope)
            if "${" in attribute.value
            else html.unescape(attribute.value)
        )
        written = self.address(name, value, source, None)
        if written == value and "${" not in attribute.value:
            self.write(" " + source.text[attribute.name_start : attribute.end])
        else:
            self.write(f' {attribute.name}="{html.escape(written)}"')

    def interpolated(self, value: str, scope: Scope) -> str:
        """An attribute's value with what is known put in, and nothing in place of the rest."""
        try:
            return interpolate(html.unescape(value), scope)
        except Unknown:
            parts, place = [], 0
            for found in interpolations(value):
                parts.append(value[place : found.start])
                with contextlib.suppress(Unknown):
                    parts.append(as_text(evaluate(found.expression, scope)))
                place = found.end
            return html.unescape("".join([*parts, value[place:]])).strip()

    def address(self, name: str, value: str, source: Source, element: Element | None) -> str:
        """An address as the exported page needs it: to the exported pages, relative to its own folder."""
        if name == "srcset":
            parts = [part.split() for part in value.split(",") if part.split()]
            return ", ".join(
                " ".join([self.address("src", part[0], source, element), *part[1:]]) for part in parts
            )
        if name not in noise.URLS:
            return value
        parts = urlsplit(value) if "[" not in value else None
        if parts is None or parts.scheme or parts.netloc or parts.path.startswith("/"):
            return value
        if not parts.path:
            return value or ("#" if name == "href" else value)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source.name), unquote(parts.path)))
        tail = value[len(parts.path) :]
        if path in self.filenames:
            return posixpath.relpath(self.filenames[path], self.folder or ".") + tail
        if name in ("src", "poster", "data", "background") or path.rpartition(".")[2] in (
            "css",
            "js",
            "svg",
            "ico",
            "png",
            "jpg",
        ):
            self.assets[posixpath.relpath(path, self.folder or ".")] = None
        if posixpath.dirname(source.name) == self.folder:
            return value
        return posixpath.relpath(path, self.folder or ".") + tail


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


def _has_slot(element: Element) -> bool:
    pending: list[Node] = [element]
    while pending:
        node = pending.pop()
        if isinstance(node, Element):
            if "metal:define-slot" in node.bindings:
                return True
            pending.extend(node.children)
    return False
