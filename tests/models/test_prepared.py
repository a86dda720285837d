"""Queries that go to SQLite's driver answer as SQLAlchemy does, the first time and every time after it."""

import enum
import gc
import logging
import sqlite3
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import (
    JSON,
    LABEL_STYLE_NONE,
    Boolean,
    Column,
    Date,
    DateTime,
    Enum,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    bindparam,
    create_engine,
    event,
    func,
    literal,
    literal_column,
    select,
    text,
    tuple_,
    union_all,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from myproject.models import ReadingSession, ReadingSessions, reading_engine
from myproject.models.reading import tuples
from myproject.models.tables import UTCDateTime


class Kind(enum.Enum):
    SHORT = "short"
    LONG = "long"


THING = Table(
    "thing",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String),
    Column("new", Boolean),
    Column("day", Date),
    Column("at", UTCDateTime),
    Column("kind", Enum(Kind)),
    Column("more", JSON),
    Column("price", Numeric(8, 2)),
    Column("size", Float),
    Column("data", LargeBinary),
    Column("renamed", String, key="other"),
)
C = THING.c
OTHER = THING.alias()
THINGS = [
    {},
    {
        "name": "Brazil & é",
        "new": True,
        "day": date(2026, 1, 2),
        "at": datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
        "kind": Kind.LONG,
        "more": {"a": [1, None]},
        "price": 3,
        "size": 1.5,
        "data": b"\0a",
        "other": "x",
    },
    {"name": "", "new": False, "more": [], "kind": Kind.SHORT, "size": 2},
]
NAMED = select(C.id, C.name).where(C.name == bindparam("name"))
# Query, parameters; whether it is one that is prepared.
QUERIES = {
    "all columns": (select(THING), None, True),
    "some": (select(C.name, C.new).order_by(C.id.desc()), None, True),
    "one type of each": (select(C.day, C.at, C.kind, C.more, C.price, C.data).order_by(C.id), {}, True),
    "a parameter": (NAMED, {"name": "Brazil & é"}, True),
    "nobody": (NAMED, {"name": "nobody"}, True),
    "one too many": (NAMED, {"name": "", "else": 3}, True),
    "converted": (
        select(C.id).where(C.at >= bindparam("at")),
        {"at": datetime(2026, 1, 1, tzinfo=UTC)},
        True,
    ),
    "a choice": (
        select(C.id).where(C.kind == bindparam("kind", type_=Enum(Kind))),
        {"kind": Kind.LONG},
        True,
    ),
    "with a default": (select(C.id).where(C.id > bindparam("least", 1)), {}, True),
    "with a default and a value": (select(C.id).where(C.id > bindparam("least", 1)), {"least": 2}, True),
    "given before": (NAMED.params(name=""), {}, True),
    "limits": (select(C.id).order_by(C.id).limit(1).offset(1), {}, True),
    "limits given": (select(C.id).limit(bindparam("most", type_=Integer)), {"most": 2}, True),
    "constants": (select(C.id, literal("a").label("a")).where(C.id.between(1, 2), C.new.is_(True)), {}, True),
    "counted": (select(func.count(), func.max(C.at).label("last"), func.max(C.size)), {}, True),
    "united": (union_all(select(C.id, C.new), select(C.id, C.new).where(C.id > 1)), {}, True),
    "within": (select(select(C.new, C.at).where(C.id > 1).subquery()), {}, True),
    "twice the same parameter": (
        select(C.id).where((C.name == bindparam("a")) | (C.other == bindparam("a"))),
        {"a": "x"},
        True,
    ),
    "a list": (select(C.id).where(C.id.in_([1, 2])), {}, True),
    "an empty list": (select(C.id).where(C.id.in_([])), {}, True),
    "a list given": (select(C.id).where(C.id.in_(bindparam("ids", expanding=True))), {"ids": [1, 3]}, True),
    "one of one": (select(C.id).where(C.id.in_(bindparam("ids", expanding=True))), {"ids": [3]}, True),
    "an empty one": (select(C.id).where(C.id.in_(bindparam("ids", expanding=True))), {"ids": []}, True),
    "not in a list": (select(C.id).where(C.id.not_in(bindparam("ids", expanding=True))), {"ids": [1]}, True),
    "a tuple": (select(C.id).where(C.id.in_(bindparam("ids", expanding=True))), {"ids": (1, 3)}, True),
    "lists among others": (
        select(C.id, literal("a").label("a"))
        .where(C.kind.in_(bindparam("kinds", expanding=True)), C.id > bindparam("least", 0))
        .where(C.id.in_(bindparam("ids", expanding=True)) | C.id.in_([7, 8, 9]))
        .limit(2),
        {"kinds": [Kind.LONG, Kind.SHORT], "ids": [1, 2, 3]},
        True,
    ),
    "twice the same list": (
        select(C.id).where(
            C.id.in_(ids := bindparam("ids", expanding=True))
            | (C.id.in_(ids) & (C.name == bindparam("name")))
        ),
        {"ids": [2, 3], "name": "x"},
        True,
    ),
    "a list of pairs": (
        select(C.id).where(tuple_(C.id, C.name).in_(bindparam("pairs", expanding=True))),
        {"pairs": [(2, "Brazil & é")]},
        False,
    ),
    "an odd name": (select(C.id).where(C.id > bindparam("a.b")), {"a.b": 1}, False),
    "an odd name of a list": (
        select(C.id).where(C.id.in_(bindparam("a b", expanding=True))),
        {"a b": [1, 3]},
        False,
    ),
    "text among the columns": (select(text("name"), C.day, C.new).order_by(C.id), {}, False),
    "parameters in a list": (select(C.id).where(C.id > bindparam("least", 0)), [{"least": 2}], False),
    "a long list": (
        select(C.id).where(C.id.in_(bindparam("ids", expanding=True))),
        {"ids": list(range(2, 3000))},
        True,
    ),
    "a constant in the text": (
        select(C.id, literal("a", literal_execute=True).label("a")).where(C.id > 1),
        {},
        False,
    ),
    "a value made anew": (select(C.id).where(C.id > bindparam("least", callable_=lambda: 1)), {}, True),
    "made and given": (
        select(C.id).where(C.id > bindparam("least", callable_=lambda: 1)),
        {"least": 2},
        True,
    ),
    "a day made anew": (
        select(C.id).where(C.day <= bindparam("day", callable_=lambda: date(2026, 1, 2), type_=Date)),
        {},
        True,
    ),
    "one name in two tables": (select(C.name, OTHER.c.name).where(OTHER.c.id == C.id), {}, True),
    "options": (select(C.id).execution_options(stream_results=True), {}, False),
    "a text": (text("SELECT id, new FROM thing WHERE id = :id"), {"id": 2}, False),
}


