"""alembic's environment: on a connection handed in; from the command line on the database of development.ini, or
of the file that `alembic -x ini=FILE` names."""

from __future__ import annotations

import os

from alembic import context
from sqlalchemy import Connection

from myproject.models import opened
from myproject.models.tables import INDEX, UTCDateTime, metadata
from myproject.settings import Settings


def is_ours(item: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """Leaves the full-text index out of comparisons: it is plain SQL and differs between the databases."""
    return not (kind == "table" and name is not None and name.startswith(INDEX))


def render(kind: str, item: object, autogen: object) -> str | bool:
    """Writes our own types into a migration as what the database has for them: migrations outlive the models."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UTCDateTime) else False


def default_differs(
    comparing: object, found: object, column: object, has: str | None, default: object, wants: str | None
) -> bool | None:
    """False for the empty text, which alembic takes for another one where SQLite has it; None lets alembic decide."""
    return False if wants == "" and has in ("''", "('')") else None


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_object=is_ours,
        render_item=render,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_server_default=default_differs,
    )
    with context.begin_transaction():
        context.run_migrations()


def database_url() -> str:
    from pyramid.paster import get_appsettings

    ini = context.get_x_argument(as_dictionary=True).get("ini", "development.ini")
    return Settings.read(get_appsettings(ini), os.environ).database_url


if (given := context.config.attributes.get("connection")) is not None:
    run(given)
else:
    with opened(database_url()) as engine, engine.begin() as connection:
        run(connection)
