"""Films: filters, facets, order, pages, and a bounded number of queries."""

import pytest

from myproject.content import NotFound
from myproject.content.films import (
    FilmFilter,
    featured_films,
    film_facets,
    get_film,
    list_films,
    similar_films,
)
from tests.content.library import add_film

ALL = FilmFilter()


@pytest.fixture
def films(session):
    add_film(session, "The Matrix", year=1999, genres=["Action", "Science Fiction"], rating=8.6,
             directors=["Lana Wachowski", "Lilly Wachowski"], running_time=136, poster=True)  # fmt: skip
    add_film(session, "Vertigo", year=1958, genres=["Mystery"], directors=["Alfred Hitchcock"], rating=8.5)
    add_film(session, "Amélie", year=2001, genres=["Comedy"], directors=["Jean-Pierre Jeunet"], rating=8.1)
    add_film(
        session, "Arrival", year=2016, genres=["Drama", "Science Fiction"], directors=["D. V."], rating=None
    )
    add_film(
        session,
        "Alien",
        year=1979,
        genres=["Horror", "Science Fiction"],
        directors=["Ridley Scott"],
        rating=8.5,
    )
    add_film(
        session, "Blade Runner", year=1982, genres=["Science Fiction"], directors=["Ridley Scott"], rating=8.4
    )
    add_film(session, "Élan", year=1990, genres=["Drama"], directors=["Agnès Varda"])
    session.commit()
    return session


def titles(page):
    return [film.title for film in page.items]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("title", ["Alien", "Amélie", "Arrival", "Blade Runner", "Élan", "The Matrix", "Vertigo"]),
        ("newest", ["Arrival", "Amélie", "The Matrix", "Élan", "Blade Runner", "Alien", "Vertigo"]),
        ("oldest", ["Vertigo", "Alien", "Blade Runner", "Élan", "The Matrix", "Amélie", "Arrival"]),
        ("rating", ["The Matrix", "Alien", "Vertigo", "Blade Runner", "Amélie", "Élan", "Arrival"]),
    ],
)
def test_order(films, sort, order):
    assert titles(list_films(films, ALL, sort, 1, 10)) == order


@pytest.mark.parametrize(
    ("filter", "found"),
    [
        (FilmFilter(genre="science-fiction"), ["Alien", "Arrival", "Blade Runner", "The Matrix"]),
        (FilmFilter(director="lilly-wachowski"), ["The Matrix"]),
        (FilmFilter(decade=1990), ["Élan", "The Matrix"]),
        (FilmFilter(genre="science-fiction", decade=1980), ["Blade Runner"]),
        (FilmFilter(genre="science-fiction", decade=1970, director="ridley-scott"), ["Alien"]),
        (FilmFilter(genre="comedy", decade=1950), []),
        (FilmFilter(decade=1890), []),
    ],
)
def test_filters_narrow_together(films, filter, found):
    assert titles(list_films(films, filter, "title", 1, 10)) == found


@pytest.mark.parametrize(
    "filter", [FilmFilter(genre="western"), FilmFilter(director="nobody"), FilmFilter(genre="")]
)
def test_an_unknown_genre_or_director_is_not_found(films, filter):
    with pytest.raises(NotFound):
        list_films(films, filter, "title", 1, 10)


def test_facets_count_within_the_other_filters(films):
    facets = film_facets(films, FilmFilter(genre="science-fiction", decade=1990))
    assert [(term.slug, term.count) for term in facets.genres] == [
        ("action", 1),
        ("drama", 1),
        ("science-fiction", 1),
    ]
    assert facets.decades == [(1970, 1), (1980, 1), (1990, 1), (2010, 1)]
    assert [(term.name, term.count) for term in facets.directors] == [
        ("Lana Wachowski", 1),
        ("Lilly Wachowski", 1),
    ]


