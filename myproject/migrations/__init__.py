"""Migrations of the database, run by `myproject migrate` from wherever the package is installed."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

HERE = Path(__file__).parent


def configuration(connection: Connection | None = None) -> Config:
    """What alembic needs to know to read its scripts, and to run them on `connection`."""
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine, revision: str = "head") -> tuple[str | None, str | None]:
    """Brings the database to `revision`, in one transaction; returns the revisions before and after."""
    with engine.begin() as connection:
        before = current_revision(connection)
        command.upgrade(configuration(connection), revision)
        return before, current_revision(connection)


def is_known(revision: str) -> bool:
    """Whether this program has the migrations up to `revision`; it has not those of a newer one."""
    scripts = ScriptDirectory.from_config(configuration()).walk_revisions()
    return any(each.revision == revision for each in scripts)


def current_revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
