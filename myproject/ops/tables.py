"""The rows of all tables as lines of JSON, the same for SQLite and PostgreSQL: a backup of one fits the other."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, ForeignKey, MetaData, Table, delete, func, insert, select, text, update
from sqlalchemy.types import Date, DateTime, LargeBinary, Numeric

from myproject.models.tables import INDEX

BATCH = 500  # rows an INSERT
ALEMBIC = "alembic_version"


def reflect(connection: Connection) -> list[Table]:
    """The tables that hold content, those that others refer to first; the full-text index is made anew, not saved."""
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _: name != ALEMBIC and not name.startswith(INDEX))
    return metadata.sorted_tables


def dump(connection: Connection, table: Table) -> Iterator[bytes]:
    """The rows of a table, a line each, in the order of the primary key."""
    rows = connection.execution_options(yield_per=BATCH).execute(select(table).order_by(*table.primary_key))
    for row in rows.mappings():
        yield (
            json.dumps({key: _to_json(value) for key, value in row.items()}, ensure_ascii=False).encode()
            + b"\n"
        )


def load(connection: Connection, table: Table, lines: Iterable[bytes]) -> int:
    """Inserts dumped rows; returns how many."""
    rows = [_from_json(table, json.loads(line)) for line in lines]
    rows = _parents_first(table, rows)
    for start in range(0, len(rows), BATCH):
        connection.execute(insert(table), rows[start : start + BATCH])
    if rows:
        _raise_sequences(connection, table)
    return len(rows)


def empty(connection: Connection, tables: list[Table]) -> None:
    for table in reversed(tables):
        if links := _links_to_itself(table):
            connection.execute(update(table).values({key.parent.name: None for key in links}))
        connection.execute(delete(table))


def is_empty(connection: Connection, tables: list[Table]) -> bool:
    return not any(connection.scalar(select(func.count()).select_from(table)) for table in tables)


def _to_json(value: Any) -> Any:
    match value:
        case datetime():
            return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case bytes():
            return base64.b64encode(value).decode()
    return value


def _from_json(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {key: None if value is None else _typed(table.c[key].type, value) for key, value in row.items()}


def _typed(kind: Any, value: Any) -> Any:
    match kind:
        case DateTime():
            moment = datetime.fromisoformat(value)
            return moment if kind.timezone else moment.astimezone(UTC).replace(tzinfo=None)
        case Date():
            return date.fromisoformat(value)
        case Numeric() if kind.asdecimal:
            return Decimal(str(value))
        case LargeBinary():
            return base64.b64decode(value)
    return value


def _parents_first(table: Table, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Orders the rows of a tree so that each comes after the one that it refers to."""
    links = [(key.parent.name, key.column.name) for key in _links_to_itself(table)]
    ordered, waiting = [], rows
    known = {target: set() for _, target in links}
    while waiting:
        ready = [
            row
            for row in waiting
            if all(row[own] is None or row[own] in known[target] for own, target in links)
        ]
        if not ready:
            raise ValueError(
                f"the rows of {table.name} refer to each other in a circle, or to rows that are not there"
            )
        for row in ready:
            for target, values in known.items():
                values.add(row[target])
        ordered += ready
        waiting = [row for row in waiting if row not in ready] if len(ready) < len(waiting) else []
    return ordered


def _links_to_itself(table: Table) -> list[ForeignKey]:
    return [key for key in table.foreign_keys if key.column.table is table]


def _raise_sequences(connection: Connection, table: Table) -> None:
    """PostgreSQL counts numbers it gave itself only; without this the next new row would collide."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key:
        sequence = connection.scalar(
            text("SELECT pg_get_serial_sequence(:table, :column)"),
            {"table": table.name, "column": column.name},
        )
        if sequence:
            highest = connection.scalar(select(func.max(column)))
            connection.execute(
                text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest}
            )
