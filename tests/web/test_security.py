"""The wall: what needs a permission is closed, since nobody can sign in."""

import pytest
from pyramid.config import Configurator
from pyramid.response import Response
from webtest import TestApp


@pytest.fixture
def app():
    config = Configurator()
    config.include("myproject.web.security")
    config.add_route("open", "/open")
    config.add_route("closed", "/closed")
    config.add_view(lambda request: Response("open"), route_name="open")
    config.add_view(lambda request: Response("secret"), route_name="closed", permission="edit")
    return TestApp(config.make_wsgi_app())


def test_a_view_with_a_permission_is_closed(app):
    assert app.get("/open").text == "open"
    assert "secret" not in app.get("/closed", status=403)
