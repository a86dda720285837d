"""A website on Pyramid, Chameleon and waitress whose page templates stay valid HTML."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from myproject.starting import starting

if TYPE_CHECKING:
    from pyramid.router import Router


@starting()
def main(global_config: Mapping[str, str], **ini: Any) -> Router:
    """The WSGI application, from the settings of an ini file."""
    # Imported here because `myproject.roundtrip` must be importable without the web.
    from pyramid.config import Configurator

    from myproject.settings import Settings, SettingsError
    from myproject.web.metrics import metrics
    from myproject.web.quick import quick_requests
    from myproject.web.themes import refuse_damaged

    try:
        settings = Settings.read(ini, os.environ)
    except SettingsError as error:
        raise SystemExit(f"The application cannot start. {error}") from None

    with Configurator(settings=ini) as config:
        config.registry["myproject.settings"] = settings
        config.include("myproject.models")
        config.include("myproject.web")
        config.include("myproject.ops")
        config.include("myproject.site")
        config.scan("myproject.site.views")
    application = config.make_wsgi_app()
    # What myproject.serving asks of an application: which requests are quick, whom to tell how busy the server is,
    # whether it is fit to serve.
    application.quick = quick_requests(application.registry)
    application.serving = metrics(application.registry).serving
    application.check = partial(refuse_damaged, application.registry)
    return application
