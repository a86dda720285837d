"""What deploy/nginx.conf keeps of pages, for how long, and from whom: in a real nginx before an origin of its own."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from myproject.web.compression import takes_gzip
from myproject.web.language import LANGUAGES
from tests.deploy.nginx import configured, make_certificate, nginx, without_limits, without_tls
from tests.deploy.running import HOST, ask
from tests.servers import free_port

pytestmark = pytest.mark.integration

EVERYBODY = {"Cache-Control": "public, max-age=0, must-revalidate", "X-Accel-Expires": "1"}

NO_ANSWER = 0


class Origin(ThreadingHTTPServer):
    """A site that numbers its answers; a test sets their headers and status, and how long each takes."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.reset()

    def reset(self):
        self.headers, self.status, self.seconds, self.seen = dict(EVERYBODY), 200, 0.0, []


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        origin = self.server
        origin.seen.append(self.headers)
        time.sleep(origin.seconds)
        if origin.status == NO_ANSWER:
            self.close_connection = True
            return
        fresh = self.headers["If-None-Match"] == origin.headers.get("ETag", "")
        body = b"" if fresh else f"page {len(origin.seen)}".encode()
        self.send_response(304 if fresh else origin.status)
        for name, value in origin.headers.items():
            self.send_header(name, value)
        if not fresh:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def running_origin():
    origin = Origin()
    thread = threading.Thread(target=origin.serve_forever)
    thread.start()
    yield origin
    origin.shutdown()
    thread.join()
    origin.server_close()


@pytest.fixture(scope="module")
def port(running_origin, tmp_path_factory):
    folder = tmp_path_factory.mktemp("microcache")
    folder.chmod(0o755)
    make_certificate(folder)
    port, tls = free_port(), free_port()
    text = configured(folder, running_origin.server_port, free_port(), tls)
    with nginx(folder, without_limits(without_tls(text, tls, port)), port, level="crit"):
        yield port


@pytest.fixture
def origin(running_origin):
    running_origin.reset()
    return running_origin


@pytest.fixture
def visit(port):
    """Asks for an address that no other test asks for; gives the response."""
    path = f"/{time.monotonic_ns()}"
    return lambda **headers: ask(port, path, **headers)


def expire():
    """Waits until nginx, which counts whole seconds, takes what it keeps for old."""
    time.sleep(2.1)


def test_a_page_for_everybody_is_kept_for_a_second(origin, visit):
    first, second = visit(), visit()
    assert (first.headers["X-Cache"], second.headers["X-Cache"]) == ("MISS", "HIT")
    assert (first.text, second.text) == ("page 1", "page 1")
    assert second.headers["Cache-Control"] == EVERYBODY["Cache-Control"]
    assert second.headers["X-Accel-Expires"] is None
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]
    expire()
    assert visit().text == "page 2"


@pytest.mark.parametrize(
    "changes",
    [
        {"X-Accel-Expires": None},
        {"X-Accel-Expires": "0"},
        {"Cache-Control": None},
        {"Cache-Control": "no-store"},
        {"Cache-Control": "private"},
        {"Set-Cookie": "a=b"},
        {"Vary": "*"},
        {"Vary": "Accept-Language, Cookie"},
        {"Vary": "Accept-Encoding-Too"},
    ],
    ids=lambda changes: "-".join(f"{name}={value}" for name, value in changes.items()),
)
def test_nothing_else_is_kept(origin, visit, changes):
    origin.headers = {name: value for name, value in (EVERYBODY | changes).items() if value is not None}
    assert [visit().text for _ in range(3)] == ["page 1", "page 2", "page 3"]


@pytest.mark.parametrize(
    "headers",
    [{"Cookie": "__Host-session=x"}, {"Cookie": "a=b; session=x"}, {"Authorization": "Basic eDp5"}],
    ids=lambda headers: next(iter(headers.values())),
)
def test_who_is_known_gets_a_page_of_their_own(origin, visit, headers):
    assert visit().text == "page 1"
    own = visit(**headers)
    assert (own.text, own.headers["X-Cache"]) == ("page 2", "BYPASS")
    assert visit().text == "page 1"


def test_languages_are_kept_apart(origin, visit):
    origin.headers["Vary"] = "Accept-Language"
    assert visit(**{"Accept-Language": "de"}).text == "page 1"
    assert visit(**{"Accept-Language": "fr"}).text == "page 2"
    assert visit(**{"Accept-Language": "de"}).text == "page 1"
    assert visit().text == "page 3"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_that_begins_with_a_language_is_one_page(origin, port, language):
    pages = [
        ask(port, f"/{language}/{end}", **{"Accept-Language": wished})
        for end in ("", "?a=b", "films")
        for wished in ("de", "fr,en;q=0.5")
    ]
    assert [page.text for page in pages] == ["page 1", "page 1", "page 2", "page 2", "page 3", "page 3"]


def test_an_address_that_begins_like_a_language_has_a_page_for_each(origin, port):
    for number, wished in enumerate(("de", "fr"), start=1):
        assert ask(port, "/den", **{"Accept-Language": wished}).text == f"page {number}"


