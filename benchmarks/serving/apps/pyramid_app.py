"""Pyramid as its documentation sets it up, with one of three packages of templates, and SQLAlchemy's Core."""

from __future__ import annotations

from pyramid.config import Configurator
from pyramid.events import BeforeRender
from pyramid.response import Response

from benchmarks.serving import content


def make_application(package: str, renderer: str):
    """package: what to include; renderer: the template of the list, as a view of its application names it."""
    engine, in_memory = content.engine(), content.films()

    def memory(request):
        return {"title": content.TITLE, "films": in_memory}

    def sqlite(request):
        with engine.connect() as connection:
            return {"title": content.TITLE, "films": connection.execute(content.FILMS).all()}

    def text(request):
        return Response(request.matchdict.get("slug", ""))

    with Configurator() as config:
        config.include(package)
        config.add_subscriber(_of_every_page, BeforeRender)
        config.add_route("memory", "/memory")
        config.add_route("sqlite", "/sqlite")
        config.add_route("film", "/films/{slug}")
        config.add_view(memory, route_name="memory", renderer=renderer)
        config.add_view(sqlite, route_name="sqlite", renderer=renderer)
        config.add_view(text, route_name="film")
        for name, _ in content.MENU:
            config.add_route(name, f"/{name}")
            config.add_view(text, route_name=name)
    return config.make_wsgi_app()


def _of_every_page(event):
    event.update(menu=content.MENU, current=content.CURRENT, footer=content.FOOTER)
