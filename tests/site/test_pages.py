"""The home page and the pages that editors write."""

import pytest

from myproject.models import Film


def test_home(show):
    page = show("/")
    assert page.title == "Films on Fridays"
    assert page.introduction == "A club that shows films."
    assert page.highlight.url not in [card.url for card in page.films]
    assert page.highlight_summary.startswith("The story of film")
    assert len(page.films) == 8 and len(page.articles) == 3


def test_home_of_a_site_without_films(show, dbsession):
    for film in dbsession.query(Film):
        dbsession.delete(film)
    dbsession.flush()
    page = show("/")
    assert page.highlight is None and page.films == [] and page.highlight_summary == ""


def test_menus(show):
    page = show("/films/film-05")
    assert [(entry.label, entry.url, entry.current) for entry in page.menu] == [
        ("Films", "/films", True),
        ("News", "/news", False),
        ("About", "/about", False),
    ]
    assert page.footer_menu[1].url == "https://friends.example/"


def test_a_page_in_the_tree(show):
    page = show("/about/history")
    assert page.title == "Our history"
    assert [(link.label, link.url) for link in page.trail] == [("About us", "/about")]
    assert [link.url for link in page.children] == ["/about/history/start"]
    assert page.menu[2].current


@pytest.mark.parametrize(
    "path", ["/nothing", "/history", "/about/nothing", "/ABOUT", "/about//history", "/index.php"]
)
def test_unknown_pages(show, path):
    assert show(path, status=404).status == 404


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/films/", "http://club.example/films"),
        ("/de/about/", "http://club.example/de/about"),
        ("//elsewhere.example/", "http://club.example/elsewhere.example"),
    ],
)
def test_a_slash_too_many_is_taken_away(app, path, target):
    assert app.get(path, status=301).location == target
