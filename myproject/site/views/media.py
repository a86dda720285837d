"""Images in the sizes and formats that pages offer."""

from __future__ import annotations

import logging

from pyramid.httpexceptions import HTTPServiceUnavailable
from pyramid.request import Request
from pyramid.response import FileResponse

from myproject.content.bucket import BucketAway
from myproject.content.images import MEDIA_TYPES, store_of, variant_path
from myproject.web.lastresort import AGAIN
from myproject.web.views import view_config

log = logging.getLogger(__name__)

YEAR = 365 * 24 * 60 * 60


@view_config(route_name="media", request_method="GET")
def media(request: Request) -> FileResponse:
    store = store_of(request.registry["myproject.settings"])
    digest, width, format = (request.matchdict[name] for name in ("digest", "width", "format"))
    try:
        path = variant_path(store, digest, int(width), format)
    except BucketAway as error:
        log.warning("An image cannot be shown: %s", error)
        raise HTTPServiceUnavailable(headers={"Retry-After": str(AGAIN)}) from error
    response = FileResponse(path, request, content_type=MEDIA_TYPES[format])
    # The digest in the address is that of the original: another image has another address.
    response.cache_control = f"public, max-age={YEAR}, immutable"
    response.etag = f"{digest}-{width}-{format}"
    response.conditional_response = True
    return response
