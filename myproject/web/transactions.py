"""Transactions and retries where the database is written; a request that only reads costs neither.

Stock, every request has a transaction manager, a transaction, a copy of its body for a second attempt: 12 us that a
page does not need. So GET and HEAD are tried once, on a session that cannot write (`models.reading`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from pyramid.router import Router, default_execution_policy
from pyramid_retry import RetryableExecutionPolicy

from myproject.models import READING, ReadingSession
from myproject.web.guards import attempts

ATTEMPTS = 3

_retrying = RetryableExecutionPolicy(ATTEMPTS, attempts)


def includeme(config: Configurator) -> None:
    config.add_view_deriver(reading_view, name="reading")


def transactional(environ: dict[str, Any], router: Router) -> Response:
    """An execution policy: what writes is tried again where another transaction was in its way."""
    if environ["REQUEST_METHOD"] in READING:
        return default_execution_policy(environ, router)
    return _retrying(environ, router)


def reading_view(view: Callable[[Any, Request], Response], info: Any) -> Callable[[Any, Request], Response]:
    """A view deriver: WriteRefused where a view that may only read left something in its session to be written."""

    def read(context: Any, request: Request) -> Response:
        response = view(context, request)
        # Reified, so it is there once the view has used it.
        session = vars(request).get("dbsession")
        if isinstance(session, ReadingSession):
            session.flush()
        return response

    return read
