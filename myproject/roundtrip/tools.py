"""What kinds of tool do to a page that they only load and save, as far as that is known from real ones.

Each kind is a small model: it makes of a page the page such a tool saves. A rehearsal runs a template through them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from justhtml import JustHTML

RETAGGED = {"b": "strong", "i": "em", "strike": "s", "tt": "code"}
PRUNED = frozenset({"a", "b", "strong", "i", "em", "span", "small", "u", "s", "p", "li"})
DOCUMENT = frozenset(
    {
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "ul",
        "ol",
        "li",
        "a",
        "strong",
        "em",
        "img",
        "br",
        "blockquote",
        "pre",
    }
) | frozenset({"table", "thead", "tbody", "tr", "td", "th", "html", "head", "body", "title"})
ACTIVE = frozenset({"script", "noscript", "iframe", "object", "embed", "template", "svg"})
_COMMON = (
    "action alt charset class colspan content datetime dir for height href id lang media method name placeholder rel"
    " role rowspan sizes src srcset style title type value width"
)
COMMON = frozenset(_COMMON.split())


@dataclass(frozen=True)
class Tool:
    """A kind of tool: its `name`, in `words` what it does to a page, and `save`, which does it."""

    name: str
    words: str
    save: Callable[[str], str]


def _tree(edit: Callable[[Any], None]) -> Callable[[str], str]:
    """A save that parses as HTML5, edits the tree, and writes it anew."""

    def save(html: str) -> str:
        root = JustHTML(html, sanitize=False).root
        edit(root)
        return root.to_html(pretty=False)

    return save


def _nodes(root: Any) -> Iterator[Any]:
    """All nodes below `root`; each may be taken out while this runs."""
    for child in list(getattr(root, "children", None) or ()):
        yield child
        yield from _nodes(child)


def _elements(root: Any) -> Iterator[Any]:
    return (node for node in _nodes(root) if not node.name.startswith(("#", "!")))


def _retag(root: Any) -> None:
    for node in list(_elements(root)):
        node.name = RETAGGED.get(node.name, node.name)
        if node.name in PRUNED and not node.children and node.parent is not None:
            node.parent.remove_child(node)


def _only(keep: Callable[[str], bool]) -> Callable[[Any], None]:
    def edit(root: Any) -> None:
        for node in _elements(root):
            for name in [name for name in node.attrs if not keep(name)]:
                del node.attrs[name]

    return edit


def _is_common(name: str) -> bool:
    return name in COMMON or name.startswith("aria-")


def _quiet(root: Any) -> None:
    for node in list(_nodes(root)):
        if node.parent is None:
            continue
        if node.name in ACTIVE or node.name == "#comment":
            node.parent.remove_child(node)
        elif not node.name.startswith(("#", "!")):
            for name in [name for name in node.attrs if name.startswith("on")]:
                del node.attrs[name]


def _unwrap(root: Any) -> None:
    _quiet(root)
    for node in list(_elements(root)):
        if node.name in DOCUMENT or node.parent is None:
            continue
        for child in list(node.children):
            node.remove_child(child)
            node.parent.insert_before(child, node)
        node.parent.remove_child(node)
    _only(lambda name: name in ("href", "src", "alt"))(root)


def _body(html: str) -> str:
    """What stands inside the body, as editors of a fragment save it."""
    page = JustHTML(html, sanitize=False).root.to_html(pretty=False)
    start = re.search(r"<body[^>]*>", page)
    return page[start.end() : page.rindex("</body>")] if start else page


def _pretty(html: str) -> str:
    return JustHTML(html, sanitize=False).root.to_html(pretty=True)


TOOLS = (
    Tool("browser", "parses as a browser does and writes the page anew", _tree(lambda root: None)),
    Tool("formatter", "breaks and indents the lines anew", _pretty),
    Tool(
        "no-prefixes",
        "drops attributes with a colon, such as tal:content",
        _tree(_only(lambda name: ":" not in name)),
    ),
    Tool("retagging", "writes strong for b, em for i, and drops empty elements", _tree(_retag)),
    Tool("body-only", "saves what is inside the body and nothing around it", _body),
    Tool("quiet", "drops scripts, embedded things, event handlers and comments", _tree(_quiet)),
    Tool(
        "known-attributes",
        "drops every attribute that it does not know",
        _tree(_only(_is_common)),
    ),
    Tool("text-only", "keeps headings, paragraphs, lists, tables, links and images", _tree(_unwrap)),
)
