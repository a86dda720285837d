"""The pages of the benchmark's application of this project."""

from __future__ import annotations

from dataclasses import dataclass

from pyramid.request import Request
from pyramid.response import Response

from benchmarks.serving import content
from myproject.models.reading import tuples
from myproject.web.context import help_text

# As a table gives them: rows in the order of its columns.
FILMS = [tuple(getattr(film, name) for name in content.Film.__slots__) for film in content.films()]


@dataclass(slots=True)
class Entry:
    label: str
    url: str
    current: str | None


@dataclass(slots=True)
class Row:
    title: str
    url: str
    director: str
    year: int
    new: bool
    rating: str


@dataclass(slots=True)
class FilmsPage:
    title: str = help_text("The title of the page.")
    menu: list[Entry] = help_text("The entries of the menu.")
    films: list[Row] = help_text("The films.")
    footer: str = help_text("The line at the end of the page.")


def memory(request: Request) -> FilmsPage:
    return _page(request, FILMS)


def sqlite(request: Request) -> FilmsPage:
    return _page(request, tuples(request.dbsession, content.FILMS))


def text(request: Request) -> Response:
    return Response(request.matchdict.get("slug", ""))


def _page(request: Request, films) -> FilmsPage:
    path, film_path = request.route_path, request.path_to("film")
    return FilmsPage(
        content.TITLE,
        [
            Entry(label, path(name), "page" if name == content.CURRENT else None)
            for name, label in content.MENU
        ],
        [
            Row(title, film_path(slug), director, year, new, rating)
            for slug, title, director, year, new, rating in films
        ],
        content.FOOTER,
    )