def test_a_facet_promises_what_the_list_then_holds(films):
    facets = film_facets(films, ALL)
    for term in facets.genres:
        assert list_films(films, FilmFilter(genre=term.slug), "title", 1, 10).total == term.count
    for term in facets.directors:
        assert list_films(films, FilmFilter(director=term.slug), "title", 1, 10).total == term.count
    for decade, count in facets.decades:
        assert list_films(films, FilmFilter(decade=decade), "title", 1, 10).total == count


def test_directors_are_sorted_by_their_last_name(films):
    names = [term.name for term in film_facets(films, ALL).directors]
    assert names == [
        "Alfred Hitchcock", "Jean-Pierre Jeunet", "Ridley Scott", "D. V.", "Agnès Varda", "Lana Wachowski",
        "Lilly Wachowski",
    ]  # fmt: skip


def test_a_film_has_all_its_facts(films):
    film = get_film(films, "the-matrix")
    assert (film.title, film.year, film.running_time, film.rating) == ("The Matrix", 1999, 136, 8.6)
    assert [director.name for director in film.directors] == ["Lana Wachowski", "Lilly Wachowski"]
    assert [genre.slug for genre in film.genres] == ["action", "science-fiction"]
    assert (film.synopsis, film.summary) == ("<p>A film.</p>\n", "A film.")
    assert (film.poster.alt, film.poster.width) == ("Picture of the-matrix", 1000)
    assert get_film(films, "vertigo").poster is None
    with pytest.raises(NotFound, match="'matrix'"):
        get_film(films, "matrix")


def test_a_summary_is_short_plain_text(films):
    add_film(films, "Long", synopsis="*Many* words & more. " * 40)
    film = get_film(films, "long")
    assert film.summary.startswith("Many words & more. Many")
    assert 150 < len(film.summary) <= 200


def test_similar_films_share_most(films):
    assert [film.title for film in similar_films(films, "alien", 10)] == [
        "Blade Runner",
        "The Matrix",
        "Arrival",
    ]
    assert [film.title for film in similar_films(films, "alien", 1)] == ["Blade Runner"]
    assert similar_films(films, "vertigo", 10) == similar_films(films, "unknown", 10) == []


def test_featured_films_are_the_best_rated(films):
    assert [film.title for film in featured_films(films, 3)] == ["The Matrix", "Alien", "Vertigo"]


@pytest.mark.parametrize(("number", "found"), [(1, 3), (2, 3), (3, 1)])
def test_pages_cut_the_list(films, number, found):
    page = list_films(films, ALL, "title", number, 3)
    assert (len(page.items), page.number, page.total, page.last) == (found, number, 7, 3)


@pytest.mark.parametrize("number", [0, -1, 4, 10**12])
def test_a_page_too_far_is_not_found(films, number):
    with pytest.raises(NotFound, match="the last one is 3"):
        list_films(films, ALL, "title", number, 3)


def test_an_empty_list_has_one_page(session):
    page = list_films(session, ALL, "title", 1, 3)
    assert (page.items, page.total, page.last) == ([], 0, 1)
    assert featured_films(session, 3) == []


def test_all_pages_together_hold_each_film_once(films):
    for number in range(20):
        add_film(films, f"Same {number}", year=1999, rating=8.0, slug=f"same-{number}")
    for sort in ("title", "newest", "oldest", "rating"):
        slugs = [
            film.slug for number in range(1, 10) for film in list_films(films, ALL, sort, number, 3).items
        ]
        assert len(slugs) == len(set(slugs)) == 27


@pytest.mark.parametrize(
    ("ask", "most"),
    [
        (lambda session: list_films(session, FilmFilter(genre="drama"), "title", 1, 50), 5),
        (lambda session: film_facets(session, ALL), 3),
        (lambda session: similar_films(session, "alien", 50), 3),
        (lambda session: featured_films(session, 50), 3),
        (lambda session: get_film(session, "alien"), 3),
    ],
)
def test_more_films_take_no_more_queries(films, statements, ask, most):
    for number in range(30):
        add_film(
            films,
            f"Film {number}",
            genres=["Drama", "Horror"],
            directors=[f"Person {number}", "Ridley Scott"],
        )
    films.commit()
    with statements() as seen:
        ask(films)
    assert len(seen) <= most
