"""Gives up on a PostgreSQL that does not answer: stopped, out of memory, or behind a cut cable.

libpq waits for ever, and the server's own `statement_timeout` helps only where somebody is left to keep it. So the time
is kept on both sides: the server ends a statement that takes too long, the client a connection that stays silent.

While nothing answers, one connection at a time is tried and whoever else wants one is refused at once: requests that
cannot be served do not keep the threads from those that can.
"""

from __future__ import annotations

import time
from threading import Lock
from typing import Any

from psycopg import Connection, OperationalError
from sqlalchemy import Engine, event

_HELLO = 2  # seconds for a connection to be made, the least that libpq knows
_MARGIN = 1.0  # seconds that the client waits longer, for the server's own word


class _Patient(Connection):
    """A connection that is closed once it stayed silent for `patience` seconds."""

    patience: float

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        deadline = time.monotonic() + self.patience
        try:
            return super().wait(gen, interval, self.patience)
        except OperationalError:
            if time.monotonic() >= deadline:
                # What comes later would be taken for the answer to the next statement.
                self.pgconn.finish()
            raise


class _Connector:
    """Makes the connections of one engine."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._failing = False
        self._trying = Lock()

    def __call__(
        self, dialect: object, record: object, arguments: Any, options: dict[str, Any]
    ) -> Connection:
        if not self._failing:
            return self._try(arguments, options)
        if not self._trying.acquire(blocking=False):
            raise OperationalError("the database did not answer just now, and is being tried")
        try:
            return self._try(arguments, options)
        finally:
            self._trying.release()

    def _try(self, arguments: Any, options: dict[str, Any]) -> Connection:
        try:
            connection = _Patient.connect(*arguments, **{"connect_timeout": _HELLO, **options})
            connection.patience = self._seconds + _MARGIN
            connection.execute(f"SET statement_timeout = {round(self._seconds * 1000)}")
            connection.commit()
        except OperationalError:
            self._failing = True
            raise
        self._failing = False
        return connection


def be_patient(engine: Engine, seconds: float) -> None:
    """Lets no statement of a PostgreSQL engine take longer than about `seconds`, and no attempt to connect."""
    event.listen(engine, "do_connect", _Connector(seconds))
