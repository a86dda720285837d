"""The home page and the pages that editors write."""

import pytest

from myproject.models import Film, MenuItem
from myproject.site.layout import _tell


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


@pytest.mark.parametrize("target", ["route:nowhere", "route:film", "route:"])
@pytest.mark.parametrize("path", ["/", "/nothing"])
def test_a_menu_entry_that_leads_nowhere_takes_no_page_with_it(show, dbsession, caplog, target, path):
    dbsession.add(MenuItem(menu="main", position=9, label="Wrong", target=target))
    dbsession.flush()
    _tell.cache_clear()
    page = show(path, status=200 if path == "/" else 404)
    assert [entry.label for entry in page.menu] == ["Films", "News", "About"]
    assert f"The main menu leads to '{target}'" in caplog.text


def test_slashes_around_the_path_of_a_page_lead_to_no_other_site(show, dbsession):
    dbsession.add(MenuItem(menu="main", position=9, label="About", target="page:/about/"))
    dbsession.flush()
    entry = show("/about").menu[-1]
    assert (entry.url, entry.current) == ("/about", True)


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
        ("/films/?genre=drama&page=1", "http://club.example/films?genre=drama&page=1"),
        ("/search/?q=Zo%C3%AB%0D%0Aa+%26b", "http://club.example/search?q=Zo%C3%AB%0D%0Aa+%26b"),
    ],
)
def test_a_slash_too_many_is_taken_away(app, path, target):
    assert app.get(path, status=301).location == target
