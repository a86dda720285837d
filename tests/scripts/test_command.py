"""The `myproject` command as a shell starts it."""

import sqlite3
import subprocess
import sys

import pytest

from myproject.scripts import main

COMMAND = [sys.executable, "-c", "import sys; from myproject.scripts import main; sys.exit(main())"]


def test_a_reader_that_has_seen_enough_ends_it_quietly():
    with subprocess.Popen(
        [*COMMAND, "bindings", "films.pt", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as command:
        # Closed before anything was written, as `head -0` does.
        command.stdout.close()
        complaints = command.stderr.read()
    assert command.returncode == 141
    assert complaints == b""


def test_ctrl_c_ends_it_quietly(monkeypatch, capsys):
    def interrupted(args):
        raise KeyboardInterrupt

    monkeypatch.setattr("myproject.scripts.migrate.run", interrupted)
    assert main(["migrate"]) == 130
    assert capsys.readouterr().err == "Stopped.\n"


def test_what_the_libraries_will_do_one_day_is_no_news():
    done = subprocess.run([*COMMAND, "bindings", "none.pt"], capture_output=True, text=True)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "has no template none.pt" in line


@pytest.mark.parametrize("command", [["check"], ["migrate"], ["export", "--to", "pages"]])
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("gone.ini", None, "There is no file gone.ini"),
        ("gone", None, "There is no file gone"),
        ("notes.txt", b"[app:main]", "notes.txt is no ini file to work by: Could not find a matching loader"),
        (
            "a.ini",
            b"myproject.mode = production",
            "a.ini is no ini file to work by: File contains no section",
        ),
        (
            "a.ini",
            b"[app:main]\nuse = egg:myproject\nx = 1\nx = 2",
            "option 'x' in section 'app:main' already",
        ),
        ("a.ini", b"[app:main]\nuse = egg:myproject\nx = \xe9", "can't decode byte 0xe9"),
        ("a.ini", b"[app:main]\nuse = egg:myproject\nx = %(y)s", "Bad value substitution"),
        ("a.ini", b"[app:main]\nuse = egg:no-such-package", "a.ini is no ini file to work by: No package"),
    ],
)
def test_an_ini_file_that_cannot_be_read_is_named(tmp_path, monkeypatch, command, name, content, said):
    monkeypatch.chdir(tmp_path)
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(SystemExit) as caught:
        main(["--ini", name, *command])
    assert said in caught.value.code
    assert "\n" not in caught.value.code


INI = """[app:main]
use = egg:myproject
myproject.mode = development
myproject.secret = for-tests-only-for-tests-only-for-tests-only
myproject.database_url = {url}
myproject.media_dir = %(here)s/media
myproject.cache_dir = %(here)s/cache
myproject.hosts = *
"""


@pytest.mark.parametrize("command", [["migrate"], ["load-sample"], ["backup", "--to", "site.backup"]])
@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///%(here)s/a.ini", "file is not a database"),
        ("sqlite:///%(here)s", "unable to open database file"),
        ("postgresql://nobody:hush-hush@127.0.0.1:1/none", "Connection refused"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_a_sentence(
    tmp_path, monkeypatch, capsys, command, url, said
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.ini").write_text(INI.format(url=url))
    assert main(["--ini", "a.ini", *command]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(("Nothing was ", "No backup was made: "))
    assert said in line
    assert "hush-hush" not in line


def test_a_revision_that_is_none_is_told_in_a_sentence(tmp_path, capsys):
    (tmp_path / "a.ini").write_text(INI.format(url="sqlite:///%(here)s/site.db"))
    assert main(["--ini", str(tmp_path / "a.ini"), "migrate", "--to", "0815"]) == 2
    assert "Nothing was migrated: Can't locate revision identified by '0815'" in capsys.readouterr().err


def test_a_migration_that_fails_is_told_with_its_statement(tmp_path, capsys):
    (tmp_path / "a.ini").write_text(INI.format(url="sqlite:///%(here)s/site.db"))
    with sqlite3.connect(tmp_path / "site.db") as database:
        database.execute("CREATE TABLE film (id INTEGER)")
    assert main(["--ini", str(tmp_path / "a.ini"), "migrate"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("Nothing was migrated: table film already exists.\n")
    assert "CREATE TABLE film" in said
