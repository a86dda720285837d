"""The server may answer quick requests on its I/O thread: pages of a few rows, and static files."""

import pytest

from myproject import main
from myproject.site.routes import QUICK, ROUTES
from tests.site.fixtures import ini_for


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/",
            "/films",
            "/films/film-05",
            "/films/caf\xc3\xa9",
            "/news/2024/01",
            "/about/history",
            "/contact",
        ),
        *("/de", "/de/", "/fr/films", "/static/0123456789abcdef/css/site.css"),
    ],
)
def test_pages_and_static_files_are_quick(wsgi, path):
    assert wsgi.quick("GET", path) is wsgi.quick("HEAD", path) is True
    assert not wsgi.quick("POST", path)


@pytest.mark.parametrize(
    "path", ["/search", "/de/search", "/sitemap.xml", "/news.atom", "/media/abc/160.jpeg", "*", ""]
)
def test_what_takes_longer_is_not(wsgi, path):
    assert wsgi.quick("GET", path) is False


def test_an_address_that_is_no_text_is_answered(wsgi):
    assert wsgi.quick("GET", "/films/\xff") in (True, False)


def test_only_routes_that_exist_are_called_quick():
    assert set(QUICK) <= dict(ROUTES).keys()


def test_with_a_database_in_the_network_threads_answer(tmp_path):
    wsgi = main({}, **ini_for(tmp_path, database_url="postgresql://db.example/site"))
    assert not wsgi.quick("GET", "/films")
    wsgi.registry["myproject.engine"].dispose()
