"""Queries that are asked again go to SQLite as SQLAlchemy compiled them, and their rows come back as it gives them.

What SQLAlchemy does for each statement, so that any may come, takes longer than SQLite needs for 50 rows: 76 us with
them in a request, and 54 this way; 48 where plain tuples will do. So a query that is asked a second time, the same
object, is prepared: its text, how its parameters are ordered and converted, how its columns are.

A list among its parameters (`column.in_(...)`) has a text for each length that it comes in. Not prepared are queries
with options, or with parameters that are written into the text.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary, WeakSet

from sqlalchemy import CompoundSelect, IteratorResult, Result, Select, TupleType
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.result import SimpleResultMetaData

Convert = Callable[[Any], Any]
Rows = list[tuple[Any, ...]]

LENGTHS = 1000  # texts that are remembered: of a query with lists, one for each length
LONGEST = 500  # items of lists, with which it still is
# Where a list belongs in what SQLAlchemy compiled.
_LIST = re.compile(r"__\[POSTCOMPILE_\w+\]")


class Parameter(NamedTuple):
    """One that stands at its place in a query; where no `name` is given it is `value`, unless it is required."""

    name: str
    required: bool
    value: Any
    made: Callable[[], Any] | None  # the value, anew each time
    convert: Convert | None
    many: bool  # a list, each of its items a parameter to the driver


class Prepared(NamedTuple):
    """A query that the driver takes as it is."""

    pieces: tuple[str, ...]  # its text, in pieces between the lists among its parameters
    parameters: list[Parameter]
    columns: SimpleResultMetaData  # their names, and how they are converted
    converted: Callable[[Rows], Rows]  # converts all columns of rows

    def ask(self, driver: sqlite3.Connection, given: Mapping[str, Any]) -> Rows:
        """The rows as the driver has them, for `result` or `converted`.

        KeyError where a parameter is missing; sqlite3.Error, ValueError or TypeError where SQLite cannot use one.
        """
        values, lengths = [], ()
        for name, required, value, made, convert, many in self.parameters:
            if required or name in given:
                value = given[name]
            elif made is not None:
                value = made()
            if many:
                if value.__class__ is not list or not value:
                    raise TypeError(f"{value!r} is no list of values")
                lengths += (len(value),)
                values += value if convert is None else map(convert, value)
            else:
                values.append(value if convert is None else convert(value))
        text = _text if len(values) <= LONGEST else _text.__wrapped__
        return driver.execute(text(self.pieces, lengths), values).fetchall()

    def result(self, rows: Rows) -> Result[Any]:
        """SQLAlchemy's result of them."""
        return IteratorResult(self.columns, iter(rows))


class Preparing:
    """What is prepared for a dialect of SQLite; for all threads."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        # By the query; None where it was asked twice and is not one to be prepared.
        self._asked: WeakKeyDictionary[Any, Prepared | None] = WeakKeyDictionary()
        self._once: WeakSet[Any] = WeakSet()

    def get(self, query: Any) -> Prepared | None:
        """The prepared query; None where SQLAlchemy is to be asked."""
        return self._asked.get(query)

    def asked(self, query: Any, result: Result[Any]) -> None:
        """SQLAlchemy was asked, with this result."""
        if query in self._once:
            self._once.discard(query)
            self._asked[query] = prepare(query, list(result.keys()), self._dialect)
        elif query not in self._asked:
            self._once.add(query)


def prepare(query: Any, names: list[str], dialect: Dialect) -> Prepared | None:
    """The query, whose columns have these names; None where it is not one to be prepared."""
    if not isinstance(query, (Select, CompoundSelect)) or query.get_execution_options():
        return None
    compiled = query.compile(dialect=dialect)
    if compiled.escaped_bind_names:  # of parameters with a dot or the like in their names
        return None
    binds = {name: bind for bind, name in compiled.bind_names.items()}
    if (
        len(set(names)) < len(names)
        or compiled.literal_execute_params
        or any(
            isinstance(bind.type, TupleType) or (bind.required and bind.key != name)
            for name, bind in binds.items()
        )
    ):
        return None
    values = compiled.construct_params({name: None for name, bind in binds.items() if bind.required})
    converts = [
        each.type.dialect_impl(dialect).result_processor(dialect, None) for each in query.selected_columns
    ]
    if len(converts) != len(names):  # a piece of text among the columns
        return None
    order = compiled.positiontup or ()
    pieces = tuple(_LIST.split(compiled.string))
    twice = {name: [None, None] for name in order if binds[name].expanding}
    if (
        _text(pieces, (2,) * (len(pieces) - 1))
        != compiled.construct_expanded_state({**values, **twice}).statement
    ):
        return None
    return Prepared(
        pieces,
        [
            Parameter(
                name,
                binds[name].required,
                values[name],
                binds[name].callable,
                binds[name].type.dialect_impl(dialect).bind_processor(dialect),
                binds[name].expanding,
            )
            for name in order
        ],
        SimpleResultMetaData(names, _processors=converts if any(converts) else None),
        _converting(converts),
    )


def _converting(converts: list[Convert | None]) -> Callable[[Rows], Rows]:
    """What converts all columns of rows; made as code, as a namedtuple is: 3 us for 50 rows, where a loop takes 10."""
    if not any(converts):
        return lambda rows: rows
    names = [f"column{place}" for place in range(len(converts))]
    values = [
        name if convert is None else f"convert_{name}({name})"
        for name, convert in zip(names, converts, strict=True)
    ]
    known = {f"convert_{name}": convert for name, convert in zip(names, converts, strict=True)}
    return eval(f"lambda rows: [({', '.join(values)},) for {', '.join(names)}, in rows]", known)


@lru_cache(LENGTHS)
def _text(pieces: tuple[str, ...], lengths: tuple[int, ...]) -> str:
    """The text of a query that is in pieces, with so many parameters in each of the lists between them."""
    first, *others = pieces
    return first + "".join(
        f"{', '.join('?' * length)}{piece}" for length, piece in zip(lengths, others, strict=True)
    )
