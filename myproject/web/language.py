"""The language of the interface: /de/... in the address decides, else what the browser asks for.

The prefix moves from PATH_INFO to SCRIPT_NAME, as if the site were mounted once a language. So routes know
nothing of languages, and every address that a page in German generates stays German by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from pyramid.tweens import EXCVIEW
from webob.acceptparse import create_accept_language_header

from myproject.web.mount import KEY as MOUNT
from myproject.web.mount import mount

LANGUAGES = {"en": "English", "de": "Deutsch", "fr": "Français"}

# The language in the address; absent where there is none.
PREFIX = "myproject.language"
# Set once something asked for the language, so that the response depends on it.
ASKED = "myproject.language_asked"

# Browsers send some 50 characters of Accept-Language.
LONGEST_WISHES = 200

_PREFIX = re.compile(f"/({'|'.join(LANGUAGES)})(?=/|$)")


def includeme(config: Configurator) -> None:
    config.set_locale_negotiator(negotiate)
    config.add_translation_dirs("myproject:locale")
    config.add_tween(f"{__name__}.language_tween_factory", over=["pyramid_tm.tm_tween_factory", EXCVIEW])


def negotiate(request: Request) -> str:
    """The language of the response; Pyramid asks once a request and keeps it as `request.locale_name`."""
    request.environ[ASKED] = True
    default = request.registry.settings["pyramid.default_locale_name"]
    return request.environ.get(PREFIX) or _preferred(request.environ, default)


def language_of(environ: dict[str, Any], default: str) -> str:
    """What `negotiate` will say of a request that nobody has looked at yet."""
    prefix = _PREFIX.match(environ.get("PATH_INFO", ""))
    return prefix[1] if prefix else _preferred(environ, default)


def _preferred(environ: dict[str, Any], default: str) -> str:
    wishes = environ.get("HTTP_ACCEPT_LANGUAGE")
    if wishes is None:
        return default
    # Long ones are made up, and not worth the memory.
    return _chosen(wishes, default) if len(wishes) <= LONGEST_WISHES else _chosen.__wrapped__(wishes, default)


@lru_cache(1024)
def _chosen(wishes: str, default: str) -> str:
    return create_accept_language_header(wishes).lookup(list(LANGUAGES), default_tag=default)


def below_language(path: str) -> str:
    """A path, as PATH_INFO has it, without the language that it may begin with."""
    prefix = _PREFIX.match(path)
    return path[prefix.end() :] or "/" if prefix else path


def language_url(request: Request, language: str | None, path: str) -> str:
    """The absolute address of `path`, quoted and with its query, in a language; None: where the browser decides."""
    prefix = f"/{language}" if language else ""
    return f"{request.host_url}{mount(request)}{prefix}{path}"


def language_tween_factory(handler: Callable[[Request], Response], registry: object):
    """Takes the language out of the address on the way in, names it in the headers on the way out."""

    def language_tween(request: Request) -> Response:
        environ = request.environ
        mount, path = environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", "")
        environ[MOUNT] = mount
        if prefix := _PREFIX.match(path):
            environ[PREFIX] = prefix[1]
            environ["SCRIPT_NAME"], environ["PATH_INFO"] = mount + prefix[0], below_language(path)
        try:
            response = handler(request)
            if ASKED in environ:
                _name(response, request.locale_name, asked_for=prefix is None)
            return response
        finally:
            # For those who see the request afterwards, and for another try.
            environ["SCRIPT_NAME"], environ["PATH_INFO"] = mount, path

    return language_tween


def _name(response: Response, language: str, asked_for: bool) -> None:
    """Says in the headers what the language is, and whether the browser's wishes decided on it."""
    found = response.headerlist
    if {name.lower() for name, _ in found}.isdisjoint(("content-language", "vary")):
        # As for nearly every page; WebOb's ways to the same headers take 7 us.
        found.append(("Content-Language", language))
        if asked_for:
            found.append(("Vary", "Accept-Language"))
        return
    response.headers["Content-Language"] = language
    if asked_for:
        response.vary = (*(response.vary or ()), "Accept-Language")
