"""The drivers themselves: every tool starts, and saves what was typed into it."""

import shutil

import pytest

from .arrival import View, arrived
from .gestures import scripted
from .pages import OWN, PAGES
from .record import RECORDINGS, TOOLS, read_prototype

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("name", TOOLS)
def test_a_tool_loads_edits_and_saves(name, tmp_path):
    shutil.copytree(OWN / "static", tmp_path / "static")
    heading = scripted(PAGES["season"])[0]
    html = read_prototype(RECORDINGS / "season")
    with TOOLS[name](tmp_path) as tool:
        unedited = tool.save(html)
        edited = tool.save(html, [heading])
        assert tool.version
    assert not arrived(heading, View(unedited))
    assert arrived(heading, View(edited))
    assert "All screenings" in View(unedited).text
