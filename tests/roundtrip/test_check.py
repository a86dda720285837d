"""Each rule of the check has a template that breaks it, and a clean theme has no finding."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from markupsafe import Markup

from myproject.roundtrip.check.check import check, refreshed

LAYOUT = """<!DOCTYPE html>
<html lang="en" data-metal-define-macro="page" data-tal-attributes="lang lang">
<head>
  <title data-tal-content="title">A title</title>
  <link rel="stylesheet" href="static/site.css">
</head>
<body>
  <nav><a href="films.pt" data-tal-repeat="entry menu"
    data-tal-attributes="href entry.url" data-tal-content="entry.label">Films</a></nav>
  <main data-metal-define-slot="main"><p>Sample</p></main>
</body>
</html>
"""

PAGE = """<!DOCTYPE html>
<html lang="en" data-tal-define="layout load: layout.pt" data-metal-use-macro="layout.macros['page']">
<head>
  <title>A title</title>
  <link rel="stylesheet" href="static/site.css">
</head>
<body>
  <nav><a href="films.pt">Films</a></nav>
  <main data-metal-fill-slot="main">
    <ul data-tal-condition="films">
      <li data-tal-repeat="film films"><img src="static/a.jpg" alt="x" data-tal-condition="film.poster"
        data-tal-attributes="src film.poster.src; alt film.poster.alt">
        <a href="films.pt" data-tal-attributes="href film.url" data-tal-content="film.title">Alien</a></li>
    </ul>
    <p data-tal-condition="not: films and by_name" data-tal-content="by_name['x'].title">None</p>
    <div data-tal-content="structure text">Words</div>
    <p data-tal-define="first films[0]; label string:${first.title}!" data-tal-content="label">Alien!</p>
  </main>
