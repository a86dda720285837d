"""Pyramid with Chameleon templates."""

from benchmarks.serving.apps.pyramid_app import make_application

application = make_application("pyramid_chameleon", f"{__name__}:templates/films.pt")
