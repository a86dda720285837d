"""Films: the list with its filters, a film's page, and what to show beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, get_args

from sqlalchemy import Integer, Row, Select, bindparam, desc, func, nulls_last, select

from myproject.content.errors import NotFound
from myproject.content.media import COLUMNS as IMAGE_COLUMNS
from myproject.content.media import Image, image
from myproject.content.paging import Slice, take
from myproject.content.terms import OWNERS, Term, terms_by_owner
from myproject.models import tables
from myproject.models.reading import tuples
from myproject.models.tables import film_genre
from myproject.models.text import plain_text, shorten

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

FILM, GENRE, PERSON = tables.film, tables.genre, tables.person
CREDIT, MEDIA = tables.film_director, tables.media

FilmSort = Literal["title", "newest", "oldest", "rating"]
SUMMARY_LENGTH = 200


@dataclass(frozen=True)
class FilmSummary:
    """A film in a list. `running_time` is in minutes, `rating` the club members' mean from 0 to 10."""

    slug: str
    title: str
    year: int
    directors: list[Term]
    genres: list[Term]
    running_time: int
    rating: float | None
    poster: Image | None


@dataclass(frozen=True)
class Film(FilmSummary):
    """A film on its own page: `synopsis` is safe HTML, `summary` plain text of at most 200 characters."""

    synopsis: str
    summary: str
    updated: datetime


@dataclass(frozen=True)
class FilmFilter:
    """Which films to list: slugs of a genre and a director, the first year of a decade (1980)."""

    genre: str | None = None
    decade: int | None = None
    director: str | None = None

    @property
    def given(self) -> frozenset[str]:
        """The names of those that are in force."""
        return frozenset(name for name, value in vars(self).items() if value is not None)


@dataclass(frozen=True)
class Facets:
    """What a filter may be narrowed or changed to, with the number of films within the other filters."""

    genres: list[Term]
    decades: list[tuple[int, int]]
    directors: list[Term]


_ORDER: dict[str, tuple[Any, ...]] = {
    "title": (FILM.c.sort_title, FILM.c.year),
    "newest": (desc(FILM.c.year), FILM.c.sort_title),
    "oldest": (FILM.c.year, FILM.c.sort_title),
    "rating": (nulls_last(desc(FILM.c.rating)), FILM.c.sort_title),
}
assert set(_ORDER) == set(get_args(FilmSort))

_DECADE = FILM.c.year - FILM.c.year % 10
_COUNT = func.count(FILM.c.id)
_COUNTED: dict[str, Select] = {
    "genre": select(GENRE.c.slug, GENRE.c.name, _COUNT)
    .join(film_genre, film_genre.c.genre_id == GENRE.c.id)
    .join(FILM, FILM.c.id == film_genre.c.film_id)
    .group_by(GENRE.c.id)
    .order_by(GENRE.c.name),
    "decade": select(_DECADE, _COUNT).group_by(_DECADE).order_by(_DECADE),
    "director": select(PERSON.c.slug, PERSON.c.name, _COUNT)
    .join(CREDIT, CREDIT.c.person_id == PERSON.c.id)
    .join(FILM, FILM.c.id == CREDIT.c.film_id)
    .group_by(PERSON.c.id)
    .order_by(PERSON.c.sort_name),
}
_SUMMARY = select(
    FILM.c.id,
    FILM.c.slug,
    FILM.c.title,
    FILM.c.year,
    FILM.c.running_time,
    FILM.c.rating,
    *IMAGE_COLUMNS,
).outerjoin(MEDIA, FILM.c.poster_id == MEDIA.c.id)
_WHOLE = _SUMMARY.add_columns(FILM.c.synopsis_html, FILM.c.updated).where(FILM.c.slug == bindparam("slug"))
_KNOWN = {
    name: select(table.c.id).where(table.c.slug == bindparam("slug"))
    for name, table in (("genre", GENRE), ("director", PERSON))
}
_GENRES = (
    select(film_genre.c.film_id, GENRE.c.slug, GENRE.c.name)
    .join(GENRE)
    .where(film_genre.c.film_id.in_(OWNERS))
    .order_by(GENRE.c.name)
)
_DIRECTORS = (
    select(CREDIT.c.film_id, PERSON.c.slug, PERSON.c.name)
    .join(PERSON)
    .where(CREDIT.c.film_id.in_(OWNERS))
    .order_by(CREDIT.c.position)
)


def list_films(
    session: Session, filter: FilmFilter, sort: FilmSort, number: int, per_page: int
) -> Slice[FilmSummary]:
    """Page `number` of the films that pass `filter`; a genre or director that does not exist is NotFound."""
    _check(session, filter)
    page = take(session, _listed(sort, filter.given), number, per_page, vars(filter))
    return replace(page, items=_summaries(session, page.items))


# Statements are made once: to put one together takes longer than the database takes to answer it.
@cache
def _listed(sort: FilmSort, given: frozenset[str]) -> Select:
    return _narrow(_SUMMARY, given).order_by(*_ORDER[sort], FILM.c.id)


