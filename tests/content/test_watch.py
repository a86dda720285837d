"""The watch on the content: cheap, never behind what was committed, and calm where the database is away."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from myproject.content import watch as module
from myproject.content.clock import today
from myproject.content.watch import LASTS, SqliteWatch, watch
from myproject.models import Genre, Message, make_engine, session_factory
from tests.content.library import add_article

GENRE = """
import sys
from myproject.models import Genre, make_engine, session_factory
with session_factory(make_engine(sys.argv[1])).begin() as session:
    session.add(Genre(slug=sys.argv[2], name=sys.argv[2]))
"""


@pytest.fixture
def watched(engine):
    watched = watch(engine)
    yield watched
    watched.close()


@pytest.fixture
def settle(kind):
    """Waits as long as a watch may be behind: on SQLite not at all."""
    return lambda: time.sleep(0 if kind == "sqlite" else LASTS)


@contextmanager
def statements(engine, part=""):
    seen = []

    def note(connection, cursor, statement, *rest):
        if part in statement:
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def add_genre(engine, name):
    with session_factory(engine).begin() as session:
        session.add(Genre(slug=name, name=name))


def test_who_asks_at_the_same_moment_may_get_the_same_answer(engine, watched, settle):
    moment = object()
    before = watched.current(moment)
    add_genre(engine, "new")
    settle()
    if isinstance(watched, SqliteWatch):
        assert watched.current(moment) is before
    assert watched.current().number == before.number + 1
    assert watched.current(object()).number == before.number + 1


def test_each_change_is_seen_whoever_makes_it(engine, url, watched, settle):
    tokens = [watched.current().token]
    for number in range(3):
        add_genre(engine, f"here-{number}")
        settle()
        tokens.append(watched.current().token)
        subprocess.run([sys.executable, "-c", GENRE, url, f"there-{number}"], check=True, timeout=60)
        settle()
        tokens.append(watched.current().token)
    assert len(set(tokens)) == len(tokens)


def test_what_is_not_committed_is_not_seen(engine, watched, settle):
    before = watched.current()
    with session_factory(engine)() as session:
        session.add(Genre(slug="a", name="A"))
        session.flush()
        settle()
        assert watched.current() == before
        session.rollback()
    settle()
    assert watched.current() == before


def test_what_is_no_content_changes_nothing(engine, watched, settle):
    before = watched.current()
    with session_factory(engine).begin() as session:
        session.add(Message(name="A", email="a@b.c", subject="S", body="B", sender_address_digest="d"))
    settle()
    assert watched.current() == before


def test_an_article_comes_out_without_a_write(engine, watched, settle, on):
    with session_factory(engine).begin() as session:
        add_article(session, "Tomorrow", today() + timedelta(days=1))
    settle()
    before = watched.current()
    on(today() + timedelta(days=1))
    settle()
    after = watched.current()
    assert (before.newest, after.newest) == (None, after.day)
    assert before.token != after.token


def test_a_question_costs_nothing_while_nothing_changes(watched):
    watched.current()
    with statements(watched._engine) as seen:
        for _ in range(1000):
            watched.current()
    # PostgreSQL is asked behind the scenes meanwhile.
    assert len(seen) <= 3


def test_many_threads_get_the_same_answer(engine, watched):
    add_genre(engine, "one")
    with ThreadPoolExecutor(8) as pool:
        assert len({each.token for each in pool.map(lambda _: watched.current(), range(400))}) == 1


def test_never_behind_while_threads_write_and_read(engine, watched, kind):
    """Who has committed sees a later number at once; on PostgreSQL after as long as an answer holds."""
    late = []

    def write_and_look(number):
        add_genre(engine, f"genre-{number}")
        with engine.connect() as connection:
            committed = connection.scalar(text("SELECT number FROM content_version"))
        time.sleep(0 if kind == "sqlite" else LASTS)
        if watched.current().number < committed:
            late.append(number)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write_and_look, range(24)))
    assert late == []


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_file_that_cannot_be_read_leaves_the_last_state(engine, watched, caplog, monkeypatch):
    before = watched.current()

    def broken(connection):
        raise OperationalError("SELECT", {}, Exception("disk I/O error"))

    with monkeypatch.context() as patch:
        patch.setattr(module, "read_state", broken)
        add_genre(engine, "meanwhile")
        for _ in range(3):
            assert watched.current() == before
    assert watched.current().number == before.number + 1
    assert [record.levelname for record in caplog.records if record.name == module.__name__] == [
        "ERROR",
        "WARNING",
    ]


def test_without_any_state_the_error_comes_through(empty_url):
    engine = make_engine(empty_url)
    watched = watch(engine)
    try:
        with pytest.raises(SQLAlchemyError):
            watched.current()
    finally:
        watched.close()
        engine.dispose()


def test_a_file_that_is_no_database_is_an_error_of_the_database(tmp_path):
    (tmp_path / "site.db").write_text("no database, however long it is" * 100)
    watched = watch(make_engine(f"sqlite:///{tmp_path}/site.db"))
    with pytest.raises(SQLAlchemyError):
        watched.current()
    watched.close()


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_connection_that_broke_is_replaced_and_nothing_missed(engine, watched):
    before = watched.current()
    watched._connection.connection.driver_connection.close()
    add_genre(engine, "meanwhile")
    assert watched.current() == before
    assert watched.current().number == before.number + 1


def test_a_closed_watch_can_be_asked_again(engine, watched, settle):
    before = watched.current()
    watched.close()
    add_genre(engine, "meanwhile")
    assert watched.current().number == before.number + 1


class TestAway:
    """PostgreSQL that vanishes and comes back, played by its connections."""

    pytestmark = pytest.mark.parametrize("kind", [pytest.param("postgresql", marks=pytest.mark.integration)])

    @pytest.mark.parametrize("seconds", [0, 1.0])
    def test_pages_stay_and_recover(self, engine, watched, caplog, monkeypatch, seconds):
        """Refused at once, or hanging for longer than anybody waits."""
        before = watched.current()

        def gone(connection):
            time.sleep(seconds)
            raise OperationalError("SELECT", {}, Exception("gone"))

        slowest = 0.0
        with monkeypatch.context() as patch:
            patch.setattr(module, "read_state", gone)
            add_genre(engine, "meanwhile")
            end = time.monotonic() + 1.5
            while time.monotonic() < end:
                asked = time.monotonic()
                assert watched.current() == before or watched.current().number == before.number + 1
                slowest = max(slowest, time.monotonic() - asked)
                time.sleep(0.01)
        assert slowest < module.PATIENCE + 0.3
        end = time.monotonic() + 5
        while watched.current().number == before.number and time.monotonic() < end:
            time.sleep(0.05)
        assert watched.current().number == before.number + 1
        levels = [record.levelname for record in caplog.records if record.name == module.__name__]
        assert levels == ["ERROR", "WARNING"]

    def test_a_lost_connection_is_replaced(self, engine, watched):
        before = watched.current()
        with engine.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        add_genre(engine, "meanwhile")
        end = time.monotonic() + 5
        while watched.current().number == before.number and time.monotonic() < end:
            time.sleep(0.05)
        assert watched.current().number == before.number + 1

    def test_nobody_asks_where_nobody_wants_to_know(self, engine, watched, monkeypatch):
        monkeypatch.setattr(module, "ATTENTION", 0.2)
        watched.current()
        time.sleep(0.6)
        with statements(watched._engine) as seen:
            time.sleep(0.5)
        assert seen == []
        add_genre(engine, "meanwhile")
        assert watched.current().newest is None
        assert watched.current().number >= 1
