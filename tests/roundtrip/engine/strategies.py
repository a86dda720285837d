"""Generated templates, and what tools and people do to the pages made of them."""

from html import escape

from hypothesis import strategies as st

from myproject.roundtrip.page import Page, Tag, Text
from myproject.roundtrip.parse import VOID

WORDS = st.sampled_from(
    [
        "lantern",
        "film",
        "club",
        "night&amp;day",
        "caf&eacute;",
        "1999",
        "Züri",
        "&nbsp;x",
        "$5",
        "a&lt;b",
        "(open)",
        "it's",
    ]
)
EXPRESSIONS = st.sampled_from(
    ["title", "film.title", "user.name", "len(films)", "'a' if x else 'b'", "nothing"]
)
CONDITIONS = st.sampled_from(["films", "not: user", "len(films) > 0", "user.admin and films"])
BLOCKS = ("div", "section", "p", "h2", "ul", "article")
INLINES = ("b", "em", "span", "a")
STYLES = {"tal:": ("tal", ":"), "data-": ("data-tal", "-")}


@st.composite
def attributes(draw, style: str, block: bool) -> str:
    prefix, joint = STYLES[style]
    quote = draw(st.sampled_from("\"'"))
    written = []
    if draw(st.booleans()):
        value = draw(st.sampled_from(["box", "box wide", "lead ${kind}", "a b c"]))
        written.append(f"class={quote}{value}{quote}")
    if draw(st.integers(0, 3)) == 0:
        written.append(f'{prefix}{joint}condition="{escape(draw(CONDITIONS))}"')
    if block and draw(st.integers(0, 4)) == 0:
        written.append(f'{prefix}{joint}repeat="film films"')
    if draw(st.integers(0, 3)) == 0:
        written.append(f'{prefix}{joint}content="{draw(EXPRESSIONS)}"')
    space = draw(st.sampled_from([" ", "\n      ", "\t"]))
    return "".join(space + attribute for attribute in draw(st.permutations(written)))


@st.composite
def inline(draw, style: str, depth: int = 0) -> str:
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.integers(0, 5 if depth < 2 else 3))
        if kind <= 2:
            parts.append(draw(WORDS))
        elif kind == 3:
            parts.append(f"${{{draw(EXPRESSIONS)}}}")
        else:
            name = draw(st.sampled_from(INLINES if not depth else INLINES[:-1]))  # no links in links
            parts.append(f"<{name}{draw(attributes(style, False))}>{draw(inline(style, depth + 1))}</{name}>")
    return draw(st.sampled_from([" ", "\n  "])).join(parts)


@st.composite
def block(draw, style: str, depth: int = 0) -> str:
    name = draw(st.sampled_from(BLOCKS))
    if name in ("p", "h2") or depth >= 3:
        content = draw(inline(style))
    elif name == "ul":
        items = [
            f"<li{draw(attributes(style, True))}>{draw(inline(style))}</li>"
            for _ in range(draw(st.integers(1, 3)))
        ]
        content = "\n  ".join(["", *items, ""])
    else:
        blocks = draw(st.lists(block(style, depth + 1), min_size=1, max_size=3))
        content = "\n".join(["", *blocks, ""])
        if style == "tal:" and draw(st.integers(0, 3)) == 0:
            content = f'<tal:block condition="films">{content}</tal:block>'
    return f"<{name}{draw(attributes(style, name not in ('p', 'h2')))}>{content}</{name}>"


@st.composite
def templates(draw) -> str:
    style = draw(st.sampled_from(list(STYLES)))
    blocks = "\n".join(draw(st.lists(block(style), min_size=1, max_size=4)))
    if draw(st.booleans()):
        namespaces = ' xmlns:tal="http://xml.zope.org/namespaces/tal"' if style == "tal:" else ""
        head = "<head><title>Films</title></head>"
        blocks = (
            f'<!DOCTYPE html>\n<html lang="en"{namespaces}>\n{head}\n<body>\n{blocks}\n</body>\n</html>\n'
        )
    return blocks.replace("\n", "\r\n") if draw(st.integers(0, 3)) == 0 else blocks


SAMPLE = {
    "title": "The Third Man",
    "film": {"title": "Alien"},
    "films": [{"title": title} for title in ("Alien", "Brazil", "Playtime")],
    "user": {"name": "Ann", "admin": True},
    "kind": "new",
    "x": True,
}


# -- tools --------------------------------------------------------------------------------------------------------


@st.composite
def noise(draw) -> dict:
    """How a tool writes what it has read."""
    return {
        "quote": draw(st.sampled_from("\"'")),
        "backwards": draw(st.booleans()),
        "upper": draw(st.booleans()),
        "spaces": draw(st.sampled_from(["keep", "one", "lines"])),
        "entities": draw(st.booleans()),
        "slash": draw(st.booleans()),
        "comments": False,
    }


