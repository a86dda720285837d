"""What a designer gets, and what is remembered of it."""

import json
import subprocess

import pytest

from myproject.design import base, exports, folder
from myproject.design.folder import ThemeError
from myproject.scripts import main

from .conftest import EMPTY, FILMS, edit


def files(root):
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_pages_come_with_all_they_need_and_the_layout_is_no_page(prototypes):
    assert files(prototypes) == {
        "films.html",
        "static/css/site.css",
        "static/img/logo.svg",
        "README.txt",
        "export.json",
    }
    html = (prototypes / "films.html").read_text()
    assert "Trafic" in html
    assert "Thursdays at eight." in html


def test_an_export_carries_no_code(prototypes):
    for path in prototypes.rglob("*"):
        if path.is_file():
            text = path.read_text()
            assert not [word for word in ("tal-", "metal-", "film.title", "${", "load:") if word in text], (
                path
            )


def test_another_state_is_shown_where_there_is_one(theme_folder, tmp_path, capsys):
    assert (
        main(["export", "--theme", str(theme_folder), "--to", str(tmp_path / "out"), "--state", "empty"]) == 0
    )
    assert "No films" in (tmp_path / "out/films.html").read_text()
    assert "showing empty" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing.pt"], "no template nothing.pt"),
        (["--state", "odd"], "named odd"),
        (["--theme", "/nonexistent"], "no folder"),
    ],
)
def test_what_cannot_be_exported_is_said(theme_folder, tmp_path, capsys, arguments, said):
    theme = [] if "--theme" in arguments else ["--theme", str(theme_folder)]
    assert main(["export", *theme, "--to", str(tmp_path / "out"), *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_broken_template_is_named_and_the_others_are_exported(theme_folder, tmp_path, capsys):
    (theme_folder / "broken.pt").write_text("<p>Films</div>")
    assert main(["export", "--theme", str(theme_folder), "--to", str(tmp_path / "out")]) == 2
    assert "broken.pt, line" in capsys.readouterr().err
    assert (tmp_path / "out/films.html").exists()


def test_nothing_of_somebody_else_is_overwritten(theme_folder, tmp_path):
    theme = folder.read(theme_folder)
    (tmp_path / "other").mkdir()
    (tmp_path / "other/films.html").write_text("mine")
    with pytest.raises(ThemeError, match="holds other files"):
        exports.export(theme, tmp_path / "other")
    with pytest.raises(ThemeError, match="in the theme itself"):
        exports.export(theme, theme_folder / "out")


def test_unmerged_edits_are_not_overwritten(theme_folder, prototypes):
    edit(prototypes / "films.html", ("Every film is introduced.", "Every film has a host."))
    with pytest.raises(ThemeError, match=r"films\.html .* changed since the export"):
        exports.export(folder.read(theme_folder), prototypes)


def test_exporting_twice_gives_the_same_bytes(theme_folder, prototypes):
    before = {name: (prototypes / name).read_bytes() for name in files(prototypes)}
    exports.export(folder.read(theme_folder), prototypes)
    assert {name: (prototypes / name).read_bytes() for name in files(prototypes)} == before


def test_the_theme_as_it_was_is_remembered(theme_folder, prototypes):
    record = exports.read_record(prototypes)
    edit(theme_folder / "films.pt", ("introduced", "applauded"))
    (theme_folder / "samples/films.empty.json").unlink()
    then = base.recall(record.pages["films.html"].texts, folder.read(theme_folder))
    assert then.templates["films.pt"] == FILMS
    assert then.sample_texts["samples/films.empty.json"] == EMPTY


def test_a_colleague_finds_it_in_the_history_of_git(theme_folder, tmp_path, monkeypatch):
    def git(*arguments):
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false")
        subprocess.run(["git", *who, *arguments], cwd=theme_folder, check=True, capture_output=True)

    git("init")
    git("add", ".")
    git("commit", "-m", "theme")
    record = exports.export(folder.read(theme_folder), tmp_path / "prototypes")[0]
    edit(theme_folder / "films.pt", ("introduced", "applauded"))
    git("commit", "-am", "edit")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "elsewhere"))
    assert (
        base.recall(record.pages["films.html"].texts, folder.read(theme_folder)).templates["films.pt"]
        == FILMS
    )


def test_what_nobody_remembers_is_named(theme_folder, prototypes, tmp_path, monkeypatch):
    record = exports.read_record(prototypes)
    edit(theme_folder / "films.pt", ("introduced", "applauded"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "elsewhere"))
    with pytest.raises(ThemeError, match=r"what films\.pt was when this was exported"):
        base.recall(record.pages["films.html"].texts, folder.read(theme_folder))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"pages": {}, "static": {"a.css": "../../secret"}}',
        '{"pages": {"a.html": {}}, "static": {}}',
        '{"pages": {"a.html": {"template": 1, "state": null, "stamps": [], "fingerprint": "", "texts": {}}}, '
        '"static": {}}',
    ],
)
def test_a_record_that_was_tampered_with_is_refused(prototypes, content):
    (prototypes / "export.json").write_text(content)
    with pytest.raises(ThemeError, match="not the record of an export"):
        exports.read_record(prototypes)


def test_the_record_reads_back(prototypes):
    record = exports.read_record(prototypes)
    assert json.loads(record.to_json())["pages"]["films.html"]["template"] == "films.pt"
    assert base.Record.from_json(record.to_json(), prototypes) == record
