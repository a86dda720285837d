"""Templates of many styles, edited by hand and by tools of many kinds: what was meant arrives, nothing else changes.

saves/PAGE/TOOL/ holds what a tool saved of an exported page, unedited and after the gestures: in Chromium for the
editors that live in a browser, in the page's source for the others. saves/tools.json says which version that was, and
how it was called.
"""

import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from myproject import roundtrip
from myproject.roundtrip.parse.bindings import inventory
from tests.tools.arrival import View, arrived

from .pages import GESTURES, HERE, PAGES, SAMPLES, THEME, edited, prototype, rendered, seen

ASKED = ("unchanged", (), (), (), "")
SHORT = [name for name in PAGES if name != "long.pt"]
BY_HAND = [(name, gesture) for name in SHORT for gesture in edited(prototype(name), GESTURES)[1]]
# Their unedited save tells what they lose; the others keep the elements of a page.
LOSSY = {"quill", "roosterjs", "squire", "tiptap"}


def merge(name: str, text: str, **more) -> roundtrip.Result:
    return roundtrip.merge(THEME, {name: text}, samples=SAMPLES, state={name: "many"}, **more)


def outcome(result: roundtrip.Result) -> tuple:
    return result.status, result.changes, result.decisions, result.refused, result.diff


@cache
def executions(text: str) -> Counter:
    """What a template executes, and under which guards."""
    return Counter((one.kind, one.expression, one.attribute, one.guards) for one in inventory(text))


def check_bindings(result: roundtrip.Result) -> None:
    for name, text in result.templates.items():
        assert executions(text) == executions(THEME[name])


def test_all_gestures_on_a_long_page():
    result = merge("long.pt", edited(prototype("long.pt"), GESTURES)[0])
    view = View(result.templates["long.pt"])
    assert (result.status, result.decisions, result.refused) == ("merged", (), ())
    assert [one.name for one in GESTURES if not arrived(one, view)] == []
    check_bindings(result)


@pytest.mark.parametrize("name", PAGES)
def test_an_unedited_page_changes_nothing(name):
    page = prototype(name)
    assert outcome(merge(name, page)) == ASKED
    assert outcome(merge(name, page.replace("\r\n", "\n").replace("\n", "\r\n"))) == ASKED


@pytest.mark.parametrize("name", [*PAGES, "frame.pt", "layout.pt", "section.pt"])
def test_an_unedited_copy_of_the_template_changes_nothing(name):
    assert outcome(merge(name, THEME[name])) == ASKED
    assert outcome(merge(name, THEME[name].replace("\r\n", "\n"))) == ASKED


def test_there_are_gestures_for_each_page():
    counts = Counter(name for name, _ in BY_HAND)
    assert set(counts) == set(SHORT)
    assert len([name for name in counts if counts[name] == len(GESTURES)]) >= 16


@pytest.mark.parametrize(("name", "gesture"), BY_HAND, ids=lambda one: getattr(one, "name", one))
def test_one_gesture_by_hand(name, gesture):
    result = merge(name, edited(prototype(name), [gesture])[0])
    assert (result.status, result.decisions, result.refused) == ("merged", (), ())
    assert arrived(gesture, View(result.templates[name]))
    check_bindings(result)


@pytest.mark.parametrize("values", ["sample", "other"])
@pytest.mark.parametrize("name", SHORT)
def test_the_site_shows_what_the_designer_made(name, values, tmp_path):
    """The page rendered from the merged template is the rendered page with the same gestures done to it."""
    page, gestures = edited(prototype(name), GESTURES)
    result = merge(name, page)
    assert result.status == "merged"
    after = rendered({**THEME, **result.templates}, name, values, tmp_path)
    before = rendered(THEME, name, values, tmp_path)
    assert seen(after) == seen(edited(before, gestures)[0]) != seen(before)


@dataclass(frozen=True)
class Save:
    """What one tool saved of one page, unedited and with gestures."""

    name: str
    tool: str
    folder: Path

    def __str__(self) -> str:
        return f"{self.name}-{self.tool}"

    def text(self, which: str) -> str:
        return (self.folder / f"{which}.html").read_bytes().decode()

    def merge(self, which: str) -> roundtrip.Result:
        unedited = {self.name: self.text("unedited")} if self.tool in LOSSY else None
        return merge(self.name, self.text(which), unedited=unedited)


SAVES = [
    Save(f"{page.name}.pt", tool.name, tool)
    for page in sorted((HERE / "saves").iterdir())
    if page.is_dir()
    for tool in sorted(page.iterdir())
]


def test_every_tool_saved_every_page():
    tools = json.loads((HERE / "saves" / "tools.json").read_text(encoding="utf-8"))
    pages = {save.name for save in SAVES}
    assert {(save.name, save.tool) for save in SAVES} == {(name, tool) for name in pages for tool in tools}
    assert len(tools) >= 14
    assert len(pages) >= 4


@pytest.mark.parametrize("save", SAVES, ids=str)
def test_a_save_without_an_edit_changes_nothing(save):
    assert outcome(save.merge("unedited")) == ASKED


@pytest.mark.parametrize("save", SAVES, ids=str)
def test_what_a_tool_kept_of_the_edits_arrives(save):
    unedited, saved = View(save.text("unedited")), View(save.text("edited"))
    took = [one for one in GESTURES if arrived(one, saved) and not arrived(one, unedited)]
    assert len(took) >= 4
    result = save.merge("edited")
    assert (result.status, result.decisions, result.refused) == ("merged", (), ())
    view = View(result.templates[save.name])
    assert [one.name for one in took if not arrived(one, view)] == []
    check_bindings(result)
