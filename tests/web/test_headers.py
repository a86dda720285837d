"""The security headers are on every response, whatever it is."""

import pytest
from webtest import TestApp

from myproject import main
from tests.site.fixtures import HOST, ini_for


def policy(response):
    """The content security policy as a mapping of directives to their sources."""
    directives = response.headers["Content-Security-Policy"].split("; ")
    return {name: sources.split() for name, _, sources in (each.partition(" ") for each in directives)}


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/contact", 200), ("/news.atom", 200), ("/nothing", 404), ("/films/", 301), ("/%ff", 400)],
)
def test_every_response_has_them(app, path, status):
    response = app.get(path, status=status)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert policy(response)["frame-ancestors"] == ["'self'"]


def test_scripts_and_styles_come_from_the_site_alone(app):
    rules = policy(app.get("/"))
    assert rules["default-src"] == ["'self'"]
    assert rules["style-src"] == ["'self'", "'unsafe-inline'"]
    assert rules["object-src"] == rules["base-uri"] == ["'none'"]
    assert "script-src" not in rules
    assert not any(
        "unsafe" in source for name, each in rules.items() if name != "style-src" for source in each
    )


@pytest.mark.parametrize("path", ["/films?page=x", "/nothing"])
def test_what_says_nothing_of_caching_is_not_kept(app, path):
    assert app.get(path, status="*").headers["Cache-Control"] == "no-store"


@pytest.fixture(params=[True, False], ids=["https", "http"])
def deployed(request, site_folder):
    """Whether the site is served over https, and the application set up so."""
    wsgi = main({}, **ini_for(site_folder, https=str(request.param).lower()))
    yield request.param, TestApp(wsgi, extra_environ={"HTTP_HOST": HOST})
    wsgi.registry["myproject.engine"].dispose()


def test_cookies_and_hsts_follow_the_scheme(deployed):
    https, app = deployed
    response = app.get("/contact")
    (cookie,) = response.headers.getall("Set-Cookie")
    attributes = {each.strip().lower() for each in cookie.split(";")[1:]}
    assert {"httponly", "samesite=lax"} <= attributes
    assert ("secure" in attributes) is https
    assert cookie.startswith("__Host-") is https
    assert ("Strict-Transport-Security" in response.headers) is https
