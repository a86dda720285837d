"""Kept pages: the same bytes as pages made for one visitor, never older than the content, never another one's."""

import json
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError
from webob import Request

from myproject import main
from myproject.content import watch
from myproject.content.clock import today
from myproject.content.images import Store
from myproject.migrations import migrate
from myproject.models import Article, Film, make_engine, session_factory
from myproject.site.views import films
from myproject.web import metrics
from myproject.web.contentstate import WATCH
from myproject.web.language import LANGUAGES
from myproject.web.pagecache import CACHE
from myproject.web.pages import OVERHEAD, Address, Memory, Page
from myproject.web.security import Wall
from tests.databases import new_postgresql
from tests.site.club import fill
from tests.site.fixtures import HOST, ini_for, make_database

RENAME = """
import json, sys
from myproject.models import Film, make_engine, session_factory
with session_factory(make_engine(sys.argv[1])).begin() as session:
    session.query(Film).filter_by(slug="film-07").one().title = sys.argv[2]
"""


def ask(application, path, method="GET", base_url=f"http://{HOST}", **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
    headers.setdefault("Host", HOST)  # WebOb adds the port, which browsers do not
    response = Request.blank(path, base_url=base_url, method=method, headers=headers).get_response(
        application
    )
    response.headers.pop("X-Request-ID")
    return response


def seen(response):
    return response.status, sorted(response.headerlist), response.body


@pytest.fixture(scope="module")
def kept(site_folder):
    """The application, with pages kept in memory."""
    application = main({}, **ini_for(site_folder))
    yield application
    application.registry["myproject.engine"].dispose()


@pytest.fixture(scope="module")
def unkept(site_folder):
    """The same application, which makes every page anew."""
    application = main({}, **ini_for(site_folder, page_cache="off"))
    yield application
    application.registry["myproject.engine"].dispose()


@pytest.fixture
def own(tmp_path, site_folder):
    """Makes applications on a site of the test's own, whose templates are compiled."""
    make_database(tmp_path)
    made = []

    def make(**changes):
        made.append(main({}, **ini_for(tmp_path, cache_dir=str(site_folder / "cache"), **changes)))
        return made[-1]

    yield make
    for application in made:
        application.registry["myproject.engine"].dispose()


@pytest.fixture
def lists(monkeypatch):
    """How often the list of films was read, that is how often its page was made; it takes a while."""
    calls = SimpleNamespace(count=0)
    original = films.list_films

    def slow(*args):
        calls.count += 1
        time.sleep(0.1)
        return original(*args)

    monkeypatch.setattr(films, "list_films", slow)
    return calls


@pytest.fixture(scope="module")
def paths(unkept):
    """Every page of the site in every language, some with a query, some that are not there."""
    sitemap = ask(unkept, "/sitemap.xml").text
    found = {each.partition("</loc>")[0] for each in sitemap.split("<loc>")[1:]}
    own = sorted(each.removeprefix(f"http://{HOST}").replace("&amp;", "&") for each in found)
    # The contact page has a token of each visitor's own; most films are like the others.
    own = [each for each in own if not re.search("/contact|/film-(0[6-9]|[12])", each)]
    assert len(own) > 60 and any(each.startswith("/de/") for each in own)
    other = [
        "/search?q=film",
        "/news.atom",
        "/robots.txt",
        "/sitemap.xml",
        "/films?page=2",
        "/nothing",
        "/films/",
    ]
    return [*own, *(f"{prefix}{each}" for prefix in ("", *map("/{}".format, LANGUAGES)) for each in other)]


def test_every_page_is_the_same_from_memory(kept, unkept, paths):
    for path in paths:
        expected = seen(ask(unkept, path))
        assert seen(ask(kept, path)) == expected, path
        assert seen(ask(kept, path)) == expected, path
    shares = kept.registry[CACHE].memory
    assert len(shares.ordinary) + len(shares.others) > 60


@given(data=st.data())
def test_whatever_is_asked_the_answer_is_the_same(kept, unkept, paths, data):
    path = data.draw(st.sampled_from(paths))
    language = data.draw(
        st.sampled_from([None, "de", "fr-CH, fr;q=0.9, en;q=0.8", "xx", "*", ";;", "de" + "," * 300])
    )
    page = ask(unkept, path, Accept_Language=language)
    tag, modified = page.headers.get("ETag", '"x"'), page.headers.get("Last-Modified", "")
    request = {
        "method": data.draw(st.sampled_from(["GET", "HEAD", "POST", "OPTIONS"])),
        "Accept_Language": language,
        "If_None_Match": data.draw(
            st.sampled_from([None, tag, tag.removeprefix("W/"), f'"y", {tag}', "*", '"y"', "", "W/"])
        ),
        "If_Modified_Since": data.draw(
            st.sampled_from(
                [None, modified, "Sat, 01 Jan 2000 00:00:00 GMT", "Fri, 31 Dec 99999 23:59:59 GMT", "?"]
            )
        ),
        "Range": data.draw(st.sampled_from([None, "bytes=0-9"])),
        "Cache_Control": data.draw(st.sampled_from([None, "no-cache"])),
        "Host": data.draw(st.sampled_from([HOST, HOST.upper(), f"{HOST}:8080", "evil.example"])),
        "base_url": data.draw(
            st.sampled_from([f"http://{HOST}", f"https://{HOST}", f"http://{HOST}/mounted"])
        ),
    }
    expected = seen(ask(unkept, path, **request))
    assert seen(ask(kept, path, **request)) == expected
    assert seen(ask(kept, path, **request)) == expected


def test_a_page_is_made_once(kept, lists):
    for method, headers in (
        ("HEAD", {}),
        ("GET", {}),
        ("GET", {"Cache_Control": "no-cache"}),
        ("GET", {"Cookie": "a=1"}),
    ):
        ask(kept, "/films?sort=newest", method, **headers)
    assert lists.count == 1


def test_who_has_the_page_leaves_it_for_others(kept, lists):
    tag = ask(kept, "/films?sort=oldest").headers["ETag"]
    kept.registry[CACHE].memory.others._pages.clear()
    assert ask(kept, "/films?sort=oldest", If_None_Match=tag).status_int == 304
    assert ask(kept, "/films?sort=oldest").status_int == 200
    assert lists.count == 2


# Never stale


def test_a_change_is_seen_at_once_whoever_makes_it(own):
    first, second = own(), own()
    sessions = session_factory(first.registry["myproject.engine"])
    url = first.registry["myproject.settings"].database_url
    for number in range(2):
        with sessions.begin() as session:
            session.query(Film).filter_by(slug="film-07").one().title = f"Renamed here {number}"
        for application in (first, second):
            assert f"Renamed here {number}" in ask(application, "/films/film-07").text
        subprocess.run([sys.executable, "-c", RENAME, url, f"Renamed there {number}"], check=True, timeout=60)
        for application in (first, second):
            assert f"Renamed there {number}" in ask(application, "/films/film-07").text


def test_readers_and_writers_at_the_same_time(own):
    """A page that is asked for after a commit shows it, however many others are being made."""
    application = own()
    sessions = session_factory(application.registry["myproject.engine"])
    written = 0
    done = False

    def read():
        stale = []
        while not done:
            least = written
            title = ask(application, "/films/film-07").text.partition("<h1")[2].partition("</h1>")[0]
            number = int(title.rpartition("Take ")[2].partition("<")[0]) if "Take" in title else 0
            if number < least:
                stale.append((least, number))
        return stale

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        for number in range(1, 16):
            with sessions.begin() as session:
                session.query(Film).filter_by(slug="film-07").one().title = f"Take {number}"
            written = number
            time.sleep(0.02)
        done = True
        assert [each.result() for each in readers] == [[], [], []]


def test_an_article_comes_out_and_the_day_changes(own, monkeypatch):
    application = own()
    with session_factory(application.registry["myproject.engine"]).begin() as session:
        values = {"author": "A", "summary": "S", "body": "B", "published": today() + timedelta(days=1)}
        session.add(Article(slug="next", title="Out tomorrow", **values))
    assert "Out tomorrow" not in ask(application, "/news").text
    day = today() + timedelta(days=1)
    for module in ("content.articles", "content.version", "content.watch"):
        monkeypatch.setattr(f"myproject.{module}.today", lambda: day)
    assert "Out tomorrow" in ask(application, "/news").text


def test_published_pages_keep_coming_while_the_database_is_away(own, monkeypatch, caplog):
    application = own()
    page = seen(ask(application, "/films"))

    def gone(*args):
        raise OperationalError("SELECT", {}, Exception("gone"))

    with monkeypatch.context() as patch:
        patch.setattr(watch.SqliteWatch, "_data_version", gone)
        patch.setattr("sqlalchemy.engine.Engine.connect", gone)
        patch.setattr("sqlalchemy.pool.Pool.connect", gone)
        patch.setattr("sqlalchemy.engine.Connection.execute", gone)
        assert [seen(ask(application, "/films")) for _ in range(3)] == [page] * 3
        assert ask(application, "/films/film-05").status_int == 503
    assert ask(application, "/films/film-05").status_int == 200
    assert [each.levelname for each in caplog.records if each.name == watch.__name__] == ["ERROR", "WARNING"]


def test_a_database_that_was_never_there_is_the_applications_to_tell(own, monkeypatch):
    application = own()

    class Nothing:
        def current(self, moment):
            raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setitem(application.registry, WATCH, Nothing())
    assert ask(application, "/nothing").status_int in (404, 503)


# Nobody's but everybody's


def test_people_who_are_signed_in_neither_get_nor_leave_pages(own, monkeypatch):
    application = own()
    anonymous = seen(ask(application, "/films"))
    monkeypatch.setattr(
        Wall,
        "authenticated_userid",
        lambda self, request: "anna" if {"Cookie", "Authorization"} & set(request.headers) else None,
    )
    for headers in ({"Cookie": "session=x"}, {"Authorization": "Basic eDp5"}, {"Cookie": "a=b; session=c"}):
        for path in ("/films", "/news"):
            response = ask(application, path, **headers)
            assert response.headers["Cache-Control"] == "no-store" and "ETag" not in response.headers
    assert seen(ask(application, "/films")) == anonymous
    assert ask(application, "/news").headers["Cache-Control"] != "no-store"


def test_what_is_of_one_visitor_is_not_kept(kept):
    before = kept.registry[CACHE].memory.used
    tokens = {ask(kept, "/contact").text.partition('csrf_token" value="')[2][:40] for _ in range(3)}
    assert len(tokens) == 3
    for path in ("/nothing", "/films/?x=1", "/static/0/none.css", "/media/0/160.avif"):
        ask(kept, path)
    assert kept.registry[CACHE].memory.used == before


def test_a_cookie_that_a_page_sets_stays_with_its_visitor(own, monkeypatch):
    application = own()
    original = films.layout

    def greeting(request, **options):
        if "Greet" in request.headers:
            request.session["greeted"] = True
        return original(request, **options)

    monkeypatch.setattr(films, "layout", greeting)
    assert "Set-Cookie" in ask(application, "/films", Greet="1").headers
    assert "Set-Cookie" not in ask(application, "/films").headers
    assert len(application.registry[CACHE].memory.ordinary) == 1


def test_a_request_with_a_body_goes_its_own_way(kept):
    ask(kept, "/films")
    large = Request.blank("/films", base_url=f"http://{HOST}", headers={"Content-Length": "9999999"})
    assert large.get_response(kept).status_int == 413


# Together and apart


def test_who_comes_at_the_same_time_waits_for_one_page(own, lists):
    application = own()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: seen(ask(application, "/films")), range(8)))
    assert lists.count == 1
    assert answers == [answers[0]] * 8


