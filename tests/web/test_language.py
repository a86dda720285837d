"""Languages: the address decides, else the browser; addresses that a page generates stay in its language."""

import pytest
from pyramid_retry import RetryableException
from webtest import TestApp

from myproject import main
from tests.site.fixtures import HOST, ini_for


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "en"),
        ("de", "de"),
        ("de-AT, en;q=0.5", "de"),
        ("fr;q=0.2, de;q=0.8", "de"),
        ("ja, ru", "en"),
        ("*", "en"),
        ("de;q=0, fr", "fr"),
        ("", "en"),
        ("\u00ff;;q=x,", "en"),
    ],
)
def test_without_a_prefix_the_browser_decides(app, accepted, language):
    headers = {} if accepted is None else {"Accept-Language": accepted}
    response = app.get("/films", headers=headers)
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" in response.headers["Vary"]
    assert response.html.html["lang"] == language


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_a_prefix_decides_alone(app, language):
    response = app.get(f"/{language}/films", headers={"Accept-Language": "fr, de, en"})
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" not in response.headers.get("Vary", "")


def test_addresses_of_a_page_keep_the_language(show):
    page = show("/de/films")
    assert page.site.home_url == "/de/"
    assert page.menu[0].url == "/de/films" and page.menu[0].current
    assert page.films[0].url.startswith("/de/films/")
    assert page.meta.canonical_url == f"http://{HOST}/de/films"


def test_images_have_no_language(show):
    assert show("/de/films/film-05").poster.src.startswith("/media/")


def test_every_page_names_itself_in_every_language(show):
    page = show("/de/films?genre=drama&page=1")
    assert [(each.code, each.url, each.current) for each in page.languages] == [
        ("en", f"http://{HOST}/en/films?genre=drama", False),
        ("de", f"http://{HOST}/de/films?genre=drama", True),
        ("fr", f"http://{HOST}/fr/films?genre=drama", False),
    ]


def test_below_a_mount_point(show):
    mounted = {"SCRIPT_NAME": "/club"}
    page = show("/de/films/film-05", extra_environ=mounted)
    assert page.site.home_url == "/club/de/"
    assert page.poster.src.startswith("/club/media/")
    assert page.meta.canonical_url == f"http://{HOST}/club/de/films/film-05"


@pytest.mark.parametrize("path", ["/de", "/de/"])
def test_the_home_page_of_a_language(show, path):
    assert show(path).meta.canonical_url == f"http://{HOST}/de/"


@pytest.mark.parametrize("path", ["/dead", "/DE/films", "/es/films", "/de/de/films"])
def test_what_only_looks_like_a_language(app, path):
    app.get(path, status=404)


def test_errors_speak_the_language_too(app):
    response = app.get("/fr/nothing", status=404)
    assert response.headers["Content-Language"] == "fr"
    assert response.html.html["lang"] == "fr"


def test_what_has_no_language_names_none(app):
    response = app.get("/robots.txt")
    assert "Content-Language" in response.headers or "Vary" not in response.headers


def test_numbers_are_written_as_the_language_does(show):
    assert show("/en/films/film-05").rating == "5.1"
    assert show("/de/films/film-05").rating == "5,1"


def test_one_request_does_not_leak_its_language_into_the_next(wsgi):
    app = TestApp(wsgi, extra_environ={"HTTP_HOST": HOST})
    for language in ("de", "fr", "en", "de"):
        assert app.get(f"/{language}/").headers["Content-Language"] == language


def test_the_debug_toolbar_is_at_hand_in_every_language(site_folder):
    settings = ini_for(site_folder, mode="development") | {"pyramid.includes": "pyramid_debugtoolbar"}
    wsgi = main({}, **settings)
    app = TestApp(wsgi, extra_environ={"HTTP_HOST": HOST, "REMOTE_ADDR": "127.0.0.1"})
    links = app.get("/de/films").html.select("[href*=_debug_toolbar]")
    assert links
    for link in links:
        response = app.get(link["href"].removeprefix(f"http://{HOST}"))
        assert "Content-Security-Policy" not in response.headers
    wsgi.registry["myproject.engine"].dispose()


def test_a_request_that_is_tried_again_keeps_its_language(committing, monkeypatch):
    tries = []

    def fail_once(request):
        tries.append(request)
        if len(tries) == 1:
            raise RetryableException
        return True

    monkeypatch.setattr("myproject.site.views.contact.is_forged", fail_once)
    response = committing.post("/de/contact", {"name": "Zoë"}, status=400)
    assert len(tries) == 2
    assert response.html.html["lang"] == "de"
    assert response.html.select_one("link[rel=canonical]")["href"] == f"http://{HOST}/de/contact"
    assert response.html.select_one("[name=name]")["value"] == "Zoë"


@pytest.fixture
def committing(wsgi):
    """A browser whose requests have transactions of their own."""
    return TestApp(wsgi, extra_environ={"HTTP_HOST": HOST})
