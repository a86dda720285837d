"""/metrics: what is counted, who may read it, and that several processes count as one."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from webtest import TestApp

from myproject import main
from tests.deploy.running import BIN, ROOT, ask, environment, running
from tests.servers import free_port
from tests.serving.talk import wait_for
from tests.site.fixtures import HOST, ini_for, make_database

TOKEN = "for-tests-only-" * 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("metrics")
    make_database(folder)
    return folder


@pytest.fixture
def site(folder):
    """A function that starts the application with its metrics open to whoever `changes` names."""
    started = []

    def start(**changes):
        started.append(main({}, **ini_for(folder, **changes)))
        return TestApp(started[-1], extra_environ={"HTTP_HOST": HOST, "REMOTE_ADDR": "10.1.2.3"}, lint=False)

    yield start
    for wsgi in started:
        wsgi.registry["myproject.engine"].dispose()


def value(text, name, **labels):
    """The sum of all samples of `name` that have these labels."""
    found = 0.0
    for sample, given, number in re.findall(r"(?m)^(\w+)(?:\{(.*)\})? (\S+)$", text):
        if sample == name and labels.items() <= dict(re.findall(r'(\w+)="([^"]*)"', given)).items():
            found += float(number)
    return found


def test_requests_are_counted_by_route_method_and_status(site):
    app = site(metrics="10.0.0.0/8")

    def counts():
        text = app.get("/metrics").text
        return [
            value(text, "myproject_request_seconds_count", route="home", method="GET", status="2xx"),
            value(text, "myproject_request_seconds_count", method="GET", status="4xx"),
            value(text, "myproject_request_seconds_count", method="other"),
            value(text, "myproject_render_seconds_count", template="home.pt"),
        ]

    before = counts()
    app.get("/")
    app.get("/nowhere", status=404)
    app.request("/", method="BREW", status="*")
    app.get("/healthz")
    after = counts()
    # The page may come from the cache, so it need not be rendered.
    assert [b - a for a, b in zip(before, after, strict=True)][:3] == [1, 1, 1]
    assert after[3] >= 1


def test_times_fall_into_buckets(site):
    app = site(metrics="10.1.2.3")
    app.get("/")
    text = app.get("/metrics").text
    assert value(text, "myproject_request_seconds_bucket", route="home", le="+Inf") == value(
        text, "myproject_request_seconds_count", route="home"
    )
    assert 0 < value(text, "myproject_request_seconds_sum", route="home") < 60


def test_the_content_has_a_version_and_a_time(site):
    text = site(metrics="10.1.2.3").get("/metrics").text
    assert value(text, "myproject_content_version") > 0
    assert abs(value(text, "myproject_content_changed_timestamp_seconds") - time.time()) < 10 * 366 * 86400


def test_the_answer_is_prometheus_own_format(site):
    response = site(metrics="10.1.2.3").get("/metrics")
    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    for line in response.text.splitlines():
        assert re.fullmatch(r"# (HELP|TYPE) myproject_\w+ .+|myproject_\w+(\{.*\})? [0-9.e+-]+", line), line


@pytest.mark.parametrize("changes", [{}, {"metrics": "127.0.0.1 ::1"}, {"metrics_token": TOKEN}])
def test_visitors_find_no_such_page(site, changes):
    response = site(**changes).get("/metrics", status=404)
    assert "myproject_" not in response.text


def test_who_has_the_token_may_read(site):
    app = site(metrics_token=TOKEN)
    assert app.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_int == 200
    for wrong in (TOKEN, f"Bearer {TOKEN}x", "Bearer ", f"Basic {TOKEN}", "Bearer é"):
        app.get("/metrics", headers={"Authorization": wrong}, status=404)


def test_a_scrape_is_no_request_of_the_site(site, caplog):
    app = site(metrics="10.1.2.3")
    before = app.get("/metrics").text
    with caplog.at_level("INFO", "myproject.access"):
        after = app.get("/metrics").text
    assert not caplog.records
    name = "myproject_request_seconds_count"
    assert value(before, name) == value(after, name)


def test_without_readers_nothing_is_counted_and_nothing_imported(folder):
    """In a process of its own, as this one has imported it."""
    start = f"main({{}}, **{ini_for(folder)!r})"
    code = f"from myproject import main; import sys; {start}; print('prometheus_client' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert result.stdout == "False\n", result.stderr


def alone(folder, **changes):
    """The environment of a server that counts for itself."""
    given = environment(folder, METRICS="127.0.0.1", HTTPS="false", SERVER_WORKERS="2", **changes)
    given.pop("PROMETHEUS_MULTIPROC_DIR", None)
    return given


def count(port):
    return value(ask(port, "/metrics").text, "myproject_request_seconds_count", route="home")


@pytest.mark.integration
def test_workers_count_as_one_also_after_some_were_killed_or_renewed(folder, tmp_path):
    port = free_port()
    env = {**alone(folder, SERVER_LISTEN=f"127.0.0.1:{port}"), "TMPDIR": str(tmp_path)}
    with running([BIN / "pserve", "production.ini"], port, env=env) as process:
        # It listens before its templates are compiled, which takes long on a busy machine.
        wait_for(lambda: answers(port), 120)
        for _ in range(40):
            assert ask(port, "/").status == 200
        assert {count(port) for _ in range(10)} == {40}
        workers = [int(each) for each in children(process.pid)]
        assert len(workers) == 2
        os.kill(workers[0], signal.SIGKILL)
        time.sleep(0.5)
        assert ask(port, "/").status == 200
        assert {count(port) for _ in range(10)} == {41}
        time.sleep(1.5)
        assert value(ask(port, "/metrics").text, "myproject_server", what="connections") <= 4
        process.send_signal(signal.SIGHUP)
        wait_for(lambda: not set(children(process.pid)) & set(map(str, workers)), 30)
        assert ask(port, "/").status == 200
        assert {count(port) for _ in range(10)} == {42}
    assert not list(tmp_path.glob("myproject-metrics-*"))


def answers(port):
    try:
        return ask(port, "/healthz").status == 200
    except TimeoutError:
        return False


def children(pid):
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


@pytest.mark.integration
def test_gunicorns_workers_count_as_one_in_a_folder_that_is_named(folder, tmp_path):
    port = free_port()
    counts = tmp_path / "counts"
    counts.mkdir()
    env = {**alone(folder), "PROMETHEUS_MULTIPROC_DIR": str(counts)}
    command = [BIN / "gunicorn", "--paste", "production.ini", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    with running(command, port, env=env):
        for _ in range(20):
            assert ask(port, "/").status == 200
        assert {count(port) for _ in range(10)} == {20}
    assert list(counts.glob("histogram_*.db"))
    shutil.rmtree(counts)
