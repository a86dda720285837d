"""Records what real tools save: `python -m tests.tools.record [TOOL..] [PAGE..]`, all where none is named.

recordings/PAGE/ holds `theme.json` (the texts that the page was exported from), `prototype.html` (the page that the
tools were given), and a folder a tool: `unedited.html`, `edited.html` with all of the scripted gestures in one save,
and for a page with `every_gesture` one file a gesture. recordings/tools.json says which version of a tool that was,
and what it does not offer.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from myproject import roundtrip
from myproject.design import exports, folder

from . import chromium, firefox, formatters, libreoffice
from .gestures import Gesture, NotOffered, every, scripted
from .pages import PAGES, Page

RECORDINGS = Path(__file__).parent / "recordings"
TOOLS: dict[str, Callable[[Path], object]] = {
    **chromium.TOOLS,
    **firefox.TOOLS,
    **formatters.TOOLS,
    **libreoffice.TOOLS,
}


def file_name(gesture: Gesture) -> str:
    return gesture.name.replace(" ", "-") + ".html"


def prepare(page: Page) -> None:
    """Exports a page anew and keeps what it was made from, in an empty folder of recordings."""
    target = RECORDINGS / page.name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    theme = folder.read(page.theme)
    prototype = roundtrip.export(theme.templates, page.template, samples=theme.samples)
    shown = {
        # Of templates that are not shown only the names matter: links lead to them.
        "templates": {
            name: text if name in prototype.templates else "" for name, text in theme.templates.items()
        },
        "samples": {page.template: {prototype.state: theme.samples[page.template][prototype.state]}},
        "state": prototype.state,
    }
    (target / "theme.json").write_text(
        json.dumps(shown, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    (target / "prototype.html").write_bytes(prototype.html.encode())


def record_page(tool, page: Page, target: Path) -> list[str]:
    """Saves by one tool of one page; the names of the gestures that it does not offer."""
    html = read_prototype(target)
    saves = target / tool.name
    shutil.rmtree(saves, ignore_errors=True)
    saves.mkdir()
    write(saves / "unedited.html", tool.save(html))
    missing = []
    if page.every_gesture:
        for gesture in every(page):
            try:
                write(saves / file_name(gesture), tool.save(html, [gesture]))
            except NotOffered:
                missing.append(gesture.name)
    together = [gesture for gesture in scripted(page) if gesture.name not in missing]
    return missing + record_together(tool, html, together, saves / "edited.html")


def read_prototype(target: Path) -> str:
    """The page that the tools were given."""
    return (target / "prototype.html").read_bytes().decode()


def record_together(tool, html: str, gestures: Sequence[Gesture], path: Path) -> list[str]:
    """All gestures in one save; the names of those that do not find their place, which are left out."""
    left = list(gestures)
    missing = []
    while left:
        try:
            write(path, tool.save(html, left))
            break
        except NotOffered as error:
            missing.append(error.gesture.name)
            left = [gesture for gesture in left if gesture.name != error.gesture.name]
    return missing


def write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def main(names: Sequence[str]) -> None:
    """Records the named tools on the named pages; where no tool is named all tools, where no page is all pages."""
    tools = [name for name in names if name in TOOLS] or [*TOOLS]
    pages = [page for name, page in PAGES.items() if name in names] or [*PAGES.values()]
    index = RECORDINGS / "tools.json"
    told = json.loads(index.read_text(encoding="utf-8")) if index.exists() else {}
    for page in pages:
        if len(tools) == len(TOOLS):
            prepare(page)
        with tempfile.TemporaryDirectory() as place:
            exports.export(folder.read(page.theme), Path(place, "export"))
            for name in tools:
                with TOOLS[name](Path(place, "export")) as tool:
                    missing = record_page(tool, page, RECORDINGS / page.name)
                    entry = told.setdefault(name, {"not offered": {}})
                    entry["version"] = tool.version
                    entry["not offered"][page.name] = missing
                index.write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", encoding="utf-8")
                print(f"{page.name}: {name}, not offered: {', '.join(missing) or 'nothing'}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
