"""What tools do to a page unasked, seen in their saves: no part of it is taken for a designer's edit."""

import re

import pytest

from myproject import roundtrip
from myproject.roundtrip.pages.spelling import as_html

PAGE = """<!DOCTYPE html>
<html lang="${lang}">
<head><meta charset="utf-8"><title>House</title>
<style>
.a { color: red }
</style></head>
<body>
<h1>House <small>old</small> <span class="mark" tal:condition="x"></span><b>bold</b></h1>
<noscript><p class="warn">Please turn <i>scripts</i> on.</p></noscript>
<table border="1" width="600"><tr><td align="left">Cell <font color="#333333">grey</font></td></tr></table>
<form id="f" action="/x"><button class="${kind}">Send</button></form>
<my-widget color="red">Own element</my-widget>
<p>End</p>
</body>
</html>
"""
GIVEN = roundtrip.export({"a.pt": PAGE}, "a.pt").html


def merge(text: str, **more) -> roundtrip.Result:
    return roundtrip.merge({"a.pt": PAGE}, {"a.pt": text}, **more)


def changed(*replacements: tuple[str, str]) -> str:
    text = GIVEN
    for pattern, fresh in replacements:
        text, count = re.subn(pattern, fresh, text, flags=re.DOTALL)
        assert count, pattern
    return text


IN_XML = [(r"(<meta[^>]*)>", r"\1 />"), (r"(<span [^>]*)></span>", r"\1/>")]
ESCAPED = "&lt;p class=&quot;warn&quot;&gt;Please turn &lt;i&gt;scripts&lt;/i&gt; on.&lt;/p&gt;"
UNASKED = {
    "xml": IN_XML,
    "empty attributes dropped": [(' lang=""', "")],
    "attributes of the program dropped": [(' class="[^"]*"(?=[^>]*>Send)', "")],
    "small as a span": [(r"<small ([^>]*)>old</small>", r'<span \1 style="font-size: smaller;">old</span>')],
    "font as a span": [
        (r'<font color="#333333" ([^>]*)>grey</font>', r'<span \1 style="color: #333333">grey</span>')
    ],
    "sizes as style": [("<table ", '<table style="width: 600px; border-width: 1px" ')],
    "align as style": [("<td ", '<td style="text-align: left" ')],
    "name beside id": [("<form ", '<form name="f" ')],
    "head dropped": [("<!DOCTYPE.*<body[^>]*>", ""), ("</body>.*", "")],
    "style dropped with its neighbours": [("<meta[^>]*>", ""), ("<style.*</style>", "")],
    "own element dropped": [("</?my-widget[^>]*>", "")],
    "button dropped": [("</?button[^>]*>", "")],
    "noscript dropped": [("<noscript.*</noscript>", "")],
    "noscript opened": [("</?noscript[^>]*>", "")],
    "noscript escaped": [('<p class="warn" [^>]*>Please turn <i [^>]*>scripts</i> on.</p>', ESCAPED)],
    "noscript written anew": [('<p class="warn" ([^>]*)>', r"<p \1 class=warn>")],
}


@pytest.mark.parametrize("replacements", UNASKED.values(), ids=UNASKED)
def test_what_a_tool_did_is_no_change(replacements):
    result = merge(changed(*replacements))
    assert (result.status, result.changes, result.decisions, result.refused) == ("unchanged", (), (), ())


@pytest.mark.parametrize("kind", ["xml", "small as a span", "own element dropped"])
def test_what_a_designer_did_beside_it_arrives(kind):
    result = merge(changed(*UNASKED[kind], ("End", "The end")))
    assert result.templates["a.pt"] == PAGE.replace("End", "The end")


MEANT = {
    "style removed": ([("<style.*</style>", "")], "<style>"),
    "class in noscript": ([('class="warn"', 'class="alarm"')], 'class="warn"'),
    "words in noscript": ([("Please turn", "Kindly turn")], "Please turn"),
    "another style": ([("<td ", '<td style="text-align: center" ')], '<td align="left">Cell'),
    "small taken away": ([("</?small[^>]*>", "")], "<small>"),
}


@pytest.mark.parametrize(("replacements", "gone"), MEANT.values(), ids=MEANT)
def test_what_a_designer_meant_is_a_change(replacements, gone):
    result = merge(changed(*replacements))
    assert (result.status, result.decisions, result.refused) == ("merged", (), ())
    assert gone in PAGE
    assert gone not in result.templates["a.pt"]


def test_new_markup_in_a_noscript_arrives():
    result = merge(changed(("on\\.</p>", 'on.</p><p>Or <a href="help.html">ask us</a>.</p>')))
    assert 'on.</p><p>Or <a href="help.html">ask us</a>.</p></noscript>' in result.templates["a.pt"]


def test_scripts_in_a_noscript_are_left_out():
    result = merge(changed(("on\\.</p>", "on.</p><script>go()</script>")))
    assert result.status == "unchanged"
    assert [refusal.words for refusal in result.refused] == ["<script>"]


STRIPPED = re.sub(' data-stamp="[^"]*"', "", GIVEN)


def test_a_page_whose_stamps_went_is_asked_about():
    result = merge(STRIPPED.replace("End", "The end"))
    assert [question.kind for question in result.decisions] == ["rewritten"]
    assert "took the stamps or bindings off" in result.decisions[0].words
    accepted = merge(STRIPPED.replace("End", "The end"), accept=[result.decisions[0].id])
    assert accepted.templates["a.pt"] == PAGE.replace("End", "The end")
    with_base = merge(STRIPPED.replace("End", "The end"), unedited={"a.pt": STRIPPED})
    assert with_base.templates["a.pt"] == PAGE.replace("End", "The end")


def test_a_page_whose_stamps_went_and_nothing_else_is_unchanged():
    assert merge(STRIPPED).status == "unchanged"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('<p><br/><i class="a>b"/>x</p>', '<p><br/><i class="a>b"></i>x</p>'),
        ("<p><br><i/>x</p>", "<p><br><i/>x</p>"),
        ("<script>'<i/>'</script><!-- <i/> --><b/>", "<script>'<i/>'</script><!-- <i/> --><b></b>"),
        ("<svg><path d='x'/></svg><br/>", "<svg><path d='x'></path></svg><br/>"),
        ("<a title='<i/>'><hr /></a>", "<a title='<i/>'><hr /></a>"),
    ],
)
def test_xml_is_read_as_it_is_meant(text, html):
    assert as_html(text) == html
