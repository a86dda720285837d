"""What designers write: taken as a browser takes it, or refused with the place. Guarded content never shows."""

import pytest

from myproject.web.template_error import TemplateError
from tests.web.rendering import render

# Source, and what it renders to with no=False, yes=True, x="<X>", items=["a", "b"].
TAKEN = [
    # Attributes that belong to scripts and libraries
    ('<a data-bs-toggle="tab" data-gjs-type="x">t</a>', '<a data-bs-toggle="tab" data-gjs-type="x">t</a>'),
    ('<a data-id="${x}">t</a>', '<a data-id="&lt;X&gt;">t</a>'),
    ('<a hx-on:click="go()" @click="a = 1">t</a>', '<a hx-on:click="go()" @click="a = 1">t</a>'),
    (
        '<a :class="{b: c}" v-bind:id="d" x-on:e.f="g">t</a>',
        '<a :class="{b: c}" v-bind:id="d" x-on:e.f="g">t</a>',
    ),
    ('<svg><use xlink:href="#i"/></svg>', '<svg><use xlink:href="#i"/></svg>'),
    # Scripts, styles and comments are nobody's markup
    ("<script>if(a<b && c>d){x(`${y}`)}</script>", "<script>if(a<b && c>d){x(`${y}`)}</script>"),
    ('<script>"<p data-tal-content=x>"</script>', '<script>"<p data-tal-content=x>"</script>'),
    ("<style>a > b { content: '<${x}' }</style>", "<style>a > b { content: '<${x}' }</style>"),
    ("<!-- a -- b ${x} -->", "<!-- a -- b ${x} -->"),
    ("<!--[if IE]><p data-tal-content=x><![endif]-->", "<!--[if IE]><p data-tal-content=x><![endif]-->"),
    ("<!--? ${x} -->", "<!--? ${x} -->"),
    ("a<!--! for developers -->b", "ab"),
    ("<textarea><b>${x}</textarea>", "<textarea><b>&lt;X&gt;</textarea>"),
    ("<title>a<b</title>", "<title>a<b</title>"),
    ("<svg><![CDATA[ ${x} ]]></svg>", "<svg><![CDATA[ ${x} ]]></svg>"),
    # Values
    ("<a href=a?b=1&c=2>t</a>", '<a href="a?b=1&c=2">t</a>'),
    ("<a href='a\"b'>t</a>", "<a href='a\"b'>t</a>"),
    ("<a title = x>t</a>", '<a title = "x">t</a>'),
    ('<a title="a > b < c">t</a>', '<a title="a > b < c">t</a>'),
    ("<a title=q data-tal-attributes='title x'>t</a>", '<a title="&lt;X&gt;">t</a>'),
    ("<input disabled data-tal-attributes='disabled yes'>", '<input disabled="disabled">'),
    ("<input required data-tal-attributes='required no'>", "<input>"),
    ("<p hidden data-tal-attributes='hidden no'>t</p>", "<p>t</p>"),
    ("<button type=submit disabled>t</button>", '<button type="submit" disabled>t</button>'),
    # Upper case, void elements, self-closing ones
    ("<P CLASS=a>t</p>", '<P CLASS="a">t</p>'),
    ("<UL><LI data-tal-repeat='i items' data-tal-content='i'>t</LI></UL>", "<UL><LI>a</LI>\n<LI>b</LI></UL>"),
    ('<br><img src="http://x/y"><hr/><input>', '<br><img src="http://x/y"><hr/><input>'),
    ("<svg><path d='m'/><circle r='1' data-tal-condition='no'/></svg>", "<svg><path d='m'/></svg>"),
    # End tags left out
    ("<ul><li data-tal-condition='False'>secret<li>b</ul>", "<ul><li>b</ul>"),
    ("<ul><li data-tal-condition='no'>secret<ul><li>secret</ul><li>b</ul>", "<ul><li>b</ul>"),
    ("<ul><li data-tal-repeat='i items'>${i}</ul>", "<ul><li>a\n<li>b</ul>"),
    ("<ul><li data-tal-content='x'>t<li>b</ul>", "<ul><li>&lt;X&gt;</li><li>b</ul>"),
    ("<ul><li><p data-tal-condition='no'>secret<li>b</ul>", "<ul><li><li>b</ul>"),
    ("<p data-tal-condition='no'>secret<p>b", "<p>b"),
    ("<div><p data-tal-condition='no'>secret</div>b", "<div></div>b"),
    ("<p>a<div>b</div>", "<p>a<div>b</div>"),
    ("<dl><dt data-tal-condition='no'>secret<dd>b<dt>c</dl>", "<dl><dd>b<dt>c</dl>"),
    ("<table><tr data-tal-condition='no'><td>secret<td>secret<tr><td>b</table>", "<table><tr><td>b</table>"),
    (
        "<table><thead data-tal-condition='no'><tr><th>secret<tbody><tr><td>b</table>",
        "<table><tbody><tr><td>b</table>",
    ),
    (
        "<table><tr><td data-tal-condition='no'><table><tr><td>secret</table><td>b</table>",
        "<table><tr><td>b</table>",
    ),
    ("<select><option data-tal-condition='no'>secret<option>b</select>", "<select><option>b</select>"),
    (
        "<select><optgroup data-tal-condition='no'><option>secret<optgroup><option>b</select>",
        "<select><optgroup><option>b</select>",
    ),
    ("<ruby>a<rt data-tal-condition='no'>secret<rt>b</ruby>", "<ruby>a<rt>b</ruby>"),
    ("<html><head><title>t</title><body><p>a", "<html><head><title>t</title><body><p>a"),
    # Text
    ("a < b, 1 <2, <= and &lt;", "a < b, 1 <2, <= and &lt;"),
    ("costs $$ and $5, $x", "costs $$ and $5, $x"),
    ("&#36;{x} $&lbrace;x} $${x}", "&#36;{x} $&lbrace;x} ${x}"),
    ("<!doctype html>\n<p>${x}</p>", "<!doctype html>\n<p>&lt;X&gt;</p>"),
    # Scripts' own attributes keep their ${..}
    ("<a @click='f(`${x}`)'>t</a>", "<a @click='f(`&#36;{x}`)'>t</a>"),
    ('<a onclick="f(`${x}`)" x-data="`${x}`">t</a>', '<a onclick="f(`&#36;{x}`)" x-data="`&#36;{x}`">t</a>'),
    # The older style
    ('<tal:block replace="x"/><b tal:condition="no">s</b>', "&lt;X&gt;"),
    ('<p xmlns:tal="http://xml.zope.org/namespaces/tal" tal:content="x">t</p>', "<p>&lt;X&gt;</p>"),
]


