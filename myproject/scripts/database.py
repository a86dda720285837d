"""What commands say of a database that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def used_database() -> Iterator[None]:
    """Stops the command with a sentence where the database cannot be reached, or is none."""
    from sqlalchemy.exc import DatabaseError, OperationalError

    try:
        yield
    except DatabaseError as error:
        # What is about a statement or its rows is a fault of whoever wrote it: a migration's, say.
        if error.statement is not None or type(error) not in (DatabaseError, OperationalError):
            raise
        raise SystemExit(f"The database cannot be used: {' '.join(str(error.orig).split())}") from None
