"""The face that visitors see: films, news, pages, search, contact."""

from __future__ import annotations

from pyramid.config import Configurator
from pyramid_mailer.interfaces import IMailer


def includeme(config: Configurator) -> None:
    """Includes the site; its views are found by a scan. Include it after all else, its last route takes the rest."""
    config.include("myproject.site.routes")
    config.include("myproject.site.ratelimit")
    config.include("myproject.site.views.errors")
    # Development and tests bring a mailer of their own (pyramid_mailer.debug, pyramid_mailer.testing).
    if config.registry.queryUtility(IMailer) is None:
        config.include("pyramid_mailer")
