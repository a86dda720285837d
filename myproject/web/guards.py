"""Refuses requests that no honest browser sends, before anything else looks at them.

What is refused is answered by the error page: each guard raises the HTTP exception that says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from pyramid.config import Configurator
from pyramid.httpexceptions import (
    HTTPBadRequest,
    HTTPException,
    HTTPLengthRequired,
    HTTPMethodNotAllowed,
    HTTPRequestEntityTooLarge,
    HTTPRequestURITooLong,
)
from pyramid.i18n import TranslationStringFactory
from pyramid.request import Request
from pyramid.response import Response
from pyramid.tweens import EXCVIEW
from webob.byterange import Range
from webob.datetime_utils import parse_date
from webob.multidict import MultiDict

from myproject.models import READING
from myproject.web.csrf import FIELD

_ = TranslationStringFactory("myproject")

LONGEST_ADDRESS = 4096
_DATES = ("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_RANGE")
_HOST = re.compile(r"(?P<name>[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?", re.IGNORECASE)
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_NO_FORM = _("The form did not arrive as browsers send it.")


def includeme(config: Configurator) -> None:
    # Under the exception views, so that they answer what is refused here.
    config.add_tween(f"{__name__}.guard_tween_factory", under=EXCVIEW)


def guard_tween_factory(handler: Callable[[Request], Response], registry):
    settings = registry["myproject.settings"]

    def guard_tween(request: Request) -> Response:
        check_host(request, settings.hosts)
        check_method(request)
        check_framing(request, settings.max_body)
        check_address(request)
        check_origin(request)
        check_form(request)
        drop_root(request)
        drop_dates_that_are_none(request)
        drop_ranges_that_are_none(request)
        return handler(request)

    return guard_tween


def attempts(request: Request) -> int | None:
    """How often pyramid_retry may try `request`, None for its default: once where the body is not to be read.

    It keeps a copy of the body before any tween sees the request, and lets out whatever goes wrong with that.
    """
    try:
        check_framing(request, request.registry["myproject.settings"].max_body)
        request.make_body_seekable()
    except (HTTPException, OSError):
        return 1
    return None


def check_host(request: Request, allowed: tuple[str, ...]) -> None:
    """400 for a Host that is not ours: addresses are generated from it, so a stranger's would end up in pages."""
    if _is_ours(request.host, allowed):
        return
    # The error page has links as well: they lead to a host that is ours.
    request.host = next((host for host in allowed if host != "*"), "localhost")
    raise HTTPBadRequest(_("This site does not answer to the host name in the request."))


@lru_cache(256)
def _is_ours(host: str, allowed: tuple[str, ...]) -> bool:
    match = _HOST.fullmatch(host)
    return bool(match) and ("*" in allowed or match["name"].lower() in allowed)


def check_method(request: Request) -> None:
    """405 for TRACE, which shows headers to scripts that must not see them, and for CONNECT."""
    if request.method in ("TRACE", "CONNECT"):
        raise HTTPMethodNotAllowed(headers={"Allow": "GET, HEAD, OPTIONS, POST"})


def check_framing(request: Request, longest: int) -> None:
    """400, 411, 413 where the length of the body is ambiguous, unknown or too large.

    Two servers in a row that read an ambiguous length differently can be made to see different requests
    (RFC 9112, section 6.3).
    """
    length = request.environ.get("CONTENT_LENGTH") or ""
    if "HTTP_TRANSFER_ENCODING" in request.environ:
        if length:
            raise HTTPBadRequest(_("The request gives the length of its body in two ways."))
        raise HTTPLengthRequired()
    if length and not (length.isascii() and length.isdigit()):
        raise HTTPBadRequest(_("The length of the request is not a number."))
    if length and (len(length) > 18 or int(length) > longest):
        raise HTTPRequestEntityTooLarge()


def check_address(request: Request) -> None:
    """400, 414 for an address that is not UTF-8, holds control characters, or is too long."""
    environ = request.environ
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if len(path) + len(query) > LONGEST_ADDRESS:
        raise HTTPRequestURITooLong()
    if not query and path.isascii() and "\0" not in path:  # most are; the rest takes 3 us
        return
    try:
        parts = [request.path_info]
        if query:
            parts += [text for pair in request.GET.items() for text in pair]
    except UnicodeDecodeError:
        raise HTTPBadRequest(_("The address is not valid UTF-8 text.")) from None
    if any("\0" in part for part in parts):
        raise HTTPBadRequest(_("The address has a character in it that no address has."))


def check_origin(request: Request) -> None:
    """400 for a form from what is no address; Pyramid would stumble over it where it asks whether the form is ours."""
    if request.method in READING:
        return
    for name in ("Origin", "Referer"):
        try:
            urlsplit(request.headers.get(name, ""))
        except ValueError:
            raise HTTPBadRequest(_NO_FORM) from None


def check_form(request: Request) -> None:
    """400 for a form that cannot be read, or with a file for the token that proves it ours.

    Its fields are read here once, views find them in `request.POST`.
    """
    # Pyramid looks for the token whatever the method, but for those that only read.
    if request.method in READING or request.content_type not in _FORMS:
        return
    try:
        form = request.POST
    except (ValueError, LookupError, OSError, DeprecationWarning):
        # WebOb raises the warning, as an exception, where the Content-Type names another encoding than UTF-8.
        raise HTTPBadRequest(_NO_FORM) from None
    check_texts(form, [FIELD])


def check_texts(form: MultiDict, names: Iterable[str]) -> None:
    """400 where the form has a file in one of these fields, as no page of ours sends it."""
    if not all(isinstance(value, str) for name in names for value in form.getall(name)):
        raise HTTPBadRequest(_NO_FORM)


def drop_root(request: Request) -> None:
    """Forgets X-Vhm-Root, with which anybody could tell Pyramid below which root to look for the page."""
    request.environ.pop("HTTP_X_VHM_ROOT", None)


def drop_dates_that_are_none(request: Request) -> None:
    """Forgets dates that do not exist, as RFC 9110 (section 13.1.3) asks; WebOb would stumble over a year 99999."""
    for name in _DATES:
        if name in request.environ:
            try:
                parse_date(request.environ[name])
            except (ValueError, OverflowError):
                del request.environ[name]


def drop_ranges_that_are_none(request: Request) -> None:
    """Forgets a range without a number, or with one too long for one, as RFC 9110 (section 14.2) asks.

    WebOb reads it when the response is sent, where nobody is left to answer for what goes wrong.
    """
    if "HTTP_RANGE" in request.environ:
        try:
            Range.parse(request.environ["HTTP_RANGE"])
        except ValueError:
            del request.environ["HTTP_RANGE"]
