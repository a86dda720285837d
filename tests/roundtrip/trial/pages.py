"""Templates in the styles that teams write them in, and what a designer does to each of them.

Every template of theme/ shows the same plain block (a heading, a paragraph, a panel, a menu..) in a surrounding of
its own: `<tal:block>`, macros passed in, `${..}` everywhere, statements over several lines, nested repeats, switches,
translated sentences, forms, layouts in layouts, fragments, mail, SVG. So one list of gestures fits all of them.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from justhtml import JustHTML

from myproject.roundtrip import export
from myproject.web.disk_cache import DiskCache
from myproject.web.theme import Theme
from tests.tools import source
from tests.tools.gestures import BANNER, Gesture, NotOffered

HERE = Path(__file__).parent
VALUES = json.loads((HERE / "values.json").read_text(encoding="utf-8"))
FRAMES = {"frame.pt", "layout.pt", "section.pt"}  # shown around other pages
PANEL = ("Panel text", "div.panel")
GESTURES = [
    Gesture("heading", "type_over", ("Plain heading", "Fresh heading")),
    Gesture("bold", "bold", ("important",)),
    Gesture("class", "add_class", (*PANEL, "is-featured")),
    Gesture("colour", "colour", (*PANEL, "#cc0000")),
    Gesture("banner", "insert", (*PANEL, BANNER)),
    Gesture("move", "move", ("Side block", "aside", *PANEL)),
    Gesture("image", "image", ("Plain picture", "static/img/new.jpg")),
    Gesture("wrap", "wrap", (*PANEL, "shade")),
    Gesture("delete", "delete", ("Old paragraph",)),
    Gesture("link", "retype", ("Plain link", "Better link")),
]


def _theme() -> dict[str, str]:
    templates = {
        path.name: path.read_text(encoding="utf-8") for path in sorted((HERE / "theme").glob("*.pt"))
    }
    windows = templates["nested.pt"].replace("  ", "\t").replace("\n", "\r\n")
    return {**templates, "windows.pt": windows, "long.pt": _long(templates["inline.pt"])}


def _long(template: str) -> str:
    """A page of about 40 KB, in which each chapter looks like every other."""
    head, end, rest = template.partition("</body>")
    return head + "".join(CHAPTER.replace("NUMBER", str(number)) for number in range(60)) + end + rest


CHAPTER = f"""<section class="chapter" id="chapter-NUMBER"><h2>Chapter NUMBER</h2>
<p>{"Many words that say little. " * 8}And <b tal:content="count">NUMBER</b> more of ${{total}}.</p>
<ul><li tal:repeat="row rows"><a href="${{row.url}}">See <span tal:replace="row.name">a name</span></a></li></ul>
<p tal:condition="flag">Shown <em>if</em> there is reason.</p></section>
"""

THEME = _theme()
PAGES = [name for name in THEME if name not in FRAMES]
SAMPLES = {name: {"many": VALUES["sample"]} for name in THEME}


@cache
def prototype(name: str) -> str:
    return export(THEME, name, samples=SAMPLES).html


def edited(html: str, gestures: list[Gesture]) -> tuple[str, list[Gesture]]:
    """A page after the gestures that find their place on it, done by hand in its source; and those gestures."""
    done = []
    body = html if "<body" in html else f"<body>{html}"
    for gesture in gestures:
        try:
            fresh = source.edit(body, [gesture])
        except NotOffered:
            continue
        if fresh != body:
            body = fresh
            done.append(gesture)
    return body if "<body" in html else body.removeprefix("<body>"), done


class Plain(Theme):
    """A theme whose links stay as they are written."""

    def _link(self, name: str, path: str) -> str:
        return path


class Names(dict):
    """A mapping whose items are attributes as well, as the fields of a view's data are."""

    __getattr__ = dict.__getitem__


def rendered(templates: Mapping[str, str], name: str, values: str, cache_folder: Path) -> str:
    """The page as the site's renderer makes it. `values`: sample or other."""
    files = {path: text.encode() for path, text in templates.items()}
    theme = Plain(files, place="theme", modified=datetime.now(UTC), cache=DiskCache(cache_folder))
    names = json.loads(json.dumps(VALUES[values]), object_hook=Names)
    given = {**names, "frame": theme.template("frame.pt")}
    return theme.template(name).render(
        given, translate=lambda message, **more: more.get("default") or message
    )


def seen(html: str) -> list[Any]:
    """What a browser has of a page: its elements with their attributes, and its texts, without white space's play."""
    return list(_seen(JustHTML(html, sanitize=False).root, 0))


def _seen(node: Any, depth: int) -> Iterator[Any]:
    for child in node.children or ():
        if child.name == "#text" and child.data.strip():
            yield depth, " ".join(child.data.split())
        elif not child.name.startswith(("#", "!")):
            yield depth, child.name, sorted((name, _value(name, child.attrs[name])) for name in child.attrs)
            yield from _seen(child, depth + 1)


def _value(name: str, value: str | None) -> Any:
    if name == "class":
        return sorted((value or "").split())
    return "".join((value or "").split()).rstrip(";") if name == "style" else value or ""
