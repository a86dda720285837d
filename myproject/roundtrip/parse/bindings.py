"""The inventory of a template's bindings: every place where it is dynamic, and what guards that place.

Read with Chameleon's own interpolator and expressions (`expressions`), in the tree of any reader (`reading`). Where the
reader or its configuration decides whether something runs (`${..}` in scripts, data attributes on or off, unknown
prefixes), it counts as running.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256

from chameleon import tal
from chameleon.utils import decode_htmlentities

from myproject.roundtrip.parse import places, reading
from myproject.roundtrip.parse.expressions import TooManyBraces, interpolations, parse
from myproject.roundtrip.parse.reading import Document
from myproject.roundtrip.parse.statements import (
    Guard,
    Part,
    assignments,
    computed_attributes,
    outside,
    own_guards,
    parts_of,
)
from myproject.roundtrip.parse.tree import Attribute, Element, Leaf, Node

MAX_DEPTH = 400
PYTHON = "<?python"
SILENT = ("<!--!", "<!--?")  # comments that are not shown


@dataclass(frozen=True)
class Binding:
    """One place where a template is dynamic. Lines and columns count from 1, `offset` from 0 in the text given.

    `kind` is the statement (`content`, `use-macro`, `i18n-translate`, `meta-interpolation`), `text` or `attribute`
    for an interpolation, `python` for a code block, `element` for an element of a live namespace (its tags vanish).
    `switch` is the offset of the statement that a `case` belongs to, of the `switch` itself, else -1.
    `form` is the form around it, as `form_of` writes it, or "".
    `around` is the whole text in which an interpolation stands, where that decides what it does (URLs, scripts).
    """

    id: str
    kind: str
    expression: str
    parts: tuple[Part, ...]
    element: str
    attribute: str
    place: str
    quote: str
    offset: int
    line: int
    column: int
    guards: tuple[Guard, ...]
    around: str = ""
    switch: int = -1
    form: str = ""
    host: Element | None = field(default=None, repr=False, compare=False)


def inventory(source: str) -> list[Binding]:
    """All bindings in the order of the source. Raises Unreadable, with the place, where no reader can read it."""
    bindings = read(reading.meant(reading.folded(source)))
    if "\r\n" not in source:
        return list(bindings)
    at = reading.unfolded(source)
    return [replace(binding, offset=at(binding.offset)) for binding in bindings]


@lru_cache(reading.REMEMBERED)
def read(document: Document) -> tuple[Binding, ...]:
    """As `inventory`, for a document that is already at hand."""
    try:
        return tuple(_Walk(document).run())
    except TooManyBraces as error:
        raise document.unreadable(str(error), 0) from None


class _Walk:
    """Goes through the tree once, keeping what is in force: the guards around, and what global assignments left."""

    def __init__(self, document: Document):
        self.document = document
        self.lasting: list[Guard] = []
        self.enclosing: list[Element] = []
        self.switches: list[int] = []
        self.ids: Counter[str] = Counter()

    def run(self) -> Iterator[Binding]:
        yield from self._nodes(self.document.nodes, (), True)

    def _nodes(self, nodes: list[Node], guards: tuple[Guard, ...], interpolate: bool) -> Iterator[Binding]:
        if len(self.enclosing) > MAX_DEPTH:
            raise self.document.unreadable(
                "elements are nested too deep; flatten the markup", self.enclosing[-1].start
            )
        for node in nodes:
            if isinstance(node, Element):
                yield from self._element(node, guards, interpolate)
            elif isinstance(node, Leaf):
                yield from self._leaf(node, guards, interpolate)

    def _leaf(self, leaf: Leaf, guards: tuple[Guard, ...], interpolate: bool) -> Iterator[Binding]:
        if leaf.kind == "python":
            code = leaf.text[len(PYTHON) : -len("?>")]
            yield self._binding("python", code, leaf.start + len(PYTHON), guards, "logic")
            self.lasting.append(Guard("code", code))
        silent = leaf.kind in ("python", "other") or (leaf.kind == "comment" and leaf.text.startswith(SILENT))
        if silent or not interpolate or "${" not in leaf.text:
            return
        place = places.of_text([element.local for element in self.enclosing], leaf.kind)
        around = leaf.text if place in ("script", "style") else ""
        for found in interpolations(leaf.text):
            yield self._binding(
                "text", found.expression, leaf.start + found.start, guards, place, around=around
            )

    def _element(self, element: Element, guards: tuple[Guard, ...], interpolate: bool) -> Iterator[Binding]:
        bindings = element.bindings
        own = own_guards(element)
        self.enclosing.append(element)
        switch = bindings.get("tal:switch")
        if switch is not None:
            self.switches.append(switch.value_start)
        if element.language:
            yield self._binding("element", element.name, element.start, guards, "logic", host=element)
        for binding, attribute in sorted(bindings.items(), key=lambda item: item[1].value_start):
            language, _, name = binding.partition(":")
            yield self._statement(element, language, name, attribute, guards + outside(own, name))
        inside = guards + outside(own, "")
        for attribute in self._interpolated(element):
            yield from self._attribute(element, attribute, inside)
        self._remember_globals(element)
        setting = bindings.get("meta:interpolation")
        if setting is not None and setting.value in ("true", "on", "false", "off"):
            interpolate = setting.value in ("true", "on")
        yield from self._nodes(element.children, guards + tuple(guard for _, guard in own), interpolate)
        self.enclosing.pop()
        if switch is not None:
            self.switches.pop()

    def _statement(
        self, element: Element, language: str, name: str, attribute: Attribute, guards: tuple[Guard, ...]
    ) -> Binding:
        value = attribute.value if language == "i18n" else decode_htmlentities(attribute.value)
        kind = name if language in ("tal", "metal") else f"{language}-{name}"
        return self._binding(
            kind,
            value,
            attribute.value_start,
            guards,
            self._place(element, kind, value),
            host=element,
            attribute=attribute.name,
            quote=attribute.quote,
            parts=parts_of(kind, value),
            switch=self.switches[-1] if self.switches and kind in ("case", "switch") else -1,
        )

    def _place(self, element: Element, kind: str, value: str) -> str:
        if kind in ("content", "replace"):
            around = self.enclosing if kind == "content" else self.enclosing[:-1]
            key = tal.parse_substitution(value)[0]
            return places.of_text(
                [each.local for each in around], "structure" if key == "structure" else "text"
            )
        if kind == "attributes":
            found = {places.of_attribute(element.name, part.target) for part in parts_of(kind, value)}
            return next(
                p for p in ("handler", "script", "url", "style", "attribute") if p in found | {"attribute"}
            )
        return (
            "macro"
            if kind in ("use-macro", "extend-macro", "define-macro", "define-slot", "fill-slot")
            else "logic"
        )

    def _interpolated(self, element: Element) -> Iterator[Attribute]:
        """Plain attributes whose text is executed: not those that a statement computes (of two, the last)."""
        plain = element.plain
        if not any("${" in attribute.value for attribute in plain):
            return
        computed = {part.target.lower() for part in computed_attributes(element)}
        last = {attribute.lower: attribute for attribute in plain}
        for attribute in plain:
            overridden = attribute.lower in computed and last[attribute.lower] is attribute
            if "${" in attribute.value and not overridden:
                yield attribute

    def _attribute(
        self, element: Element, attribute: Attribute, guards: tuple[Guard, ...]
    ) -> Iterator[Binding]:
        place = places.of_attribute(element.name, attribute.name)
        around = "" if place == "attribute" else attribute.value
        for found in interpolations(attribute.value):
            yield self._binding(
                "attribute",
                found.expression,
                attribute.value_start + found.start,
                guards,
                place,
                host=element,
                attribute=attribute.name,
                quote=attribute.quote,
                around=around,
            )

    def _remember_globals(self, element: Element) -> None:
        attribute = element.bindings.get("tal:define")
        if attribute is not None:
            self.lasting += [
                g for g in assignments(decode_htmlentities(attribute.value)) if g.kind == "global"
            ]

    def _binding(
        self,
        kind: str,
        expression: str,
        offset: int,
        guards: tuple[Guard, ...],
        place: str,
        host: Element | None = None,
        **more: object,
    ) -> Binding:
        where = self.document.place(offset)
        enclosing = self.enclosing[-1].name if self.enclosing else ""
        element, attribute = host.name if host else enclosing, str(more.pop("attribute", ""))
        guards = (*self.lasting, *guards)
        return Binding(
            id=self._id(kind, expression, element, attribute, guards),
            kind=kind,
            expression=expression,
            parts=more.pop("parts", ()),  # type: ignore[arg-type]
            element=element,
            attribute=attribute,
            place=place,
            quote=str(more.pop("quote", "")),
            offset=where.offset,
            line=where.line,
            column=where.column,
            guards=guards,
            around=str(more.pop("around", "")),
            switch=more.pop("switch", -1),  # type: ignore[arg-type]
            form=next((form_of(each) for each in reversed(self.enclosing) if each.local == "form"), ""),
            host=host or (self.enclosing[-1] if self.enclosing else None),
        )

    def _id(self, kind: str, expression: str, element: str, attribute: str, guards: tuple[Guard, ...]) -> str:
        """Made of what a binding is, so that an edit elsewhere does not change it."""
        around = "\0".join(f"{guard.kind} {guard.expression}" for guard in guards)
        text = "\0".join((kind, expression, element, attribute, around))
        digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        self.ids[digest] += 1
        if self.ids[digest] > 1:
            digest = sha256(f"{digest} {self.ids[digest]}".encode()).hexdigest()
        return digest[:10]


def form_of(element: Element) -> str:
    """A form by where it sends what: its method, its target as written, and what computes them."""
    computed = element.bindings.get("tal:attributes")
    clause = computed.value if computed else ""
    return f"{(element.get('method') or 'get').lower()} {element.get('action') or ''} {clause}".strip()


def names_used(binding: Binding) -> frozenset[str] | None:
    """The names a binding takes from its scope; None where it may take any (macros, slots, code)."""
    if binding.place == "macro" or binding.kind == "python":
        return None
    if binding.kind in ("content", "replace", "on-error"):
        return parse(tal.parse_substitution(binding.expression)[1]).names
    if binding.kind in ("define", "repeat", "attributes"):
        return frozenset().union(*(parse(part.expression).names for part in binding.parts))
    if binding.kind.startswith(("i18n", "meta")) or binding.kind in ("element", "comment"):
        return frozenset()
    parsed = parse(binding.expression)
    return None if parsed.broken else parsed.names
