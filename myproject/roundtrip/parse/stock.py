"""A template as stock Chameleon reads it: its own tokenizer, element parser and namespaces.

An HTML parser sees other things in the same text than Chameleon executes. An element without an end tag has no
children here, whatever HTML would say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chameleon.exc import TemplateError
from chameleon.namespaces import I18N_NS, META_NS, METAL_NS, TAL_NS, XML_NS, XMLNS_NS
from chameleon.parser import ElementParser
from chameleon.tokenize import Token

from myproject.roundtrip.parse.tree import LANGUAGES, Attribute, Element, Leaf, Node, Refused

NAMESPACES = {
    "xmlns": XMLNS_NS,
    "xml": XML_NS,
    "tal": TAL_NS,
    "metal": METAL_NS,
    "i18n": I18N_NS,
    "meta": META_NS,
}


def nodes(tokens: Sequence[Token]) -> list[Node]:
    """The tree of a text, from its tokens. Raises Refused."""
    parser = ElementParser((), NAMESPACES, restricted_namespace=False)
    ends = {token.pos: token.pos + len(token) for token in tokens}
    token = Token("", 0)
    try:
        for token in tokens:
            kind, parts = parser.parse(token)
            # A start tag waits in the parser's queue for its end tag; all else becomes a node at once.
            parser.queue.append((kind, parts) if kind == "start_tag" else _node(kind, parts, ends))
    except TemplateError as error:
        raise Refused(str(error.args[0]), getattr(error.token, "pos", token.pos)) from None
    except (AttributeError, KeyError, TypeError, ValueError, IndexError):
        reason = f"Chameleon cannot read the markup at {str(token)[:40]!r}; write it as a plain tag"
        raise Refused(reason, token.pos) from None
    return [_settled(item, ends) for item in parser.queue]


def _settled(item: Any, ends: dict[int, int]) -> Node:
    """A node; of a start tag that found no end tag, an element without content."""
    return item if isinstance(item, Node) else _element(item[1][0], None, [], ends)


def _node(kind: str, parts: tuple, ends: dict[int, int]) -> Node:
    if kind == "element":
        start, end, children = parts
        return _element(start, end, [_settled(child, ends) for child in children], ends)
    if kind == "processing_instruction":
        name, text = parts[0]["name"], parts[0]["text"]
        start = name.pos - len("<?")
        return Leaf("python" if name == "python" else "pi", start, ends[start], None, f"<?{name}{text}?>")
    token = parts[0]
    kind = kind if kind in ("text", "comment", "cdata") else "other"
    return Leaf(kind, token.pos, token.pos + len(token), None, str(token))


def _element(start: dict, end: dict | None, children: list[Node], ends: dict[int, int]) -> Element:
    first = start["prefix"].pos
    open_end = ends[first]
    element = Element("element", first, open_end, None, str(start["name"]), open_end, open_end)
    element.language = LANGUAGES.get(start["namespace"], "")
    element.self_closed = end is None and str(start["suffix"] or "").endswith("/>")
    if end is not None:
        element.close_start = end["prefix"].pos
        element.end = ends[element.close_start]
    element.give([_attribute(attribute, start) for attribute in start["attrs"]])
    element.children = children
    for child in children:
        child.parent = element
    return element


def _attribute(written: dict, start: dict) -> Attribute:
    name, value, quote = written["name"], written["value"], str(written["quote"] or "")
    name_end = name.pos + len(name)
    if written.get("eq"):
        value_start = value.pos
        end = value_start + len(value) + len(quote)
    else:
        value_start = end = name_end
    binding = _binding(str(name), start)
    return Attribute(str(name), str(value), written["space"].pos, name.pos, value_start, end, quote, binding)


def _binding(name: str, start: dict) -> str:
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
    return f"{LANGUAGES[namespace]}:{local}" if namespace in LANGUAGES else ""
