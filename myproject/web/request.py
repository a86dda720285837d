"""The class of requests, made once an application.

Pyramid makes a new class for each request that `add_request_method` adds a property to, 10 us each time. Here the
properties and methods that all parts of the application have added become part of one class when it is configured; what
is added later still works, Pyramid's way.
"""

from __future__ import annotations

import pyramid.request
from pyramid.config import Configurator
from pyramid.interfaces import IRequestExtensions, IRequestFactory
from pyramid.registry import Registry

from myproject.web.urls import RouteURLs

# After everything that the application and its add-ons configure.
_LAST = 1000


class Request(RouteURLs, pyramid.request.Request):
    """Pyramid's request, quicker at what pages do most."""


def includeme(config: Configurator) -> None:
    config.set_request_factory(Request)
    config.action(__name__, extend, args=(config.registry,), order=_LAST)


def extend(registry: Registry) -> None:
    """Moves what `add_request_method` noted into the class of requests."""
    extensions = registry.queryUtility(IRequestExtensions)
    factory = registry.getUtility(IRequestFactory)
    if extensions is None or not isinstance(factory, type):
        return
    added = {**extensions.methods, **extensions.descriptors, "__module__": factory.__module__}
    registry.registerUtility(type(factory.__name__, (factory,), added), IRequestFactory)
    registry.unregisterUtility(extensions, IRequestExtensions)
