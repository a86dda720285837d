"""The cases: one save by one tool of one template, with what was edited in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.tools.gestures import Gesture, scripted
from tests.tools.pages import PAGES
from tests.tools.record import RECORDINGS, file_name

LAB_BANNER = (
    '<section class="banner"><h2>Spring sale</h2><p>20% off all scarves until <em>Sunday</em>.</p>'
    '<p><a class="btn" href="sale.html">See the sale</a></p></section>'
)
LAB_GESTURES = {
    "heading": Gesture("heading", "type_over", ("Latest from the workshop", "Fresh from the workshop")),
    "h1dummy": Gesture("sample heading", "type_over", ("Sample page title", "Better sample title")),
    "bold": Gesture("bold", "bold", ("important",)),
    "class": Gesture("class", "add_class", ("Summary panel", "section", "is-featured")),
    "style": Gesture("colour", "colour", ("Better sample title", "h1", "#cc0000")),
    "banner": Gesture("banner", "insert", ("Fresh from the workshop", "h2", LAB_BANNER)),
    "move": Gesture("move", "move", ("Related links", "aside", "All articles", "table")),
    "image": Gesture("image", "image", ("Workshop hero", "img/new-hero.jpg")),
    "wrap": Gesture("wrap", "wrap", ("All articles", "table", "table-responsive")),
    "delete": Gesture("delete", "delete", ("Our old opening hours",)),
}


@dataclass(frozen=True)
class Case:
    """One save. `given` is what the tool was given, `unedited` what it saved of that without an edit."""

    corpus: str
    tool: str
    template: str
    edit: str
    theme: Mapping[str, str]
    samples: Mapping[str, Any]
    state: str | None
    given: str
    unedited: str
    edited: str
    gestures: tuple[Gesture, ...]


def recorded(root: Path = RECORDINGS) -> Iterator[Case]:
    """The saves that the tests have recorded of exported prototypes."""
    for page in PAGES.values():
        folder = root / page.name
        shown = json.loads((folder / "theme.json").read_text(encoding="utf-8"))
        given = (folder / "prototype.html").read_bytes().decode()
        # The other gestures change sample data or double what is bound: what should arrive is for people to say.
        known = {file_name(gesture): (gesture,) for gesture in scripted(page)}
        for tool in sorted(path for path in folder.iterdir() if path.is_dir()):
            unedited = (tool / "unedited.html").read_bytes().decode()
            for path in sorted(tool.iterdir()):
                gestures = known.get(path.name, ())
                edited = path.read_bytes().decode()
                if path.name == "edited.html":
                    gestures = tuple(scripted(page))
                yield Case(
                    "recordings",
                    tool.name,
                    page.template,
                    path.stem,
                    shown["templates"],
                    shown["samples"],
                    shown["state"],
                    given,
                    unedited,
                    edited,
                    gestures,
                )


def lab(root: Path) -> Iterator[Case]:
    """Saves of raw templates: a folder with manifest.json, inputs/ and outputs/<tool>/<template>.<mode>.html."""
    manifest = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
    inputs = root / "inputs"
    theme = {
        path.relative_to(inputs).as_posix(): path.read_bytes().decode() for path in inputs.rglob("*.html")
    }
    for run in manifest["runs"]:
        if not run["output"]:
            continue
        name = f"{run['template']}.html"
        unedited = root / "outputs" / run["tool"] / f"{run['template']}.identity.html"
        took = [step for step, done in run.get("edits_verified", {}).items() if done]
        yield Case(
            "lab",
            run["tool"],
            name,
            "unedited" if run["mode"] == "identity" else "edited",
            theme,
            {},
            None,
            theme[name],
            unedited.read_bytes().decode(),
            (root / run["output"]).read_bytes().decode(),
            tuple(LAB_GESTURES[step] for step in took),
        )