@pytest.fixture
def engine(tmp_path, caplog, monkeypatch):
    caplog.set_level(logging.WARNING, "sqlalchemy.engine")
    # The debug toolbar, once some test has imported it, listens to all engines; here those of one engine count.
    monkeypatch.setattr(
        ReadingSession, "_heard", lambda self: bool(self._engine.dispatch.before_cursor_execute.listeners)
    )
    url = f"sqlite:///{tmp_path}/things.sqlite"
    writing = create_engine(url)
    THING.metadata.create_all(writing)
    with writing.begin() as connection:
        for thing in THINGS:
            connection.execute(THING.insert(), thing)
    writing.dispose()
    engine = reading_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine):
    session = ReadingSessions(engine).take()
    yield session
    session.close()


def prepared(session, query):
    return session._preparing.get(query) is not None


@pytest.mark.parametrize("name", QUERIES)
def test_rows_are_those_of_sqlalchemy(engine, session, name):
    query, given, to_be_prepared = QUERIES[name]
    with engine.connect() as connection:
        result = connection.execute(query, given)
        names, rows = list(result.keys()), result.all()
    for turn in range(4):
        assert prepared(session, query) == (to_be_prepared and turn > 0)
        result = session.execute(query, given)
        assert list(result.keys()) == names
        found = result.all()
        assert found == rows
        assert [[type(value) for value in row] for row in found] == [
            [type(value) for value in row] for row in rows
        ]
        assert [row._asdict() for row in found] == [row._asdict() for row in rows]
        for row, expected in zip(found, rows, strict=True):
            assert [getattr(row, name) for name in names] == list(expected)
        assert session.scalars(query, given).all() == [row[0] for row in rows]
        assert session.execute(query, given).first() == (rows[0] if rows else None)
        plain = tuples(session, query, given)
        assert plain == [tuple(row) for row in rows]
        assert {type(row) for row in plain} <= {tuple}
        assert [[type(value) for value in row] for row in plain] == [
            [type(value) for value in row] for row in rows
        ]


def test_columns_of_one_name_are_left_to_sqlalchemy(session):
    query = select(C.name, OTHER.c.name).where(OTHER.c.id == C.id).set_label_style(LABEL_STYLE_NONE)
    for _ in range(3):
        assert len(session.execute(query).all()) == len(THINGS)
    assert not prepared(session, query)


