"""The pages for operators: their commands run, their links lead somewhere, what they name exists."""

import re
import shlex
import signal
import subprocess
import sys
import time

import pytest

from tests.deploy.nginx import configured, make_certificate, nginx, without_limits, without_tls
from tests.deploy.running import HOST, ROOT, ask, environment, running
from tests.servers import PATIENCE, free_port, wait_for_port
from tests.site.fixtures import make_database

DOCS = ROOT / "docs"
PAGES = [DOCS / "operations.md", *sorted(DOCS.glob("deploy-*.md"))]


def blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", (DOCS / page).read_text(), re.MULTILINE | re.DOTALL)


def commands(page):
    return [shlex.split(line) for block in blocks(page, "sh") for line in block.splitlines()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for link in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
        assert (page.parent / link).exists(), link


@pytest.mark.integration
def test_the_commands_of_operating(tmp_path):
    """In the order of the page, on a site that begins with nothing."""
    environ = environment(
        tmp_path,
        SERVER_TRUSTED_PROXY="127.0.0.1",
        SERVER_TRUSTED_PROXY_HEADERS="x-forwarded-for x-forwarded-proto",
    )
    ran = [command for command in commands("operations.md") if command[0] == "myproject"]
    assert {"migrate", "load-sample", "compile", "doctor", "backup", "restore"} == {
        command[1] for command in ran
    }
    for command in ran:
        if command[1] == "load-sample":  # which draws its pictures for long, and has tests of its own
            make_database(tmp_path)
            continue
        located = [str(ROOT / part) if part == "production.ini" else part for part in command]
        result = subprocess.run(
            located, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=100
        )
        assert result.returncode == 0, (command, result.stdout, result.stderr)


def counting(folder, **settings):
    """The environment of a site that tells this machine its counts, all processes together."""
    counts = folder / "counts"
    counts.mkdir()
    # Compiled templates are named by their content: the checkout's own spare a busy machine the work.
    own = {"METRICS": "127.0.0.1", "CACHE_DIR": str(ROOT / "var" / "cache")}
    return {**environment(folder, **own, **settings), "PROMETHEUS_MULTIPROC_DIR": str(counts)}


def serves_pages_from_the_cache(port):
    """Each of at most four processes makes the page once; whoever asks again gets what it kept."""
    pages = [ask(port, "/films") for _ in range(20)]
    assert {(page.status, page.content) for page in pages} == {(200, pages[0].content)}
    found = re.findall(
        r'^myproject_request_seconds_count\{cache="(\w+)",.*route="films".*\} (\d+)',
        ask(port, "/metrics").text,
        re.MULTILINE,
    )
    counts = {cache: int(float(count)) for cache, count in found}
    assert sum(counts.values()) == 20, counts
    assert counts["hit"] >= 16


@pytest.mark.integration
@pytest.mark.parametrize("page", ["deploy-waitress.md", "deploy-gunicorn.md"])
def test_the_servers_start_as_the_pages_say(page, tmp_path):
    make_database(tmp_path)
    port = free_port()
    command = [part.replace("127.0.0.1:6543", f"127.0.0.1:{port}") for part in commands(page)[0]]
    environ = counting(tmp_path, SERVER_LISTEN=f"127.0.0.1:{port}")
    with running(command, port, env=environ):
        assert ask(port, "/readyz").status == 200
        serves_pages_from_the_cache(port)


@pytest.mark.integration
def test_uwsgi_behind_nginx(tmp_path):
    """The command, and deploy/nginx.conf changed as the page has it; the visitor comes over https."""
    tmp_path.chmod(0o755)
    make_database(tmp_path)
    make_certificate(tmp_path)
    inside, outside, tls = free_port(), free_port(), free_port()
    command = [
        part.replace("127.0.0.1:6543", f"127.0.0.1:{inside}") for part in commands("deploy-uwsgi.md")[0]
    ]
    (block,) = blocks("deploy-uwsgi.md", "nginx")
    (lines,) = re.findall(r"\{\n(.*)\}", block, re.DOTALL)
    lines = lines.replace("127.0.0.1:6543", f"127.0.0.1:{inside}").replace("$scheme", "https")
    text = without_limits(without_tls(configured(tmp_path, inside, free_port(), tls), tls, outside))
    text = text.replace("proxy_pass http://site;", lines)
    text = re.sub(r"\bproxy_(cache|no_cache|ignore_headers)", r"uwsgi_\1", text)
    text = re.sub(r"(uwsgi_cache_use_stale .*) http_502(.*) http_504", r"\1\2", text)
    command += ["--binary-path", sys.executable]
    with (
        running(command, inside, env=counting(tmp_path)) as server,
        nginx(tmp_path, text, outside),
    ):
        claimed = ask(outside, "/en/films?page=1", **{"X-Forwarded-Proto": "javascript"}).text
        assert f"https://{HOST}/en/films" in claimed
        assert "javascript://" not in claimed
        answer = ask(outside, "/en/films")
        page = answer.text
        assert (answer.status, len(answer.headers["X-Request-ID"])) == (200, 32)
        assert f"https://{HOST}/en/films" in page
        files = re.findall(r'(?:href|src)="(?:https?://[^/"]+)?(/static/[^"]+)"', page)[:2]
        for address in ("/en/films", "/en/news", *files):
            first, second = ask(outside, address), ask(outside, address)
            assert second.headers["X-Cache"] == "HIT"
            assert first.text == second.text
        assert len(files) == 2
        assert ask(outside, files[0]).text != ask(outside, files[1]).text
        server.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + PATIENCE
        while "binary reloading uWSGI" not in server.stdout.readline():
            assert time.monotonic() < deadline
        wait_for_port(inside, server)
        # Not one that nginx has.
        assert ask(outside, "/en/films?genre=drama").status == 200


def test_the_settings_that_the_pages_name_exist():
    known = (DOCS / "settings.md").read_text() + (ROOT / "production.ini").read_text()
    for page in PAGES:
        text = page.read_text().replace("MYPROJECT_SERVER_*", "")
        for name in re.findall(r"\bMYPROJECT_(?:SERVER_)?([A-Z_]+[A-Z])\b", text):
            assert re.search(rf"^(\| `myproject\.)?{name.lower()}\b", known, re.MULTILINE), (page.name, name)
