"""The index of the search: a table of documents, and beside it the database's own full-text index.

Both indexes get words that Python has already folded and split, so both databases find the same. Only the
table of documents is the ORM's; the index is plain SQL, for it differs between the databases.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal

from sqlalchemy import DDL, Connection, String, Text, UniqueConstraint, delete, event, insert, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from myproject.models.base import Base
from myproject.models.text import search_words

Kind = Literal["film", "article", "page"]

INDEX = "search_index"

CREATE_SQLITE = f"CREATE VIRTUAL TABLE {INDEX} USING fts5(title, keywords, body, prefix='2 3')"

CREATE_POSTGRESQL = f"""CREATE TABLE {INDEX} (
    rowid INTEGER PRIMARY KEY, title TEXT NOT NULL, keywords TEXT NOT NULL, body TEXT NOT NULL,
    words TSVECTOR NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', keywords), 'B')
        || setweight(to_tsvector('simple', body), 'D')) STORED
)"""

CREATE_POSTGRESQL_GIN = f"CREATE INDEX ix_{INDEX}_words ON {INDEX} USING gin (words)"


@dataclass(frozen=True)
class Document:
    """What the search finds and shows: all plain text; without `visible_from` it is visible at once."""

    kind: Kind
    slug: str
    title: str
    keywords: str
    body: str
    visible_from: date | None = None


class Findable:
    """Mixin of the tables that hold what the search finds."""

    kind: ClassVar[Kind]
    slug_attribute: ClassVar[str] = "slug"

    def document(self) -> Document | None:
        """How this row is to be found now; None where it is not."""
        raise NotImplementedError

    def findables(self) -> Iterable[Findable]:
        return [self]


class Mentioned:
    """Mixin of the tables whose rows stand in the documents of others, as a director stands in a film's."""

    def findables(self) -> Iterable[Findable]:
        """What has to be indexed anew when this row changes."""
        raise NotImplementedError


class SearchDocument(Base):
    __tablename__ = "search_document"
    __table_args__ = (UniqueConstraint("kind", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    slug: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200))
    keywords: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    visible_from: Mapped[date | None]


for dialect, statement in (
    ("sqlite", CREATE_SQLITE),
    ("postgresql", CREATE_POSTGRESQL),
    ("postgresql", CREATE_POSTGRESQL_GIN),
):
    event.listen(
        SearchDocument.__table__,
        "after_create",
        DDL(statement.replace("%", "%%")).execute_if(dialect=dialect),
    )
for dialect in ("sqlite", "postgresql"):
    event.listen(
        SearchDocument.__table__,
        "before_drop",
        DDL(f"DROP TABLE IF EXISTS {INDEX}").execute_if(dialect=dialect),
    )


def remove_document(session: Session, kind: str, slug: str) -> None:
    """Takes a document out of the search; one that is not there is no error."""
    found = select(SearchDocument.id).where(SearchDocument.kind == kind, SearchDocument.slug == slug)
    for number in session.scalars(found).all():
        session.execute(text(f"DELETE FROM {INDEX} WHERE rowid = :id"), {"id": number})
        session.execute(delete(SearchDocument.__table__).where(SearchDocument.__table__.c.id == number))


def put_document(session: Session, document: Document) -> None:
    """Makes a document findable, in place of the one of the same kind and slug."""
    remove_document(session, document.kind, document.slug)
    values = {
        name: getattr(document, name)
        for name in ("kind", "slug", "title", "keywords", "body", "visible_from")
    }
    number = session.execute(insert(SearchDocument.__table__).values(values)).inserted_primary_key[0]
    _index(session, number, values)


def rebuild_index(session: Session | Connection) -> None:
    """Makes the full-text index anew from the table of documents."""
    session.execute(text(f"DELETE FROM {INDEX}"))
    for row in session.execute(select(SearchDocument.__table__)).mappings().all():
        _index(session, row["id"], row)


def _index(session: Session | Connection, number: int, values: Mapping[str, Any]) -> None:
    session.execute(
        text(f"INSERT INTO {INDEX} (rowid, title, keywords, body) VALUES (:id, :title, :keywords, :body)"),
        {"id": number, **{name: search_words(values[name]) for name in ("title", "keywords", "body")}},
    )