def film_facets(session: Session, filter: FilmFilter) -> Facets:
    """The genres, decades and directors to choose from, each counted within the other two filters."""

    def counted(its_own: str) -> list[tuple[Any, ...]]:
        query = _counted(its_own, filter.given - {its_own})
        return tuples(session, query, vars(filter))

    return Facets(
        [Term(*row) for row in counted("genre")],
        [(decade, films) for decade, films in counted("decade")],
        [Term(*row) for row in counted("director")],
    )


@cache
def _counted(name: str, given: frozenset[str]) -> Select:
    return _narrow(_COUNTED[name], given)


def get_film(session: Session, slug: str) -> Film:
    """The film with this slug; NotFound where there is none."""
    row = session.execute(_WHOLE, {"slug": slug}).one_or_none()
    if row is None:
        raise NotFound(f"there is no film {slug!r}")
    (summary,) = _summaries(session, [row])
    return Film(
        **vars(summary),
        synopsis=row.synopsis_html,
        summary=shorten(plain_text(row.synopsis_html), SUMMARY_LENGTH),
        updated=row.updated,
    )


def film_updates(session: Session) -> list[tuple[str, datetime]]:
    """The slug of every film, by title, and when it was last changed."""
    rows = session.execute(select(FILM.c.slug, FILM.c.updated).order_by(*_ORDER["title"], FILM.c.id))
    return [(slug, updated) for slug, updated in rows]


def similar_films(session: Session, slug: str, limit: int) -> list[FilmSummary]:
    """Films that share most with this one: a director counts as three genres, then the nearest year."""
    return _summaries(session, session.execute(_similar(), {"slug": slug, "limit": limit}).all())


@cache
def _similar() -> Select:
    this = select(FILM.c.id, FILM.c.year).where(FILM.c.slug == bindparam("slug")).subquery()
    its_directors = select(CREDIT.c.person_id).where(CREDIT.c.film_id == this.c.id).correlate(None)
    its_genres = select(film_genre.c.genre_id).where(film_genre.c.film_id == this.c.id).correlate(None)
    same_director = (
        select(CREDIT.c.film_id.label("id"), (3 * func.count()).label("points"))
        .where(CREDIT.c.person_id.in_(its_directors))
        .group_by(CREDIT.c.film_id)
    )
    same_genre = (
        select(film_genre.c.film_id.label("id"), func.count().label("points"))
        .where(film_genre.c.genre_id.in_(its_genres))
        .group_by(film_genre.c.film_id)
    )
    shared = same_director.union_all(same_genre).subquery()
    points = select(shared.c.id, func.sum(shared.c.points).label("points")).group_by(shared.c.id).subquery()
    return (
        _SUMMARY.join(points, points.c.id == FILM.c.id)
        .join(this, this.c.id != FILM.c.id)
        .order_by(desc(points.c.points), func.abs(FILM.c.year - this.c.year), FILM.c.sort_title, FILM.c.id)
        .limit(bindparam("limit", type_=Integer))
    )


_FEATURED = _SUMMARY.order_by(*_ORDER["rating"], FILM.c.id).limit(bindparam("limit", type_=Integer))


def featured_films(session: Session, limit: int) -> list[FilmSummary]:
    """The best rated films; of equals the one first in the alphabet."""
    return _summaries(session, session.execute(_FEATURED, {"limit": limit}).all())


def _narrow(query: Select, given: frozenset[str]) -> Select:
    """With conditions for the filters in force, whose values are parameters of the same names."""
    if "genre" in given:
        inside = select(film_genre.c.film_id).join(GENRE).where(GENRE.c.slug == bindparam("genre"))
        query = query.where(FILM.c.id.in_(inside))
    if "director" in given:
        inside = select(CREDIT.c.film_id).join(PERSON).where(PERSON.c.slug == bindparam("director"))
        query = query.where(FILM.c.id.in_(inside))
    if "decade" in given:
        decade = bindparam("decade", type_=Integer)
        query = query.where(FILM.c.year.between(decade, decade + 9))
    return query


def _check(session: Session, filter: FilmFilter) -> None:
    for name, query in _KNOWN.items():
        slug = vars(filter)[name]
        if slug is not None and session.scalar(query, {"slug": slug}) is None:
            raise NotFound(f"there is no {name} {slug!r}")


def _summaries(session: Session, rows: Sequence[Row | tuple]) -> list[FilmSummary]:
    """Of rows that begin with the columns of _SUMMARY."""
    ids = [row[0] for row in rows]
    genres, directors = terms_by_owner(session, _GENRES, ids), terms_by_owner(session, _DIRECTORS, ids)
    return [
        FilmSummary(
            slug=slug,
            title=title,
            year=year,
            directors=directors[id],
            genres=genres[id],
            running_time=running_time,
            rating=rating,
            poster=image(more[: len(IMAGE_COLUMNS)]),
        )
        for id, slug, title, year, running_time, rating, *more in rows
    ]
