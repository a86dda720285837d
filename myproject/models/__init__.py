"""The tables, and for every request a session in the request's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import zope.sqlalchemy
from sqlalchemy.orm import configure_mappers

from myproject.models.article import Article, Tag
from myproject.models.base import Base
from myproject.models.changes import ContentSession
from myproject.models.database import make_engine, opened, session_factory
from myproject.models.film import Credit, Film, Genre, Person
from myproject.models.media import Media
from myproject.models.page import Page
from myproject.models.search import SearchDocument
from myproject.models.site import ContentVersion, MenuItem, Message, Site

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request

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
    "SearchDocument",
    "Site",
    "Tag",
    "make_engine",
    "opened",
    "session_factory",
]

configure_mappers()


def includeme(config: Configurator) -> None:
    """Gives every request a `dbsession` that pyramid_tm commits or rolls back.

    A test may pass its own session as `app.dbsession` in the WSGI environ, with `tm.active` and `tm.manager`.
    """
    import pyramid_tm

    config.add_settings({"tm.manager_hook": pyramid_tm.explicit_manager})
    config.include("pyramid_tm")
    config.include("pyramid_retry")
    engine = make_engine(config.registry["myproject.settings"].database_url)
    factory = session_factory(engine)
    config.registry["myproject.engine"] = engine
    config.registry["myproject.dbsession_factory"] = factory

    def dbsession(request: Request) -> ContentSession:
        session = request.environ.get("app.dbsession")
        if session is None:
            session = factory(info={"request": request})
            zope.sqlalchemy.register(session, transaction_manager=request.tm)
        return session

    config.add_request_method(dbsession, reify=True)