PLAIN = {
    "quote": '"',
    "backwards": False,
    "upper": False,
    "spaces": "keep",
    "entities": False,
    "slash": False,
}


def serialize(node: Tag | Text, how: dict) -> str:
    if isinstance(node, Text):
        return _text(node, how)
    if node.name == "#document":
        return "".join(serialize(child, how) for child in node.children)
    name = node.name.upper() if how["upper"] else node.name
    pairs = list(node.attributes.items())
    written = "".join(
        f" {key}={how['quote']}{escape(value)}{how['quote']}"
        for key, value in (pairs[::-1] if how["backwards"] else pairs)
    )
    if node.name in VOID:
        return f"<{name}{written}{' /' if how['slash'] else ''}>"
    return f"<{name}{written}>{''.join(serialize(child, how) for child in node.children)}</{name}>"


def _text(node: Text, how: dict) -> str:
    data = node.data
    if how["spaces"] != "keep":
        gap = " " if how["spaces"] == "one" else "\n   "
        lead, tail = data[:1].isspace(), data[-1:].isspace()
        data = gap.join(data.split())
        data = (gap if lead else "") + data + (gap if tail and data else "")
    written = escape(data, quote=False)
    return written.encode("ascii", "xmlcharrefreplace").decode() if how["entities"] else written


# -- people -------------------------------------------------------------------------------------------------------

EVIL = (
    "<script>alert(1)</script>",
    '<p onclick="x()">a</p>',
    "<p>${secret}</p>",
    '<p data-tal-content="secret">a</p>',
    '<div tal:replace="secret">a</div>',
    "<?python secret() ?>",
    "<!-- ${secret} -->",
    '<a href="javascript:x">a</a>',
    '<p title="${secret}">a</p>',
    "<tal:block content='secret'></tal:block>",
    '<p xmlns:z="http://xml.zope.org/namespaces/tal" z:content="secret">z</p>',
)
EDITS = ("word", "class", "insert", "delete", "duplicate", "move", "wrap", "unwrap", "empty", "retag", "evil")


@st.composite
def edit(draw) -> tuple:
    return (
        draw(st.sampled_from(EDITS)),
        draw(st.integers(0, 200)),
        draw(st.integers(0, 200)),
        draw(st.sampled_from(EVIL)),
    )


def apply_edit(page: Page, change: tuple) -> None:
    """One edit of a parsed page, in place. Does nothing where the page offers no place for it."""
    kind, first, second, evil = change
    tags = [
        tag for tag in page.tags if tag.name not in ("html", "head", "body", "title", "style") and tag.parent
    ]
    if not tags:
        return
    tag, other = tags[first % len(tags)], tags[second % len(tags)]
    siblings = tag.parent.children
    if tag not in siblings:
        return
    place = siblings.index(tag)
    if kind == "word":
        tag.children.insert(0, Text("changed ", None, tag))
    elif kind == "class":
        tag.attributes["class"] = (tag.attributes.get("class", "") + " fresh").strip()
    elif kind == "insert":
        siblings.insert(
            place, Tag("aside", {"class": "new"}, None, tag.parent, children=[Text("brand new", None, tag)])
        )
    elif kind == "delete":
        siblings.remove(tag)
    elif kind == "duplicate":
        siblings.insert(place, tag)
    elif kind == "move" and other.parent and other in other.parent.children and not tag.holds(other):
        siblings.remove(tag)
        other.parent.children.insert(other.parent.children.index(other), tag)
    elif kind == "wrap":
        siblings[place] = Tag("div", {"class": "wrap"}, None, tag.parent, children=[tag])
    elif kind == "unwrap":
        siblings[place : place + 1] = tag.children
    elif kind == "empty":
        tag.children.clear()
    elif kind == "retag" and tag.name in ("p", "h2", "div", "section"):
        tag.name = "article"
    elif kind == "evil":
        siblings.insert(place, _Raw(evil))


class _Raw(Text):
    """Markup put into a page as it is."""

    def __init__(self, markup: str):
        super().__init__(markup, None, None)


def saved(page: Page, how: dict) -> str:
    """What a tool writes: the page serialized, raw parts as they are."""
    markers: dict[str, str] = {}

    def write(node):
        if isinstance(node, _Raw):
            marker = f"\ue000{len(markers)}\ue001"
            markers[marker] = node.data
            return Text(marker, None, None)
        if isinstance(node, Tag):
            return Tag(
                node.name,
                node.attributes,
                None,
                None,
                node.foreign,
                [write(child) for child in node.children],
            )
        return node

    text = serialize(write(page.root), {**how, "entities": False} if True else how)
    for marker, markup in markers.items():
        text = text.replace(marker, markup)
    return text
