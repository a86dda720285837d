"""Pyramid with Mako templates."""

from benchmarks.serving.apps.pyramid_app import make_application

application = make_application("pyramid_mako", f"{__name__}:templates/films.mako")
