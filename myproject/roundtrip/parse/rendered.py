"""A template as the site's renderer reads it: HTML, in which end tags may be left out.

The reader itself is the renderer's own (`markup`), so what is proven on this tree is what it compiles.
"""

from __future__ import annotations

from typing import Any

from chameleon.exc import TemplateError

from myproject.markup.directives import Directives
from myproject.markup.reader import read
from myproject.roundtrip.parse.tree import LANGUAGES, Attribute, Element, Leaf, Node, Refused


def nodes(text: str) -> list[Node]:
    """The tree of a text with LF line ends. Raises Refused."""
    try:
        return _tree(read(text, ""))
    except TemplateError as error:
        raise Refused(str(error.args[0]), getattr(error.token, "pos", 0)) from None


def _tree(items: list[tuple[str, Any]]) -> list[Node]:
    directives, root, unclosed = Directives(), [], []
    pending = [(item, None) for item in reversed(items)]
    while pending:
        (kind, value), parent = pending.pop()
        if kind == "element":
            start, end, children = value
            node: Node = _element(start, end, directives)
            if end is None and children:
                unclosed.append(node)
            pending.extend((child, node) for child in reversed(children))
        else:
            node = _leaf(kind, value)
        node.parent = parent
        (root if parent is None else parent.children).append(node)
    for element in reversed(unclosed):  # the inner ones first
        element.close_start = element.end = element.children[-1].end
    return root


def _leaf(kind: str, token: Any) -> Leaf:
    text = str(token)
    if kind == "verbatim" and text.startswith("<!"):
        kind = "comment" if text.startswith("<!--") else "cdata" if text.startswith("<![") else "other"
    else:
        kind = "text"  # of a script or a style sheet, too
    return Leaf(kind, token.pos, token.pos + len(text), None, text)


def _element(start: dict, end: dict | None, directives: Directives) -> Element:
    suffix, name = start["suffix"], start["name"]
    open_end = suffix.pos + len(suffix)
    element = Element("element", start["prefix"].pos, open_end, None, str(name), open_end, open_end)
    element.self_closed = suffix.endswith("/>")
    prefix, colon, _ = element.name.partition(":")
    element.language = prefix if colon and prefix in LANGUAGES.values() else ""
    if end is not None:
        element.close_start = end["prefix"].pos
        element.end = end["suffix"].pos + len(end["suffix"])
    _, written = directives.tell_apart(start)
    statements = {
        id(attribute): f"{LANGUAGES[space]}:{local}" for (space, local), attribute in written.items()
    }
    element.give([_attribute(each, statements.get(id(each), "")) for each in start["attrs"]])
    return element


def _attribute(written: dict, binding: str) -> Attribute:
    name, value = written["name"], written["value"]
    name_end = name.pos + len(name)
    quote, value_start, end = "", name_end, name_end
    if written["eq"]:
        value_start = value.pos
        quote = value.source[value_start - 1] if value.source[value_start - 1] in "\"'" else ""
        end = value_start + len(value) + len(quote)
    return Attribute(str(name), str(value), written["space"].pos, name.pos, value_start, end, quote, binding)
