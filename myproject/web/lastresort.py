"""What visitors see when even the error page fails: a page that needs no database, no template, no translation."""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib.resources import files

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from pyramid.tweens import EXCVIEW

from myproject.models import is_away
from myproject.web.requestid import request_id

log = logging.getLogger(__name__)

AGAIN = 10  # seconds after which to ask again for what cannot be had just now

PAGE = files("myproject.web").joinpath("lastresort.html").read_bytes()


def includeme(config: Configurator) -> None:
    # Developers are to see the exception, in the debug toolbar or the terminal.
    if config.registry["myproject.settings"].development:
        return
    config.add_tween(
        f"{__name__}.last_resort_tween_factory",
        under="myproject.web.headers.headers_tween_factory",
        over=["myproject.web.language.language_tween_factory", "pyramid_tm.tm_tween_factory", EXCVIEW],
    )


def last_resort(error: Exception) -> Response:
    response = Response(PAGE, status=500, content_type="text/html", charset="utf-8")
    if is_away(error):
        response.status = 503
        response.retry_after = AGAIN
    return response


def last_resort_tween_factory(handler: Callable[[Request], Response], registry: object):
    def last_resort_tween(request: Request) -> Response:
        try:
            return handler(request)
        except Exception as error:
            log.exception("Request %s (%s) failed", request_id(request), request.method)
            return last_resort(error)

    return last_resort_tween
