"""Images in the sizes and formats that pages offer."""

from __future__ import annotations

from pyramid.request import Request
from pyramid.response import FileResponse
from pyramid.view import view_config

from myproject.content.images import MEDIA_TYPES, Store, variant_path

YEAR = 365 * 24 * 60 * 60


@view_config(route_name="media", request_method="GET")
def media(request: Request) -> FileResponse:
    store = Store(request.registry["myproject.settings"].media_dir)
    digest, width, format = (request.matchdict[name] for name in ("digest", "width", "format"))
    path = variant_path(store, digest, int(width), format)
    response = FileResponse(path, request, content_type=MEDIA_TYPES[format])
    # The digest in the address is that of the original: another image has another address.
    response.cache_control = f"public, max-age={YEAR}, immutable"
    response.etag = f"{digest}-{width}-{format}"
    response.conditional_response = True
    return response
