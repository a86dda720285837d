"""Sessions in a signed cookie: small notes from one request to the next, such as "your message was sent"."""

from __future__ import annotations

import logging

from pyramid.config import Configurator
from pyramid.response import Response
from pyramid.session import JSONSerializer, SignedCookieSessionFactory

log = logging.getLogger(__name__)

DAY = 24 * 60 * 60


def cookie_name(name: str, *, secure: bool) -> str:
    """The name under which browsers let nobody but this host set the cookie; they do so for secure ones only."""
    return f"__Host-{name}" if secure else name


def includeme(config: Configurator) -> None:
    settings = config.registry["myproject.settings"]
    config.set_session_factory(session_factory(settings.secret, secure=settings.https))


def session_factory(secret: str, *, secure: bool) -> type:
    """A session class; `secure` keeps its cookie off plain http."""
    base = SignedCookieSessionFactory(
        secret,
        cookie_name=cookie_name("session", secure=secure),
        secure=secure,
        httponly=True,
        samesite="Lax",
        timeout=DAY,
        # Reading a session does not send its cookie anew, so that reading stays free of side effects.
        reissue_time=None,
        serializer=JSONSerializer(),
    )

    class VisitorSession(base):
        """Keeps the cookie the visitor has where the new one is larger than browsers take."""

        def _set_cookie(self, response: Response) -> bool:
            # Called after all views and tweens: an exception from here could be answered by nobody.
            try:
                return super()._set_cookie(response)
            except ValueError as error:
                log.error("The session was not kept: %s. Store less in it.", error)
                return False

    return VisitorSession
