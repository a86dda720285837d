"""Every error is a page of the site that says what to do, in the visitor's language, and is not listed."""

import pytest
from pyramid.httpexceptions import exception_response

from myproject.site.views.errors import TEXTS


@pytest.fixture
def raising(monkeypatch):
    """Makes the page of any film answer with a status."""

    def arrange(status, **options):
        def get_film(*args):
            raise exception_response(status, **options)

        monkeypatch.setattr("myproject.site.views.films.get_film", get_film)

    return arrange


@pytest.mark.parametrize("status", [*TEXTS, 409, 410, 429, 503])
def test_every_status_has_a_page(raising, show, status):
    raising(status)
    page = show("/films/any", status=status)
    assert page.status == status
    assert page.title and page.message
    assert [link.url for link in page.suggestions] == ["/", "/films", "/news", "/search"]
    assert not page.meta.index and page.meta.canonical_url == "http://club.example/en/"


def test_details_meant_for_developers_are_not_shown(raising, app):
    raising(404, detail="SELECT secret FROM hidden")
    assert "SELECT" not in app.get("/films/any", status=404)


def test_headers_that_say_what_to_do_next_are_kept(raising, app):
    raising(503, headers={"Retry-After": "120", "X-Internal": "hidden"})
    response = app.get("/films/any", status=503)
    assert response.headers["Retry-After"] == "120" and "X-Internal" not in response.headers


def test_redirects_are_no_errors(raising, app):
    raising(302, location="http://club.example/films")
    assert app.get("/films/any", status=302).location == "http://club.example/films"


def test_links_of_an_error_page_lead_somewhere(app):
    page = app.get("/de/nothing", status=404)
    for link in page.html.main.find_all("a"):
        app.get(link["href"])
