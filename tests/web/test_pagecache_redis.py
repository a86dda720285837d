"""Pages in Redis: one process makes them, the others fetch them; without Redis each makes its own."""

import json
import time

import pytest
import redis

from myproject.models import Film, session_factory
from myproject.ops import doctor
from myproject.web import pages
from myproject.web.pagecache import CACHE
from tests.servers import free_port, redis_server
from tests.site.fixtures import HOST
from tests.web.test_pagecache import address_of, ask, lists, own, page_of, seen  # noqa: F401

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = redis_server(tmp_path_factory.mktemp("redis")).start()
    yield server
    server.stop()


@pytest.fixture
def client(server):
    with redis.Redis(port=server.port) as client:
        client.flushall()
        yield client


@pytest.fixture
def pair(own, server, client):  # noqa: F811
    """Two applications on one site and one Redis, as two processes have it."""
    return [own(page_cache=f"redis://127.0.0.1:{server.port}/0?size=8MB") for _ in range(2)]


def test_one_makes_a_page_and_the_other_fetches_it(pair, client, lists):  # noqa: F811
    first, second = pair
    expected = seen(ask(first, "/films"))
    assert [seen(ask(second, "/films")) for _ in range(2)] == [expected] * 2
    assert lists.count == 1
    (key,) = client.keys()
    head, _, body = client.get(key).partition(b"\n")
    assert f'W/"{json.loads(head)["etag"]}"' == dict(expected[1])["ETag"]
    assert body[: json.loads(head)["lengths"][0]] == expected[2]
    assert 0 < client.ttl(key) <= pages.KEPT


def test_a_change_reaches_all(pair, client):
    first, second = pair
    for application in pair:
        ask(application, "/films/film-07")
    with session_factory(first.registry["myproject.engine"]).begin() as session:
        session.query(Film).filter_by(slug="film-07").one().title = "Renamed"
    for application in (second, first):
        assert "Renamed" in ask(application, "/films/film-07").text
    assert len(client.keys()) == 1


def test_addresses_that_anybody_makes_up_are_not_shared(pair, client):
    for number in range(3):
        ask(pair[0], f"/about?x={number}")
        ask(pair[0], "/about", Host=f"{HOST}:{number + 1}")
    assert client.keys() == []


def test_what_is_no_page_is_not_shown(pair, client, lists):  # noqa: F811
    first, second = pair
    expected = seen(ask(first, "/films"))
    (key,) = client.keys()
    whole = client.get(key)
    cut = [whole[:-100], whole[: len(whole) // 2]]
    for rubbish in (b"", b"rubbish", b"{}\n", b"null\n", b"\x80\x04.", b"[" * 100_000, *cut):
        client.set(key, rubbish)
        second.registry[CACHE].memory.ordinary._pages.clear()
        assert seen(ask(second, "/films")) == expected
    assert lists.count == 9


def test_without_redis_pages_go_on_and_it_is_used_again_once_it_is_back(pair, server, lists, caplog):  # noqa: F811
    first, second = pair
    expected = seen(ask(first, "/films"))
    server.stop()
    try:
        started = time.monotonic()
        assert [seen(ask(second, "/films")) for _ in range(3)] == [expected] * 3
        ask(second, "/about")
        assert time.monotonic() - started < 5
        assert lists.count == 2
    finally:
        server.start()
    back = time.monotonic()
    while client_is_away(second):
        assert time.monotonic() - back < 5
        time.sleep(0.1)
    ask(second, "/news")
    assert seen(ask(first, "/news")) == seen(ask(second, "/news"))
    levels = [each.levelname for each in caplog.records if each.name == pages.__name__]
    assert levels == ["ERROR", "WARNING"]


def test_a_redis_that_is_full_is_said_once_and_gives_what_it_has(pair, client, lists, caplog):  # noqa: F811
    first, second = pair
    ask(first, "/films")
    client.config_set("maxmemory", "1")
    try:
        for path in ("/", "/news", "/films/film-07"):
            assert ask(first, path).status_int == 200
        ask(second, "/films")
        ask(second, "/")
    finally:
        client.config_set("maxmemory", "0")
    assert lists.count == 1
    said = [each.getMessage() for each in caplog.records if each.name == pages.__name__]
    assert len(said) == 2  # one from each application
    assert said[0].startswith("Redis does not take pages, each process makes its own: ")
    ask(first, "/films/film-08")
    assert caplog.messages[-1] == "Redis takes pages again"
    assert len(client.keys()) == 2


def test_the_doctor_asks_redis(server):
    assert doctor.redis("page_cache", f"redis://127.0.0.1:{server.port}/0").level == "ok"
    finding = doctor.redis("page_cache", f"redis://:secret@127.0.0.1:{free_port()}/0")
    assert finding.level == "warning" and "secret" not in str(finding)


def client_is_away(application):
    """Whether Redis is still left alone; asks it for a page that is not there."""
    shared = application.registry[CACHE].shared
    shared.get(address_of("/none"), "stamp")
    return shared._away


def test_a_redis_that_hangs_costs_little(monkeypatch):
    """A server that takes connections and never answers."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        shared = pages.Redis(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        started = time.monotonic()
        for _ in range(50):
            assert shared.get(address_of("/"), "stamp") is None
            shared.put(address_of("/"), page_of(10))
        assert time.monotonic() - started < 2 * pages.PATIENCE + 0.5
