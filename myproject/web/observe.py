"""What is noted of every request, however it is answered: its id, one line in the log `myproject.access`, a count.

The line has method, path, status, milliseconds and the id. Without the query and the visitor's address: what people
search for, and who they are, is not an operator's business.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import perf_counter, time
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from pyramid.router import Router
from pyramid.tweens import INGRESS

from myproject.serving.environ import TURN
from myproject.web import accesslog
from myproject.web.metrics import metrics
from myproject.web.requestid import HEADER, id_of

# In the environ: set where a request is to leave no line, as load balancers ask every second.
UNLOGGED = "myproject.unlogged"
# In the environ of an answered request: the name of the route that matched, where one did.
ROUTE = "myproject.route"
# Also there: hit or miss, where the page cache was asked.
CACHED = "myproject.cached"

Environ = dict[str, Any]
Policy = Callable[[Environ, Router], Response]


def observed(policy: Policy) -> Policy:
    """An execution policy around `policy`, whose responses have a list of headers each of its own.

    It measures until the response is made; what a file still takes to be sent is not in it.
    """

    def observe(environ: Environ, router: Router) -> Response:
        started, status = perf_counter(), 500
        try:
            response = policy(environ, router)
            status = response.status_int
            response.headerlist.append((HEADER, id_of(environ)))
            return response
        finally:
            if UNLOGGED not in environ:
                seconds = perf_counter() - started
                _count(environ, router, status, seconds)
                if accesslog.log.isEnabledFor(logging.INFO):
                    _write(environ, status, seconds)

    return observe


def includeme(config: Configurator) -> None:
    config.add_tween(f"{__name__}.route_tween_factory", under=INGRESS)


def route_tween_factory(handler: Callable[[Request], Response], registry: object):
    """Notes the route of a request where what is around Pyramid finds it."""

    def route_tween(request: Request) -> Response:
        try:
            return handler(request)
        finally:
            if request.matched_route is not None:
                request.environ[ROUTE] = request.matched_route.name

    return route_tween


def _count(environ: Environ, router: Router, status: int, seconds: float) -> None:
    route, cached = environ.get(ROUTE, ""), environ.get(CACHED, "")
    metrics(router.registry).request(route, environ["REQUEST_METHOD"], status, seconds, cached)


def _write(environ: Environ, status: int, seconds: float) -> None:
    path = environ.get("PATH_INFO", "")
    if not path.isascii():
        path = path.encode("latin-1").decode("utf-8", "replace")
    duration = round(seconds * 1000, 1)
    entry = accesslog.Entry(time(), id_of(environ), environ["REQUEST_METHOD"], path, status, duration)
    turn = environ.get(TURN)
    if turn is None:
        accesslog.write([entry])
    else:
        turn.gather(accesslog.write, entry)