def test_different_pages_do_not_wait_for_each_other(own, lists):
    application = own()
    ask(application, "/films")
    started = time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: ask(application, f"/films?page={number}"), (1, 1, 2, 2)))
    assert time.monotonic() - started < 4 * 0.1 + 1
    assert lists.count == 3


def test_a_page_that_fails_is_tried_by_the_next(own, monkeypatch):
    application = own()
    original = films.list_films
    failures = iter([True, False])

    def failing(*args):
        time.sleep(0.1)
        if next(failures):
            raise RuntimeError("once")
        return original(*args)

    monkeypatch.setattr(films, "list_films", failing)
    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(
            each.status_int for each in pool.map(lambda _: ask(application, "/films"), range(2))
        )
    assert statuses == [200, 500]


def test_visitors_help_themselves_where_one_takes_too_long(own, lists, monkeypatch):
    application = own()
    monkeypatch.setattr(application.registry[CACHE]._flight, "_patience", 0.01)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: seen(ask(application, "/films")), range(2)))
    assert lists.count == 2 and answers[0] == answers[1]


def test_addresses_that_anybody_makes_up_displace_nothing(own, lists):
    application = own()
    memory = application.registry[CACHE].memory = Memory(400_000)
    ask(application, "/films")
    for number in range(10):
        ask(application, f"/about?x={number}")
        ask(application, "/about", Host=f"{HOST}:{number + 1}")
        ask(application, "/about", Host=HOST.title())
        assert memory.used <= 400_000
    assert len(memory.ordinary) == 1
    assert 0 < len(memory.others) < 21
    ask(application, "/films")
    assert lists.count == 1


