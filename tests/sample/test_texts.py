"""The sample texts hold what they promise: true-looking facts, links that lead somewhere, no picture missing."""

import posixpath
import re
from collections import Counter
from datetime import date

import pytest
from PIL import ImageColor

from myproject.content.site import MenuEntry
from myproject.models.film import Film
from myproject.models.text import plain_text, render_markdown, slugify
from myproject.sample import texts

FILMS = {film["slug"]: film for film in texts.films()}
ARTICLES = {text.name: text for text in texts.articles()}
PAGES = {text.name: text for text in texts.pages()}
ROUTES = {"films", "news", "contact", "search"}


def addresses():
    yield from ROUTES
    yield from (f"films/{slug}" for slug in FILMS)
    yield from (f"news/{slug}" for slug in ARTICLES)
    yield from PAGES


KNOWN = set(addresses())


def test_there_are_films_enough_and_the_three_that_must_be_there():
    assert len(FILMS) >= 64
    facts = {
        film["title"]: (film["year"], film["directors"], film["running_time"]) for film in FILMS.values()
    }
    assert facts["The Hitchhiker’s Guide to the Galaxy"] == (2005, ["Garth Jennings"], 109)
    assert facts["Back to the Future"] == (1985, ["Robert Zemeckis"], 116)
    assert facts["The Matrix"] == (1999, ["Lana Wachowski", "Lilly Wachowski"], 136)


@pytest.mark.parametrize("slug", FILMS)
def test_facts_of_a_film_are_plausible(slug):
    film = FILMS[slug]
    assert 1895 <= film["year"] <= 2026
    assert 40 <= film["running_time"] <= 230
    assert 7 <= film["rating"] <= 9.5
    assert film["directors"]
    assert 1 <= len(film["genres"]) <= 3
    assert 40 <= len(film["synopsis"].split()) <= 120
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)


@pytest.mark.parametrize("slug", FILMS)
def test_a_poster_has_colours_and_says_what_it_shows(slug):
    poster = FILMS[slug]["poster"]
    assert len([ImageColor.getrgb(each) for each in poster["colours"]]) == 4
    assert 10 <= len(poster["shows"]) <= 90
    assert not poster["shows"].endswith(".")


def test_films_differ():
    for field in ("title", "synopsis"):
        assert max(Counter(film[field] for film in FILMS.values()).values()) == 1
    assert len({film["year"] // 10 for film in FILMS.values()}) >= 10
    assert len(FILMS) == len(texts.films())


def test_names_that_differ_have_addresses_that_differ():
    for names in (
        {name for film in FILMS.values() for name in film["directors"]},
        {name for film in FILMS.values() for name in film["genres"]},
        {name for text in ARTICLES.values() for name in text.head["tags"]},
    ):
        assert len({slugify(name) for name in names}) == len(names)


@pytest.mark.parametrize("slug", ARTICLES)
def test_an_article_is_worth_reading(slug):
    text = ARTICLES[slug]
    assert date(2024, 1, 1) <= text.head["published"] <= date(2026, 11, 30)
    assert 200 <= len(plain_text(render_markdown(text.body)).split()) <= 500
    assert text.head["author"]
    assert 40 <= len(text.head["summary"]) <= 200
    assert text.head.get("photo", "projector") in texts.photos()


def test_articles_share_tags_and_spread_over_the_years():
    tags = Counter(tag for text in ARTICLES.values() for tag in text.head["tags"])
    assert len(ARTICLES) >= 12
    assert min(tags.values()) >= 2
    assert len({text.head["published"].year for text in ARTICLES.values()}) == 3
    assert any("photo" not in text.head for text in ARTICLES.values())


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_its_place_in_the_tree(path):
    parent = path.rpartition("/")[0]
    assert not parent or parent in PAGES
    assert set(PAGES[path].head) == {"title", "summary", "position"}


@pytest.mark.parametrize("address", [*(f"news/{slug}" for slug in ARTICLES), *PAGES])
def test_links_lead_somewhere(address):
    text = PAGES.get(address) or ARTICLES[address.partition("/")[2]]
    for link in re.findall(r'<a href="([^"]*)"', render_markdown(text.body)):
        if not link.startswith("mailto:"):
            assert posixpath.normpath(posixpath.join(posixpath.dirname(address), link)) in KNOWN


def test_menus_lead_somewhere():
    for menu, entries in texts.site()["menu"].items():
        for entry in entries:
            target = MenuEntry(**entry, menu=menu).target.partition(":")
            assert target[2] in (ROUTES if target[0] == "route" else PAGES)


def test_photos_are_described():
    for photo in texts.photos().values():
        assert 10 <= len(photo["alt"]) <= 120
        assert all(0 <= share <= 1 for share in photo["focus"])


def test_fields_fit_in_their_columns():
    for film in FILMS.values():
        assert len(film["title"]) <= Film.title.type.length


@pytest.mark.parametrize(
    "source", ["No head.", "+++\ntitle = 1\n", "\n+++\n+++\n", "+++\ntitle = \n+++\nBody."]
)
def test_a_file_without_a_proper_head_is_named(source):
    with pytest.raises(texts.TextError, match=r"^wrong\.md"):
        texts.parse("wrong", source)
