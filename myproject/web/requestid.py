"""Each request has an id, in its response and in every log line about it, so that a report finds its line.

An id that a proxy in front has given is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from pyramid.tweens import EXCVIEW, INGRESS

REQUEST_ID = "myproject.request_id"
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")


def includeme(config: Configurator) -> None:
    config.add_tween(
        f"{__name__}.request_id_tween_factory",
        under=INGRESS,
        over=["myproject.web.headers.headers_tween_factory", EXCVIEW],
    )


def request_id(request: Request) -> str:
    """The id of `request`; made at the first call."""
    environ = request.environ
    if REQUEST_ID not in environ:
        given = environ.get("HTTP_X_REQUEST_ID", "")
        environ[REQUEST_ID] = given if _GIVEN.fullmatch(given) else uuid4().hex
    return environ[REQUEST_ID]


def request_id_tween_factory(handler: Callable[[Request], Response], registry: object):
    def request_id_tween(request: Request) -> Response:
        identity = request_id(request)
        response = handler(request)
        response.headers["X-Request-ID"] = identity
        return response

    return request_id_tween