def page_of(size):
    return Page("stamp", "tag", datetime.now(UTC), [], b"x" * size)


def address_of(path, ordinary=True):
    return Address("http", HOST, "", path, "", "en", ordinary)


def test_pages_that_were_not_asked_for_the_longest_go_first():
    memory = Memory(150_000)
    for number in range(50):
        memory.put(address_of(f"/{number}"), page_of(1000 + 10 * number))
        memory.get(address_of("/0"), "stamp")
        assert memory.used <= 150_000
    there = [number for number in range(50) if memory.get(address_of(f"/{number}"), "stamp")]
    assert 15 < len(there) < 50 and there == [0, *range(51 - len(there), 50)]


def test_a_page_that_replaces_another_takes_its_place():
    memory = Memory(100_000)
    for size in (10, 1000, 100):
        memory.put(address_of("/"), page_of(size))
        assert memory.used == size + OVERHEAD
    assert memory.get(address_of("/"), "another stamp") is None


def test_a_page_too_large_for_its_share_is_not_kept():
    memory = Memory(100_000)
    for ordinary in (True, False):
        memory.put(address_of("/", ordinary), page_of(80_000))
    assert memory.used == 0


def test_pages_count_as_made_or_kept(own, monkeypatch):
    application = own()
    counted, sizes = [], []
    counts = SimpleNamespace(
        request=lambda *labels: counted.append((labels[0], labels[-1])),
        kept=sizes.append,
        rendered=lambda *labels: None,
    )
    monkeypatch.setitem(application.registry, metrics.KEY, counts)
    for path in ("/films", "/films", "/contact", "/contact", "/nothing"):
        ask(application, path)
    expected = [("films", "miss"), ("films", "hit"), ("contact", ""), ("contact", ""), ("page", "")]
    assert counted == expected
    assert sizes == [application.registry[CACHE].memory.used]


