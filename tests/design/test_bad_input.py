"""What comes in that cannot be used: each is said in a sentence, with exit status 2, and nothing is written."""

import json
import shutil

import pytest

from myproject.scripts import main

from .conftest import FILMS, edit
from .test_merge import NEW_LEAD, films


@pytest.fixture
def run(theme_folder, capsys):
    """Runs a command on the theme; its exit status, and what it printed."""

    def command(name, *arguments):
        status = main([name, *map(str, arguments), "--theme", str(theme_folder)])
        captured = capsys.readouterr()
        return status, captured.out + captured.err

    return command


def test_a_page_that_was_renamed_is_named(theme_folder, prototypes, run):
    edit(prototypes / "films.html", NEW_LEAD)
    (prototypes / "films.html").rename(prototypes / "our films.html")
    status, said = run("merge", prototypes)
    assert status == 2
    assert "our films.html is the page films.html, by its stamps: give it that name" in said
    assert films(theme_folder) == FILMS


@pytest.mark.parametrize("copied", [True, False])
def test_a_page_that_the_export_did_not_make_is_told(theme_folder, prototypes, run, copied):
    if copied:
        shutil.copy(prototypes / "films.html", prototypes / "new.html")
    else:
        (prototypes / "new.html").write_text("<h1>New</h1>")
    edit(prototypes / "films.html", NEW_LEAD)
    status, said = run("merge", prototypes)
    assert status == 0
    why = "by its stamps it is a copy of films.html. To merge it, give it that name;"
    assert f"new.html:1: left out: {why if copied else 'the export has no such page;'}" in said
    assert films(theme_folder) == FILMS.replace(*NEW_LEAD)


def test_a_page_is_not_its_own_base(prototypes, run):
    edit(prototypes / "films.html", NEW_LEAD)
    status, said = run("merge", prototypes, "--base", prototypes)
    assert status == 2
    assert "cannot be its own --base: save the page unedited" in said


@pytest.mark.parametrize("edited", [True, False])
def test_a_base_that_is_no_folder_is_named(prototypes, run, edited):
    if edited:
        edit(prototypes / "films.html", NEW_LEAD)
    status, said = run("merge", prototypes, "--base", prototypes / "nowhere")
    assert status == 2
    assert f"There is no folder {prototypes / 'nowhere'}" in said


def test_an_export_of_another_theme_is_named(theme_folder, prototypes, run):
    for name in ("films.pt", "layout.pt"):
        (theme_folder / name).unlink()
    (theme_folder / "other.pt").write_text("<p>Other</p>")
    status, said = run("merge", prototypes)
    assert status == 2
    assert "was exported from another theme" in said


def test_a_record_that_is_no_text_is_named(prototypes, run):
    (prototypes / "export.json").write_bytes(b"\xff\xfe\x00")
    status, said = run("merge", prototypes)
    assert status == 2
    assert "export.json is not the record of an export" in said


def test_a_folder_that_cannot_be_made_is_named(tmp_path, run):
    (tmp_path / "file").write_text("")
    for command in (["export", "--to"], ["watch"]):
        status, said = run(*command, tmp_path / "file" / "export")
        assert status == 2
        assert "Traceback" not in said
        assert f"{tmp_path / 'file' / 'export'}: Not a directory" in said


def test_a_theme_that_cannot_be_written_stays_whole(theme_folder, prototypes, run, monkeypatch):
    edit(prototypes / "films.html", NEW_LEAD)

    def refuse(*arguments, **more):
        raise PermissionError(13, "Permission denied", str(theme_folder))

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    status, said = run("merge", prototypes, "--json")
    assert status == 2
    assert json.loads(said) == {
        "status": "error",
        "error": f"{theme_folder}: Permission denied. Nothing was changed there.",
    }
    assert films(theme_folder) == FILMS


def test_watching_no_theme_ends(tmp_path, capsys):
    assert main(["watch", str(tmp_path / "to"), "--theme", str(tmp_path / "nowhere")]) == 2
    assert "There is no folder" in capsys.readouterr().err


def test_what_a_mac_puts_beside_a_page_is_no_page(prototypes, run):
    (prototypes / "._films.html").write_bytes(b"\0\5\x16\7Mac OS X")
    edit(prototypes / "films.html", NEW_LEAD)
    status, said = run("merge", prototypes)
    assert (status, "._films" in said) == (0, False)


def test_an_archive_is_named(prototypes, run):
    archive = shutil.make_archive(str(prototypes), "zip", prototypes)
    status, said = run("merge", archive)
    assert (status, said) == (
        2,
        f"{archive} is a zip archive: unpack it, and merge the folder that was in it.\n",
    )


def test_the_folder_around_an_export_names_it(prototypes, run, tmp_path):
    (tmp_path / "unpacked").mkdir()
    prototypes.rename(tmp_path / "unpacked" / "prototypes")
    status, said = run("merge", tmp_path / "unpacked")
    assert status == 2
    assert f"An export lies in {tmp_path}/unpacked/prototypes: merge that folder." in said


@pytest.mark.parametrize("way", ["link", "record"])
def test_a_page_outside_of_the_export_is_not_read(prototypes, run, tmp_path, way):
    (tmp_path / "secret.html").write_text("<p>secret words</p>")
    if way == "link":
        (prototypes / "films.html").unlink()
        (prototypes / "films.html").symlink_to(tmp_path / "secret.html")
    else:
        record = prototypes / "export.json"
        record.write_text(record.read_text().replace('"films.html"', '"../secret.html"'))
        (prototypes / "films.html").unlink()
    status, said = run("merge", prototypes)
    assert (status, "leads out of" in said, "secret words" in said) == (2, True, False)
