"""The doctor finds what is wrong with a deployment, names it, and changes nothing."""

import json
import os
import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from myproject.models import opened
from myproject.ops import doctor, surroundings
from myproject.ops.proxy import proxy_problems
from myproject.scripts import main
from myproject.settings import Settings
from tests.servers import free_port
from tests.site.fixtures import ini_for, make_database

ROOT = Path(__file__).parents[2]
SECRET = "9b1d6c0f5e7a48c2a3d47f60e8b25911c4fa0d3e6b7892d5"
PROXY = {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": "x-forwarded-for x-forwarded-proto"}


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """A folder with everything a good deployment has."""
    folder = tmp_path_factory.mktemp("deployment")
    make_database(folder)
    text = (ROOT / "production.ini").read_text()
    for name, value in PROXY.items():
        text = text.replace(f"\n{name} =\n", f"\n{name} = {value}\n")
    (folder / "site.ini").write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        set_up(patch, folder)
        assert main(["compile", str(folder / "site.ini")]) == 0
    return folder


def set_up(patch, folder):
    settings = {
        "SECRET": SECRET,
        "DATABASE_URL": f"sqlite:///{folder}/site.db",
        "MEDIA_DIR": str(folder / "media"),
        "CACHE_DIR": str(folder / "cache"),
        "THEME": str(ROOT / "myproject" / "themes" / "default"),
        "HOSTS": "club.example",
    }
    for name, value in settings.items():
        patch.setenv(f"MYPROJECT_{name}", value)


@pytest.fixture
def deployment(compiled, tmp_path, monkeypatch):
    """A copy that a test may spoil; its path."""
    shutil.copytree(compiled, tmp_path, dirs_exist_ok=True)
    set_up(monkeypatch, tmp_path)
    return tmp_path


@pytest.fixture
def examine(deployment, capsys):
    """Runs the command; returns what it found by check, the worst where a check found several things."""

    def run(status):
        capsys.readouterr()
        assert main(["doctor", str(deployment / "site.ini"), "--json"]) == status
        found = json.loads(capsys.readouterr().out)
        return {each["check"]: each for each in sorted(found, key=lambda each: LEVELS.index(each["level"]))}

    return run


LEVELS = ["ok", "warning", "problem"]


@pytest.fixture(autouse=True)
def kept_clock(monkeypatch):
    """Whether this machine's clock is kept is no matter of the tests."""
    monkeypatch.setattr(doctor, "clock_is_kept", lambda: True)


def test_a_clock_that_nobody_keeps(examine, monkeypatch):
    monkeypatch.setattr(doctor, "clock_is_kept", lambda: False)
    found = examine(0)
    assert found["clock"]["level"] == "warning"
    assert found["clock"]["advice"] == "run an NTP client"


def test_the_kernel_is_asked_about_the_clock():
    assert surroundings.clock_is_kept() in (True, False)


def test_a_redis_that_does_not_answer(examine, monkeypatch):
    url = f"redis://:hush@127.0.0.1:{free_port()}/0"
    monkeypatch.setenv("MYPROJECT_PAGE_CACHE", url)
    found = examine(0)
    assert found["redis"]["level"] == "warning"
    assert found["redis"]["text"].startswith("that of page_cache does not answer: ")
    assert "hush" not in str(found)


def test_which_redis_is_asked():
    named = settings(page_cache="redis://a/0?size=8MB", rate_storage="redis://b/1")
    assert surroundings.redis_urls(named) == {"page_cache": "redis://a/0", "rate_storage": "redis://b/1"}
    assert surroundings.redis_urls(settings()) == {}


def settings(**changes):
    return Settings.read(ini_for(Path("/tmp")) | {f"myproject.{k}": v for k, v in changes.items()}, {})


def test_metrics_that_everybody_may_read():
    assert doctor.scrape(settings(metrics="10.0.0.0/8 0.0.0.0/0")).level == "warning"
    assert doctor.scrape(settings(metrics="10.0.0.0/8")).text == "/metrics is for 10.0.0.0/8"
    assert doctor.scrape(settings()).text == "/metrics is for nobody"


def test_a_good_deployment(examine, deployment):
    before = {path: path.stat().st_mtime_ns for path in deployment.rglob("*") if path.suffix != ".db-shm"}
    found = examine(0)
    assert {name: each["level"] for name, each in found.items()} == dict.fromkeys(found, "ok"), found
    assert {
        "secret",
        "database",
        "migrations",
        "media",
        "cache",
        "theme",
        "compiled",
        "headers",
        "proxy",
        "clock",
    } <= {*found}
    changed = [path for path, when in before.items() if path.is_file() and path.stat().st_mtime_ns != when]
    assert changed == []


def test_it_is_readable_too(examine, deployment, capsys):
    assert main(["doctor", str(deployment / "site.ini")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(line.split()[0] in LEVELS for line in lines)
    assert "ok      migrations the tables are current" in lines


@pytest.mark.parametrize(
    ("variable", "value", "check", "status"),
    [
        ("SECRET", "for-tests-only-" * 3, "secret", 1),
        ("SECRET", "a" * 64, "secret", 1),
        ("HOSTS", "*", "hosts", 0),
        ("HTTPS", "false", "headers", 0),
        ("MODE", "development", "mode", 0),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none", "database", 1),
        ("DATABASE_URL", "sqlite:////nowhere/site.db", "database", 1),
        ("MEDIA_DIR", "/proc/media", "media", 1),
        ("THEME", "/nowhere", "theme", 1),
        ("THEME", str(Path(__file__).parent), "theme", 1),
        ("SERVER_TRUSTED_PROXY_HEADERS", "x-forwarded-for", "proxy", 1),
        ("SERVER_WORKERS", "many", "proxy", 1),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(examine, monkeypatch, variable, value, check, status):
    monkeypatch.setenv(f"MYPROJECT_{variable}", value)
    found = examine(status)
    assert found[check]["level"] == LEVELS[status + 1]
    assert found[check]["advice"]


def test_older_tables(examine, deployment):
    with opened(f"sqlite:///{deployment}/site.db") as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    assert "older" in examine(1)["migrations"]["text"]


def test_an_empty_site(examine, monkeypatch, tmp_path):
    monkeypatch.setenv("MYPROJECT_DATABASE_URL", f"sqlite:///{tmp_path}/empty.db")
    assert main(["migrate", str(tmp_path / "site.ini")]) == 0
    found = examine(0)
    assert "load-sample" in found["content"]["advice"]
    assert [name for name, each in found.items() if each["level"] != "ok"] == ["content"]


def test_templates_that_are_not_compiled(examine, deployment, monkeypatch):
    shutil.copytree(os.environ["MYPROJECT_THEME"], deployment / "theme")
    monkeypatch.setenv("MYPROJECT_THEME", str(deployment / "theme"))
    with (deployment / "theme" / "error.pt").open("a") as template:
        template.write("\n")
    assert examine(0)["compiled"]["advice"] == "run: myproject compile"


def test_a_theme_with_a_fault(examine, deployment, monkeypatch):
    shutil.copytree(os.environ["MYPROJECT_THEME"], deployment / "theme")
    (deployment / "theme" / "films.pt").write_text('<p data-tal-content="films."></p>')
    monkeypatch.setenv("MYPROJECT_THEME", str(deployment / "theme"))
    assert "films.pt" in examine(1)["theme"]["text"]


def test_a_page_without_its_headers(examine, monkeypatch):
    monkeypatch.setattr("myproject.web.headers.HEADERS", {})
    assert "Content-Security-Policy" in examine(1)["headers"]["text"]


def test_a_full_disk_and_a_clock_that_stands(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))
    assert doctor.folder("media", tmp_path, "media_dir").level == "warning"
    monkeypatch.setattr(doctor.time, "time", lambda: 0.0)
    assert doctor.clock().level == "problem"


@pytest.mark.parametrize(
    ("changes", "https", "levels"),
    [
        ({}, True, []),
        ({"trusted_proxy": "", "trusted_proxy_headers": ""}, True, ["problem"]),
        ({"trusted_proxy": "", "trusted_proxy_headers": ""}, False, []),
        ({"trusted_proxy": "", "trusted_proxy_headers": "", "url_scheme": "https"}, True, []),
        ({"trusted_proxy_headers": "x-forwarded-proto"}, True, ["warning"]),
        ({"trusted_proxy": "*"}, True, ["warning"]),
        ({"trusted_proxy_headers": ""}, True, ["problem"]),
        ({"use": "egg:waitress"}, True, []),
    ],
)
def test_how_visitors_come(changes, https, levels):
    section = {"use": "egg:myproject#waitress"} | PROXY | changes
    assert [level for level, *_ in proxy_problems(section, {}, https=https)] == levels


def test_random_secrets_pass():
    assert doctor.secret(SECRET).level == "ok"
    assert doctor.secret("kT9$wq!zR4vB_n2L#xE7pYc8H@ds5FgM").level == "ok"


def test_a_database_of_a_newer_program(examine, deployment):
    """To migrate would not help: this program does not know where that one has got to."""
    with opened(os.environ["MYPROJECT_DATABASE_URL"]) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    found = examine(1)["migrations"]
    assert found["text"].startswith("the database is at 9999")
    assert found["advice"] == "install the program that it was migrated with, or a newer one"


@pytest.mark.parametrize("start", [0, 4096 * 2])
def test_a_damaged_database(examine, deployment, start):
    """Its first page tells that it is a database at all, the others hold what is read later."""
    with (deployment / "site.db").open("r+b") as file:
        size = file.seek(0, 2)
        file.seek(start)
        file.write(b"x" * (size - start))
    found = examine(1)["database"]
    assert found["text"].startswith("it cannot be read: ")
    assert found["advice"].endswith("restore a backup in its place")


@pytest.mark.parametrize("name", ["site.db", "media/originals"])
def test_files_that_another_user_made(examine, deployment, monkeypatch, name):
    """As a restore that root ran leaves them; tests may run as root, who may write to anything."""
    (deployment / "media" / "originals").mkdir(parents=True, exist_ok=True)
    access = os.access
    others = str(deployment / name)
    monkeypatch.setattr(os, "access", lambda path, mode: str(path) != others and access(path, mode))
    found = examine(1)["database" if name == "site.db" else "media"]
    assert found["text"] == f"{others} cannot be written to"
    assert found["advice"].startswith("give it to the user of the server")


@pytest.mark.parametrize("what", ["empty", "file"])
def test_a_theme_that_is_none(examine, deployment, monkeypatch, what):
    theme = deployment / "theme"
    theme.write_text("") if what == "file" else theme.mkdir()
    monkeypatch.setenv("MYPROJECT_THEME", str(theme))
    found = examine(1)["theme"]
    assert found["text"].startswith("it cannot be read: ")
    assert "the folder of a theme" in found["advice"]
