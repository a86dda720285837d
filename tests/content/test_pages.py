"""The tree of pages."""

import pytest

from myproject.content import NotFound
from myproject.content.pages import get_page, list_pages
from tests.content.library import add_page


@pytest.fixture
def pages(session):
    add_page(session, "visit", position=2)
    add_page(session, "about", position=1)
    add_page(session, "about/house", position=2)
    add_page(session, "about/history", position=1, body="Since *1986*.")
    add_page(session, "about/house/bar", position=1)
    add_page(session, "about-us", position=3)
    session.commit()
    return session


def paths(links):
    return [link.path for link in links]


def test_the_tree_in_order(pages):
    assert paths(list_pages(pages)) == [
        "about", "about/history", "about/house", "about/house/bar", "visit", "about-us",
    ]  # fmt: skip


def test_a_page_knows_its_place(pages):
    page = get_page(pages, "about/house/bar")
    assert paths(page.ancestors) == ["about", "about/house"]
    assert page.children == []
    assert paths(get_page(pages, "about").children) == ["about/history", "about/house"]
    assert get_page(pages, "about/history").body == "<p>Since <em>1986</em>.</p>\n"


@pytest.mark.parametrize(
    "path", ["", "/about", "about/", "About", "about//house", "house", "about/%", "about/_istory"]
)
def test_no_other_path_is_a_page(pages, path):
    with pytest.raises(NotFound):
        get_page(pages, path)


def test_a_page_takes_two_queries(pages, statements):
    with statements() as seen:
        get_page(pages, "about/house")
    assert len(seen) == 2
