"""Engines: SQLite as a server needs it, PostgreSQL by its URL alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

# Readers do not wait for a writer (WAL); a second writer waits up to 10 s instead of failing at once.
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA busy_timeout = 10000",
    "PRAGMA foreign_keys = ON",
)

# What SQLite says of it; in the lowest byte of its codes.
_AWAY = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
)


class WriteRefused(RuntimeError):
    """Something would be written by a request that may only read."""


def make_engine(url: str, timeout: float | None = None, **options: Any) -> Engine:
    """An engine for `url`, with `options` of SQLAlchemy's; the folder of an SQLite file is made where it is missing.

    timeout: seconds after which a PostgreSQL that does not answer is given up; None waits as long as it takes.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return _make_postgresql(parsed, timeout, options)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, **options)
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _make_postgresql(url: URL, timeout: float | None, options: dict[str, Any]) -> Engine:
    if timeout is None:
        return create_engine(url, pool_pre_ping=True, **options)
    # Needs the driver, which only those who use PostgreSQL install.
    from myproject.models.patience import be_patient

    engine = create_engine(url, pool_pre_ping=True, pool_timeout=timeout, **options)
    be_patient(engine, timeout)
    return engine


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """An engine for `url` whose connections are closed in the end."""
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def is_away(error: Exception) -> bool:
    """Whether an error says that a database does not answer just now: it is away, locked, or its disk is full."""
    cause = getattr(error, "orig", error)
    # Which SQLite's driver raises for our mistakes as well, such as in a statement, or one that a page may not send.
    if isinstance(cause, sqlite3.OperationalError):
        return getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in _AWAY
    return isinstance(error, (OperationalError, InterfaceError, TimeoutError))


def reason(error: Exception) -> str:
    """What a database says is wrong, in one line, without the statement that it says it of."""
    return str(getattr(error, "orig", None) or error).partition("\n")[0].rstrip(".")


def _set_up_sqlite(connection: Any, record: object) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()
