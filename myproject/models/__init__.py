"""The tables, and for every request a session: one that reads, or one in the request's transaction."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pyramid_tm
from sqlalchemy import Engine, event

from myproject.models.database import WriteRefused, is_away, make_engine, opened, reason
from myproject.models.reading import ReadingSession, ReadingSessions, reading_engine

if TYPE_CHECKING:
    from pyramid.config import Configurator
    from pyramid.request import Request
    from sqlalchemy.orm import Session

    from myproject.models.objects import ContentSession

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
    "ReadingSession",
    "ReadingSessions",
    "Site",
    "Tag",
    "WriteRefused",
    "is_away",
    "make_engine",
    "opened",
    "reading_engine",
    "reason",
    "session_factory",
]

# Requests by these methods write nothing, as HTTP has it (RFC 9110, section 9.2.1).
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def __getattr__(name: str) -> Any:
    """The classes of objects and their sessions: pages do without, and a process that shows them starts sooner."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("myproject.models.objects"), name)


def includeme(config: Configurator) -> None:
    """Gives every request a `dbsession`: one that only reads, or for POST and the like one that pyramid_tm commits.

    A test may pass its own session as `app.dbsession` in the WSGI environ, with `tm.active` and `tm.manager`.
    """
    settings = config.registry["myproject.settings"]
    url, timeout = settings.database_url, settings.database_timeout
    # Errors stand in the log, where what visitors write and look for has no business; developers want to see it.
    options = {"hide_parameters": not settings.development}
    engine, reading = make_engine(url, timeout, **options), reading_engine(url, timeout, **options)
    # Whoever closes the one closes both.
    event.listen(engine, "engine_disposed", lambda _: reading.dispose())
    config.registry["myproject.engine"] = engine
    config.registry["myproject.reading_engine"] = reading
    config.registry["myproject.dbsession_factory"] = partial(_content_session, engine)
    config.registry["myproject.reading_sessions"] = ReadingSessions(reading)

    config.add_settings({"tm.manager_hook": pyramid_tm.explicit_manager, "tm.activate_hook": writes})
    config.include("pyramid_tm")
    config.add_request_method(dbsession, reify=True)


def writes(request: Request) -> bool:
    """Whether a request may write, and so needs a transaction."""
    return request.environ["REQUEST_METHOD"] not in READING


def dbsession(request: Request) -> Session:
    session = request.environ.get("app.dbsession")
    if session is None:
        make = writing_session if writes(request) else _reading_session
        session = make(request)
    return session


def _content_session(engine: Engine, **options: Any) -> ContentSession:
    from myproject.models.objects import ContentSession

    return ContentSession(engine, **options)


def writing_session(request: Request) -> ContentSession:
    """A session in the transaction of `request.tm`."""
    # Here, because it imports the drivers of all databases, and most processes start to show pages.
    import zope.sqlalchemy

    session = request.registry["myproject.dbsession_factory"](info={"request": request})
    zope.sqlalchemy.register(session, transaction_manager=request.tm)
    return session


def _reading_session(request: Request) -> ReadingSession:
    sessions = request.registry["myproject.reading_sessions"]
    session = sessions.take()
    request.add_finished_callback(lambda _: sessions.give_back(session))
    return session
