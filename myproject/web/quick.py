"""Which requests are quick: read from memory or a few rows, so that the server may answer them on its I/O thread.

    config.add_quick_routes("films", "film")

`serving.quick` asks the application for each GET and HEAD without a body, as `application.quick(method, path)`. A
thread for a page that is made in less time than the hand-off takes cost 280 us of 324.

With PostgreSQL no page is quick: a database at the other end of a network may hang, and would hang every connection of
the process with it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from pyramid.config import Configurator
from pyramid.interfaces import IRoutesMapper
from pyramid.registry import Registry

from myproject.web.language import below_language

KEY = "myproject.quick_routes"
# How many addresses are remembered with their answer.
REMEMBERED = 4096


def includeme(config: Configurator) -> None:
    config.registry[KEY] = set()
    config.add_directive("add_quick_routes", add_quick_routes)


def add_quick_routes(config: Configurator, *names: str) -> None:
    """A directive: requests for these routes are quick."""
    config.registry[KEY].update(names)


def quick_requests(registry: Registry) -> Callable[[str, str], bool]:
    """What tells of a method and a path, as PATH_INFO has it, whether the request is quick."""
    names = registry[KEY] if registry["myproject.engine"].dialect.name == "sqlite" else set()
    routes = [(route.match, route.name in names) for route in registry.getUtility(IRoutesMapper).get_routes()]

    @lru_cache(REMEMBERED)
    def is_quick(path: str) -> bool:
        below = below_language(path).encode("latin-1").decode("utf-8", "replace")
        return next((quick for match, quick in routes if match(below) is not None), False)

    return lambda method, path: method in ("GET", "HEAD") and is_quick(path)
