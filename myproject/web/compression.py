"""Pages for everybody go out compressed to those who take that: a seventh of the bytes of a list of films.

They are what views with `conditional=True` answer. What is one visitor's own stays as it is: where a page holds
a secret and something that a stranger can have it say, its compressed length gives the secret away (BREACH).

An execution policy, so that all that looks into pages or adds to them has done so. What the page cache keeps it
compresses once (`web.pages`).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from pyramid.router import Router
from webob.acceptparse import AcceptEncodingValidHeader

from myproject.web.conditional import FOR_EVERYBODY, SHARED

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Policy = Callable[[Environ, Router], Any]

# Bytes of a page that is not worth it.
SMALL = 1000
# Of zlib: 0.1 ms for a page of 60 KB; level 6, which is usual, takes four times as long for 6% less.
LEVEL = 3
_GZIP = 31  # zlib's number for this format, without a time, so that equal pages stay equal
_TYPES = ("text/", "application/atom+xml", "application/json", "application/xml")
# Longer headers are not remembered, nor read.
LONGEST_WISHES = 200


def compressing(policy: Policy) -> Policy:
    """An execution policy around `policy`."""

    def answer(environ: Environ, router: Router) -> Any:
        response = policy(environ, router)
        if FOR_EVERYBODY not in response.headerlist:
            return response
        _vary(response.headerlist)
        # What is kept is kept whole.
        if SHARED not in environ and takes_gzip(environ) and response.status_int == 200:
            body = compressed(response.headerlist, response.body)
            if body:
                headers = gzip_headers(response.headerlist, body)
                response.app_iter = [body]  # before the headers: it takes the length out of them
                response.headerlist = headers
        return response

    return answer


def takes_gzip(environ: Environ) -> bool:
    """Whether who asks takes what is compressed; not where nothing is said of it."""
    wishes = environ.get("HTTP_ACCEPT_ENCODING", "")
    return wishes != "" and len(wishes) <= LONGEST_WISHES and _takes_gzip(wishes)


@lru_cache(1000)
def _takes_gzip(wishes: str) -> bool:
    # "gzip;q=0.5" alone is somebody who takes it; who names identity as well says which he likes better.
    offers = ["gzip", "identity"] if "identity" in wishes.lower() else ["gzip"]
    try:
        liked = AcceptEncodingValidHeader(wishes).acceptable_offers(offers)
    except ValueError:
        return False
    return bool(liked) and liked[0][0] == "gzip"


def compressed(headers: Headers, body: bytes) -> bytes:
    """The body of a page compressed, by its headers; empty where that is not worth it."""
    found = dict(headers)
    if (
        len(body) < SMALL
        or not found.get("Content-Type", "").startswith(_TYPES)
        or "Content-Encoding" in found
    ):
        return b""
    made = zlib.compress(body, LEVEL, _GZIP)
    return made if len(made) < len(body) else b""


def gzip_headers(headers: Headers, body: bytes) -> Headers:
    """Those of a page whose body is sent compressed as `body`."""
    rest = [header for header in headers if header[0] != "Content-Length"]
    return [*rest, ("Content-Length", str(len(body))), ("Content-Encoding", "gzip")]


def _vary(headers: Headers) -> None:
    """Says that the answer depends on whether the visitor takes it compressed."""
    for place, (name, value) in enumerate(headers):
        if name == "Vary":
            headers[place] = (name, f"{value}, Accept-Encoding")
            return
    headers.append(("Vary", "Accept-Encoding"))
