"""What real tools saved of two real templates, merged: laws 1, 2, 3 and 5 of the round trip."""

import re
from collections import Counter
from functools import cache

import pytest

from myproject.roundtrip import merge
from myproject.roundtrip.parse.bindings import inventory
from tests.roundtrip.engine import corpus

# Tools whose unedited save keeps the elements of the page: nothing may change without a base either.
FAITHFUL = [
    "bs4-html.parser",
    "bs4-html5lib",
    "bs4-lxml-prettify",
    "cheerio",
    "chromium-outerhtml",
    "chromium-saveas",
    "chromium-xmlserializer",
    "ckeditor4-fullpage",
    "contenteditable-div",
    "contenttools",
    "firefox-outerhtml",
    "firefox-saveas",
    "firefox-xmlserializer",
    "froala-fullpage",
    "gecko-composer",
    "grapesjs-studio",
    "html-minifier",
    "hugerte-permissive",
    "jodit-default",
    "jodit-document",
    "js-beautify",
    "jsdom",
    "linkedom",
    "lxml.html",
    "medium-editor",
    "parse5",
    "pell",
    "prettier",
    "summernote",
    "tidy-default",
    "tinymce5-fullpage",
    "trumbowyg",
    "vvvebjs",
    "wangeditor4",
    "webkitgtk-outerhtml",
]
MARKS = {
    "heading": "Fresh from the workshop",
    "h1dummy": "Better sample title",
    "bold": ">important</",
    "class": "is-featured",
    "style": r"style=|#c{1,2}0|204",
    "banner": "Spring sale",
    "image": "new-hero.jpg",
    "wrap": "table-responsive",
}


@pytest.mark.parametrize("template", corpus.TEMPLATES)
@pytest.mark.parametrize("tool", FAITHFUL)
def test_a_tool_that_keeps_the_page_changes_nothing(tool, template):
    corpus.needed()
    name = f"{template}.html"
    result = merge(corpus.theme(), {name: corpus.saved(tool, template, "identity")})
    assert (result.status, result.changes, result.refused) == ("unchanged", (), ())


@pytest.mark.parametrize("template", corpus.TEMPLATES)
@pytest.mark.parametrize("tool", corpus.tools())
def test_with_its_own_unedited_save_no_tool_changes_anything(tool, template):
    corpus.needed()
    name, text = f"{template}.html", corpus.saved(tool, template, "identity")
    result = merge(corpus.theme(), {name: text}, unedited={name: text})
    assert (result.status, result.changes, result.refused) == ("unchanged", (), ())


@cache
def edited(tool: str, template: str, calibrated: bool = True, accept: tuple[str, ...] = ()):
    name = f"{template}.html"
    unedited = {name: corpus.saved(tool, template, "identity")} if calibrated else None
    return merge(
        corpus.theme(), {name: corpus.saved(tool, template, "edit")}, unedited=unedited, accept=accept
    )


def check_no_silence(tool: str, template: str, calibrated: bool) -> None:
    result, name = edited(tool, template, calibrated), f"{template}.html"
    before = Counter((binding.kind, binding.expression) for binding in inventory(corpus.theme()[name]))
    assert (
        Counter((fate.kind, fate.expression) for fate in result.bindings if fate.template == name) == before
    )
    if result.status == "merged":
        after = Counter((binding.kind, binding.expression) for binding in inventory(result.templates[name]))
        assert after == before
    else:
        assert result.status == "unchanged" or result.decisions
        assert not result.templates


@pytest.mark.parametrize("template", corpus.TEMPLATES)
@pytest.mark.parametrize("tool", corpus.tools())
def test_no_binding_is_lost_in_silence(tool, template):
    corpus.needed()
    check_no_silence(tool, template, calibrated=True)


@pytest.mark.integration
@pytest.mark.parametrize("template", corpus.TEMPLATES)
@pytest.mark.parametrize("tool", corpus.tools())
def test_no_binding_is_lost_in_silence_without_a_base(tool, template):
    corpus.needed()
    check_no_silence(tool, template, calibrated=False)


@pytest.mark.parametrize("template", corpus.TEMPLATES)
@pytest.mark.parametrize("tool", corpus.tools())
def test_the_edits_that_a_tool_made_arrive(tool, template):
    corpus.needed()
    made = corpus.verified().get((tool, template), {})
    result = edited(tool, template)
    if result.decisions:
        result = edited(tool, template, accept=tuple(decision.id for decision in result.decisions))
    text = result.templates.get(f"{template}.html", "")
    missing = [edit for edit, mark in MARKS.items() if made.get(edit) and not re.search(mark, text)]
    if made.get("delete") and "Our old opening hours" in text:
        missing.append("delete")
    if made.get("move") and not text.find("Related links") < text.find("article-table"):
        missing.append("move")
    assert missing == []
