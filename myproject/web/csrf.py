"""Forms are accepted only from our own pages: each carries a token that must equal the one in a cookie."""

from __future__ import annotations

from pyramid.config import Configurator
from pyramid.csrf import CookieCSRFStoragePolicy, check_csrf_origin, check_csrf_token
from pyramid.request import Request

from myproject.web.sessions import cookie_name

FIELD = "csrf_token"


def includeme(config: Configurator) -> None:
    settings = config.registry["myproject.settings"]
    policy = CookieCSRFStoragePolicy(
        cookie_name=cookie_name(FIELD, secure=settings.https),
        secure=settings.https,
        httponly=True,
        samesite="Lax",
    )
    config.set_csrf_storage_policy(policy)
    config.set_default_csrf_options(require_csrf=True, token=FIELD)


def is_forged(request: Request) -> bool:
    """True where the form in `request` is not proven to be ours.

    For views that would rather show the form again, with what was typed, than the error page; they are
    registered with require_csrf=False and must ask.
    """
    return not (
        check_csrf_origin(request, raises=False) and check_csrf_token(request, token=FIELD, raises=False)
    )
