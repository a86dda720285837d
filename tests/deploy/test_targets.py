"""The files that hosting platforms, systemd and containers start the site by."""

import json
import re
import shlex
import shutil
import subprocess
import time
import tomllib
from configparser import RawConfigParser

import pytest

from myproject.settings import Settings
from tests.deploy.running import BIN, ROOT, ask, environment, running
from tests.servers import PATIENCE, free_port
from tests.site.fixtures import make_database

# Servers of tests listen on loopback only, whatever a platform's $PORT makes the program ask for.
LOOPBACK = """
import socket

bind = socket.socket.bind

def bind_to_loopback(self, address):
    loopback = {socket.AF_INET: "127.0.0.1", socket.AF_INET6: "::1"}
    bind(self, (loopback[self.family], *address[1:]) if self.family in loopback else address)

socket.socket.bind = bind_to_loopback
"""


def procfile():
    lines = (ROOT / "Procfile").read_text().splitlines()
    return {name: command for name, _, command in (line.partition(": ") for line in lines)}


@pytest.mark.integration
def test_the_procfile_on_a_platform(tmp_path):
    """The release migrates an empty database; the web process listens on $PORT and believes the router."""
    (tmp_path / "sitecustomize.py").write_text(LOOPBACK)
    app = json.loads((ROOT / "app.json").read_text())
    given = {name: each["value"] for name, each in app["env"].items() if "value" in each}
    port = free_port()
    environ = environment(tmp_path) | given
    environ |= {
        "DATABASE_URL": environ.pop("MYPROJECT_DATABASE_URL"),
        "PORT": str(port),
        "PYTHONPATH": str(tmp_path),
    }
    release = subprocess.run(
        ["sh", "-c", procfile()["release"]], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60
    )
    assert release.returncode == 0, release.stderr
    with running(["sh", "-c", f"exec env {procfile()['web']}"], port, env=environ):
        assert json.loads(ask(port, "/readyz", host="10.1.2.3").text) == {"status": "ok"}
        page = ask(port, "/robots.txt", **{"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"})
        assert page.status == 200
        assert "Sitemap: https://" in page.text


def test_the_settings_that_a_platform_asks_for_exist():
    app = json.loads((ROOT / "app.json").read_text())
    parser = RawConfigParser()
    parser.read(ROOT / "production.ini")
    known = {f"MYPROJECT_{name.upper()}" for name in Settings.__dataclass_fields__}
    known |= {f"MYPROJECT_SERVER_{name.upper()}" for name in parser["server:main"]}
    assert set(app["env"]) <= known


def test_the_python_of_platforms_is_one_that_setup_takes():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    least = project["requires-python"].removeprefix(">=")
    assert (ROOT / ".python-version").read_text().strip() == least
    assert f"python:{least}-" in (ROOT / "deploy" / "Containerfile").read_text()


def test_platforms_install_what_is_locked():
    (line,) = [line for line in (ROOT / "requirements.txt").read_text().splitlines() if line[:1] != "#"]
    assert (ROOT / line.removeprefix("-r ")).is_file()
    hook = ROOT / "bin" / "post_compile"
    assert hook.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", hook]).returncode == 0


@pytest.mark.integration
def test_the_hook_compiles_the_templates(tmp_path):
    """Its second command, as the first would install over the environment of the tests."""
    command = (ROOT / "bin" / "post_compile").read_text().splitlines()[-1]
    environ = environment(tmp_path)
    for name in ("SECRET", "HOSTS", "DATABASE_URL"):
        del environ[f"MYPROJECT_{name}"]
    result = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=100
    )
    assert result.returncode == 0, result.stderr
    assert "Compiled" in result.stdout


@pytest.mark.integration
def test_systemd_takes_the_unit(tmp_path):
    """With the programs of this checkout, as systemd looks whether they are there."""
    text = (ROOT / "deploy" / "myproject.service").read_text()
    assert "ExecStart=/srv/myproject/.venv/bin/pserve production.ini" in text
    unit = tmp_path / "myproject.service"
    unit.write_text(text.replace("/srv/myproject/.venv/bin", str(BIN)))
    result = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", unit],
        capture_output=True,
        text=True,
    )
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.integration
def test_systemd_finds_the_unit_well_locked():
    """Its own measure of exposure, from 0 (none) to 10, is at most 2.5."""
    unit = ROOT / "deploy" / "myproject.service"
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=25", "--no-pager", unit]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout[-200:]


def test_the_unit_leaves_the_server_time_to_drain():
    text = (ROOT / "deploy" / "myproject.service").read_text()
    parser = RawConfigParser()
    parser.read(ROOT / "production.ini")
    timeout = int(re.search(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)[1])
    assert timeout > int(parser["server:main"]["shutdown_timeout"]) + 5


def steps():
    """The instructions of the Containerfile with their arguments."""
    text = (ROOT / "deploy" / "Containerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(name, rest.strip()) for name, _, rest in (line.strip().partition(" ") for line in lines)]


def test_the_container_is_built_from_what_is_there_and_locked():
    ignored = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] == "!"}
    for name, rest in steps():
        if name == "COPY" and not rest.startswith("--from"):
            for source in shlex.split(rest)[:-1]:
                assert (ROOT / source).exists(), source
                assert source.split("/")[0] in ignored, source
    installs = [rest for name, rest in steps() if name == "RUN" and "pip install" in rest]
    assert all("--require-hashes" in rest or "--no-deps" in rest for rest in installs)


def test_the_container_runs_as_nobody_in_particular():
    (user,) = [rest for name, rest in steps() if name == "USER"]
    assert int(user) > 0


@pytest.mark.integration
def test_the_container_starts_and_is_found_healthy(tmp_path):
    """Its environment, command and health check, without the container around them."""
    (tmp_path / "sitecustomize.py").write_text(LOOPBACK)
    site, port = tmp_path / "site", free_port()
    site.mkdir()
    shutil.copy(ROOT / "production.ini", site)
    shutil.copytree(ROOT / "myproject/themes/default", site / "myproject/themes/default")
    make_database(tmp_path)
    (given,) = [rest for name, rest in steps() if name == "ENV"]
    values = dict(each.split("=", 1) for each in shlex.split(given))
    environ = environment(tmp_path)
    assert {"MYPROJECT_DATABASE_URL", "MYPROJECT_MEDIA_DIR", "MYPROJECT_CACHE_DIR"} <= set(values)
    environ |= {
        name: value.replace("/data", str(tmp_path)) for name, value in values.items() if name != "PATH"
    }
    environ |= {"PORT": str(port), "PYTHONPATH": str(tmp_path)}
    commands = [json.loads(rest.removeprefix("CMD ")) for name, rest in steps() if name == "CMD"]
    (health,) = [rest.partition("CMD ")[2] for name, rest in steps() if name == "HEALTHCHECK"]
    check = json.loads(health)
    assert subprocess.run(check, env=environ, capture_output=True).returncode == 1
    with running(commands[-1], port, env=environ, cwd=site):
        # Asked again and again while it starts, as containers are.
        deadline = time.monotonic() + PATIENCE
        while subprocess.run(check, env=environ, capture_output=True).returncode:
            assert time.monotonic() < deadline
        assert ask(port, "/films").status == 200
