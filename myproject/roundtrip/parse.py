"""The source of a template as a tree of exact spans, read as Chameleon reads it.

Chameleon's own tokenizer and element parser decide what is a tag, an attribute, a namespace and which end tag
closes what; this module only keeps their positions. Nothing is normalised: `source.text[node.start:node.end]` is
what the developer wrote, CRLF and tabs included.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from chameleon.exc import ParseError
from chameleon.namespaces import I18N_NS, META_NS, METAL_NS, TAL_NS
from chameleon.parser import ElementParser
from chameleon.tokenize import iter_xml
from chameleon.zpt.program import MacroProgram

from myproject.roundtrip.report import RoundtripError

LANGUAGES = {TAL_NS: "tal", METAL_NS: "metal", I18N_NS: "i18n", META_NS: "meta"}
PREFIXES = frozenset(MacroProgram.DEFAULT_NAMESPACES)
VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)


@dataclass(slots=True)
class Attribute:
    """One attribute as written. Offsets count characters of the source.

    `start` is the white space before the name; `value_start:value_end` excludes the quotes. `binding` is
    "tal:content", "metal:use-macro" and so on, however the attribute was spelt, or "" for plain HTML.
    """

    name: str
    value: str
    start: int
    name_start: int
    value_start: int
    end: int
    quote: str
    binding: str = ""

    @property
    def value_end(self) -> int:
        return self.value_start + len(self.value)

    @property
    def dynamic(self) -> bool:
        return not self.binding and "${" in self.value


@dataclass(slots=True, eq=False)
class Node:
    """A text, comment, CDATA section, processing instruction or declaration ("text" or "other")."""

    kind: str
    start: int
    end: int
    parent: Element | None = None


@dataclass(slots=True, eq=False)
class Element(Node):
    """An element: `start:open_end` is its start tag, `close_start:end` its end tag (empty where there is none)."""

    name: str = ""
    open_end: int = 0
    close_start: int = 0
    attributes: list[Attribute] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    bindings: dict[str, Attribute] = field(default_factory=dict)
    language: str = ""

    @property
    def closed(self) -> bool:
        return self.close_start < self.end

    def attribute(self, name: str) -> Attribute | None:
        """The plain attribute of that name; of doubled ones the first, as HTML takes it."""
        return next((a for a in self.attributes if not a.binding and a.name.lower() == name), None)

    def ancestors(self) -> Iterator[Element]:
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


class Source:
    """A template's text and its tree."""

    def __init__(self, name: str, text: str):
        self.name = name
        self.text = text
        self.children: list[Node] = []
        self.elements: list[Element] = []
        self._lines = [match.end() for match in re.finditer("\n", text)]
        _Builder(self).build()
        self.by_start = {element.start: element for element in self.elements}
        self._starts = [element.start for element in self.elements]

    def line(self, offset: int) -> int:
        """The 1-based line of an offset."""
        return bisect_right(self._lines, offset) + 1

    def column(self, offset: int) -> int:
        """The 1-based column of an offset."""
        return offset - (self.text.rfind("\n", 0, offset) + 1) + 1

    @property
    def newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    def indent(self, offset: int) -> str:
        """The white space that opens the line of an offset."""
        start = self.text.rfind("\n", 0, offset) + 1
        return re.compile(r"[ \t]*").match(self.text, start).group()

    def first_element(self, offset: int) -> int:
        """The index of the first element that starts at or after the offset."""
        return bisect_left(self._starts, offset)

    def enclosing(self, offset: int) -> Element | None:
        """The innermost element whose content holds the offset."""
        place = bisect_right(self._starts, offset) - 1
        element = self.elements[place] if place >= 0 else None
        while element is not None and not element.open_end <= offset <= element.close_start:
            element = element.parent
        return element


class _Builder:
    def __init__(self, source: Source):
        self.source = source

    def build(self) -> None:
        tokens = list(iter_xml(self.source.text))
        self.ends = {token.pos: token.pos + len(token) for token in tokens}
        parser = ElementParser(tokens, MacroProgram.DEFAULT_NAMESPACES, restricted_namespace=False)
        try:
            queue = list(parser)
        except ParseError as error:
            raise self.unreadable(error.args[0], getattr(error.args[1], "pos", 0)) from error
        pending = [(item, None) for item in reversed(queue)]
        while pending:
            (kind, parts), parent = pending.pop()
            if kind == "element":
                node = self.element(parts, parent)
                pending.extend((item, node) for item in reversed(parts[2]))
            elif kind == "start_tag":
                node = self.element((parts[0], None, []), parent)
            else:
                node = self.leaf(kind, parts[0], parent)
            (self.source.children if parent is None else parent.children).append(node)

    def unreadable(self, reason: str, offset: int) -> RoundtripError:
        source = self.source
        return RoundtripError(source.name, reason, source.line(offset), source.column(offset))

    def leaf(self, kind: str, token, parent: Element | None) -> Node:
        start = token["name"].pos - len("<?") if kind == "processing_instruction" else token.pos
        return Node("text" if kind == "text" else "other", start, self.ends[start], parent)

    def element(self, parts, parent: Element | None) -> Element:
        start, end, _ = parts
        first = start["prefix"].pos
        open_end = self.ends[first]
        element = Element("element", first, open_end, parent, start["name"], open_end, open_end)
        element.language = LANGUAGES.get(start["namespace"], "") if ":" in start["name"] else ""
        if end is not None:
            element.close_start = end["prefix"].pos
            element.end = self.ends[element.close_start]
        bound = {
            value.pos: f"{LANGUAGES[namespace]}:{name}"
            for (namespace, name), value in start["ns_attrs"].items()
            if namespace in LANGUAGES
        }
        for attr in start["attrs"]:
            attribute = _attribute(attr, self.source.text)
            prefix, _, local = attribute.name.removeprefix("data-").partition("-")
            if attribute.name.startswith("data-") and local and prefix in start["ns_map"]:
                language = LANGUAGES.get(start["ns_map"][prefix])
                attribute.binding = f"{language}:{local}" if language else ""
            elif attribute.value_start in bound:
                attribute.binding = bound[attribute.value_start]
            if attribute.binding:
                element.bindings[attribute.binding] = attribute
            element.attributes.append(attribute)
        self.source.elements.append(element)
        return element


def _attribute(attr: dict, text: str) -> Attribute:
    name, value, quote = attr["name"], attr["value"], attr["quote"]
    name_end = name.pos + len(name)
    if attr.get("eq"):
        value_start = attr["eq"].pos + len(attr["eq"]) + len(quote)
        end = value_start + len(value) + len(quote)
    else:
        value_start = end = name_end
    return Attribute(str(name), str(value), attr["space"].pos, name.pos, value_start, end, str(quote))
