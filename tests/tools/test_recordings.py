"""What real tools saved of our pages comes back: the recordings, merged."""

import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from myproject import roundtrip
from myproject.roundtrip.parse import bindings

from .arrival import View, arrived
from .gestures import every, scripted
from .pages import PAGES
from .record import RECORDINGS, file_name

# These keep text and little of the page around it: their unedited save is what an edited one is compared with.
LOSSY = {
    "ckeditor5",
    "grapesjs-default",
    "hugerte",
    "ckeditor4-default",
    "ckeditor5-default",
    "hugerte-default",
    "jodit-default",
    "libreoffice-web",
    "libreoffice-writer",
}


@dataclass(frozen=True)
class Save:
    """One recorded save."""

    page: str
    tool: str
    path: Path

    def __str__(self) -> str:
        return f"{self.page}-{self.tool}-{self.path.stem}"

    def merge(self, accept: tuple[str, ...] = ()) -> roundtrip.Result:
        shown, template = theme(self.page), PAGES[self.page].template
        unedited = {template: read(self.path.with_name("unedited.html"))} if self.tool in LOSSY else None
        return roundtrip.merge(
            shown["templates"],
            {template: read(self.path)},
            samples=shown["samples"],
            state={template: shown["state"]},
            unedited=unedited,
            accept=accept,
        )


def read(path: Path) -> str:
    return path.read_bytes().decode()


@cache
def theme(page: str) -> dict:
    return json.loads((RECORDINGS / page / "theme.json").read_text(encoding="utf-8"))


SAVES = [
    Save(page, tool.name, path)
    for page in PAGES
    for tool in sorted((RECORDINGS / page).iterdir())
    if tool.is_dir()
    for path in sorted(tool.iterdir())
]
UNEDITED = [save for save in SAVES if save.path.name == "unedited.html"]
EDITED = [save for save in SAVES if save.path.name == "edited.html"]
# Of single gestures a quick run sees one tool of each kind.
QUICK = {"chromium", "ckeditor5", "grapesjs", "jodit", "libreoffice-web", "prettier"}
SINGLE = [
    pytest.param(save, marks=() if save.tool in QUICK else pytest.mark.integration)
    for save in SAVES
    if save not in UNEDITED and save not in EDITED
]


def what(binding: bindings.Binding) -> tuple:
    """What a binding executes, and under which guards."""
    return binding.kind, binding.expression, binding.attribute, binding.guards


@cache
def executions(text: str) -> Counter:
    return Counter(map(what, bindings.inventory(text)))


def test_every_tool_was_recorded_on_every_page():
    tools = json.loads((RECORDINGS / "tools.json").read_text(encoding="utf-8"))
    assert {(save.page, save.tool) for save in UNEDITED} == {(page, tool) for page in PAGES for tool in tools}
    assert len(tools) >= 18


@pytest.mark.parametrize("save", UNEDITED, ids=str)
def test_a_save_without_an_edit_changes_nothing(save):
    result = save.merge()
    assert (result.status, result.decisions, result.refused, result.diff) == ("unchanged", (), (), "")


@pytest.mark.parametrize("save", EDITED, ids=str)
def test_the_edits_arrive_and_every_binding_stays(save):
    page = PAGES[save.page]
    before = theme(save.page)["templates"]
    unedited, edited = View(read(save.path.with_name("unedited.html"))), View(read(save.path))
    took = [one for one in scripted(page) if arrived(one, edited) and not arrived(one, unedited)]
    assert took, "the tool kept no edit at all"
    result = save.merge()
    assert result.status == "merged", result.decisions or result.refused
    after = {**before, **result.templates}
    for name, text in before.items():
        assert not text or executions(after[name]) == executions(text)
    shown = [View(text) for text in after.values() if text]
    assert [one.name for one in took if not any(arrived(one, view) for view in shown)] == []


@pytest.mark.parametrize("save", SINGLE, ids=str)
def test_one_gesture(save):
    """A meant edit arrives without a question; whatever was done, nothing is lost in silence, nothing new executes."""
    gesture = {file_name(one): one for one in every(PAGES[save.page])}[save.path.name]
    before = theme(save.page)["templates"]
    result = save.merge()
    told = {fate.id for fate in result.bindings if fate.fate != "kept"}
    meant = gesture in scripted(PAGES[save.page])
    if meant and arrived(gesture, View(read(save.path))):
        assert result.status == "merged", result.decisions or result.refused
        assert any(arrived(gesture, View(text)) for text in result.templates.values())
    if result.decisions:
        assert result.templates == {}
        result = save.merge(accept=tuple(decision.id for decision in result.decisions))
    for name, text in result.templates.items():
        after = executions(text)
        assert after.keys() <= executions(before[name]).keys()
        lost = [one for one in bindings.inventory(before[name]) if not after[what(one)]]
        assert [one for one in lost if one.id not in told] == []
