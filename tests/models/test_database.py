"""Engines: SQLite lets readers read while somebody writes, keeps references true, and times keep their zone."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from myproject.models import Film, Message, Page, session_factory


def test_sqlite_runs_in_wal_mode_and_checks_references(kind, engine):
    if kind != "sqlite":
        return
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(text("PRAGMA busy_timeout")) == 10_000


def test_a_reader_does_not_wait_for_a_writer(engine):
    with session_factory(engine)() as writer, session_factory(engine)() as reader:
        writer.add(Page(path="about", title="About", summary="", body=""))
        writer.flush()
        assert reader.scalars(select(Page.path)).all() == []
        writer.commit()
        reader.rollback()
        assert reader.scalars(select(Page.path)).all() == ["about"]


def test_a_page_needs_the_page_above_it(session):
    session.add(Page(path="nowhere/here", title="Here", summary="", body=""))
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize("wrong", [{"year": 1887}, {"running_time": 0}, {"rating": 10.1}, {"rating": -1}])
def test_a_film_has_plausible_numbers(session, wrong):
    right = {"slug": "m", "title": "M", "year": 1931, "running_time": 111, "rating": 8.6, "synopsis": ""}
    session.add(Film(**right | wrong))
    with pytest.raises(IntegrityError):
        session.flush()


def message(received):
    return Message(
        name="N", email="n@example.org", subject="S", body="B", sender_address_digest="", received=received
    )


def test_a_moment_keeps_its_place_in_time(session):
    paris = timezone(timedelta(hours=2))
    session.add(message(datetime(2026, 7, 1, 1, 30, 0, 123456, paris)))
    session.commit()
    assert session.scalar(select(Message.received)) == datetime(2026, 6, 30, 23, 30, 0, 123456, UTC)


def test_a_moment_without_a_zone_is_refused(session):
    session.add(message(datetime(2026, 7, 1)))
    with pytest.raises(StatementError, match="has no time zone"):
        session.flush()
