"""Pages that did not change are not made again: ETag, Last-Modified, 304 Not Modified (RFC 9110, section 13).

A view asks for it with `conditional=True`, and lets its page be kept for everybody (`web.pagecache`). It may do so
where its page depends on nothing but the address, the language, the content, the theme and the day; so not where it
shows a form, a session or who is signed in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from webob.datetime_utils import serialize_date
from webob.etag import NoETag

from myproject.web.codedigest import code_digest
from myproject.web.contentstate import content_state
from myproject.web.themes import active_theme

# In the environ where pages are kept to be shared: the view leaves the Validators of its page there, and makes the
# whole page whatever the visitor has, as others will want it.
SHARED = "myproject.shared_page"
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
_ADDRESS = ("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
# How long nginx in front may answer everybody with this page; it keeps the header to itself.
PROXY_SECONDS = "1"
# What says so, of a page that everybody gets alike.
FOR_EVERYBODY = ("Cache-Control", "public, max-age=0, must-revalidate")
_CACHING = (FOR_EVERYBODY, ("X-Accel-Expires", PROXY_SECONDS))
# How many pages are remembered with what marks them.
REMEMBERED = 1000
_MARKS = frozenset(("ETag", "Last-Modified", *(name for name, _ in _CACHING)))


class Validators(NamedTuple):
    """What tells one state of a page from another: an opaque tag, and the time of the last change in UTC."""

    etag: str
    modified: datetime

    def match(self, request: Request) -> bool:
        """True where the visitor's copy is this state. The tag decides where one is sent, else the time."""
        if request.if_none_match is not NoETag:
            # "*" asks whether there is a page at all, which only the view knows.
            return request.headers["If-None-Match"].strip() != "*" and self.etag in request.if_none_match
        since = request.if_modified_since
        return since is not None and self.modified.replace(microsecond=0) <= since

    def mark(self, response: Response) -> Response:
        # In one go and as text: with WebOb's own attributes it takes ten times as long.
        headers = response.headerlist
        headers[:] = [header for header in headers if header[0] not in _MARKS]
        headers += _marks(self)
        return response


@lru_cache(REMEMBERED)
def _marks(validators: Validators) -> list[tuple[str, str]]:
    modified = serialize_date(validators.modified)
    return [("ETag", f'W/"{validators.etag}"'), ("Last-Modified", modified), *_CACHING]


def includeme(config: Configurator) -> None:
    code_digest()  # now, so that no visitor waits for it, and the workers of a server share it
    config.add_view_deriver(conditional_view, name="conditional")


def conditional_view(view: Callable[[Any, Request], Response], info: Any):
    """A view deriver: answers 304 instead of calling the view where the visitor has the page already."""
    if not info.options.get("conditional"):
        return view

    def answer(context: Any, request: Request) -> Response:
        if request.authenticated_userid is not None:
            return view(context, request)
        environ = request.environ
        validators = validators_of(request)
        shared = SHARED in environ
        asked = not shared and not environ.keys().isdisjoint(_CONDITIONS)
        # A time alone may come from anybody who never saw the page; the view tells whether there is one.
        if asked and request.if_none_match is not NoETag and validators.match(request):
            return validators.mark(Response(status=304))
        response = view(context, request)
        if response.status_int != 200:
            return response
        if shared:
            environ[SHARED] = validators
        elif asked and validators.match(request):
            response = Response(status=304)
        return validators.mark(response)

    return answer


conditional_view.options = ("conditional",)


def validators_of(request: Request) -> Validators:
    """The state of the page that `request` asks for; the day counts, as what is of this month or year changes by it."""
    content, theme = content_state(request), active_theme(request)
    state, modified = _state(content.token, content.last_change, content.day, theme.digest, theme.modified)
    environ = request.environ
    address = "\n".join([request.locale_name, *[environ.get(name, "") for name in _ADDRESS]])
    return _validators(state, modified, address)


@lru_cache(10)
def _state(
    content: str, last_change: datetime, day: date, theme: str, modified: datetime
) -> tuple[Any, datetime]:
    """What all pages of one state of the site have in common: the beginning of their digests, the last change."""
    digest = blake2b(f"{code_digest()}\n{content}\n{theme}\n".encode(), digest_size=12)
    return digest, max(last_change, modified, datetime.combine(day, time(), UTC))


@lru_cache(REMEMBERED)
def _validators(state: Any, modified: datetime, address: str) -> Validators:
    digest = state.copy()
    digest.update(address.encode())
    return Validators(digest.hexdigest(), modified)
