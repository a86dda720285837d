"""Sessions that only read: for pages, which are asked for far more often than anything is written.

They need no transaction manager, and their connections commit nothing: a statement sees what is committed as it begins.
With a session, its transaction in `zope.sqlalchemy` and `pyramid_tm`, and one statement a request took 182 us more than
without; with one of these and the same statement it takes 63, and 30 where the session and its connection are kept from
one request to the next (`ReadingSessions`).

What a page would write is refused, never lost: objects as soon as they are flushed, statements by the database itself.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Connection, Engine, Result, ScalarResult, event

from myproject.models.database import make_engine
from myproject.models.prepared import Prepared, Preparing, Rows

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from myproject.models.objects import ReadObjects


def tuples(session: ReadingSession | Session, query: Any, params: Any = None) -> Rows:
    """The rows of a query as plain tuples: for many rows that are all unpacked, in a list on a page.

    SQLAlchemy's result and its Row, which knows its columns by name, take 15 us more for 50 of them.
    """
    if isinstance(session, ReadingSession):
        return session.tuples(query, params)
    return [tuple(row) for row in session.execute(query, params)]


class ReadingSession:
    """A session that loads rows and objects and writes none.

    Statements on tables (`select(tables.film.c.title)`) go to its connection directly, and queries that were asked
    before to its driver (`models.prepared`): 54 us for 50 rows where the way through the unit of work takes 93.
    All else that a session of SQLAlchemy's can is asked of one, over the same connection; it is made, and the ORM
    imported, when somebody first does.
    """

    def __init__(self, engine: Engine, preparing: Preparing | None = None) -> None:
        self._engine = engine
        self._preparing = preparing
        self._connection: Connection | None = None
        self._driver: Any = None
        self._made: ReadObjects | None = None

    def execute(self, statement: Any, params: Any = None, **options: Any) -> Result[Any]:
        if options:
            return self._objects.execute(statement, params, **options)
        if (answer := self._ask(statement, params)) is not None:
            prepared, rows = answer
            return prepared.result(rows)
        return self._by_sqlalchemy(statement, params)

    def tuples(self, query: Any, params: Any = None) -> Rows:
        """See the function of this name."""
        if (answer := self._ask(query, params)) is not None:
            prepared, rows = answer
            return prepared.converted(rows)
        return [tuple(row) for row in self._by_sqlalchemy(query, params)]

    def _by_sqlalchemy(self, statement: Any, params: Any) -> Result[Any]:
        if _of_objects(statement):
            return self._objects.execute(statement, params)
        result = self._connected().execute(statement, params)
        if self._preparing is not None and not _many(params):
            self._preparing.asked(statement, result)
        return result

    def scalar(self, statement: Any, params: Any = None, **options: Any) -> Any:
        return self.execute(statement, params, **options).scalar()

    def scalars(self, statement: Any, params: Any = None, **options: Any) -> ScalarResult[Any]:
        return self.execute(statement, params, **options).scalars()

    def get_bind(self, *args: Any, **options: Any) -> Engine | Connection:
        return self._connection or self._engine

    def flush(self, *args: Any, **options: Any) -> None:
        """WriteRefused where objects are new, changed or deleted."""
        if self._made is not None:
            self._made.flush(*args, **options)

    def reset(self) -> bool:
        """Forgets what was loaded; True where the session is then as fit as a new one, its connection open."""
        if self._made is not None:
            self._made.close()
        return self._connection is not None and not self._connection.invalidated

    def close(self) -> None:
        if self._made is not None:
            self._made.close()
        if self._connection is not None:
            self._connection.close()
            self._connection = self._driver = None

    def _ask(self, query: Any, params: Any) -> tuple[Prepared, Rows] | None:
        """What the driver answers to a query that is prepared; None where SQLAlchemy is to be asked."""
        if self._preparing is None or self._heard() or _many(params) or _of_objects(query):
            return None
        prepared = self._preparing.get(query)
        if prepared is None:
            return None
        self._connected()
        try:
            return prepared, prepared.ask(self._driver, params or {})
        except (sqlite3.Error, LookupError, TypeError, ValueError):
            return None  # SQLAlchemy says what is wrong

    def _heard(self) -> bool:
        """Whether somebody listens to the engine, as the debug toolbar does, who is to hear of every statement."""
        return bool(self._engine.dispatch.before_cursor_execute)

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
            self._driver = self._connection.connection.driver_connection
        return self._connection

    @property
    def _objects(self) -> ReadObjects:
        if self._made is None:
            from myproject.models.objects import ReadObjects

            self._made = ReadObjects(self._connected)
        return self._made

    def __getattr__(self, name: str) -> Any:
        return getattr(self._objects, name)

    def __contains__(self, each: object) -> bool:
        return each in self._objects

    def __iter__(self) -> Iterator[object]:
        return iter(self._objects)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _of_objects(statement: Any) -> bool:
    """Whether a statement has to do with mapped classes, by SQLAlchemy's mark; what is no statement counts as one."""
    return bool(getattr(statement, "_propagate_attrs", True))


def _many(params: Any) -> bool:
    """Whether parameters ask for many rounds, which only SQLAlchemy knows."""
    return isinstance(params, (list, tuple))


class ReadingSessions:
    """Sessions for one request after the other, on the connections of `engine`.

    With SQLite they are kept, KEPT at most, and their connections with them: making and closing both takes twice as
    long as a short statement. A connection over a network goes back to its pool, which sees whether it is still good.
    """

    KEPT = 5

    def __init__(self, engine: Engine) -> None:
        self._keeps = engine.dialect.name == "sqlite"
        logged = logging.getLogger("sqlalchemy.engine").isEnabledFor(logging.INFO)
        preparing = Preparing(engine.dialect) if self._keeps and not logged else None
        self._make = partial(ReadingSession, engine, preparing)
        self._kept: list[ReadingSession] = []
        event.listen(engine, "engine_disposed", lambda _: self._close())

    def take(self) -> ReadingSession:
        """A session that is nobody else's until it is given back."""
        try:
            return self._kept.pop()
        except IndexError:
            return self._make()

    def give_back(self, session: ReadingSession) -> None:
        if self._keeps and len(self._kept) < self.KEPT and session.reset():
            self._kept.append(session)
        else:
            session.close()

    def _close(self) -> None:
        while self._kept:
            self._kept.pop().close()


def reading_engine(url: str, timeout: float | None = None, **options: Any) -> Engine:
    """An engine for `url` whose connections read, each statement by itself; the rest as for make_engine."""
    reading = {"isolation_level": "AUTOCOMMIT", "skip_autocommit_rollback": True}
    engine = make_engine(url, timeout, **reading, **options)
    event.listen(engine, "connect", _READ_ONLY[engine.dialect.name])
    return engine


def _sqlite(connection: Any, record: object) -> None:
    connection.execute("PRAGMA query_only = ON").close()


def _postgresql(connection: Any, record: object) -> None:
    connection.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    connection.commit()


_READ_ONLY = {"sqlite": _sqlite, "postgresql": _postgresql}