</body>
</html>
"""


@dataclass
class Entry:
    label: str
    url: str


@dataclass
class Picture:
    src: str
    alt: str


@dataclass
class Film:
    title: str
    url: str
    poster: Picture | None = None


@dataclass(kw_only=True)
class Base:
    lang: str
    title: str
    menu: list[Entry]


@dataclass(kw_only=True)
class Films(Base):
    films: list[Film]
    by_name: Mapping[str, Film] = field(default_factory=dict)
    text: Markup


ASSETS = ["static/site.css", "static/a.jpg"]
CONTEXTS = {"films.pt": Films}


def checked(page: str = PAGE, layout: str = LAYOUT):
    return check({"layout.pt": layout, "films.pt": page}, ASSETS, CONTEXTS)


def test_a_clean_theme():
    assert checked() == []


LIST = '<ul data-tal-condition="films">'

BROKEN = {
    "unknown-name": (LIST, '<ul data-tal-condition="movies">', "movies is supplied by nothing"),
    "unknown-field": ("film.title", "film.name", "Film has no name; it has title, url, poster"),
    "unknown-field through an optional": ("src film.poster.src", "src film.poster.file", "has no file"),
    "unknown-field through a mapping": ("by_name['x'].title", "by_name['x'].name", "Film has no name"),
    "unknown-field through a definition": ("${first.title}", "${first.name}", "Film has no name"),
    "unknown-field in an attribute": ("href film.url", "href film.link", "Film has no link"),
    "unguarded": (' data-tal-condition="film.poster"', "", "film.poster may be nothing here"),
    "unguarded by its opposite": (
        'condition="film.poster"',
        'condition="not: film.poster"',
        "may be nothing here",
    ),
    "unguarded by another": (
        'condition="film.poster"',
        'condition="film.poster or title"',
        "may be nothing here",
    ),
    "not-a-list": ("film films", "film title", "str cannot be repeated over"),
    "unused-field": ("structure text", "structure default", "Films.text is not used"),
    "unused-field nested": ("; alt film.poster.alt", "", "Picture.alt is used by no template"),
    "unsafe-structure": ("structure text", "structure title | text", "unescaped"),
    "too-much-logic": ("href film.url", "href film.url.upper()", "has a call"),
    "too-much-logic arithmetic": ("href film.url", "href film.url + '?x'", "has arithmetic"),
    "too-much-logic alternative": ('condition="films"', 'condition="films | nothing"', "has a | alternative"),
    "too-much-logic import": (LIST, '<ul data-tal-define="os import: os">', "uses import:"),
    "too-much-logic python": (LIST, f"<?python x = 1 ?>{LIST}", "runs statements"),
    "bad-expression": ("href film.url", "href film.", "is no expression"),
    "script": (LIST, f"<script>var x = '${{title}}'</script>{LIST}", "stands inside a script"),
    "script content": (LIST, f"<script data-tal-content='title'>x</script>{LIST}", "writes a script"),
    "unsafe-position handler": (LIST, f'<p onclick="${{title}}">x</p>{LIST}', "an event handler"),
    "unsafe-position comment": (LIST, f"<!-- ${{title}} -->{LIST}", "a comment"),
    "unsafe-position style": (LIST, f'<p style="color: ${{title}}">x</p>{LIST}', "in a style"),
    "unsafe-position unquoted": (LIST, f"<p title=${{title}}>x</p>{LIST}", "not inside quotes"),
    "unsafe-position computed": (
        LIST,
        f"<p title=x data-tal-attributes='title title'>x</p>{LIST}",
        "no quotes",
    ),
    "dead-link": (LIST, f'<a href="/x/${{title}}">x</a>{LIST}', "a dead link"),
    "visible-code": (">Alien<", ">${title}<", "shows as it is"),
    "mixed-style": (LIST, '<ul tal:condition="films">', "another style"),
    "unknown-statement": (LIST, '<ul data-tal-if="films">', "no statement"),
    "unknown-slot": ('fill-slot="main"', 'fill-slot="centre"', "has no slot centre"),
    "unknown-macro": ("macros['page']", "macros['sheet']", "no macro sheet"),
    "missing-layout": ("load: layout.pt", "load: sheet.pt", "sheet.pt is not in the theme"),
    "two-doctypes": ("layout.macros['page']", "load: layout.pt", "two doctypes"),
    "outside-slots": ("<nav><a", '<nav class="new"><a', "no copy of layout.pt"),
    "unclosed": ("</ul>", "", "no end tag"),
    "missing-lang": ('<html lang="en"', "<html", "does not say its language"),
    "missing-alt": (LIST, f'<img src="static/a.jpg">{LIST}', "has no alt"),
    "no-sample": (LIST, f'<img alt="" data-tal-attributes="src title">{LIST}', "shows nothing"),
    "missing-label": (LIST, f'<input name="q">{LIST}', "<input> has no label"),
    "missing-label button": (LIST, f"<button></button>{LIST}", "<button> has no label"),
    "dangling-link": (LIST, f'<a href="film.pt">x</a>{LIST}', "leads to no template"),
    "dangling-link fragment": (LIST, f'<a href="#top">x</a>{LIST}', "no element has the id top"),
    "dangling-link absolute": (LIST, f'<a href="/films">x</a>{LIST}', "starts at the root"),
    "missing-asset": (LIST, f'<img src="static/b.jpg" alt="">{LIST}', "static/b.jpg is not in the theme"),
    "missing-asset srcset": (
        LIST,
        f'<img srcset="static/a.jpg 1x, static/b.jpg 2x" alt="">{LIST}',
        "static/b.jpg",
    ),
    "missing-asset style": (LIST, f'<p style="background: url(static/b.jpg)">x</p>{LIST}', "static/b.jpg"),
    "missing-asset stylesheet": (
        LIST,
        f"<style>p {{ background: url('static/b.jpg') }}</style>{LIST}",
        "static/b.jpg",
    ),
    "unreadable": ("</ul>", "</ol>", "</ol> closes nothing"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_template(name):
    old, new, words = BROKEN[name]
    assert old in PAGE
    rule = name.partition(" ")[0]
    found = [finding for finding in checked(PAGE.replace(old, new, 1)) if finding.rule == rule]
    assert any(words in finding.message for finding in found), checked(PAGE.replace(old, new, 1))
    for finding in found:
        assert finding.template == "films.pt" and finding.line >= 1 and finding.column >= 1 and finding.fix


@pytest.mark.parametrize("test", ["film.poster and title", "title and film.poster", "film.poster"])
def test_a_condition_that_asks_is_enough(test):
    assert checked(PAGE.replace('condition="film.poster"', f'condition="{test}"')) == []
    within = PAGE.replace(' data-tal-condition="film.poster"', "").replace(
        "src film.poster.src", "src film.poster and film.poster.src"
    )
    assert {finding.message for finding in checked(within)} == {"film.poster may be nothing here"}
    within = within.replace("alt film.poster.alt", "alt title and film.poster and film.poster.alt")
    assert checked(within) == []


def test_a_block_of_data_may_be_written():
    block = "<script type='application/ld+json' data-tal-content='structure text'>{}</script>"
    assert checked(PAGE.replace(LIST, block + LIST)) == []


def test_places_are_those_of_the_text():
    (finding,) = checked(
        PAGE.replace(' alt="x"', "").replace("; alt film.poster.alt", "; title film.poster.alt")
    )
    line = PAGE.splitlines().index(next(each for each in PAGE.splitlines() if "<img" in each)) + 1
    assert (finding.rule, finding.line, finding.column) == ("missing-alt", line, 40)
    assert str(finding).startswith(f"films.pt:{line}:40: missing-alt: <img> has no alt. Write ")


def test_a_layout_is_checked_with_the_contexts_of_its_pages():
    findings = checked(layout=LAYOUT.replace("entry.label", "entry.text"))
    assert ("layout.pt", "unknown-field") in {(finding.template, finding.rule) for finding in findings}
    findings = checked(layout=LAYOUT.replace('content="title"', 'content="heading"'))
    assert ("layout.pt", "unknown-name") in {(finding.template, finding.rule) for finding in findings}
    assert ("films.pt", "unused-field") not in {(finding.template, finding.rule) for finding in checked()}


def test_a_page_without_a_shell_is_fine():
    slot = PAGE[PAGE.index("  <main") : PAGE.index("</main>") + 7]
    page = PAGE[: PAGE.index("<head>")] + slot + "\n</html>\n"
    assert checked(page) == []
    assert refreshed({"layout.pt": LAYOUT, "films.pt": page}) == {}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_fix_makes_the_shell_anew_and_touches_nothing_else(newline):
    layout = LAYOUT.replace("<nav>", '<nav class="menu" data-i18n-attributes="title">\n    <b>New</b>')
    stale = PAGE.replace("\n", newline)
    assert "outside-slots" in {finding.rule for finding in checked(stale, layout)}
    fresh = refreshed({"layout.pt": layout, "films.pt": stale})
    assert fresh == {
        "films.pt": PAGE.replace("<nav>", '<nav class="menu">\n    <b>New</b>').replace("\n", newline),
    }
    assert checked(fresh["films.pt"], layout) == []
    assert refreshed({"layout.pt": layout, **fresh}) == {}


def test_interpolations_of_the_layout_are_not_in_the_shell():
    layout = LAYOUT.replace("<nav>", '<nav class="a ${lang}"><b>${title}</b><i>$5 { ${title} }</i>')
    layout = layout.replace("</nav>", "<tal:x><u>New</u></tal:x></nav>")
    fresh = refreshed({"layout.pt": layout, "films.pt": PAGE})["films.pt"]
    assert '<nav class="a "><b></b><i>$5 {  }</i>' in fresh
    assert "<u>New</u></nav>" in fresh


def test_other_styles_and_layouts_by_path():
    page = """<html lang="en" xmlns:tal="http://xml.zope.org/namespaces/tal"
      tal:define="master load: ../layout.pt" metal:use-macro="master.macros.page">
      <main metal:fill-slot="main"><p tal:content="title">x</p></main></html>"""
    layout = LAYOUT.replace("films.pt", "sub/films.pt")
    assert check({"layout.pt": layout, "sub/films.pt": page}, ASSETS) == []
    findings = check({"layout.pt": layout, "sub/films.pt": page.replace('"main"', '"mine"')}, ASSETS)
    assert [finding.rule for finding in findings] == ["unknown-slot"]


def test_every_rule_is_in_the_docs():
    text = (Path(__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")
    rules = {name.partition(" ")[0] for name in BROKEN}
    assert {line.split("`")[1] for line in text.splitlines() if line.startswith("| `")} == rules
