"""The index of the search: a table of documents, and beside it the database's own full-text index.

Both databases get words that Python has already folded and split, so both find the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from sqlalchemy import Connection, delete, insert, select, text

from myproject.models.tables import INDEX, search_document
from myproject.models.text import search_words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Kind = Literal["film", "article", "page"]


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


def remove_document(session: Session, kind: str, slug: str) -> None:
    """Takes a document out of the search; one that is not there is no error."""
    documents = search_document.c
    found = select(documents.id).where(documents.kind == kind, documents.slug == slug)
    for number in session.scalars(found).all():
        session.execute(text(f"DELETE FROM {INDEX} WHERE rowid = :id"), {"id": number})
        session.execute(delete(search_document).where(documents.id == number))


def put_document(session: Session, document: Document) -> None:
    """Makes a document findable, in place of the one of the same kind and slug."""
    remove_document(session, document.kind, document.slug)
    values = {
        name: getattr(document, name)
        for name in ("kind", "slug", "title", "keywords", "body", "visible_from")
    }
    number = session.execute(insert(search_document).values(values)).inserted_primary_key[0]
    _index(session, number, values)


def rebuild_index(session: Session | Connection) -> None:
    """Makes the full-text index anew from the table of documents."""
    session.execute(text(f"DELETE FROM {INDEX}"))
    for row in session.execute(select(search_document)).mappings().all():
        _index(session, row["id"], row)


def _index(session: Session | Connection, number: int, values: Mapping[str, Any]) -> None:
    session.execute(
        text(f"INSERT INTO {INDEX} (rowid, title, keywords, body) VALUES (:id, :title, :keywords, :body)"),
        {"id": number, **{name: search_words(values[name]) for name in ("title", "keywords", "body")}},
    )
