"""This project: an application of its parts, all that its site has: ids, headers, access log, guards, transactions."""

from __future__ import annotations

import os

from myproject.starting import starting


@starting()
def main(global_config, **ini):
    # Imported here, as myproject.main has it.
    from pyramid.config import Configurator

    from benchmarks.serving import content
    from benchmarks.serving.apps.project.pages import memory, sqlite, text
    from myproject.settings import Settings
    from myproject.web.quick import quick_requests

    with Configurator(settings=ini) as config:
        config.registry["myproject.settings"] = Settings.read(ini, os.environ)
        config.include("myproject.models")
        config.include("myproject.web")
        config.add_route("memory", "/memory")
        config.add_route("sqlite", "/sqlite")
        config.add_route("film", "/films/{slug}")
        config.add_view(memory, route_name="memory", renderer="films.pt", conditional=True)
        config.add_view(sqlite, route_name="sqlite", renderer="films.pt", conditional=True)
        config.add_view(text, route_name="film")
        config.add_quick_routes("memory", "sqlite", "film")
        for name, _ in content.MENU:
            config.add_route(name, f"/{name}")
            config.add_view(text, route_name=name)
    application = config.make_wsgi_app()
    application.quick = quick_requests(application.registry)
    return application
