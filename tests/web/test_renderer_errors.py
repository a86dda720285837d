"""Every fault in a template names its file, line, column and expression, and says what to do."""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from myproject.web.template_error import TemplateError
from tests.web.rendering import make_theme, render

LAYOUT = """<!doctype html>
<html lang="en" data-metal-define-macro="page">
<title data-tal-content="title">Title</title>
<main data-metal-define-slot="main">main</main>
</html>
"""
PAGE = """<!doctype html>
<html lang="en" data-tal-define="layout load: layout.pt" data-metal-use-macro="layout.macros['page']">
<main data-metal-fill-slot="main">
  <ul>
    <li data-tal-repeat="film films">
      <b data-tal-content="film.title">Brazil</b>
    </li>
  </ul>
</main>
</html>
"""


@dataclass
class Film:
    title: str

    @property
    def broken(self):
        raise RuntimeError("no luck")


# A page, what the error says, line, column and the expression.
RAISING = [
    ("<p>\n  ${titel}</p>", "NameError: titel", 2, 5, "titel"),
    (
        "<p data-tal-content='film.titel'>t</p>",
        "AttributeError: 'Film' object has no attribute 'titel'",
        1,
        22,
        "film.titel",
    ),
    ("<p data-tal-content='numbers[7]'>t</p>", "KeyError: 7", 1, 22, "numbers[7]"),
    ("<p data-tal-content='1 + title'>t</p>", "TypeError: unsupported operand", 1, 22, "1 + title"),
    ("<p data-tal-content='film.broken'>t</p>", "RuntimeError: no luck", 1, 22, "film.broken"),
    ("<p data-tal-repeat='n 5'>t</p>", "TypeError: 'int' object is not iterable", 1, 23, "5"),
    ("<p data-tal-repeat='(a, b) [1]'>t</p>", "TypeError: cannot unpack", 1, 28, "[1]"),
    ("<p data-tal-condition='nope'>t</p>", "NameError: nope", 1, 24, "nope"),
    ("<p data-tal-define='a 1; b nope'>t</p>", "NameError: nope", 1, 28, "nope"),
    ("<p data-tal-attributes='title title; lang nope; id title'>t</p>", "NameError: nope", 1, 43, "nope"),
    ("<p data-tal-attributes='title 1 &lt; 2;; 3;\n lang nope'>t</p>", "invalid syntax", 1, 31, "1 < 2; 3"),
    (
        "<p data-tal-attributes='title 1 &lt; 2;\n lang nope &lt; 3'>t</p>",
        "NameError: nope",
        2,
        7,
        "nope < 3",
    ),
    ("<p title='a ${nope} b'>t</p>", "NameError: nope", 1, 15, "nope"),
    ("<p data-tal-content='string:a ${nope}'>t</p>", "NameError: nope", 1, 33, "nope"),
    ("<p data-tal-content='not:nope'>t</p>", "NameError: nope", 1, 26, "nope"),
    ("<p data-tal-switch='nope'><b data-tal-case='1'>1</b></p>", "NameError: nope", 1, 21, "nope"),
    ("<p data-tal-define='x load: nope.pt'>t</p>", "The theme has no nope.pt", 1, 23, "load: nope.pt"),
    ("<p>t</p>\n<p>${load: paeg.pt}</p>", "did you mean page.pt?", 2, 6, "load: paeg.pt"),
    ("<p data-tal-content='1 +'>t</p>", "invalid syntax", 1, 22, "1 +"),
    ("<p>${1 +}</p>", "invalid syntax", 1, 6, "1 +"),
    ("<p>${(t := title)}<b>t</b></p>", "cannot assign with :=", 1, 6, "(t := title)"),
    ("<p data-tal-content='dict(a=1, a=2)'><b>t</b></p>", "argument repeated: a", 1, 22, "dict(a=1, a=2)"),
    ("<p>${title or (yield)}<b>t</b></p>", "'yield' outside function", 1, 6, "title or (yield)"),
    ("<p data-tal-content='import: os'>t</p>", "Unknown expression type", 1, 22, "import: os"),
    ("<p data-tal-content='path: a/b'>t</p>", "Unknown expression type", 1, 22, "path: a/b"),
]


@pytest.mark.parametrize(
    ("source", "message", "line", "column", "expression"), RAISING, ids=[e[0] for e in RAISING]
)
def test_names_the_place(source, message, line, column, expression):
    with pytest.raises(TemplateError) as raised:
        render(source, title="T", film=Film("F"), numbers={})
    error = raised.value
    assert message in str(error)
    assert (error.line, error.column, error.expression) == (line, column, expression)


