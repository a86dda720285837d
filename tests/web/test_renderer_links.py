"""Links into the theme become URLs that change with the file's content, below the application's mount point."""

import hashlib

import pytest

from myproject.web.template_error import TemplateError
from tests.web.rendering import make_theme, render

PIXEL = b"GIF89a"
DIGEST = hashlib.sha256(PIXEL).hexdigest()[:16]
FILES = {"static/a.gif": PIXEL, "static/b c.gif": PIXEL, "static/icons.svg": PIXEL, "other.pt": "<p>o</p>"}
A = f"/m/static/{DIGEST}/a.gif"

LINKS = [
    ('<img src="static/a.gif">', f'<img src="{A}">'),
    ('<img src="./static/a.gif?x#y">', f'<img src="{A}?x#y">'),
    ("<img src=static/a.gif>", f'<img src="{A}">'),
    ('<IMG SRC=" static/a.gif ">', f'<IMG SRC=" {A} ">'),
    ('<img src="static/b%20c.gif">', f'<img src="/m/static/{DIGEST}/b%20c.gif">'),
    (
        '<img srcset="static/a.gif 1x, static/b%20c.gif 2x">',
        f'<img srcset="{A} 1x, /m/static/{DIGEST}/b%20c.gif 2x">',
    ),
    ('<img srcset="http://x/a,b.gif 1x, static/a.gif 2x">', f'<img srcset="http://x/a,b.gif 1x, {A} 2x">'),
    ('<video poster="static/a.gif"></video>', f'<video poster="{A}"></video>'),
    ('<link href="static/a.gif" rel="icon">', f'<link href="{A}" rel="icon">'),
    ('<a href="static/a.gif">a</a>', f'<a href="{A}">a</a>'),
    ('<object data="static/a.gif"></object>', f'<object data="{A}"></object>'),
    (
        '<svg><use xlink:href="static/icons.svg#b"/></svg>',
        f'<svg><use xlink:href="/m/static/{DIGEST}/icons.svg#b"/></svg>',
    ),
    ('<p style="background: url(static/a.gif)">a</p>', f'<p style="background: url({A})">a</p>'),
    ("<p style=\"background: url('static/a.gif')\">a</p>", f"<p style=\"background: url('{A}')\">a</p>"),
    (
        '<p style="background: url(&quot;static/a.gif&quot;)">a</p>',
        f'<p style="background: url(&quot;{A}&quot;)">a</p>',
    ),
    (
        "<style>@import 'static/a.gif'; /* url(no) */ b { c: 'url(no)'; d: url( static/a.gif ) }</style>",
        f"<style>@import '{A}'; /* url(no) */ b {{ c: 'url(no)'; d: url( {A} ) }}</style>",
    ),
    # Links that are none into the theme
    ('<a href="other.pt">a</a>', '<a href="other.pt">a</a>'),
    ('<a href="/static/a.gif">a</a>', '<a href="/static/a.gif">a</a>'),
    ('<img src="//x/static/a.gif">', '<img src="//x/static/a.gif">'),
    ('<img src="data:image/gif;base64,AA">', '<img src="data:image/gif;base64,AA">'),
    ('<img src="">', '<img src="">'),
    ('<svg><use href="#b"/></svg>', '<svg><use href="#b"/></svg>'),
    ("<p style='fill: url(#b)'>a</p>", "<p style='fill: url(#b)'>a</p>"),
    ('<p title="static/a.gif">static/a.gif</p>', '<p title="static/a.gif">static/a.gif</p>'),
    ("<script>'static/a.gif'</script>", "<script>'static/a.gif'</script>"),
    ('<iframe src="other.pt"></iframe>', '<iframe src="other.pt"></iframe>'),
    # Bound links
    ('<img src="static/gone.gif" data-tal-attributes="src url">', '<img src="/u">'),
    ('<img src="static/a.gif" data-tal-attributes="src url">', '<img src="/u">'),
    ('<img src="static/a.gif" data-tal-attributes="src nothing or default">', f'<img src="{A}">'),
    ('<img src="${url}">', '<img src="/u">'),
    ('<img src="static/a.gif" data-tal-attributes="extra">', '<img src="/x">'),
]


@pytest.mark.parametrize(("source", "expected"), LINKS, ids=[source for source, _ in LINKS])
def test_links(source, expected):
    assert render(source, mount="/m", files=FILES, url="/u", extra={"src": "/x"}) == expected


