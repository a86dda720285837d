"""alembic's environment: on a connection handed in, or on the one that the application's settings name."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from myproject.models import Base, make_engine
from myproject.models.search import INDEX


def is_ours(item: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """Leaves the full-text index out of comparisons: it is plain SQL and differs between the databases."""
    return not (kind == "table" and name is not None and name.startswith(INDEX))


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=is_ours,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if (given := context.config.attributes.get("connection")) is not None:
    run(given)
else:
    with make_engine(context.config.attributes["url"]).begin() as opened:
        run(opened)
