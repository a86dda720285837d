"""Which methods an address takes, read from the views themselves: for 405, OPTIONS and the Allow header."""

from __future__ import annotations

from pyramid.registry import Registry
from pyramid.request import Request


def allowed_methods(request: Request) -> tuple[str, ...]:
    """The methods of the views of the route that matched, OPTIONS included; empty where no route matched.

    A view without request_method takes any method, so nothing is to be refused then: empty as well.
    """
    route = request.matched_route
    return _methods(request.registry, route.name) if route else ()


def _methods(registry: Registry, route_name: str) -> tuple[str, ...]:
    views = (item["introspectable"] for item in registry.introspector.get_category("views") or ())
    declared = [view["request_methods"] for view in views if view["route_name"] == route_name]
    if not all(declared):
        return ()
    methods = {method for each in declared for method in ([each] if isinstance(each, str) else each)}
    # Pyramid answers HEAD wherever it answers GET.
    implied = {"HEAD", "OPTIONS"} if "GET" in methods else {"OPTIONS"}
    return tuple(sorted(methods | implied)) if methods else ()
