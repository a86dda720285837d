"""The face that visitors see: films, news, pages, search, contact."""

from __future__ import annotations

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Includes the site; its views are found by a scan. Include it after all else, its last route takes the rest."""
    config.include("myproject.site.routes")
    config.include("myproject.site.ratelimit")
    config.include("myproject.site.views.errors")