def again(session, query, given):
    try:
        return session.execute(query, given).all()
    except (SQLAlchemyError, sqlite3.Error, KeyError, TypeError) as error:
        return type(error), str(error)


@pytest.mark.parametrize(
    ("query", "given"),
    [
        (NAMED, {}),
        (NAMED, None),
        (NAMED, {"name": object()}),
        (NAMED, {"name": ["a"]}),
        (select(C.id).where(C.at == bindparam("at")), {"at": "yesterday"}),
        (select(C.id).where(C.id.in_(bindparam("ids", expanding=True))), {}),
        (select(C.id).where(C.id.in_(bindparam("ids", expanding=True))), {"ids": [object()]}),
        (select(C.id).where(C.id.in_(bindparam("ids", expanding=True))), {"ids": [1] * 300_000}),
        (select(C.id).where(C.at.in_(bindparam("days", expanding=True))), {"days": ["yesterday"]}),
        (select(func.nothing_like_it(C.id)), {}),
        (select(Table("gone", MetaData(), Column("id", Integer)).c.id), {}),
    ],
)
def test_what_is_wrong_is_said_by_sqlalchemy(session, query, given):
    first = again(session, query, given)
    assert isinstance(first, tuple)
    for good in ({"name": "a"}, {"name": "b"}):
        again(session, NAMED, good)
    assert prepared(session, NAMED)
    for _ in range(3):
        assert again(session, query, given) == first


def test_a_value_is_made_anew_each_time(session):
    now = 0
    query = select(bindparam("n", callable_=lambda: now, type_=Integer).label("n"))
    for now in range(5):
        assert session.scalar(query) == now
    assert prepared(session, query)


def test_a_list_may_be_of_another_length_each_time(session):
    query = select(C.id).where(C.id.in_(bindparam("ids", expanding=True))).order_by(C.id)
    for ids in ([1], [1, 2], [1], [3, 2, 1], [], [2], list(range(3000))):
        assert session.scalars(query, {"ids": ids}).all() == [id for id in (1, 2, 3) if id in ids]
    assert prepared(session, query)


def test_tuples_are_had_from_other_sessions_too(engine):
    query = select(C.id, C.new).order_by(C.id)
    with Session(engine) as other:
        assert tuples(other, query) == [(1, None), (2, True), (3, False)]


def test_a_value_that_cannot_be_converted_is_said(session):
    query = select(literal_column("'yesterday'", DateTime).label("at"))
    for _ in range(4):
        with pytest.raises(ValueError, match="yesterday"):
            tuples(session, query)


def test_a_query_sees_what_was_committed_meanwhile(engine, session):
    query = select(func.count()).select_from(THING)
    writing = create_engine(engine.url)
    for number in range(3, 8):
        assert session.scalar(query) == number
        with writing.begin() as connection:
            connection.execute(THING.insert(), {})
    assert prepared(session, query)
    writing.dispose()


def test_sessions_share_what_is_prepared_and_a_closed_one_serves_again(engine):
    sessions, query = ReadingSessions(engine), select(C.id).order_by(C.id)
    for _ in range(4):
        session = sessions.take()
        assert session.scalars(query).all() == [1, 2, 3]
        session.close()
        assert session.scalars(query).all() == [1, 2, 3]
        assert engine.pool.checkedout() == 1
        sessions.give_back(session)
    assert prepared(session, query)
    engine.dispose()


@pytest.mark.parametrize("condition", [C.id > 0, C.id.in_([1, 2])])
def test_queries_that_nobody_holds_are_forgotten(session, condition):
    for _ in range(3):
        query = select(C.id).where(condition)
        for _ in range(3):
            session.execute(query)
    del query
    gc.collect()
    # The engine keeps what it compiled for the first of them, and for all that are like it.
    assert len(session._preparing._asked) <= 1


def test_whoever_listens_hears_of_every_statement(engine, session):
    heard = []
    query = select(C.id)
    for _ in range(3):
        session.execute(query)
    event.listen(engine, "before_cursor_execute", lambda *given: heard.append(given[2]))
    for _ in range(3):
        session.execute(query)
    assert len(heard) == 3


def test_a_log_of_statements_has_them_all(engine, caplog):
    with caplog.at_level(logging.INFO, "sqlalchemy.engine"):
        session = ReadingSessions(reading_engine(str(engine.url))).take()
        for _ in range(4):
            session.execute(select(C.id))
        assert sum("SELECT thing.id" in record.getMessage() for record in caplog.records) == 4
        session.close()
