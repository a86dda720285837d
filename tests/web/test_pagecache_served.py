"""Kept pages on our server: byte for byte what comes where every page is made anew, whatever is remembered of it."""

import re

import pytest

from myproject import main
from myproject.models import Film, session_factory
from tests.serving.talk import exchange, served
from tests.site.fixtures import HOST, ini_for, make_database

LINES = [f"Host: {HOST}".encode(), b"X-Request-ID: given-by-the-test"]


def get(path, *headers, method=b"GET"):
    return b"\r\n".join([method + b" " + path + b" HTTP/1.1", *LINES, *headers, b"", b""])


def answers(port, data):
    """What comes for the requests, but for the moment at which it does."""
    answer = exchange(port, data + get(b"/nothing", b"Connection: close"))
    return re.sub(rb"Date: [^\r]*", b"Date: now", answer)


@pytest.fixture(scope="module", params=[True, False], ids=["quick", "threads"])
def ports(request, tmp_path_factory):
    """An application that keeps pages and one that does not, each served, and a session factory of their database."""
    folder = tmp_path_factory.mktemp("served")
    make_database(folder)
    kept, unkept = main({}, **ini_for(folder)), main({}, **ini_for(folder, page_cache="off"))
    quick = {"quick": request.param}
    with served(kept, quick) as first, served(unkept, quick) as second:
        yield first, second, session_factory(kept.registry["myproject.engine"])
    for each in (kept, unkept):
        each.registry["myproject.engine"].dispose()


REQUESTS = {
    "a page": get(b"/films"),
    "a page in another language": get(b"/de/films"),
    "a page in the language of the browser": get(b"/films", b"Accept-Language: fr, en;q=0.5"),
    "a page with a query": get(b"/films?sort=title&page=2"),
    "the head of a page": get(b"/films", method=b"HEAD"),
    "a page whose visitor has another one": get(b"/films", b'If-None-Match: W/"other"'),
    "a page of nobody in particular": get(b"/films", b"Cookie: a=b"),
    "a page of somebody": get(b"/films", b"Cookie: session=x"),
    "a page of somebody else": get(b"/films", b"Authorization: Basic eDp5"),
    "a page for a proxy": get(b"/films", b"X-Forwarded-For: 10.0.0.1", b"X-Forwarded-Proto: https"),
    "a page for a browser": get(b"/films", b"User-Agent: x", b"Accept: */*", b"Accept-Encoding: gzip"),
    "a page for who takes it whole": get(b"/films", b"Accept-Encoding: gzip;q=0, br"),
    "the head of a compressed page": get(b"/films", b"Accept-Encoding: gzip", method=b"HEAD"),
    "whole and compressed": (get(b"/films") + get(b"/films", b"Accept-Encoding: gzip")) * 3,
    "a host of somebody": get(b"/films").replace(HOST.encode(), b"evil.example"),
    "many at once": get(b"/films") * 3 + get(b"/films/film-05") * 3 + get(b"/about") * 20,
    "a feed": get(b"/news.atom"),
    "no page": get(b"/nowhere"),
    "a page that is closed after": get(b"/films", b"Connection: close"),
    "by HTTP/1.0": get(b"/films").replace(b"/1.1", b"/1.0"),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_a_kept_page_is_the_page(ports, name):
    kept, unkept, _ = ports
    expected = answers(unkept, REQUESTS[name])
    assert expected.startswith(b"HTTP/1.")
    assert [answers(kept, REQUESTS[name]) for _ in range(3)] == [expected] * 3


def test_who_has_the_page_is_told_so(ports):
    kept, unkept, _ = ports
    tag = re.search(rb"Etag: ([^\r]*)", answers(unkept, get(b"/films")))[1]
    asked = get(b"/films", b"If-None-Match: " + tag)
    expected = answers(unkept, asked)
    assert expected.startswith(b"HTTP/1.1 304 ")
    for before in (b"", get(b"/films"), get(b"/films", method=b"HEAD")):
        assert answers(kept, before + asked).endswith(expected)


def test_a_change_is_seen_by_the_next_request_of_a_connection(ports):
    kept, unkept, sessions = ports
    for number in range(3):
        with sessions.begin() as session:
            session.query(Film).filter_by(slug="film-07").one().title = f"Renamed {number}"
        asked = get(b"/films/film-07") * 2 + get(b"/films")
        expected = answers(unkept, asked)
        assert expected.count(f"<h1>Renamed {number}".encode()) == 2
        assert [answers(kept, asked) for _ in range(2)] == [expected] * 2


def test_each_request_has_an_id_and_a_line_of_its_own(ports, caplog):
    caplog.set_level("INFO", "myproject.access")
    asked = get(b"/films").replace(LINES[1] + b"\r\n", b"")
    ids = re.findall(rb"X-Request-Id: ([0-9a-f]{32})\r\n", answers(ports[0], asked * 5))
    assert len(set(ids)) == 5
    lines = [each.request_id.encode() for each in caplog.records if getattr(each, "path", "") == "/films"]
    assert lines == ids
