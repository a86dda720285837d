"""The classes of objects and their sessions, all that SQLAlchemy's ORM is imported for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from myproject.models.article import Article, Tag
from myproject.models.base import Base
from myproject.models.changes import ContentSession, session_factory
from myproject.models.database import WriteRefused
from myproject.models.film import Credit, Film, Genre, Person
from myproject.models.media import Media
from myproject.models.page import Page
from myproject.models.site import ContentVersion, MenuItem, Message, Site

__all__ = [
    "Article",
    "Base",
    "ContentSession",
    "ContentVersion",
    "Credit",
    "Film",
    "Genre",
    "Media",
    "MenuItem",
    "Message",
    "Page",
    "Person",
    "ReadObjects",
    "Site",
    "Tag",
    "session_factory",
]


class ReadObjects(Session):
    """A session that loads objects and writes none, over the connection that `connected` returns."""

    def __init__(self, connected: Callable[[], Connection]) -> None:
        super().__init__()
        self._connected = connected

    def get_bind(self, *args: Any, **options: Any) -> Connection:
        return self._connected()


@event.listens_for(ReadObjects, "before_flush")
def _refuse(session: Session, flush_context: object, instances: object) -> None:
    changed = ", ".join(
        sorted({type(each).__name__ for each in (*session.new, *session.dirty, *session.deleted)})
    )
    raise WriteRefused(
        f"a request that only reads (GET, HEAD) was about to write {changed}: let a form send it with POST"
    )
