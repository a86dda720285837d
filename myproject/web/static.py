"""Serves the static files of themes: /static/DIGEST/css/site.css.

The digest is of the file's content, so what such a URL shows never changes and may be cached for ever. A link with
another digest, from a page in a cache or from a file whose links nobody rewrites (a script that imports another), is
led on to the file as it is now.
"""

from __future__ import annotations

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPFound, HTTPMethodNotAllowed, HTTPNotFound
from pyramid.request import Request
from pyramid.response import Response

from myproject.web.asset import ENCODINGS, Asset
from myproject.web.mount import mount
from myproject.web.template_error import TemplateError
from myproject.web.theme import STATIC
from myproject.web.themes import themes

FOREVER = "public, max-age=31536000, immutable"


def serve(request: Request) -> Response:
    """One static file: whole, a range of it, or 304 for who has it."""
    if request.method not in ("GET", "HEAD"):
        raise HTTPMethodNotAllowed(headers={"Allow": "GET, HEAD"})
    digest, path = request.matchdict["digest"], STATIC + request.matchdict["path"]
    current = None
    for theme in themes(request.registry).all():
        try:
            asset = theme.asset(path)
        except (LookupError, TemplateError):
            continue
        if asset.digest == digest:
            return _response(request, asset)
        current = current or theme.url(path)
    if current is None:
        raise HTTPNotFound()
    return HTTPFound(mount(request) + current, headers={"Cache-Control": "no-cache"})


def _response(request: Request, asset: Asset) -> Response:
    encoding = _encoding(request, asset)
    response = Response(
        body=asset.encoded(encoding) if encoding else asset.content,
        content_type=asset.content_type,
        charset="utf-8" if asset.content_type.startswith("text/") else None,
        conditional_response=True,
    )
    response.accept_ranges = "bytes"
    response.headers["Cache-Control"] = FOREVER
    response.etag = f"{asset.digest}-{encoding}" if encoding else asset.digest
    if encoding:
        response.content_encoding = encoding
    if asset.compressible:
        response.vary = "Accept-Encoding"
    return response


def _encoding(request: Request, asset: Asset) -> str | None:
    """The encoding to serve an asset in: the first that the client takes; none for a range of the file's own bytes."""
    if not asset.compressible or "Range" in request.headers or "Accept-Encoding" not in request.headers:
        return None
    taken = dict(request.accept_encoding.acceptable_offers(ENCODINGS))
    for encoding in ENCODINGS:
        if encoding in taken and len(asset.encoded(encoding)) < len(asset.content):
            return encoding
    return None


def includeme(config: Configurator) -> None:
    config.add_route("static", "/static/{digest:[0-9a-f]{16}}/{path:.+}")
    config.include("myproject.web.quick")
    config.add_quick_routes("static")
    config.add_view(serve, route_name="static")