def test_who_has_the_page_is_told_so_without_the_site(origin, visit):
    origin.headers["ETag"] = '"one"'
    assert visit().status == 200
    assert visit(**{"If-None-Match": '"one"'}).status == 304
    assert visit(**{"If-None-Match": '"other"'}).status == 200
    assert len(origin.seen) == 1


def test_an_old_page_that_is_still_the_same_is_not_sent_again(origin, visit):
    origin.headers["ETag"] = '"one"'
    visit()
    expire()
    again = visit()
    assert (again.text, again.headers["X-Cache"]) == ("page 1", "REVALIDATED")
    assert visit().headers["X-Cache"] == "HIT"
    assert len(origin.seen) == 2


# Each line shares a copy, which the site was asked for in the words on the left.
WISHES = {
    "br,gzip": ["gzip, deflate, br, zstd", "br,gzip", "gzip , br", "br, gzip;q=0.5, gzip"],
    "gzip": [
        "gzip",
        "gzip, deflate",
        "deflate,gzip",
        "br;q=0.9, gzip , zstd",
        "x, " * 99 + "gzip",
        "gzip,;;",
    ],
    "br": ["br", "gzip;q=0, br"],
    None: [None, "", "identity", "gzip;q=0", "gzip;q=0.5", "*", "x-gzip", "gzipped", "GZIP;q=0"],
}


def test_what_is_kept_for_one_encoding_is_renewed_for_that_one(origin, visit):
    """The site compresses; nginx keeps what it got and stays out of it."""
    origin.headers |= {"ETag": 'W/"one"', "Vary": "Accept-Language, Accept-Encoding"}
    for kind in ("MISS", "HIT", "REVALIDATED", "HIT"):
        if kind == "REVALIDATED":
            expire()
        for number, wishes in enumerate(WISHES.values(), start=1):
            pages = [visit(**({} if each is None else {"Accept-Encoding": each})) for each in wishes]
            assert {page.text for page in pages} == {f"page {number}"}
            assert [page.headers["X-Cache"] for page in pages] == [kind] + ["HIT"] * (len(wishes) - 1)
    assert [asked["Accept-Encoding"] for asked in origin.seen[:4]] == list(WISHES)


@pytest.mark.parametrize("asked", WISHES)
def test_the_site_compresses_where_nginx_asks_it_to(asked):
    environ = {} if asked is None else {"HTTP_ACCEPT_ENCODING": asked}
    assert takes_gzip(environ) == (asked in ("br,gzip", "gzip"))


@pytest.mark.parametrize(
    ("poison", "visitor"),
    [
        (["Accept-Encoding: identity", "Accept-Encoding: gzip"], ["Accept-Encoding: identity"]),
        (["Accept-Encoding: br", "Accept-Encoding: gzip"], ["Accept-Encoding: br"]),
        (["Accept-Language: es", "Accept-Language: fr"], ["Accept-Language: es"]),
        (["Accept-Language:", "Accept-Language: fr"], []),
        (
            ["Accept-Encoding: gzip de,", "Accept-Language: en;q=0.5"],
            ["Accept-Encoding: gzip", "Accept-Language: de, en;q=0.5"],
        ),
        (["Accept-Language: gzip"], ["Accept-Encoding: gzip"]),
    ],
)
def test_nobody_gets_what_another_one_asked_for(origin, port, poison, visitor):
    """Where two share a copy, the site was asked by both of them in the same words."""

    def wishes(lines):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
            lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}", *lines, "Connection: close", "", ""]
            client.sendall("\r\n".join(lines).encode())
            number = int(client.makefile("rb").read().rpartition(b" ")[2])
        headers = origin.seen[number - 1]
        return [headers.get_all(name) for name in ("Accept-Encoding", "Accept-Language")]

    path = f"/{time.monotonic_ns()}"
    asked = wishes(poison)
    got = wishes(visitor)
    path += "?alone"
    assert got == wishes(visitor), asked


def test_one_asks_for_the_new_page_and_the_others_do_not_wait(origin, visit):
    visit()
    expire()
    origin.seconds = 1.0
    answers = []
    asking = threading.Thread(target=lambda: answers.append(visit()))
    asking.start()
    time.sleep(0.3)
    started = time.monotonic()
    meanwhile = visit()
    assert time.monotonic() - started < 0.5
    assert (meanwhile.text, meanwhile.headers["X-Cache"]) == ("page 1", "UPDATING")
    asking.join()
    assert (answers[0].text, answers[0].headers["X-Cache"]) == ("page 2", "EXPIRED")


def test_visitors_do_not_queue_for_pages_that_are_not_kept(origin, visit):
    origin.headers, origin.seconds = {"Cache-Control": "no-store"}, 1
    threads = [threading.Thread(target=visit) for _ in range(8)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(origin.seen) == 8
    assert time.monotonic() - started < 5  # seconds; eight where each waits for the one before


def test_the_last_page_is_shown_while_the_site_fails(origin, visit):
    visit()
    expire()
    for origin.status in (500, 502, 503, 504):
        failing = visit()
        assert (failing.status, failing.text, failing.headers["X-Cache"]) == (200, "page 1", "STALE")
    origin.status = NO_ANSWER
    assert visit().text == "page 1"
    origin.status = 404
    assert visit().status == 404
    origin.status = 200
    assert visit().text == f"page {len(origin.seen)}"
