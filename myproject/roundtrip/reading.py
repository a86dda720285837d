"""Read a template as Chameleon reads it: its tokenizer, its element parser, its namespaces.

An HTML parser sees other things in the same text than Chameleon executes, so everything that must know what is live
starts here. Offsets count characters of the text as given, CRLF as two; Chameleon itself counts after turning CRLF
into LF, and the translation is made in one place, `Document.place`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from chameleon.exc import TemplateError
from chameleon.namespaces import I18N_NS, META_NS, METAL_NS, TAL_NS, XML_NS, XMLNS_NS
from chameleon.parser import ElementParser
from chameleon.tokenize import Token, iter_xml

from myproject.roundtrip.bounds import hazard
from myproject.roundtrip.implied import with_implied_ends
from myproject.roundtrip.places import VOID_ELEMENTS

NAMESPACES = {
    "xmlns": XMLNS_NS,
    "xml": XML_NS,
    "tal": TAL_NS,
    "metal": METAL_NS,
    "i18n": I18N_NS,
    "meta": META_NS,
}
LIVE = {TAL_NS: "tal", METAL_NS: "metal", I18N_NS: "i18n", META_NS: "meta"}


class Unreadable(ValueError):
    """Chameleon cannot make a tree of this text; `line` and `column` count from 1."""

    def __init__(self, reason: str, line: int = 1, column: int = 1):
        super().__init__(f"line {line}, column {column}: {reason}")
        self.reason, self.line, self.column = reason, line, column


@dataclass(frozen=True)
class Place:
    """A position in the text as given: `offset` from 0 in characters, `line` and `column` from 1."""

    offset: int
    line: int
    column: int


@dataclass(frozen=True)
class Attribute:
    """One attribute as written. `binds` is ("tal", "content") and the like for a live attribute, else None.

    `value` is a Chameleon token (its `pos` is an offset in `Document.text`), entities not decoded.
    """

    name: str
    value: Token
    quote: str
    binds: tuple[str, str] | None

    @property
    def lower(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Leaf:
    """What is no element. `kind`: text, comment, cdata, pi, python, or other (doctype, abandoned tags): never live."""

    kind: str
    text: Token


@dataclass(frozen=True, eq=False)
class Element:
    """An element as Chameleon nests it; one without an end tag has no children, whatever HTML would say.

    `start` and `end` bound the start tag in `Document.text`; `stop` is where the element ends. `namespace` is "tal",
    "metal", "i18n" or "meta" for an element whose tags vanish in the output, else "".
    """

    name: str
    namespace: str
    attributes: tuple[Attribute, ...]
    start: int
    end: int
    stop: int
    closed: bool
    self_closed: bool
    children: list["Element | Leaf"] = field(repr=False)

    @cached_property
    def local(self) -> str:
        """The name in lower case and without a prefix: `script` for `<SVG:Script>`."""
        return self.name.rpartition(":")[2].lower()

    @cached_property
    def live(self) -> dict[tuple[str, str], Attribute]:
        """The attributes that Chameleon obeys; of one written twice, the last, a `data-` form before a prefixed one."""
        written = [(a.binds, a) for a in self.attributes if a.binds]
        return dict(sorted(written, key=lambda pair: pair[1].name.startswith("data-")))

    @cached_property
    def plain(self) -> tuple[Attribute, ...]:
        return tuple(a for a in self.attributes if not a.binds)

    def get(self, name: str) -> str | None:
        """The value of a plain attribute as a browser would take it (the first of that name), or None."""
        return next((str(a.value) for a in self.plain if a.lower == name), None)


class Document:
    """A template's text with the tree that Chameleon makes of it. Raises Unreadable.

    Chameleon knows nothing of end tags that HTML lets one leave out; with `implied` they are put in first, as
    compilers that read HTML have it.
    """

    def __init__(self, source: str, implied: bool = False):
        self.source = source
        self.text = source.replace("\r\n", "\n").replace("\r", "\n")
        self.implied = implied

    @cached_property
    def tokens(self) -> list[Token]:
        trap = hazard(self.text)
        if trap:
            raise self.unreadable(*trap)
        return list(iter_xml(self.text))

    @property
    def has_implied_ends(self) -> bool:
        """Whether elements are open at their end that HTML would close."""
        return any(not element.closed and element.local not in VOID_ELEMENTS for element in self.elements())

    @cached_property
    def nodes(self) -> list[Element | Leaf]:
        seen = [Token("", 0)]

        def stream() -> Iterator[Token]:
            for token in self.tokens:
                seen[0] = token
                yield token

        tokens = with_implied_ends(stream()) if self.implied else stream()

        try:
            items = list(ElementParser(tokens, NAMESPACES, restricted_namespace=False))
            return [self._node(item) for item in items]
        except TemplateError as error:
            raise self.unreadable(str(error.args[0]), getattr(error.token, "pos", seen[0].pos)) from None
        except RecursionError:
            raise self.unreadable("elements are nested too deep; flatten the markup", 0) from None
        except (AttributeError, KeyError, TypeError, ValueError, IndexError):
            message = f"Chameleon cannot read the markup at {str(seen[0])[:40]!r}; write it as a plain tag"
            raise self.unreadable(message, seen[0].pos) from None

    def elements(self) -> Iterator[Element]:
        """Every element, in the order of the source."""
        stack = list(reversed(self.nodes))
        while stack:
            node = stack.pop()
            if isinstance(node, Element):
                yield node
                stack.extend(reversed(node.children))

    def place(self, offset: int) -> Place:
        """Where an offset in `text` lies in `source`."""
        line = bisect_right(self._newlines, offset - 1)
        start = self._newlines[line - 1] + 1 if line else 0
        return Place(offset + bisect_left(self._folded, offset), line + 1, offset - start + 1)

    def unreadable(self, reason: str, offset: int) -> Unreadable:
        place = self.place(offset)
        return Unreadable(reason, place.line, place.column)

    @cached_property
    def _newlines(self) -> list[int]:
        return [index for index, character in enumerate(self.text) if character == "\n"]

    @cached_property
    def _folded(self) -> list[int]:
        """Offsets in `text` of the line feeds that were CRLF in `source`."""
        folded, found = [], self.source.find("\r\n")
        while found >= 0:
            folded.append(found - len(folded))
            found = self.source.find("\r\n", found + 2)
        return folded

    def _node(self, item: tuple) -> Element | Leaf:
        kind, args = item
        if kind == "element":
            return self._element(*args)
        if kind == "start_tag":
            return self._element(args[0], None, [])
        if kind == "processing_instruction":
            return _instruction(args[0])
        return Leaf(kind if kind in ("text", "comment", "cdata") else "other", args[0])

    def _element(self, start: dict, end: dict | None, children: list) -> Element:
        suffix: Token = start["suffix"] if start["suffix"] is not None else Token("", start["name"].pos)
        stop = suffix.pos + len(suffix)
        self_closed = suffix.endswith("/>")
        finish = stop
        if end is not None:
            tail = end["suffix"] if end["suffix"] is not None else end["name"]
            finish = tail.pos + len(tail)
        return Element(
            name=str(start["name"]),
            namespace=LIVE.get(start["namespace"], ""),
            attributes=tuple(_attribute(raw, start) for raw in start["attrs"]),
            start=start["prefix"].pos,
            end=stop,
            stop=finish,
            closed=end is not None or self_closed,
            self_closed=self_closed,
            children=[self._node(child) for child in children],
        )


def _instruction(node: dict) -> Leaf:
    if node["name"] == "python":
        return Leaf("python", node["text"])
    return Leaf("pi", Token(f"<?{node['name']}{node['text']}?>", node["name"].pos - 2))


def _attribute(raw: dict, start: dict) -> Attribute:
    name, value = raw["name"], raw["value"]
    if not isinstance(value, Token):  # an attribute without a value
        value = Token("", name.pos + len(name))
    return Attribute(str(name), value, str(raw["quote"] or ""), _binds(str(name), start))


def _binds(name: str, start: dict) -> tuple[str, str] | None:
    """Which statement an attribute is, by the prefixes in force; `data-tal-x` counts as `tal:x`.

    An unknown prefix takes the element's own namespace, as Chameleon does when it is told to let prefixes pass.
    """
    namespaces, default = start["ns_map"], start["namespace"]
    if ":" in name:
        prefix, _, local = name.partition(":")
        namespace = namespaces.get(prefix, default)
    elif name.startswith("data-") and "-" in name[5:] and name[5:].partition("-")[0] in namespaces:
        prefix, _, local = name[5:].partition("-")
        namespace = namespaces[prefix]
    else:
        namespace, local = default, name
    return (LIVE[namespace], local) if namespace in LIVE else None