def test_what_is_noted_of_each_request_is_noted_of_kept_pages(kept, caplog):
    caplog.set_level("INFO", "myproject.access")
    ids = set()
    for _ in range(3):
        response = Request.blank("/films", base_url=f"http://{HOST}").get_response(kept)
        ids.add(response.headers["X-Request-ID"])
        assert response.headers.getall("X-Request-ID") == [response.headers["X-Request-ID"]]
        assert "Content-Security-Policy" in response.headers
    lines = [each for each in caplog.records if each.name == "myproject.access"]
    assert {each.request_id for each in lines} == ids and len(ids) == 3
    assert {(each.path, each.status) for each in lines} == {("/films", 200)}


def test_pages_survive_json():
    page = Page(
        "stamp", "tag", datetime(2026, 1, 2, 3, 4, 5, 6, UTC), [("A", "é"), ("A", "b")], b"x\n{}\xff", "films"
    )
    small = replace(page, compressed=b"\n{}\xff")
    for each in (page, small, replace(small, body=b"")):
        assert Page.from_bytes(each.to_bytes()) == each
    whole, broken = small.to_bytes(), [b"", b"x", b"{}\n", b"[]\nx", b"null\n", b"5\n", b'"a"\n', b"true\n"]
    broken += [
        json.dumps({"modified": 1}).encode(),
        whole + b"x",
        *(whole[:end] for end in range(len(whole))),
    ]
    for length in (-5, 1e9, True, None, "5"):
        broken.append(re.sub(rb'"lengths": \[\d+', b'"lengths": [' + json.dumps(length).encode(), whole))
    for data in broken:
        with pytest.raises((ValueError, TypeError, KeyError)):
            Page.from_bytes(data)


@pytest.mark.integration
def test_a_change_on_postgresql_is_seen_within_a_moment(tmp_path, site_folder):
    """By the process that makes it and by another one; docs/caching.md names the moment."""
    url = new_postgresql()
    engine = make_engine(url)
    migrate(engine)
    with session_factory(engine).begin() as session:
        fill(session, Store(tmp_path / "media"))
    ini = ini_for(tmp_path, database_url=url, cache_dir=str(site_folder / "cache"))
    applications = [main({}, **ini) for _ in range(2)]
    for number in range(3):
        for application in applications:
            ask(application, "/films/film-07")
        with session_factory(engine).begin() as session:
            session.query(Film).filter_by(slug="film-07").one().title = f"Renamed {number}"
        time.sleep(watch.LASTS)
        for application in applications:
            assert f"Renamed {number}" in ask(application, "/films/film-07").text
    for application in applications:
        application.registry[WATCH].close()
        application.registry["myproject.engine"].dispose()
    engine.dispose()
