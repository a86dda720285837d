"""One line a request in the log `myproject.access`: method, path, status, milliseconds, and the request's id.

Without the query and the visitor's address: what people search for, and who they are, is not an operator's business.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from pyramid.tweens import EXCVIEW

from myproject.web.requestid import request_id

log = logging.getLogger("myproject.access")


def includeme(config: Configurator) -> None:
    config.add_tween(
        f"{__name__}.access_log_tween_factory",
        under="myproject.web.headers.headers_tween_factory",
        over=[
            "myproject.web.lastresort.last_resort_tween_factory",
            "myproject.web.language.language_tween_factory",
            "pyramid_tm.tm_tween_factory",
            EXCVIEW,
        ],
    )


def access_log_tween_factory(handler: Callable[[Request], Response], registry: object):
    """Measures until the response is made; what a file still takes to be sent is not in it."""

    def access_log_tween(request: Request) -> Response:
        path = request.environ.get("PATH_INFO", "").encode("latin-1").decode("utf-8", "replace")
        started, status = time.perf_counter(), 500
        try:
            response = handler(request)
            status = response.status_int
            return response
        finally:
            fields = {
                "request_id": request_id(request),
                "method": request.method,
                "path": path,
                "status": status,
                "duration_ms": round((time.perf_counter() - started) * 1000, 1),
            }
            log.info("%s %r %d in %s ms", request.method, path, status, fields["duration_ms"], extra=fields)

    return access_log_tween
