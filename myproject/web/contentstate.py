"""The state of the content that a request sees: what caches are keyed by."""

from __future__ import annotations

from typing import Any

from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.request import Request

from myproject.content.version import ContentState, read_state
from myproject.content.watch import watch
from myproject.serving.environ import TURN

WATCH = "myproject.content_watch"
# In the environ of a request: the state that was current when it began.
STATE = "myproject.content_state"


def includeme(config: Configurator) -> None:
    config.registry[WATCH] = watch(config.registry["myproject.engine"])


def current_state(registry: Registry, environ: dict[str, Any]) -> ContentState:
    """The state of the content when the request of `environ` came in, or later."""
    return registry[WATCH].current(environ.get(TURN))


def content_state(request: Request) -> ContentState:
    """The state of the content, the same throughout a request; what the request reads is of this state or a later one.

    A test's own session sees what it has not committed.
    """
    environ = request.environ
    if STATE not in environ:
        session = environ.get("app.dbsession")
        environ[STATE] = current_state(request.registry, environ) if session is None else read_state(session)
    return environ[STATE]
