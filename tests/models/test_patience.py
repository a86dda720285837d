"""A PostgreSQL that hangs is given up in time, refused quickly while it does, and used again when it answers."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from myproject.models import make_engine
from tests.databases import new_postgresql

pytestmark = pytest.mark.integration

SECONDS = 2


@pytest.fixture
def engine():
    engine = make_engine(new_postgresql(), SECONDS)
    yield engine
    engine.dispose()


@contextmanager
def taking(least, most):
    started = time.monotonic()
    yield
    assert least <= time.monotonic() - started < most


def ask(engine):
    with engine.connect() as connection:
        return connection.scalar(text("SELECT pg_backend_pid()"))


@contextmanager
def stopped(*pids):
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def parent(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_a_statement_that_takes_too_long_is_ended_by_the_server(engine):
    with engine.connect() as connection, taking(SECONDS, SECONDS + 0.9):
        with pytest.raises(OperationalError, match="statement timeout"):
            connection.execute(text("SELECT pg_sleep(9)"))
        connection.rollback()
        assert connection.scalar(text("SELECT 1")) == 1


def test_a_connection_that_stays_silent_is_left_for_a_new_one(engine):
    backend = ask(engine)
    with stopped(backend), taking(SECONDS, SECONDS + 3):
        assert ask(engine) != backend


def test_a_server_that_hangs_is_given_up_and_used_again(engine):
    backend = ask(engine)
    with stopped(parent(backend), backend):
        with taking(SECONDS, 2 * SECONDS + 3), pytest.raises(OperationalError):
            ask(engine)
        with ThreadPoolExecutor(4) as pool:
            waiting = [pool.submit(ask, engine) for _ in range(4)]
            for each in waiting:
                with pytest.raises(OperationalError):
                    each.result()
        assert len([each for each in waiting if "being tried" in str(each.exception())]) == 3
    with taking(0, 1):
        assert ask(engine)


def test_what_is_not_asked_to_give_up_waits():
    engine = make_engine(new_postgresql())
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW statement_timeout")) == "0"
    engine.dispose()
