"""The same ini file under the servers that people run: waitress by pserve, gunicorn, uWSGI."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.servers import PATIENCE, free_port, wait_for_port
from tests.site.fixtures import make_database

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent

COMMANDS = {
    "waitress": ["pserve", "{ini}"],
    "gunicorn": ["gunicorn", "--paste", "{ini}", "--bind", "127.0.0.1:{port}", "--threads", "2"],
    "uwsgi": [
        *["uwsgi", "--ini-paste", "{ini}", "--http-socket", "127.0.0.1:{port}"],
        *["--master", "--need-app", "--enable-threads", "--threads", "2", "--die-on-term"],
    ],
}


@pytest.fixture(scope="module", params=COMMANDS)
def port(request, tmp_path_factory):
    """The port of a running server."""
    folder = tmp_path_factory.mktemp(request.param)
    make_database(folder)
    port = free_port()
    ini = folder / "production.ini"
    ini.write_text((ROOT / ini.name).read_text().replace("127.0.0.1:6543", f"127.0.0.1:{port}"))
    program, *arguments = COMMANDS[request.param]
    settings = {
        "THEME": str(ROOT / "myproject" / "themes" / "default"),
        "SECRET": "for-tests-only-" * 3,
        "DATABASE_URL": f"sqlite:///{folder}/site.db",
        "MEDIA_DIR": str(folder / "media"),
        "CACHE_DIR": str(folder / "cache"),
        "MAIL": f"file://{folder}/mail",
        "HOSTS": "127.0.0.1",
    }
    environ = os.environ | {f"MYPROJECT_{name}": value for name, value in settings.items()}
    process = subprocess.Popen(
        [BIN / program, *(each.format(ini=ini, port=port) for each in arguments)],
        env=environ,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_for_port(port, process)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            output, _ = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            output, _ = process.communicate()
            pytest.fail(f"the server does not stop: {output}")
        assert "Traceback" not in output, output


@pytest.fixture
def ask(port):
    """Sends one request; returns the response with its whole body as `text`."""

    def send(method, path, body=None, headers=None):
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            response.text = response.read().decode("utf-8", "replace")
            return response

    return send


@pytest.mark.parametrize(
    ("path", "status", "content_type"),
    [
        ("/", 200, "text/html; charset=UTF-8"),
        ("/de/films?genre=drama", 200, "text/html; charset=UTF-8"),
        ("/search?q=caf%C3%A9", 200, "text/html; charset=UTF-8"),
        ("/news.atom", 200, "application/atom+xml; charset=utf-8"),
        ("/nothing", 404, "text/html; charset=UTF-8"),
        ("/%ff", 400, "text/html; charset=UTF-8"),
    ],
)
def test_pages(ask, path, status, content_type):
    response = ask("GET", path)
    assert (response.status, response.headers["Content-Type"]) == (status, content_type)
    assert "Content-Security-Policy" in response.headers


def test_conditional_and_head_requests(ask):
    page = ask("GET", "/films")
    unchanged = ask("GET", "/films", headers={"If-None-Match": page.headers["ETag"]})
    assert (unchanged.status, unchanged.text) == (304, "")
    head = ask("HEAD", "/films")
    assert (head.status, head.text, head.headers["ETag"]) == (200, "", page.headers["ETag"])


def test_a_kept_page_comes_as_it_was_made(ask):
    def seen(method, **headers):
        response = ask(method, "/films?sort=title", headers=headers)
        own = [
            header for header in response.headers.items() if header[0].lower() not in ("date", "x-request-id")
        ]
        return response.status, own, response.text, "X-Request-ID" in response.headers

    for method in ("GET", "HEAD"):
        made = seen(method, Authorization="Basic eDp5")  # whose page is never a kept one
        assert [seen(method) for _ in range(3)] == [made] * 3
        assert made[0] == 200 and made[3]


def test_files(ask):
    page = ask("GET", "/films/film-05").text
    for pattern in (r'href="(/static/[^"]+\.css)"', r'src="(/media/[^"]+\.jpeg)"'):
        response = ask("GET", re.search(pattern, page)[1])
        assert response.status == 200
        assert "immutable" in response.headers["Cache-Control"]


def test_the_contact_form(ask):
    page = ask("GET", "/contact")
    cookie = page.headers["Set-Cookie"].split(";")[0]
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
    form = {
        "name": "Zoë",
        "email": "zoe@example.org",
        "subject": "Hi",
        "message": "Hello",
        "csrf_token": token,
    }
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    response = ask("POST", "/contact", urlencode(form), headers)
    assert (response.status, response.headers["Location"].endswith("/contact")) == (303, True)
    assert ask("POST", "/contact", urlencode(form | {"email": ""}), headers).status == 422


@pytest.mark.parametrize(
    ("method", "host", "length", "status"),
    [
        ("DELETE", "127.0.0.1", 0, 405),
        ("OPTIONS", "127.0.0.1", 0, 204),
        ("TRACE", "127.0.0.1", 0, 405),
        ("GET", "evil.example", 0, 400),
        ("POST", "127.0.0.1", 1_048_577, 413),
    ],
)
def test_what_is_refused(port, method, host, length, status):
    """By hand, as http.client would not send some of it."""
    lines = [
        f"{method} /films HTTP/1.1",
        f"Host: {host}",
        f"Content-Length: {length}",
        "Connection: close",
        "",
        "",
    ]
    with closing(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)) as connection:
        connection.sendall("\r\n".join(lines).encode() + b"x" * length)
        answer = connection.makefile("rb").readline()
    assert int(answer.split()[1]) == status
