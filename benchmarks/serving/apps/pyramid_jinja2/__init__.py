"""Pyramid with Jinja2 templates."""

from benchmarks.serving.apps.pyramid_app import make_application

application = make_application("pyramid_jinja2", f"{__name__}:templates/films.jinja2")
