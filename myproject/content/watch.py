"""Tells the state of the content for next to nothing, so that it can be asked for at every request.

One watch a process, for all its threads. SQLite is asked each time whether its file changed (`PRAGMA data_version`,
3 to 9 us), or once for all who ask at the same moment: never stale. PostgreSQL is asked by a thread of its own while
anybody wants to know: at most LASTS seconds stale, and a visitor never waits for a database that hangs. Where the
database is away the state is the last one known.

A watch opens its connection when it is first asked, that is after a server has forked its workers.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from threading import Condition, Lock, Thread
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, NullPool, create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoAnswer

from myproject.content.clock import today
from myproject.content.version import ContentState, read_state
from myproject.models import reason

log = logging.getLogger(__name__)

# Seconds: how long an answer of PostgreSQL holds, how soon it is asked anew, and for how long after the last question.
LASTS = 0.2
RENEWED = 0.1
ATTENTION = 2.0
# Seconds that a visitor waits for an answer before the last one has to do.
PATIENCE = 0.5
# Seconds between two attempts to reach a database that is away.
RETRY = 0.5
# Gives up within seconds where nothing answers at all, as with a cut cable.
_CONNECT = {"connect_timeout": 2, "tcp_user_timeout": 2000}


class ContentWatch(Protocol):
    def current(self, moment: object = None) -> ContentState:
        """The state now, or the last one known; SQLAlchemyError (a TimeoutError) where there never was one.

        Questions with the same `moment`, an object that is not None, may have the same answer.
        """

    def close(self) -> None:
        """Closes the connection; it is opened again if need be."""


def watch(engine: Engine) -> ContentWatch:
    """The watch that suits the database of `engine`."""
    return SqliteWatch(engine) if engine.dialect.name == "sqlite" else PolledWatch(engine)


def _engine_of_its_own(engine: Engine, options: dict[str, Any]) -> Engine:
    """For one connection to the same database, beside the pool, in no transaction."""
    return create_engine(engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=options)


class _Health:
    """Says once in the log that the database went away, and once that it is back."""

    def __init__(self) -> None:
        self.down = False

    def lost(self, reason: object) -> None:
        if not self.down:
            log.error("The database does not answer, pages stay as they were last: %s", reason)
        self.down = True

    def found(self) -> None:
        if self.down:
            log.warning("The database answers again")
        self.down = False


class SqliteWatch:
    """Asks on a connection that never writes, so that the changes of this process count like those of any other."""

    def __init__(self, engine: Engine) -> None:
        self._engine = _engine_of_its_own(engine, {"timeout": PATIENCE, "check_same_thread": False})
        self._lock = Lock()
        self._connection: Connection | None = None
        self._seen: Any = None
        self._state: ContentState | None = None
        self._moment: object = None  # when the state was last asked for, where somebody said so
        self._health = _Health()

    def current(self, moment: object = None) -> ContentState:
        if moment is not None and moment is self._moment:
            return self._state
        with self._lock:
            try:
                # Asked before the rows are read: a change between the two is seen the next time.
                seen = self._data_version()
                if seen != self._seen or self._state is None or self._state.day != today():
                    self._state = read_state(self._connection)
                    self._seen = seen
                    self._health.found()  # of one that was lost, nothing was seen yet
            except (sqlite3.Error, SQLAlchemyError) as error:
                self._disconnect()
                if self._state is None:
                    raise NoAnswer(f"the database does not answer: {reason(error)}") from error
                self._health.lost(error)
            self._moment = moment
            return self._state

    def close(self) -> None:
        with self._lock:
            self._disconnect()
            self._state = self._moment = None

    def _data_version(self) -> list[tuple[int]]:
        """Differs from its last value on the same connection once anybody else has committed to the file."""
        if self._connection is None:
            self._connection = self._engine.connect()
            self._ask = self._connection.connection.driver_connection.execute
        return self._ask("PRAGMA data_version").fetchall()

    def _disconnect(self) -> None:
        _drop(self._connection)
        self._connection = self._seen = None


class PolledWatch:
    """Asks in a thread of its own, again and again while somebody wants to know."""

    def __init__(self, engine: Engine) -> None:
        self._engine = _engine_of_its_own(engine, _CONNECT)
        self._state: ContentState | None = None
        self._error: SQLAlchemyError | None = None
        self._read_at = self._wanted_at = float("-inf")
        self._changed = Condition()
        self._thread: Thread | None = None
        self._closing = False
        self._health = _Health()

    def current(self, moment: object = None) -> ContentState:
        self._wanted_at = now = time.monotonic()
        if now - self._read_at >= LASTS and not self._health.down:
            self._wait(now)
        if self._state is None:
            raise NoAnswer("the database does not answer") from self._error
        return self._state

    def close(self) -> None:
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
        self._thread, self._state, self._read_at, self._closing = None, None, float("-inf"), False
        self._engine.dispose()

    def _wait(self, now: float) -> None:
        """Waits until the state is one of the last LASTS seconds before `now`, or nothing better is to be had."""
        with self._changed:
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._run, name="content-watch", daemon=True)
                self._thread.start()
            self._changed.notify_all()
            if not self._changed.wait_for(lambda: self._read_at > now - LASTS or self._health.down, PATIENCE):
                self._health.lost(f"no answer within {PATIENCE} s")

    def _run(self) -> None:
        connection = None
        while not self._closing:
            asked = time.monotonic()
            try:
                connection = connection or self._engine.connect()
                self._known(read_state(connection), asked)
            except SQLAlchemyError as error:
                self._unknown(error)
                _drop(connection)
                connection = None
            self._rest()
        _drop(connection)

    def _known(self, state: ContentState, asked: float) -> None:
        with self._changed:
            self._state, self._read_at = state, asked
            self._health.found()
            self._changed.notify_all()

    def _unknown(self, error: SQLAlchemyError) -> None:
        with self._changed:
            self._error = error
            self._health.lost(error)
            self._changed.notify_all()

    def _rest(self) -> None:
        """Until the next look: a moment, or where nobody asks until somebody does."""
        with self._changed:
            if self._closing:
                return
            if self._health.down:
                self._changed.wait(RETRY)
            elif time.monotonic() - self._wanted_at < ATTENTION:
                self._changed.wait(RENEWED)
            else:
                self._changed.wait()


def _drop(connection: Connection | None) -> None:
    """Closes a connection whatever its state is."""
    if connection is not None:
        connection.invalidate()
        connection.close()