@pytest.mark.parametrize(("source", "expected"), TAKEN, ids=[source for source, _ in TAKEN])
def test_takes(source, expected):
    assert render(source, no=False, yes=True, x="<X>", items=["a", "b"]) == expected


# Source, what the message says, line and column of the place.
REFUSED = [
    ("a\n<div>", "<div> is never closed: add </div>", 2, 1),
    ("<b>a</i></b>", "</i> closes nothing", 1, 5),
    ("<b><i>a</b></i>", "</b> comes while <i> of line 1 is open", 1, 8),
    ("</p>", "</p> closes nothing", 1, 1),
    ("<br></br>", "</br> closes nothing", 1, 5),
    ("<div/>", "HTML does not close <div> with />", 1, 1),
    ("<p>a<span>\n<div>b</div></span>", "<div> ends the <p> of line 1, but <span>", 2, 1),
    ("<ul><li><div><li>a</div></ul>", "<li> ends the <li> of line 1, but <div>", 1, 14),
    ("<b><p data-tal-condition='no'>a</b>", "</b> comes while <p> of line 1 is open", 1, 32),
    (
        "<p data-tal-condition='no'>a<div>b</div>",
        "<p> of line 1, which is bound: write </p> before it",
        1,
        29,
    ),
    ("<rt data-tal-condition='no'>a<rt>b", "<rt> stands inside <ruby> only", 1, 1),
    ("<a>a<a>b</a></a>", "<a> cannot stand inside the <a> of line 1", 1, 5),
    ("<h2>a<h3>b</h3></h2>", "<h3> cannot stand inside the <h2> of line 1", 1, 6),
    ("<svg><p>a</p></svg>", "<p> cannot stand inside a drawing", 1, 6),
    ("<a x='1'y='2'>", "Put a space between the parts of a tag", 1, 9),
    ("<a x='1 y>t</a>", "This value has no closing quote", 1, 5),
    ("<a x=>t</a>", "This value has no closing quote, or is none", 1, 5),
    ("<a (click)='x'>t</a>", "No attribute's name may begin like this", 1, 4),
    ("<a 1x='x'>t</a>", "No attribute's name may begin like this", 1, 4),
    ("<a href=b/>t</a>", "Is this / part of the value?", 1, 10),
    ("<a\xa0b>t</a>", "Put a space", 1, 3),
    ("<a\x0cb>t</a>", "control character", 1, 3),
    ("a\x00b", "control character", 1, 2),
    ("<a b <i>t</i>", "The tag <a is never closed with >", 1, 1),
    ("<a", "The tag <a is never closed with >", 1, 1),
    ("<!-- a", "This comment is never closed", 1, 1),
    ("<!--> ${x} -->", "Where this comment ends depends on the reader", 1, 1),
    ("<!-- a --!> b -->", "Where this comment ends depends on the reader", 1, 1),
    ("<script>a", "<script> is never closed", 1, 1),
    ("<script><!-- <script> </script> --></script>", "How this <script> is read depends on the reader", 1, 9),
    ("<textarea>a <!--? ${x} --></textarea>", "How this <textarea> is read depends on the reader", 1, 13),
    ("<svg><style>a<b</style></svg>", "How this <style> is read depends on the reader", 1, 14),
    ("<?python x = 1 ?>", "<? .. ?> is no part of HTML", 1, 1),
    ("<?xml version='1.0'?><p>a</p>", "<? .. ?> is no part of HTML", 1, 1),
    ("<p><![CDATA[ ${x} ]]></p>", "Of <!..> HTML has only", 1, 4),
    ("<!ENTITY x 'y'>", "Of <!..> HTML has only", 1, 1),
    ("<p>a</p><!doctype html>", "<!doctype> stands at the start", 1, 9),
    ("<é>a</é>", "A tag's name begins with a letter", 1, 1),
    ("<_>a</_>", "A tag's name begins with a letter", 1, 1),
    ("<p>a</p b='c'>", "</p> takes nothing but >", 1, 5),
    ("<plaintext>", "<plaintext> is obsolete", 1, 1),
    ("<a b='1' B='2'>t</a>", "b is given twice on one element", 1, 10),
    # Directives
    ("<li DATA-TAL-CONDITION='no'>secret</li>", "Directives are written in lower case", 1, 5),
    ("<li Tal:Condition='no'>secret</li>", "Directives are written in lower case", 1, 5),
    ("<p data-tal-contnt='x'>t</p>", "There is no data-tal-contnt; is it data-tal-content?", 1, 4),
    ("<p data-i18n-translate=''>t <b data-i18n-name='stra\u00dfe'>t</b></p>", "The name of a part", 1, 48),
    ("<p data-i18n-translate=''>t <b data-i18n-name='a b'>t</b></p>", "The name of a part", 1, 48),
    ("<p data-i18n-translate=''><b data-i18n-name='n'></b><b data-i18n-name='n'></b></p>", "name: n", 1, 72),
    ("<p data-tal-content='x' tal:condition='no'>t</p>", "mixes tal: and data-tal-", 1, 25),
    ("<p data-tal-content='x'>t</p>\n<tal:block/>", "mixes tal: and data-tal-", 2, 2),
    (
        "<p xmlns:foo='http://xml.zope.org/namespaces/tal' foo:content='x'>t</p>",
        "cannot be given another",
        1,
        4,
    ),
    ("<p xmlns:tal='http://example.org' tal:content='x'>t</p>", "cannot be given another meaning", 1, 4),
    ("<br data-tal-content='x'>", "<br> has no content", 1, 2),
    ("<img src='a' data-tal-on-error='string:sorry'>", "<img> has no content", 1, 2),
    ("<p data-tal-repeat='a items; b items'>t</p>", "One element repeats over one thing", 1, 21),
    ("<p data-tal-repeat='items'>t</p>", "Invalid define syntax", 1, 21),
    ("<p data-tal-case='1'>t</p>", "Must define switch on a parent element", 1, 19),
    ("<p>\n<b data-i18n-name='n'>t</b></p>", "Not allowed outside of translation", 2, 20),
    ("<p data-metal-fill-slot='s'>t</p>", "Cannot use metal:fill-slot without metal:use-macro", 1, 26),
    (
        "<p data-tal-content='a' data-tal-replace='b'>t</p>",
        "You cannot use tal:content and tal:replace",
        1,
        22,
    ),
]


