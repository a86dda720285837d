"""Prototypes: whole pages with data in them, stamps on everything, and no code."""

import re

import pytest

from myproject.roundtrip import RoundtripError, export, merge, prototype_filename
from myproject.roundtrip.pages.page import Page
from tests.roundtrip.engine.site import MANY, SAMPLES, THEME

LISTING = (
    '<ul><li tal:repeat="film films" tal:attributes="class \'odd\' if repeat.film.odd else nothing">'
    '${film.title} (<b tal:content="film.year">1999</b>)</li><li tal:replace="nothing">Sample</li></ul>'
)


def page(template: str, data=None, **others: str) -> str:
    samples = {"page.pt": {"one": data}} if data is not None else None
    return export({"page.pt": template, **others}, "page.pt", samples=samples).html


def bare(html: str) -> str:
    """The page without stamps and the spans around values."""
    html = re.sub(r' data-(?:stamp|part)="[^"]*"', "", html)
    return re.sub(r"<span>([^<]*)</span>", r"\1", html)


def test_layout_and_data_are_in_place():
    prototype = export(THEME, "films.pt", samples=SAMPLES)
    assert prototype.templates == ("films.pt", "layout.pt")
    assert prototype.state == "many"
    html = bare(prototype.html)
    for part in (
        "<title>Films</title>",
        ">Lantern</a>",
        "<h1>All films</h1>",
        ">Casablanca</a> tail",
        "and Berne words",
    ):
        assert part in html
    assert "Second item" not in html
    assert html.count("<!DOCTYPE") == 1


def test_every_element_is_stamped_once():
    tags = [tag for tag in Page(export(THEME, "films.pt", samples=SAMPLES).html).tags if tag.name != "tbody"]
    stamps = [tag.attributes.get("data-stamp") for tag in tags if tag.attributes.get("data-part") != "guide"]
    assert None not in stamps
    assert len(set(stamps)) == len(stamps)


def test_the_layouts_part_is_marked():
    tags = Page(export(THEME, "films.pt", samples=SAMPLES).html).tags
    assert [tag.name for tag in tags if tag.attributes.get("data-part") == "layout"] == ["header", "footer"]


def test_no_code_and_no_names_of_data():
    html = export(THEME, "films.pt", samples=SAMPLES).html
    assert not re.search(r"tal|metal|\$\{|csrf}|film\.url", html.replace("metal", ""))


def test_links_between_pages_work():
    html = export(THEME, "films.pt", samples=SAMPLES).html
    assert 'href="home.html"' in html
    assert html.count('href="film.html"') == 3
    assert prototype_filename("a/b.pt") == "a/b.html"
    assert prototype_filename("layout.html") == "layout.html"


def test_without_samples_the_templates_own_text_stays():
    html = bare(export(THEME, "films.pt").html)
    for part in ("Heading one dummy", "First item link</a> tail", "Second item", "and place words"):
        assert part in html


def test_rows_attributes_and_repeat_variables():
    html = bare(page(LISTING, {"films": [{"title": "A & B", "year": 1999}, {"title": "C", "year": None}]}))
    assert html == '<ul><li>A &amp; B (<b>1999</b>)</li><li class="odd">C (<b></b>)</li></ul>'


def test_what_is_too_rich_stays_as_the_template_has_it():
    template = '<p tal:condition="call()" tal:content="a + b">Sum</p><p tal:content="missing">Text</p>'
    assert bare(page(template, {"a": 1, "b": 2})) == "<p>Sum</p><p>Text</p>"


def test_conditions_and_cases():
    template = (
        '<p tal:condition="yes">1</p><p tal:condition="not: yes">2</p>'
        '<div tal:switch="kind"><p tal:case="\'a\'">A</p><p tal:case="\'b\'">B</p></div>'
    )
    assert bare(page(template, {"yes": True, "kind": "b"})) == "<p>1</p><div><p>B</p></div>"


def test_a_macro_that_is_passed_in_leaves_the_page_itself():
    template = '<div metal:use-macro="layout.macros[\'page\']"><p metal:fill-slot="content">Body</p></div>'
    assert bare(page(template)) == "<div><p>Body</p></div>"


def test_a_whole_template_as_a_macro():
    layout = '<html><head></head><body><div metal:define-slot="a">x</div></body></html>'
    html = page(
        '<x metal:use-macro="load: layout.pt"><p metal:fill-slot="a">Mine</p></x>', **{"layout.pt": layout}
    )
    assert "<body><p>Mine</p></body>" in bare(html)


def test_links_of_a_layout_in_another_folder():
    theme = {
        "page.pt": '<x metal:use-macro="load: base/layout.pt"></x>',
        "base/layout.pt": '<p><img src="logo.svg" alt=""><a href="../page.pt">x</a></p>',
    }
    prototype = export(theme, "page.pt")
    assert 'src="base/logo.svg"' in prototype.html
    assert 'href="page.html"' in prototype.html
    assert prototype.assets == ("base/logo.svg",)


