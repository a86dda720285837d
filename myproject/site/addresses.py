"""Addresses: of routes without the language, of the page asked for, of images."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from pyramid.request import Request

from myproject.web.language import language_url

# What RFC 3986 lets stand in a path as it is.
_PATH_SAFE = "/~!$&'()*+,;=:@"


def path_of(request: Request, route: str, query: Mapping[str, str] | None = None, **parts: object) -> str:
    """The path of a route below the language's prefix, quoted and with its query: the same in every language."""
    return request.route_url(route, _app_url="", _query=query or None, **parts)


def own_path(request: Request) -> str:
    """The path of the page asked for, quoted, below the language's prefix and without a query."""
    # From the bytes: an address that is no UTF-8 gets a page too, which says so.
    return quote(request.environ["PATH_INFO"].encode("latin-1"), safe=_PATH_SAFE)


def absolute(request: Request, path: str) -> str:
    """The address that stands for `path` in the language of the request, whatever address led here."""
    return language_url(request, request.locale_name, path)


def media_path(mounted: str, digest: str, width: int, format: str) -> str:
    """The path of an image, below the mount point; it has no language, so that it is loaded and cached once."""
    # Written out, as a page has some five hundred of them; a test compares it with the route.
    return f"{mounted}/media/{digest}/{width}.{format}"
