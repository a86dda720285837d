"""The list of films and the page of a film."""

import pytest

from tests.site.club import FILMS, HOSTILE


def titles(page):
    return [film.title for film in page.films]


def current(choices):
    return [choice.label for choice in choices if choice.current]


def test_the_list_is_cut_into_pages(show):
    first, second = show("/films"), show("/films?page=2")
    assert first.pagination.total == second.pagination.total == FILMS + 1
    assert (first.pagination.first, first.pagination.last) == (1, 24)
    assert (second.pagination.first, second.pagination.last) == (25, FILMS + 1)
    assert first.pagination.previous_url is None and first.pagination.next_url == "/films?page=2"
    assert second.pagination.previous_url == "/films" and second.pagination.next_url is None
    assert current(second.pagination.pages) == ["2"]
    assert not set(titles(first)) & set(titles(second))


@pytest.mark.parametrize(
    ("query", "expected", "active"),
    [
        ("genre=drama", FILMS // 3, ["Drama"]),
        ("decade=1970", 10, ["1970s"]),
        ("director=person-1", 11, ["Ann Person 1"]),
        ("genre=drama&decade=1980", 3, ["Drama", "1980s"]),
        ("genre=drama&director=amelie", 0, ["Drama", "Amélie Poulain"]),
        ("genre=&director=", FILMS + 1, []),
    ],
)
def test_filters(show, query, expected, active):
    page = show(f"/films?{query}")
    assert page.pagination.total == expected
    assert [link.label for link in page.active] == active


def test_a_filter_leads_to_its_own_address_and_back(show):
    page = show("/films?sort=newest&genre=drama")
    assert page.meta.canonical_url == "http://club.example/en/films?genre=drama&sort=newest"
    assert page.active[0].url == "/films?sort=newest" == page.reset_url
    assert current(page.genres) == ["Drama"]
    decade = next(choice for choice in page.decades if choice.label == "1980s")
    assert decade.url == "/films?genre=drama&decade=1980&sort=newest"
    assert decade.count == show(decade.url).pagination.total == 3


def test_the_canonical_address_says_nothing_that_goes_without_saying(show):
    page = show("/films?page=1&sort=title&utm_source=elsewhere")
    assert page.meta.canonical_url == "http://club.example/en/films"
    assert page.meta.index


def test_search_engines_are_kept_from_endless_combinations(show):
    assert show("/films?genre=drama").meta.index
    assert not show("/films?genre=drama&decade=1980").meta.index
    assert not show("/films?sort=oldest").meta.index
    assert not show("/films?decade=1890").meta.index


@pytest.mark.parametrize(
    ("sort", "first", "label"),
    [
        ("newest", "hostile", "Newest first"),
        ("oldest", "film-00", "Oldest first"),
        ("rating", "film-09", "Best rated first"),
    ],
)
def test_orders(show, sort, first, label):
    page = show(f"/films?sort={sort}")
    assert page.films[0].url == f"/films/{first}"
    assert current(page.sorts) == [label]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("genre=none", 404),
        ("director=none", 404),
        ("page=3", 404),
        ("page=999999", 404),
        ("page=0", 400),
        ("page=-1", 400),
        ("page=1e3", 400),
        ("page=%D9%A1", 400),
        ("page=9999999999999999999999", 400),
        ("decade=1985", 400),
        ("decade=x", 400),
        ("decade=99990", 400),
        ("sort=random", 400),
        ("genre=drama&genre=comedy", 400),
    ],
)
def test_what_does_not_exist_or_cannot_be_read(show, query, status):
    page = show(f"/films?{query}", status=status)
    assert page.status == status
    assert page.message and page.suggestions and not page.meta.index


def test_a_film(show):
    page = show("/films/film-05")
    assert page.title == "Film 05"
    assert [link.label for link in page.directors] == ["Ann Person 0", "Ann Person 1"]
    assert (page.year.label, page.year.url) == ("1975", "/films?decade=1970")
    assert page.genres[0].url == "/films?genre=comedy"
    assert page.synopsis == "<p>The story of <em>film 5</em>.</p>\n"
    assert page.meta.kind == "video.movie"
    assert page.meta.description == "The story of film 5."
    assert 0 < len(page.similar) <= 4


def test_a_film_without_rating_and_poster(show):
    page = show("/films/hostile")
    assert (page.rating, page.poster, page.meta.image) == (None, None, None)
    assert page.title == HOSTILE


def test_what_a_title_says_is_only_text(app):
    page = app.get("/films/hostile")
    assert "<script>alert" not in page
    assert "${7*7}" in page
    assert "\\u003cscript\\u003ealert" in page


def test_an_unknown_film(show):
    assert show("/films/none", status=404).title == "Page not found"
