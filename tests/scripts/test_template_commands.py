"""The commands that look at templates: check, bindings, rehearse."""

import json
from dataclasses import dataclass

import pytest
from pyramid.config import Configurator

from myproject.scripts import contexts, main
from myproject.scripts.contexts import ContextError
from tests.roundtrip.test_check import LAYOUT, PAGE


@pytest.fixture
def theme(tmp_path, monkeypatch):
    """A clean theme, away from any ini file."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "theme"
    (folder / "static").mkdir(parents=True)
    for name, text in {
        "layout.pt": LAYOUT,
        "films.pt": PAGE,
        "static/site.css": "",
        "static/a.jpg": "",
    }.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def test_check_is_silent_on_a_clean_theme(theme, capsys):
    assert main(["check", "--theme", str(theme)]) == 0
    assert capsys.readouterr().out == ""


def test_check_names_place_and_fix(theme, capsys):
    (theme / "films.pt").write_text(PAGE.replace(' alt="x"', "").replace("; alt film.poster.alt", ""))
    assert main(["check", "--theme", str(theme)]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{theme}/films.pt:11:40: missing-alt: <img> has no alt. Write alt=")
    assert main(["check", "--theme", str(theme), "--json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)
    assert (finding["template"], finding["line"], finding["rule"]) == ("films.pt", 11, "missing-alt")
    assert main(["check", "layout.pt", "--theme", str(theme)]) == 0


def test_check_fix_refreshes_shells(theme, capsys):
    (theme / "layout.pt").write_text(LAYOUT.replace("<nav>", '<nav class="menu">'))
    assert main(["check", "--theme", str(theme)]) == 1
    assert main(["check", "--theme", str(theme), "--fix"]) == 0
    assert (theme / "films.pt").read_text() == PAGE.replace("<nav>", '<nav class="menu">')
    assert "films.pt: shell made anew" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["check", "none.pt"], ["bindings", "none.pt"], ["rehearse", "none.pt"]])
def test_an_unknown_template_is_bad_input(theme, command, capsys):
    assert main([*command, "--theme", str(theme)]) == 2
    assert "none.pt" in capsys.readouterr().err


def test_no_folder_is_bad_input(theme, capsys):
    assert main(["check", "--theme", str(theme / "none")]) == 2
    assert "There is no folder" in capsys.readouterr().err


def test_bindings_as_text_and_json(theme, capsys):
    assert main(["bindings", "films.pt", "--theme", str(theme)]) == 0
    text = capsys.readouterr().out
    assert "<li> repeat (logic): film films" in text
    assert main(["bindings", "films.pt", "--theme", str(theme), "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    title = next(each for each in listed if each["expression"] == "film.title")
    assert (title["kind"], title["element"], title["place"]) == ("content", "a", "text")
    assert title["guards"][-1] == {"kind": "repeat", "expression": "film films"}
    assert title["id"] in text


def test_rehearse_as_text_and_json(theme, capsys):
    assert main(["rehearse", "layout.pt", "--theme", str(theme)]) == 0
    assert "browser: a tool that parses as a browser does" in capsys.readouterr().out
    assert main(["rehearse", "layout.pt", "--theme", str(theme), "--json"]) == 0
    assert [each["tool"] for each in json.loads(capsys.readouterr().out)][:1] == ["browser"]


@dataclass
class Context:
    title: str


def page(request) -> Context:
    return Context("x")


def untold(request):
    return Context("x")


def either(request) -> Context | None:
    return None


def collected(view) -> dict[str, type]:
    with Configurator() as config:
        config.add_renderer(".pt", lambda info: lambda value, system: "")
        config.add_view(view, renderer="page.pt")
    return contexts.collect(config.registry)


def test_contexts_come_from_the_views():
    assert collected(page) == {"page.pt": Context}
    assert collected(either) == {"page.pt": Context}


def test_a_view_that_does_not_tell_is_named():
    with pytest.raises(ContextError, match=r"test_template_commands\.untold renders page\.pt"):
        collected(untold)


def test_two_contexts_for_one_template_are_named():
    with Configurator() as config:
        config.add_renderer(".pt", lambda info: lambda value, system: "")
        config.add_view(page, renderer="page.pt")
        config.add_view(other, name="other", renderer="page.pt")
    with pytest.raises(ContextError, match=r"page\.pt gets"):
        contexts.collect(config.registry)


@dataclass
class Other:
    title: str


def other(request) -> Other:
    return Other("x")
