"""What every page has, whatever it shows: its title and address, the menus, the languages."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from pyramid.request import Request

from myproject.content.site import MenuEntry, SiteInfo, menu, site_info
from myproject.site.addresses import absolute, own_path, path_of
from myproject.site.contexts import Choice, Language, Meta, Picture, Site
from myproject.site.structured import Node, json_ld
from myproject.web.language import LANGUAGES, language_url
from myproject.web.remember import remembered
from myproject.web.translate import translator

log = logging.getLogger(__name__)


def layout(
    request: Request,
    *,
    title: str | None = None,
    description: str | None = None,
    path: str | None = None,
    kind: str = "website",
    picture: Picture | None = None,
    data: Iterable[Node] = (),
    index: bool = True,
) -> dict[str, Any]:
    """The fields of `contexts.Page`, to be given to a context beside its own.

    Title and description are the site's own where none are given. `path` is the canonical one, below the
    language's prefix; it is the address's own, without its query, where none is given.
    """
    info = remembered(request, site_info)
    path = path or own_path(request)
    return {
        "lang": request.locale_name,
        "title": title or info.tagline,
        "site": _site(request, info),
        "meta": Meta(
            description=description or info.description,
            canonical_url=absolute(request, path),
            kind=kind,
            image=request.host_url + picture.src if picture else None,
            json_ld=json_ld(data),
            index=index,
        ),
        "menu": _menu(request, "main"),
        "footer_menu": _menu(request, "footer"),
        "languages": [
            Language(code, label, language_url(request, code, path), code == request.locale_name)
            for code, label in LANGUAGES.items()
        ],
    }


def translated(request: Request, text: str) -> str:
    """An interface text in the language of the visitor."""
    return translator(request.localizer)(text, domain="myproject")


def _site(request: Request, info: SiteInfo) -> Site:
    return Site(
        name=info.name,
        tagline=info.tagline,
        footer=info.footer,
        home_url=request.route_path("home"),
        search_url=request.route_path("search"),
        feed_url=request.route_path("feed"),
    )


def _menu(request: Request, name: str) -> list[Choice]:
    """The entries of a menu; one that leads nowhere is left out, as it would take every page with it."""
    entries = []
    for each in remembered(request, menu, name):
        try:
            entries.append(_entry(request, each))
        except KeyError:
            _tell(name, each.target)
    return entries


@lru_cache(100)
def _tell(name: str, target: str) -> None:
    # Once, not with every page.
    log.warning("The %s menu leads to %r, which is no route that needs no more than its name", name, target)


def _entry(request: Request, entry: MenuEntry) -> Choice:
    """A menu entry; it is current on the page it leads to and on those below. KeyError where it leads nowhere."""
    kind, _, rest = entry.target.partition(":")
    if kind not in ("route", "page"):
        return Choice(translated(request, entry.label), entry.target, False)
    # Without slashes at its ends: "//about" would be an address of another site.
    route, parts = (rest, {}) if kind == "route" else ("page", {"path": rest.strip("/")})
    path, here = path_of(request, route, **parts), own_path(request)
    return Choice(
        label=translated(request, entry.label),
        url=request.route_path(route, **parts),
        current=here == path or (path != "/" and here.startswith(f"{path}/")),
    )