def test_names_the_place_inside_a_slot_and_inside_the_layout():
    theme = make_theme({"layout.pt": LAYOUT, "film.pt": PAGE})
    films = [SimpleNamespace(title="Brazil"), SimpleNamespace(name="Alien")]
    with pytest.raises(TemplateError) as raised:
        theme.template("film.pt").render({"title": "T", "films": films}, translate=None)
    assert (raised.value.filename, raised.value.line, raised.value.column) == ("theme/film.pt", 6, 28)
    assert isinstance(raised.value.__cause__, AttributeError)

    with pytest.raises(TemplateError) as raised:
        theme.template("film.pt").render({"films": []}, translate=None)
    assert (raised.value.filename, raised.value.line, raised.value.column) == ("theme/layout.pt", 3, 26)


def test_names_a_layout_that_does_not_compile():
    theme = make_theme({"layout.pt": LAYOUT.replace("</main>", ""), "film.pt": PAGE})
    with pytest.raises(TemplateError, match="while <main> of line 4 is open") as raised:
        theme.template("film.pt").render({"title": "T", "films": []}, translate=None)
    assert (raised.value.filename, raised.value.line) == ("theme/layout.pt", 5)


def test_names_a_macro_that_is_missing():
    theme = make_theme({"layout.pt": LAYOUT, "film.pt": PAGE.replace("'page'", "'paeg'")})
    with pytest.raises(TemplateError, match="Macro does not exist: 'paeg'") as raised:
        theme.template("film.pt").render({"title": "T", "films": []}, translate=None)
    assert (raised.value.filename, raised.value.line, raised.value.column) == ("theme/film.pt", 2, 80)
    assert "defines no macro of this name" in raised.value.advice


def test_advises_names_and_attributes():
    with pytest.raises(TemplateError) as raised:
        render("${titel}", title="T", film=1)
    assert raised.value.advice == "Did you mean title? This template may use: film, title."
    with pytest.raises(TemplateError, match="Did you mean title"):
        render("${film.titel}", film=Film("F"))


def test_refuses_what_is_not_utf_8_at_its_place():
    theme = make_theme({"page.pt": "<p>a</p>\n<p>é".encode("latin-1")})
    with pytest.raises(TemplateError, match="not UTF-8") as raised:
        theme.template("page.pt")
    assert (raised.value.line, raised.value.column) == (2, 4)


def test_reads_a_byte_order_mark_as_none():
    assert (
        make_theme({"page.pt": b"\xef\xbb\xbf<p>a</p>"}).template("page.pt").render({}, translate=None)
        == "<p>a</p>"
    )


def test_shows_an_excerpt_around_the_place():
    with pytest.raises(TemplateError) as raised:
        render("\n".join(f"<p>{number}</p>" for number in range(1, 10)) + "\n${nope}\n<p>11</p>\n")
    lines = raised.value.excerpt(around=1)
    assert lines == [(9, "<p>9</p>"), (10, "${nope}"), (11, "<p>11</p>")]


def test_on_error_shows_its_fallback():
    assert render("<p data-tal-on-error='string:sorry'>${nope}</p>") == "<p>sorry</p>"


def test_on_error_within_on_error_shows_one_fallback():
    inner = "<b data-tal-on-error='string:inner'>{}</b>"
    outer = "<p data-tal-on-error='string:outer'>a {} ${{nope}}</p>"
    assert render(outer.format(inner.format("fine"))) == "<p>outer</p>"
    assert render(outer.format(inner.format("${nope}"))) == "<p>outer</p>"


def test_on_error_shows_its_fallback_for_a_macro_and_for_what_fills_a_slot():
    assert (
        render("<p data-metal-define-macro='m' data-tal-on-error='string:sorry'>${nope}</p>")
        == "<p>sorry</p>"
    )
    layout = LAYOUT.replace("<main", "<main data-tal-on-error='string:sorry'").replace(
        ' data-tal-content="title"', ""
    )
    theme = make_theme({"layout.pt": layout, "film.pt": PAGE})
    page = theme.template("film.pt").render({"films": [SimpleNamespace()]}, translate=None)
    assert "<main>sorry</main>" in page


def test_a_broken_template_is_read_once_only(monkeypatch):
    theme = make_theme({"page.pt": "<p data-tal-contnt='x'>t</p>"})
    with pytest.raises(TemplateError):
        theme.template("page.pt")
    monkeypatch.setattr("myproject.web.theme.Template", None)
    with pytest.raises(TemplateError, match="data-tal-contnt"):
        theme.template("page.pt")
