"""What people do to a page in a tool: generated edits of its tree, and the page as the tool saves it then."""

from collections.abc import Collection

from hypothesis import strategies as st

from myproject.roundtrip.pages.page import Page, Tag, Text
from tests.roundtrip.engine.strategies import serialize

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
PEACEFUL = (
    "word", "cut", "retype", "bold", "class", "unclass", "title", "insert", "delete", "duplicate", "move", "wrap",
    "box", "unwrap", "empty", "retag", "split",
)  # fmt: skip
EDITS = (*PEACEFUL, "evil")


@st.composite
def edit(draw, kinds: Collection[str] = EDITS) -> tuple:
    """A kind of edit, the numbers of the one or two elements that it is about, and some evil markup."""
    number = st.integers(0, 200)
    return draw(st.sampled_from(kinds)), draw(number), draw(number), draw(st.sampled_from(EVIL))


def editable(page: Page) -> list[Tag]:
    """The elements that an edit may be about."""
    return [
        tag for tag in page.tags if tag.name not in ("html", "head", "body", "title", "style") and tag.parent
    ]


def apply_edit(page: Page, change: tuple) -> None:
    """One edit of a parsed page, in place. Does nothing where the page offers no place for it."""
    kind, first, second, evil = change
    tags = editable(page)
    if not tags:
        return
    tag, other = tags[first % len(tags)], tags[second % len(tags)]
    if not (_write(tag, kind) or _look(tag, kind)) and tag in tag.parent.children:
        _arrange(tag, kind, other, evil)


def _write(tag: Tag, kind: str) -> bool:
    """Edits of the text that stands in an element; False for others."""
    said = next((each for each in tag.children if isinstance(each, Text) and each.data.strip()), None)
    fresh: list[Tag | Text]
    if kind == "word":
        tag.children.insert(0, Text("changed ", None, tag))
    elif kind == "empty":
        tag.children.clear()
    elif kind == "clear":  # what shows nothing stays
        tag.children[:] = [each for each in tag.children if isinstance(each, Tag) and not each.text.strip()]
    elif kind in ("cut", "retype", "bold"):
        if said is not None:
            fresh = {
                "cut": [Text(said.data.replace(said.data.split()[0], "", 1), None, tag)],
                "retype": [Text(" fresh words ", None, tag)],
                "bold": [Tag("b", {}, None, tag, children=[said])],
            }[kind]
            place = tag.children.index(said)
            tag.children[place : place + 1] = fresh
    else:
        return False
    return True


def _look(tag: Tag, kind: str) -> bool:
    """Edits of an element's name and attributes; False for others."""
    if kind == "class":
        tag.attributes["class"] = (tag.attributes.get("class", "") + " fresh").strip()
    elif kind == "unclass":
        tag.attributes.pop("class", None)
    elif kind == "title":
        tag.attributes["title"] = "new title"
    elif kind == "retag":
        tag.name = "article" if tag.name in ("p", "h2", "div", "section") else tag.name
    else:
        return False
    return True


def _arrange(tag: Tag, kind: str, other: Tag, evil: str) -> None:
    """Edits of what stands in an element's place."""
    place = tag.parent.children.index(tag)
    if kind == "insert":
        words = [Text("brand new", None, tag)]
        _put(tag.parent, place, place, Tag("aside", {"class": "new"}, None, None, children=words))
    elif kind == "delete":
        _put(tag.parent, place, place + 1)
    elif kind == "duplicate":
        _put(tag.parent, place, place + 1, tag, _copy(tag))
    elif kind == "move" and other in other.parent.children and not _holds(tag, other):
        _put(tag.parent, place, place + 1)
        there = other.parent.children.index(other)
        _put(other.parent, there, there, tag)
    elif kind in ("wrap", "box"):
        wrapper = Tag("div", {"class": "wrap"} if kind == "wrap" else {}, None, None)
        _put(tag.parent, place, place + 1, wrapper)
        _put(wrapper, 0, 0, tag)
    elif kind == "unwrap":
        _put(tag.parent, place, place + 1, *tag.children)
    elif kind in ("split", "half", "rest", "half more", "rest more"):
        whole, parent = _copy(tag), tag.parent
        half, rest = _halves(tag)
        halves = {
            "split": (half, rest),
            "half": (half,),
            "rest": (rest,),
            "half more": (half, whole),
            "rest more": (whole, rest),
        }
        _put(parent, place, place + 1, *halves[kind])
    elif kind == "evil":
        _put(tag.parent, place, place, Raw(evil, None, None))


def _put(parent: Tag, start: int, end: int, *nodes: Tag | Text) -> None:
    """Put nodes in the place of some children."""
    parent.children[start:end] = nodes
    for node in nodes:
        node.parent = parent


def _holds(tag: Tag, other: Tag) -> bool:
    return tag is other or any(isinstance(each, Tag) and _holds(each, other) for each in tag.children)


def _copy(tag: Tag) -> Tag:
    copy = Tag(tag.name, dict(tag.attributes), None, None, tag.foreign)
    _put(
        copy,
        0,
        0,
        *(_copy(each) if isinstance(each, Tag) else Text(each.data, None, None) for each in tag.children),
    )
    return copy


def _halves(tag: Tag) -> list[Tag]:
    """An element, cut in two where Enter was pressed in the middle of it: the second half has its attributes too."""
    children = tag.children
    if len(children) == 1 and isinstance(children[0], Text):
        words = children[0].data.split()
        children = [Text(" ".join(part) + " ", None, tag) for part in (words[:1], words[1:])]
    rest = _copy(tag)
    _put(rest, 0, len(rest.children), *children[len(children) // 2 :])
    _put(tag, 0, len(tag.children), *children[: len(children) // 2])
    return [tag, rest]


class Raw(Text):
    """Markup put into a page as it is."""


def saved(page: Page, how: dict) -> str:
    """What a tool writes: the page serialized, raw parts as they are."""
    markers: dict[str, str] = {}

    def write(node):
        if isinstance(node, Raw):
            marker = f"\ue000{len(markers)}\ue001"
            markers[marker] = node.data
            return Text(marker, None, None)
        if isinstance(node, Tag):
            inside = [write(child) for child in node.children]
            return Tag(node.name, node.attributes, None, None, node.foreign, inside)
        return node

    text = serialize(write(page.root), {**how, "entities": False})
    for marker, markup in markers.items():
        text = text.replace(marker, markup)
    return text