@pytest.mark.parametrize(("source", "message", "line", "column"), REFUSED, ids=[each[0] for each in REFUSED])
def test_refuses(source, message, line, column):
    with pytest.raises(TemplateError) as raised:
        render(source, no=False, x="<X>", items=["a", "b"])
    assert message in str(raised.value)
    assert (raised.value.line, raised.value.column) == (line, column)
    assert raised.value.filename == "theme/page.pt"


def test_line_ends_of_any_system_count_as_lines():
    with pytest.raises(TemplateError) as raised:
        render("<p>a</p>\r\n<p>b</p>\r<p data-tal-content='1 +\r\n 2 +'>c</p>")
    assert raised.value.line == 3


@pytest.mark.parametrize("source", ["<div>" * 200 + "</div>" * 200, *(
    f"<div {directive}>" * 120 + "</div>" * 120
    for directive in ("data-tal-condition='True'", "data-tal-repeat='i [1]'")
)], ids=["elements", "conditions", "loops"])  # fmt: skip
def test_refuses_what_is_nested_too_deeply_at_the_deepest_place(source):
    with pytest.raises(TemplateError, match="nested too deeply") as raised:
        render(source)
    assert raised.value.source[raised.value.column - 1 :].startswith("div")
    assert raised.value.column > source.count("</div>")