MISSING = [
    ("<p>a</p>\n<img alt='' src='static/gone.gif'>", "The theme has no static/gone.gif", 2, 18),
    ("<img src='static/aa.gif'>", "did you mean static/a.gif?", 1, 11),
    ("<img srcset='static/a.gif 1x, static/gone.gif 2x'>", "The theme has no static/gone.gif", 1, 31),
    ("<style>\n.a { b: url(static/gone.gif) }</style>", "The theme has no static/gone.gif", 2, 13),
    ("<img src='img/a.gif'>", "img/a.gif is not in the theme's folder static/", 1, 11),
    ("<img src='../static/a.gif'>", "../static/a.gif is not in the theme's folder static/", 1, 11),
    ("<img src='static/../../etc/passwd'>", "is not in the theme's folder static/", 1, 11),
    ("<img src='static/${name}.gif'>", "cannot be made with ${..}: bind the whole src", 1, 11),
    ("<p style='a: url(static/a.gif); b: ${name}'>a</p>", "cannot be made with ${..}", 1, 11),
]


@pytest.mark.parametrize(("source", "message", "line", "column"), MISSING, ids=[each[0] for each in MISSING])
def test_missing_files_are_errors_with_their_place(source, message, line, column):
    with pytest.raises(TemplateError) as raised:
        render(source, files=FILES, name="a")
    assert message in str(raised.value)
    assert (raised.value.line, raised.value.column) == (line, column)


def test_links_of_a_template_in_a_folder_are_relative_to_it():
    theme = make_theme({**FILES, "parts/a.pt": '<img src="../static/a.gif">'})
    assert theme.template("parts/a.pt").render({}, translate=None) == f'<img src="/static/{DIGEST}/a.gif">'


def test_a_layout_s_links_are_its_own():
    layout = '<html data-metal-define-macro="page"><img src="static/a.gif"><b data-metal-define-slot="s">b</b></html>'
    page = (
        '<html data-tal-define="layout load: layout.pt" data-metal-use-macro="layout.macros[\'page\']">'
        '<b data-metal-fill-slot="s"><img src="static/icons.svg"></b></html>'
    )
    assert (
        render(page, mount="/m", files={**FILES, "layout.pt": layout})
        == f'<html><img src="{A}"><b><img src="/m/static/{DIGEST}/icons.svg"></b></html>'
    )


# Stylesheets


def css(text, **more):
    files = {"static/img/a.gif": PIXEL, "static/css/site.css": text, **more}
    return make_theme(files).asset("static/css/site.css").content.decode()


def test_a_stylesheet_links_to_exact_files_without_the_mount_point():
    # From /static/DIGEST/css/ two folders up is /static/.
    assert css("a { b: url(../img/a.gif) }") == f"a {{ b: url(../../{DIGEST}/img/a.gif) }}"
    assert (
        css("a { b: url(#c) url(data:x) url(http://x/y) }") == "a { b: url(#c) url(data:x) url(http://x/y) }"
    )


def test_a_stylesheet_that_imports_another_changes_with_it():
    def digests(color):
        inner = {
            "static/css/inner.css": f"a {{ color: {color} }}",
            "static/css/site.css": '@import "inner.css";',
        }
        theme = make_theme(inner)
        return theme.url("static/css/site.css"), theme.url("static/css/inner.css")

    red, blue = digests("red"), digests("blue")
    assert red[0] != blue[0]
    assert red[1] != blue[1]


def test_faults_of_a_stylesheet_name_their_place():
    with pytest.raises(
        TemplateError, match=r"The theme has no static/img/b\.gif; did you mean static/img/a\.gif"
    ) as raised:
        css("a {\n  b: url(../img/b.gif) }")
    assert (raised.value.filename, raised.value.line, raised.value.column) == (
        "theme/static/css/site.css",
        2,
        10,
    )
    with pytest.raises(TemplateError, match=r"static/css/site.css imports itself"):
        css('@import "b.css";', **{"static/css/b.css": '@import "site.css";'})


def test_a_page_that_links_to_a_faulty_stylesheet_says_so():
    with pytest.raises(TemplateError) as raised:
        render('<link href="static/a.css">', files={"static/a.css": "b { c: url(gone.gif) }"})
    assert raised.value.filename == "theme/static/a.css"
