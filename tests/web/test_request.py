"""One class of requests an application, with all that add-ons add to it."""

import pytest
from pyramid.config import Configurator
from pyramid.interfaces import IRequestFactory
from pyramid.scripting import prepare
from webtest import TestApp

from myproject.web.request import Request


def application(add):
    """A small application whose view tells what `add`, a function of the configurator, has added to requests."""
    classes = []

    def view(request):
        classes.append(type(request))
        return {
            "lazy": request.lazy,
            "again": request.lazy,
            "called": request.called("x"),
            "set": request.plain,
        }

    config = Configurator()
    config.include("myproject.web.request")
    add(config)
    config.add_route("view", "/")
    config.add_view(view, route_name="view", renderer="json")
    return TestApp(config.make_wsgi_app()), classes


@pytest.fixture
def counted():
    return []


@pytest.fixture
def add(counted):
    def lazy(request):
        counted.append(request)
        return len(counted)

    def add(config):
        config.add_request_method(lazy, reify=True)
        config.add_request_method(
            lambda request: request.environ.get("plain", "none"), "plain", property=True
        )
        config.add_request_method(lambda request, given: f"{request.method} {given}", "called")

    return add


@pytest.mark.parametrize("committed_before", [False, True])
def test_methods_and_properties_work_as_in_pyramid(add, committed_before):
    def add_late(config):
        if committed_before:
            config.commit()
        add(config)

    app, _ = application(add_late)
    assert app.get("/").json == {"lazy": 1, "again": 1, "called": "GET x", "set": "none"}
    assert app.get("/").json["lazy"] == 2


def test_the_class_is_made_once(add):
    app, classes = application(add)
    app.get("/")
    app.get("/")
    assert classes[0] is classes[1] and issubclass(classes[0], Request)


def test_properties_may_be_set(add, wsgi):
    config = Configurator()
    config.include("myproject.web.request")
    add(config)
    config.commit()
    request = config.registry.getUtility(IRequestFactory).blank("/")
    request.plain = "set"
    assert request.plain == "set"


def test_scripts_get_such_requests_too(wsgi):
    with prepare(registry=wsgi.registry) as env:
        assert isinstance(env["request"], Request)
        assert env["request"].tm and env["request"].dbsession
        assert env["request"].route_path("film", slug="m") == "/films/m"
