"""What visitors see where there is nothing to see: every error on a page of the site, saying what to do."""

from __future__ import annotations

import logging

from pyramid.config import Configurator
from pyramid.exceptions import PredicateMismatch, URLDecodeError
from pyramid.httpexceptions import (
    HTTPBadRequest,
    HTTPError,
    HTTPInternalServerError,
    HTTPMethodNotAllowed,
    HTTPNotFound,
    HTTPServiceUnavailable,
)
from pyramid.i18n import TranslationString, TranslationStringFactory
from pyramid.request import Request
from pyramid.response import Response

from myproject.content import NotFound
from myproject.models import is_away
from myproject.site.contexts import ErrorPage, Link
from myproject.site.layout import layout, translated
from myproject.web.lastresort import AGAIN
from myproject.web.methods import allowed_methods
from myproject.web.requestid import request_id
from myproject.web.views import exception_view_config

_ = TranslationStringFactory("myproject")
log = logging.getLogger(__name__)

TEXTS = {
    400: (_("That did not work"), _("The request cannot be understood. Please check the address.")),
    403: (_("No entry"), _("You may not see this page.")),
    404: (
        _("Page not found"),
        _("There is no page at this address. It may have moved, or the address has a typing error."),
    ),
    405: (_("That is not possible here"), _("The page is there, but it does not take what was sent.")),
    413: (_("Too large"), _("What you sent is larger than this site accepts. Please send less.")),
    414: (_("Address too long"), _("The address is longer than this site accepts.")),
    500: (
        _("Something went wrong on our side"),
        _("We have been told and are looking into it. Please try again in a few minutes."),
    ),
}
HEADERS = ("Allow", "Retry-After")


def includeme(config: Configurator) -> None:
    # Developers are to see the exception itself.
    if not config.registry["myproject.settings"].development:
        config.add_exception_view(server_error, context=Exception, renderer="error.pt")


@exception_view_config(HTTPError, renderer="error.pt")
def http_error(error: HTTPError, request: Request) -> ErrorPage:
    """An error that a view, a guard or Pyramid raised; its detail is shown where it is one of our texts."""
    title, message = TEXTS.get(error.status_int) or TEXTS[400 if error.status_int < 500 else 500]
    if isinstance(error.detail, TranslationString):
        message = error.detail
    request.response.status_int = error.status_int
    request.response.headers.update({name: error.headers[name] for name in HEADERS if name in error.headers})
    suggestions = (("home", _("Home")), ("films", _("Films")), ("news", _("News")), ("search", _("Search")))
    return ErrorPage(
        # The address may be one that cannot be written: what names the page is the home page's.
        **layout(request, title=translated(request, title), path="/", index=False),
        status=error.status_int,
        message=translated(request, message),
        suggestions=[
            Link(translated(request, label), request.route_path(route)) for route, label in suggestions
        ],
    )


@exception_view_config(NotFound, renderer="error.pt")
def not_found(error: NotFound, request: Request) -> ErrorPage:
    """Content that does not exist, or that visitors may not see yet."""
    return http_error(HTTPNotFound(), request)


@exception_view_config(URLDecodeError, renderer="error.pt")
def undecodable(error: URLDecodeError, request: Request) -> ErrorPage:
    return http_error(HTTPBadRequest(), request)


@exception_view_config(PredicateMismatch, renderer="error.pt")
def method_not_allowed(error: PredicateMismatch, request: Request) -> ErrorPage | Response:
    """An address that is there, asked in a way that it does not take."""
    allowed = allowed_methods(request)
    if request.method == "OPTIONS" and allowed:
        return Response(status=204, headers={"Allow": ", ".join(allowed)})
    if not allowed or request.method in allowed:
        return http_error(HTTPNotFound(), request)
    return http_error(HTTPMethodNotAllowed(headers={"Allow": ", ".join(allowed)}), request)


def server_error(error: Exception, request: Request) -> ErrorPage:
    """A fault of ours, or of the database. Should this page fail too, `web.lastresort` has one that cannot."""
    log.error("Request %s (%s) failed", request_id(request), request.method, exc_info=error)
    if is_away(error):
        return http_error(HTTPServiceUnavailable(headers={"Retry-After": str(AGAIN)}), request)
    return http_error(HTTPInternalServerError(), request)
