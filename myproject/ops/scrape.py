"""/metrics: what Prometheus reads, for those whom `myproject.metrics` or `myproject.metrics_token` names.

To everybody else there is no such page: the site answers as to any address that it does not have.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from ipaddress import ip_address

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from pyramid.tweens import EXCVIEW
from sqlalchemy.exc import SQLAlchemyError

from myproject.settings import Settings
from myproject.web.contentstate import WATCH
from myproject.web.observe import UNLOGGED

CONTENT = """\
# HELP myproject_content_version How often the content was changed
# TYPE myproject_content_version gauge
myproject_content_version {number}
# HELP myproject_content_changed_timestamp_seconds When visitors last saw something change
# TYPE myproject_content_changed_timestamp_seconds gauge
myproject_content_changed_timestamp_seconds {changed}
"""


def includeme(config: Configurator) -> None:
    settings = config.registry["myproject.settings"]
    if not (settings.metrics or settings.metrics_token):
        return
    # Before the guards, as for /healthz: a scrape asks by address.
    config.add_tween(
        f"{__name__}.scrape_tween_factory",
        under="myproject.web.headers.headers_tween_factory",
        over=[
            "myproject.web.lastresort.last_resort_tween_factory",
            "myproject.web.language.language_tween_factory",
            EXCVIEW,
        ],
    )


def scrape_tween_factory(handler: Callable[[Request], Response], registry):
    from myproject.web.prometheus import exposition

    settings = registry["myproject.settings"]

    def scrape_tween(request: Request) -> Response:
        if request.environ.get("PATH_INFO") != "/metrics" or not may_read(request, settings):
            return handler(request)
        request.environ[UNLOGGED] = True
        response = Response(exposition() + _content(registry))
        response.headers["Content-Type"] = "text/plain; version=0.0.4; charset=utf-8"
        return response

    return scrape_tween


def may_read(request: Request, settings: Settings) -> bool:
    """Whether the metrics are for whoever sent `request`: from one of the networks, or with the token."""
    if settings.metrics_token:
        given = request.headers.get("Authorization", "")
        if hmac.compare_digest(given.encode(), f"Bearer {settings.metrics_token}".encode()):
            return True
    try:
        address = ip_address(request.environ.get("REMOTE_ADDR", ""))
    except ValueError:  # a Unix socket has none
        return False
    return any(address in network for network in settings.metrics)


def _content(registry) -> bytes:
    try:
        state = registry[WATCH].current()
    except SQLAlchemyError:
        return b""
    return CONTENT.format(number=state.number, changed=state.last_change.timestamp()).encode()
