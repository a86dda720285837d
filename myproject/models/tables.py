"""The tables, on SQLite and on PostgreSQL: what statements are made of.

Pages read rows of tables. The classes of objects, for whoever writes, are in the modules beside this one
(`models.objects`), and SQLAlchemy's ORM is imported with them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    event,
)

# Every constraint has a name, so that a migration can drop it on any database.
NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# Compared by code point, so that both databases sort alike.
SortKey = String(200).with_variant(String(200, collation="C"), "postgresql")


class UTCDateTime(TypeDecorator[datetime]):
    """A moment with its time zone, kept in UTC also where the database knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone: pass datetime.now(UTC) or the like")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    return datetime.now(UTC)


def column(name: str, *args: Any, nullable: bool = False, **options: Any) -> Column[Any]:
    """A column that always has a value, unless it is said to be nullable."""
    return Column(name, *args, nullable=nullable, **options)


def key() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def updated() -> Column[datetime]:
    """When the row was last changed."""
    return column("updated", UTCDateTime, default=now, onupdate=now)


metadata = MetaData(naming_convention=NAMING)

media = Table(
    "media",
    metadata,
    key(),
    column("key", String(200), unique=True),
    column("digest", String(64)),
    column("alt", String(500)),
    column("width", Integer),
    column("height", Integer),
    column("focus_x", Double, default=0.5),
    column("focus_y", Double, default=0.5),
    CheckConstraint("width > 0 AND height > 0", name="size"),
    CheckConstraint("focus_x BETWEEN 0 AND 1 AND focus_y BETWEEN 0 AND 1", name="focus"),
)

film = Table(
    "film",
    metadata,
    key(),
    column("slug", String(120), unique=True),
    column("title", String(200)),
    column("sort_title", SortKey, index=True),
    column("year", Integer, index=True),
    column("running_time", Integer),
    column("rating", Numeric(3, 1, asdecimal=False), index=True, nullable=True),
    column("synopsis", Text),
    column("synopsis_html", Text),
    column("poster_id", ForeignKey("media.id", ondelete="SET NULL"), nullable=True),
    updated(),
    CheckConstraint("year BETWEEN 1888 AND 2100", name="year"),
    CheckConstraint("running_time > 0", name="running_time"),
    CheckConstraint("rating BETWEEN 0 AND 10", name="rating"),
)

person = Table(
    "person",
    metadata,
    key(),
    column("slug", String(120), unique=True),
    column("name", String(200)),
    column("sort_name", SortKey, index=True),
)

film_director = Table(
    "film_director",
    metadata,
    column("film_id", ForeignKey("film.id", ondelete="CASCADE"), primary_key=True),
    column("person_id", ForeignKey("person.id", ondelete="RESTRICT"), primary_key=True, index=True),
    column("position", Integer),
)

genre = Table(
    "genre",
    metadata,
    key(),
    column("slug", String(120), unique=True),
    column("name", String(120)),
)

film_genre = Table(
    "film_genre",
    metadata,
    column("film_id", ForeignKey("film.id", ondelete="CASCADE"), primary_key=True),
    column("genre_id", ForeignKey("genre.id", ondelete="CASCADE"), primary_key=True, index=True),
)

article = Table(
    "article",
    metadata,
    key(),
    column("slug", String(120), unique=True),
    column("title", String(200)),
    column("published", Date, index=True, nullable=True),
    column("author", String(120)),
    column("summary", String(500)),
    column("body", Text),
    column("body_html", Text),
    column("image_id", ForeignKey("media.id", ondelete="SET NULL"), nullable=True),
    updated(),
)

tag = Table(
    "tag",
    metadata,
    key(),
    column("slug", String(120), unique=True),
    column("name", String(120)),
)

article_tag = Table(
    "article_tag",
    metadata,
    column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    column("tag_id", ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, index=True),
)

# The foreign key sees to it that the page above exists.
page = Table(
    "page",
    metadata,
    key(),
    column("path", String(200), unique=True),
    column(
        "parent_path",
        ForeignKey("page.path", onupdate="CASCADE", ondelete="RESTRICT"),
        index=True,
        nullable=True,
    ),
    column("position", Integer, default=0),
    column("title", String(200)),
    column("summary", String(500)),
    column("body", Text),
    column("body_html", Text),
    updated(),
)

site = Table(
    "site",
    metadata,
    column("id", Integer, primary_key=True, autoincrement=False, default=1),
    column("name", String(120)),
    column("tagline", String(200)),
    column("description", String(500)),
    column("email", String(254)),
    column("footer", String(500)),
    CheckConstraint("id = 1", name="one_row"),
)

menu_item = Table(
    "menu_item",
    metadata,
    key(),
    column("menu", String(20), index=True),
    column("position", Integer),
    column("label", String(120)),
    column("target", String(500)),
    CheckConstraint("menu IN ('main', 'footer')", name="menu"),
)

message = Table(
    "message",
    metadata,
    key(),
    column("received", UTCDateTime, default=now, index=True),
    column("name", String(200)),
    column("email", String(254)),
    column("subject", String(200)),
    column("body", Text),
    column("sender_address_digest", String(64), index=True),
)

content_version = Table(
    "content_version",
    metadata,
    column("id", Integer, primary_key=True, autoincrement=False, default=1),
    column("number", Integer),
    column("changed", UTCDateTime),
    CheckConstraint("id = 1", name="one_row"),
)

search_document = Table(
    "search_document",
    metadata,
    key(),
    column("kind", String(20)),
    column("slug", String(200)),
    column("title", String(200)),
    column("keywords", Text),
    column("body", Text),
    column("visible_from", Date, nullable=True),
    UniqueConstraint("kind", "slug"),
)

# Beside the documents the database's own full-text index, which differs between the databases.
INDEX = "search_index"

CREATE_SQLITE = f"CREATE VIRTUAL TABLE {INDEX} USING fts5(title, keywords, body, prefix='2 3')"

CREATE_POSTGRESQL = f"""CREATE TABLE {INDEX} (
    rowid INTEGER PRIMARY KEY, title TEXT NOT NULL, keywords TEXT NOT NULL, body TEXT NOT NULL,
    words TSVECTOR NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', keywords), 'B')
        || setweight(to_tsvector('simple', body), 'D')) STORED
)"""

CREATE_POSTGRESQL_GIN = f"CREATE INDEX ix_{INDEX}_words ON {INDEX} USING gin (words)"

for dialect, statement in (
    ("sqlite", CREATE_SQLITE),
    ("postgresql", CREATE_POSTGRESQL),
    ("postgresql", CREATE_POSTGRESQL_GIN),
):
    event.listen(
        search_document, "after_create", DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)
    )
for dialect in ("sqlite", "postgresql"):
    event.listen(
        search_document, "before_drop", DDL(f"DROP TABLE IF EXISTS {INDEX}").execute_if(dialect=dialect)
    )