def test_the_same_export_twice_is_the_same():
    first, second = (export(THEME, "films.pt", samples=SAMPLES) for _ in range(2))
    assert first.html == second.html
    changed = {"films.pt": {"many": {**MANY, "heading": "Other"}}}
    stamp = re.compile(r'data-stamp="(\w+)-')
    assert stamp.search(first.html)[1] != stamp.search(export(THEME, "films.pt", samples=changed).html)[1]


@pytest.mark.parametrize(
    ("name", "state", "reason"),
    [
        ("nope.pt", None, "no such template"),
        ("films.pt", "full", "no sample state"),
        ("bad.pt", None, "closes nothing"),
    ],
)
def test_bad_input_is_said(name, state, reason):
    with pytest.raises(RoundtripError, match=reason):
        export({**THEME, "bad.pt": "<p>a</b></p>"}, name, samples=SAMPLES, state=state)


def shown(template: str, **data) -> str:
    """The body of an exported template, without stamps."""
    page = export({"a.pt": template}, "a.pt", samples={"a.pt": {"one": data}}).html
    return re.sub(r' data-stamp="[^"]*"', "", page)


SWITCH = '<div data-tal-switch="mode"><p data-tal-case="\'grid\'">Grid</p><p data-tal-case="default">None</p></div>'


@pytest.mark.parametrize(("mode", "case"), [("grid", "<p>Grid</p>"), ("list", "<p>None</p>")])
def test_the_first_case_that_fits_is_shown(mode, case):
    assert shown(SWITCH, mode=mode) == f"<div>{case}</div>"


def test_all_cases_are_shown_where_nobody_can_tell():
    assert shown(SWITCH) == "<div><p>Grid</p><p>None</p></div>"


def test_each_row_has_a_switch_of_its_own():
    row = SWITCH.replace("<div ", '<div data-tal-repeat="mode modes" ')
    assert shown(row, modes=["grid", "list", "grid"]).count("Grid") == 2


@pytest.mark.parametrize(
    "markup",
    [
        "<!doctype html>\n<p>x</p>",
        '<?xml version="1.0" encoding="utf-8"?>\n<p xml:lang="en" lang="en">x</p>',
        '<div :class="open" @click="x" hx-on:click="go()" x-on:click.prevent="y">x</div>',
        '<svg><use xlink:href="#i"></use></svg>',
        "<a href=static/b.html?a=1 class=x>q</a><img src=static/a.png alt=x>",
        "<P>One<P>Two",
        "<ul><li>One<li>Two</ul>",
        "<script>if (a<b && c>d) go()</script>",
    ],
)
def test_what_designers_write_is_exported_as_they_wrote_it(markup):
    assert shown(markup) == markup


def test_a_template_of_left_out_end_tags_shows_what_the_site_shows():
    template = '<ul><li data-tal-repeat="film films">${film}<li data-tal-condition="False">Secret</ul>'
    page = shown(template, films=["Alien", "Brazil"])
    assert "Alien" in page and "Brazil" in page and "Secret" not in page


MASTER = '<html metal:define-macro="main"><body><h1>Site</h1><div metal:define-slot="content">-</div></body></html>'
FILLED = '<p metal:use-macro="{}"><b metal:fill-slot="content">Own</b></p>'


@pytest.mark.parametrize(
    "expression",
    [
        "master.macros['main']",
        "master.macros.main",
        "api.macro('kotti:templates/view/master.pt')",
        "view.layout('master')['main']",
        "python:context['view/master.pt'].macros['main']",
    ],
)
def test_a_layout_that_the_view_passes_in_is_found_by_its_name(expression):
    theme = {"view/master.pt": MASTER, "a.pt": FILLED.format(expression), "other.pt": MASTER}
    page = export(theme, "a.pt")
    assert page.templates == ("a.pt", "view/master.pt")
    assert "Site" in page.html and "Own" in page.html


@pytest.mark.parametrize("expression", ["main", "x.macros['main']", "layout(1 +", "view/../master"])
def test_where_names_do_not_tell_the_page_is_shown_as_it_stands(expression):
    theme = {"master.pt": MASTER, "a.pt": FILLED.format(expression), "macros.pt": MASTER}
    page = export(theme, "a.pt")
    assert page.templates == ("a.pt",) and "Own" in page.html


def test_an_edit_of_a_layout_that_was_passed_in_goes_to_the_layout():
    theme = {"master.pt": MASTER, "a.pt": FILLED.format("master.macros['main']")}
    edited = export(theme, "a.pt").html.replace("Site", "Our site").replace("Own", "My own")
    result = merge(theme, {"a.pt": edited})
    assert result.templates == {
        "master.pt": MASTER.replace("Site", "Our site"),
        "a.pt": theme["a.pt"].replace("Own", "My own"),
    }
