"""A template as a tree of exact spans: elements, their attributes, and what stands between them.

Whoever read it, the tree is the same kind of thing: `text[node.start:node.end]` is what the developer wrote. Nothing is
normalised, and no entity is decoded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from chameleon.namespaces import I18N_NS, META_NS, METAL_NS, TAL_NS

LANGUAGES = {TAL_NS: "tal", METAL_NS: "metal", I18N_NS: "i18n", META_NS: "meta"}


class Refused(Exception):
    """A reader gives up: why, and at which offset."""

    def __init__(self, reason: str, offset: int):
        super().__init__(reason)
        self.reason, self.offset = reason, offset


@dataclass(slots=True, eq=False)
class Attribute:
    """One attribute as written. Offsets count characters of the text.

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
    def lower(self) -> str:
        return self.name.lower()

    @property
    def dynamic(self) -> bool:
        return not self.binding and "${" in self.value


@dataclass(slots=True, eq=False)
class Node:
    """A span of a text. `kind`: "element", or what a leaf is."""

    kind: str
    start: int
    end: int
    parent: Element | None = None


@dataclass(slots=True, eq=False)
class Leaf(Node):
    """What is no element. `kind`: text, comment, cdata, pi, python, or other (a doctype, an abandoned tag)."""

    text: str = ""


@dataclass(slots=True, eq=False)
class Element(Node):
    """An element: `start:open_end` is its start tag, `close_start:end` its end tag (empty where there is none).

    Of its attributes `bindings` are those that are obeyed, by what they bind (of one written twice, the last, a `data-`
    form before a prefixed one), and `plain` those that a page shows. `language` is "tal", "metal", "i18n" or "meta" for
    an element whose tags vanish, else "".
    """

    name: str = ""
    open_end: int = 0
    close_start: int = 0
    attributes: list[Attribute] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    bindings: dict[str, Attribute] = field(default_factory=dict)
    language: str = ""
    self_closed: bool = False
    plain: list[Attribute] = field(default_factory=list)

    @property
    def closed(self) -> bool:
        """Whether it has an end tag."""
        return self.close_start < self.end

    @property
    def local(self) -> str:
        """The name in lower case and without a prefix: `script` for `<SVG:Script>`."""
        return self.name.rpartition(":")[2].lower()

    def give(self, attributes: list[Attribute]) -> None:
        """Sets the attributes, in the order of the text."""
        self.attributes = attributes
        self.plain = [attribute for attribute in attributes if not attribute.binding]
        if len(self.plain) < len(attributes):
            written = [attribute for attribute in attributes if attribute.binding]
            written.sort(key=lambda attribute: attribute.name.startswith("data-"))
            self.bindings = {attribute.binding: attribute for attribute in written}

    def attribute(self, name: str) -> Attribute | None:
        """The plain attribute of that name; of doubled ones the first, as HTML takes it."""
        return next((attribute for attribute in self.plain if attribute.name.lower() == name), None)

    def get(self, name: str) -> str | None:
        """The value of the plain attribute of that name, or None."""
        attribute = self.attribute(name)
        return attribute.value if attribute else None

    def ancestors(self) -> Iterator[Element]:
        node = self.parent
        while node is not None:
            yield node
            node = node.parent


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every node, in the order of the text."""
    pending = list(nodes)[::-1]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, Element):
            pending.extend(reversed(node.children))


def shifted(nodes: Iterable[Node], at: Callable[[int], int], text: str) -> list[Node]:
    """A copy of a tree for another writing of its text: `at` tells where each of its offsets is in `text`."""
    root: list[Node] = []
    copies: dict[Node | None, Element] = {}
    for node in walk(nodes):
        start, end, parent = at(node.start), at(node.end), copies.get(node.parent)
        if isinstance(node, Element):
            copy: Node = replace(node, start=start, end=end, parent=parent, children=[])
            copy.open_end, copy.close_start = at(node.open_end), at(node.close_start)
            copy.give([_shifted(attribute, at, text) for attribute in node.attributes])
            copies[node] = copy
        else:
            copy = replace(node, start=start, end=end, parent=parent, text=text[start:end])
        (root if parent is None else parent.children).append(copy)
    return root


def _shifted(attribute: Attribute, at: Callable[[int], int], text: str) -> Attribute:
    start, name_start, value_start, value_end, end = map(
        at,
        (attribute.start, attribute.name_start, attribute.value_start, attribute.value_end, attribute.end),
    )
    value = text[value_start:value_end]
    return Attribute(
        attribute.name, value, start, name_start, value_start, end, attribute.quote, attribute.binding
    )
