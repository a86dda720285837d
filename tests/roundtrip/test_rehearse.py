"""Each kind of tool loses what such tools are known to lose, and the advice fits."""

import pytest

from myproject.roundtrip.rehearse import rehearse
from myproject.roundtrip.report import RoundtripError
from myproject.roundtrip.tools import TOOLS

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title data-tal-content="title">A page</title></head>
<body>
<h1 data-tal-content="title">A page</h1>
<p tal:content="intro">Some words about the club, long enough to be told from others.</p>
<table><tal:row repeat="row rows"><tr><td>${row}</td></tr></tal:row></table>
<p>With an <i class="icon" data-tal-attributes="title title"></i> icon in it.</p>
<script>var data = ${data};</script>
<!-- ${note} -->
</body></html>
"""
TOOL_NAMES = [tool.name for tool in TOOLS]


@pytest.fixture(scope="module")
def rehearsals():
    found = rehearse({"page.pt": PAGE}, "page.pt", {"page.pt": {"one": SAMPLE}})
    return {each.tool: each for each in found}


SAMPLE = {"title": "A page", "intro": "Some words", "rows": ["a", "b"], "data": 1, "note": "n"}


def raw(rehearsal) -> set[tuple[str, str, str]]:
    return {(part.kind, part.expression, part.advice) for part in rehearsal.raw}


def test_every_kind_of_tool_is_rehearsed(rehearsals):
    assert list(rehearsals) == TOOL_NAMES
    assert {each.bindings for each in rehearsals.values()} == {9}


def test_a_browser_pushes_blocks_out_of_tables(rehearsals):
    advice = "Put the statement of <tal:row> on an ordinary element, in data-tal- style"
    assert raw(rehearsals["browser"]) == {("text", "row", advice)}


def test_prefixed_attributes_are_dropped_and_data_attributes_are_not(rehearsals):
    lost = raw(rehearsals["no-prefixes"])
    assert ("content", "intro", "Write data-tal-content") in lost
    assert not {expression for kind, expression, _ in lost if kind == "content"} & {"title"}


def test_empty_elements_are_pruned(rehearsals):
    assert ("attributes", "title title", "Put sample text into the empty <i>") in raw(rehearsals["retagging"])


def test_scripts_and_comments_are_dropped(rehearsals):
    advice = "Take it out of there: put the data in a data attribute"
    assert {("text", "data", advice), ("text", "note", advice)} <= raw(rehearsals["quiet"])


def test_unknown_attributes_are_dropped(rehearsals):
    assert {part.expression for part in rehearsals["known-attributes"].raw} >= {"title", "intro"}


def test_the_page_around_the_body_is_dropped(rehearsals):
    assert {part.line for part in rehearsals["body-only"].raw} == {2, 6}


def test_an_exported_page_survives_more_than_its_template(rehearsals):
    for each in rehearsals.values():
        assert len(each.with_base) <= len(each.prototype)
    assert not rehearsals["browser"].prototype
    assert not rehearsals["no-prefixes"].prototype


def test_an_unreadable_template_is_bad_input():
    with pytest.raises(RoundtripError) as caught:
        rehearse({"page.pt": "<p></b>"}, "page.pt")
    assert caught.value.line == 1
