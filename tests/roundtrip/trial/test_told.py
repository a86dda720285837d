"""What a merge says beside what it does, and small traces of tools and gestures."""

import re
from collections.abc import Sequence

import pytest

from myproject import roundtrip

from .pages import SAMPLES, THEME, prototype


def merge(name: str, *replacements: tuple[str, str], accept: Sequence[str] = ()) -> roundtrip.Result:
    """What comes of an exported page in which texts were replaced, once each; regular expressions."""
    page = prototype(name)
    for pattern, fresh in replacements:
        page, count = re.subn(pattern, fresh, page, count=1)
        assert count, pattern
    return roundtrip.merge(THEME, {name: page}, samples=SAMPLES, state={name: "many"}, accept=accept)


TRANSLATED = [("There are", "We have"), ("Welcome to", "Hello"), ('alt="Plain picture"', 'alt="A hall"')]


@pytest.mark.parametrize("change", TRANSLATED, ids=lambda change: change[1])
def test_whoever_changes_a_translated_text_hears_of_the_translations(change):
    result = merge("message.pt", change)
    assert result.status == "merged"
    assert [note.words for note in result.notes] == [
        "this text is translated: tell those who keep its translations"
    ]


@pytest.mark.parametrize(
    "change",
    [
        ("Plain heading", "Fresh heading"),
        ("<h1 ", '<h1 class="big" '),
        ('alt="Other picture"', 'alt="A hall"'),
    ],
    ids=lambda change: change[1],
)
def test_nobody_hears_of_translations_where_nothing_is_translated(change):
    result = merge("message.pt", change)
    assert (result.status, result.notes) == ("merged", ())


def test_a_link_that_was_typed_over_leaves_one_space():
    result = merge("nested.pt", ("See <a [^>]*>Plain link</a> too", "See Better link too"))
    assert "<p>See Better link too.</p>" in result.templates["nested.pt"]


def test_a_link_in_its_formatting_that_was_typed_over_leaves_one_space():
    text = THEME["terms.pt"].replace(
        '<a href="home.html">Plain link</a>', '<b><a href="home.html">Plain link</a></b>'
    )
    page = roundtrip.export({"a.pt": text}, "a.pt").html
    saved = re.sub("See <b [^>]*><a [^>]*>Plain link</a></b> too", "See Better link too", page)
    result = roundtrip.merge({"a.pt": text}, {"a.pt": saved})
    assert "<p>See Better link too.</p>" in result.templates["a.pt"]


@pytest.mark.parametrize(
    "mark", ["fr-fic fr-dii", "mce-item-table", "medium-editor-insert", "ce-element ce-element--type-image"]
)
def test_an_editor_s_own_classes_are_no_change(mark):
    result = merge("siblings.pt", ("<img ", f'<img class="{mark}" '))
    assert (result.status, result.changes, result.notes) == ("unchanged", (), ())


@pytest.mark.parametrize("name", ["fr-card", "medium-6", "note"])
def test_a_designer_s_classes_that_look_like_an_editor_s_arrive(name):
    result = merge("siblings.pt", ("<img ", f'<img class="{name}" '))
    assert f'class="{name}"' in result.templates["siblings.pt"]


def test_what_is_refused_is_named_without_a_prefix():
    result = merge("form.pt", ("<button ", '<button onclick="go()" '), ('<input type="hidden"[^>]*>', ""))
    assert sorted(one.words for one in result.refused) == [
        "onclick=...",
        "the removal of <input name='csrf_token'>",
    ]


@pytest.mark.parametrize("name", ["us-ascii", "UTF8", "utf-8"])
def test_the_encoding_that_a_tool_declares_is_no_change(name):
    result = merge("siblings.pt", ('charset="utf-8"', f'charset="{name}"'))
    assert (result.status, result.changes) == ("unchanged", ())


BOUND = (
    '<div><p>Intro <img src="a.png" alt="A"></p><div tal:content="structure body">x</div>'
    "<table><tr><td>Cell</td></tr></table></div>"
)
BODY = {"a.pt": {"many": {"body": "<h2>Head</h2><p>One <i>two</i> <img src='q.png'></p>"}}}


@pytest.mark.parametrize(
    ("pattern", "fresh", "words"),
    [
        ("<i>", '<i class="k">', "class='k' on <i> is not kept"),
        ("<h2>Head</h2>", "<h3>Head</h3>", "<h3> for <h2> on <h2> is not kept"),
        ("<img src='q.png'>", "", "put in or taken out beside 'HeadOne two'"),
        (r"(<img[^>]*alt=\"A\"[^>]*>)(.*)<i>", r"\2\1<i>", "'<img>' stays where it was"),
        ("(<tr .*</tr>)", r'<tbody class="z">\1</tbody>', "class='z' on <tbody> is not kept"),
    ],
)
def test_what_no_template_has_a_place_for_is_told(pattern, fresh, words):
    page, count = re.subn(pattern, fresh, roundtrip.export({"a.pt": BOUND}, "a.pt", samples=BODY).html)
    assert count == 1
    result = roundtrip.merge({"a.pt": BOUND}, {"a.pt": page}, samples=BODY, state={"a.pt": "many"})
    assert result.status == "unchanged"
    assert any(words in note.words for note in result.notes)


@pytest.mark.parametrize(
    ("name", "pattern", "fresh", "left"),
    [
        ("cases.pt", "<p [^>]*>Grid view of.*?</p>", "", "keep"),
        ("form.pt", '(<input [^>]*type="hidden"[^>]*>)', r"\1\1", "drop"),
    ],
)
def test_an_answer_that_would_be_refused_is_not_offered(name, pattern, fresh, left):
    result = merge(name, (pattern, fresh))
    assert [list(question.choices) for question in result.decisions] == [[left]]
    assert "Only a developer can do this here" in result.decisions[0].words
    answered = merge(name, (pattern, fresh), accept=[result.decisions[0].id])
    assert (answered.status, answered.decisions) == ("unchanged", ())


CELL = r"(<td)( [^>]*>Row {})"


@pytest.mark.parametrize("row", ["one", "two"])
def test_whoever_changes_one_row_hears_that_all_get_it(row):
    result = merge("nested.pt", (CELL.format(row), r'\1 class="wide"\2'))
    assert result.status == "merged"
    assert [note.words.partition(": ")[2] for note in result.notes] == [
        "the program repeats this part, and every row gets it"
    ]


def test_whoever_changes_all_rows_alike_hears_nothing():
    result = merge("nested.pt", *((CELL.format(row), r'\1 class="wide"\2') for row in ("one", "two")))
    assert (result.status, result.notes) == ("merged", ())


def test_a_bound_element_that_was_taken_from_around_its_content_in_a_copy_is_told():
    text = (
        '<div><section tal:condition="x"><h2>Head</h2><p tal:content="y">Words</p></section><p>End</p></div>'
    )
    copy = re.sub("</?section[^>]*>", "", text)
    result = roundtrip.merge({"a.pt": text}, {"a.pt": copy})
    assert result.status == "unchanged"
    assert ["<section> came back without its tags" in note.words for note in result.notes] == [True]


def test_preformatted_text_can_be_deleted():
    text = "<div><p>Intro</p>\n<pre>keep <b>2</b> blanks</pre>\n<p>End</p></div>"
    page = re.sub("<pre .*</pre>", "", roundtrip.export({"a.pt": text}, "a.pt").html)
    result = roundtrip.merge({"a.pt": text}, {"a.pt": page})
    assert result.status == "merged"
    assert "pre>" not in result.templates["a.pt"]
