"""Generated templates, and what tools and people do to the pages made of them."""

from html import escape

from hypothesis import strategies as st

from myproject.roundtrip.check.check import refreshed
from myproject.roundtrip.pages.page import Page, Tag, Text
from myproject.roundtrip.parse.source import VOID

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


@st.composite
def themes(draw) -> dict[str, str]:
    """A layout, and a page that fills its slot."""
    style = draw(st.sampled_from(list(STYLES)))
    tal, joint = STYLES[style]
    metal = tal.replace("tal", "metal")
    content = "\n".join(draw(st.lists(block(style), min_size=1, max_size=2)))
    start = '<!DOCTYPE html>\n<html lang="en"'
    head = "<head><title>Films</title></head>"
    layout = f"""{start} {metal}{joint}define-macro="page">
{head}
<body>
<header class="top">{draw(block(style))}</header>
<main {metal}{joint}define-slot="content"><p>Nothing</p></main>
<footer>{draw(inline(style))}</footer>
</body>
</html>
"""
    using = (
        f"""{tal}{joint}define="layout load: layout.pt" {metal}{joint}use-macro="layout.macros['page']\""""
    )
    page = f"""{start} {using}>
{head}
<body>
<main {metal}{joint}fill-slot="content">
{content}
</main>
</body>
</html>
"""
    theme = {"page.pt": page, "layout.pt": layout}
    return {**theme, **refreshed(theme)}  # with a true copy of the layout in the page


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


def strip(page: Page) -> None:
    """What a tool does that keeps no attributes which it does not know."""
    for tag in page.tags:
        tag.attributes.pop("data-stamp", None)


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
