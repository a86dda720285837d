"""Sessions: signed, private, and never the reason of an error."""

from http.cookies import SimpleCookie

import pytest
from pyramid.request import Request
from pyramid.response import Response

from myproject.web.sessions import session_factory

SECRET = "for-tests-only-" * 3


def saved(session_class, request, values):
    """The Set-Cookie header of a response after `values` were put into the request's session."""
    session = session_class(request)
    session.update(values)
    response = Response()
    request._process_response_callbacks(response)
    return response.headers.get("Set-Cookie")


def test_a_session_comes_back():
    factory = session_factory(SECRET, secure=True)
    header = saved(factory, Request.blank("/"), {"a": 1})
    cookie = SimpleCookie(header)["__Host-session"]
    assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Lax"
    assert dict(factory(Request.blank("/", headers={"Cookie": f"__Host-session={cookie.value}"}))) == {"a": 1}


def test_a_session_that_somebody_changed_is_empty():
    value = SimpleCookie(saved(session_factory(SECRET, secure=False), Request.blank("/"), {"a": 1}))[
        "session"
    ].value
    forged = Request.blank("/", headers={"Cookie": f"session={value[:-2]}xx"})
    assert dict(session_factory(SECRET, secure=False)(forged)) == {}
    other = session_factory("another secret " * 3, secure=False)
    assert dict(other(Request.blank("/", headers={"Cookie": f"session={value}"}))) == {}


def test_a_session_too_large_is_reported_and_not_an_error(caplog):
    factory = session_factory(SECRET, secure=False)
    assert saved(factory, Request.blank("/"), {"a": "x" * 5000}) is None
    assert "The session was not kept" in caplog.text


def test_reading_a_session_sends_no_cookie():
    factory = session_factory(SECRET, secure=False)
    request = Request.blank("/")
    assert factory(request).get("a") is None
    response = Response()
    request._process_response_callbacks(response)
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", ["/", "/films", "/news", "/search?q=x", "/nothing"])
def test_visitors_who_only_read_get_no_cookie(app, path):
    assert "Set-Cookie" not in app.get(path, status="*").headers
