"""Errors go to Sentry, where `myproject.sentry_dsn` names a project: `pip install myproject[sentry]`.

An error is whatever is logged as one. What is sent of it is a list of what may be: where in the code, what kind, and
the id under which the log has the rest. Nothing of the request that caused it, nor of who made it.
"""

from __future__ import annotations

import logging
import re
from importlib.metadata import version
from typing import Any

from pyramid.config import Configurator
from pyramid.threadlocal import get_current_request

from myproject.web.requestid import request_id

Event = dict[str, Any]

_SENT = ("event_id", "timestamp", "level", "logger", "platform", "release", "environment", "sdk")
_FRAME = ("filename", "abs_path", "function", "module", "lineno", "in_app")
_SOURCE = ("pre_context", "context_line", "post_context")

# What messages of exceptions quote of visitors: parameters of statements, queries, addresses of mail and machines.
_PERSONAL = re.compile(
    r"\[parameters: .*?\](?=\n|$)"
    r"|\?[^\s'\"]*=[^\s'\"]*"
    r"|[^\s'\"<>@]+@[^\s'\"<>@]+"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b"
    r"|(?<![\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])",
    re.DOTALL,
)


def includeme(config: Configurator) -> None:
    settings = config.registry["myproject.settings"]
    if settings.sentry_dsn:
        start(settings.sentry_dsn, settings.mode)


def start(dsn: str, environment: str) -> None:
    """Sends what is logged as an error from now on; its library is imported here and nowhere else."""
    import sentry_sdk
    from sentry_sdk.integrations.logging import LoggingIntegration

    sentry_sdk.init(
        dsn,
        environment=environment,
        release=version("myproject"),
        # Only the log: the library's other parts look into requests, queries and the processes' arguments.
        integrations=[LoggingIntegration(level=None, event_level=logging.ERROR)],
        default_integrations=False,
        auto_enabling_integrations=False,
        auto_session_tracking=False,
        include_local_variables=False,
        max_breadcrumbs=0,
        # Whatever the library collects by itself: what is sent is up to this.
        before_send=impersonal,
    )


def impersonal(event: Event, _: Any) -> Event:
    """What is sent of an event; what a newer version of the library adds to events is not."""
    sent = {name: event[name] for name in _SENT if name in event}
    # The message as the program has it, without what was filled in.
    if message := event.get("logentry", {}).get("message"):
        sent["logentry"] = {"message": _redacted(message)}
    if values := event.get("exception", {}).get("values"):
        sent["exception"] = {"values": [_exception(value) for value in values]}
    if request := get_current_request():
        sent["tags"] = {"request_id": request_id(request)}
    return sent


def _exception(value: Event) -> Event:
    frames = (value.get("stacktrace") or {}).get("frames", [])
    return {
        "type": value.get("type"),
        "module": value.get("module"),
        "value": _redacted(str(value.get("value", ""))),
        "stacktrace": {
            "frames": [{name: frame.get(name) for name in (*_FRAME, *_SOURCE)} for frame in frames]
        },
    }


def _redacted(text: str) -> str:
    return _PERSONAL.sub("[removed]", text)
