"""The list of films with its filters, and the page of a film."""

from __future__ import annotations

from markupsafe import Markup
from pyramid.i18n import TranslationStringFactory
from pyramid.request import Request

from myproject.content.films import (
    Facets,
    Film,
    FilmFilter,
    film_facets,
    get_film,
    list_films,
    similar_films,
)
from myproject.content.terms import Term
from myproject.site import structured
from myproject.site.addresses import absolute, own_path, path_of
from myproject.site.contexts import Choice, FilmPage, FilmsPage, Link
from myproject.site.films_query import SORTS, FilmsQuery
from myproject.site.layout import layout, translated
from myproject.site.present import film_card, pagination, picture, rating
from myproject.web.remember import remembered
from myproject.web.views import view_config

_ = TranslationStringFactory("myproject")

PER_PAGE = 24
SIMILAR = 4
SORT_LABELS = {
    "title": _("Title"),
    "newest": _("Newest first"),
    "oldest": _("Oldest first"),
    "rating": _("Best rated first"),
}


@view_config(route_name="films", renderer="films.pt", request_method="GET", conditional=True)
def films(request: Request) -> FilmsPage:
    query = FilmsQuery.parse(request.GET)
    page = list_films(request.dbsession, query.filter, query.sort, query.page, PER_PAGE)
    facets = remembered(request, film_facets, query.filter)
    path = request.route_path("films")
    link = {name: query.but(path, name) for name in ("genre", "decade", "director", "sort", "page")}
    names = _names_of_filters(request, query, facets)
    return FilmsPage(
        **layout(
            request,
            title=", ".join(names.values()) or translated(request, _("Films")),
            path=path_of(request, "films", query.parameters),
            # One filter makes a page that people search for; more, or another order, only repeat it.
            index=bool(page.total) and query.filters <= 1 and query.sort == SORTS[0],
        ),
        films=[film_card(request, film) for film in page.items],
        genres=[
            Choice(each.name, link["genre"](each.slug), each.slug == query.genre, each.count)
            for each in facets.genres
        ],
        decades=[
            Choice(_decade(request, each), link["decade"](each), each == query.decade, count)
            for each, count in facets.decades
        ],
        directors=[
            Choice(each.name, link["director"](each.slug), each.slug == query.director, each.count)
            for each in facets.directors
        ],
        sorts=[
            Choice(translated(request, SORT_LABELS[each]), link["sort"](each), each == query.sort)
            for each in SORTS
        ],
        active=[Link(label, link[name](None)) for name, label in names.items()],
        reset_url=FilmsQuery(sort=query.sort).address(path),
        pagination=pagination(page, link["page"]),
    )


@view_config(route_name="film", renderer="film.pt", request_method="GET", conditional=True)
def film(request: Request) -> FilmPage:
    film = get_film(request.dbsession, request.matchdict["slug"])
    poster = picture(request, film.poster)
    decade = film.year - film.year % 10

    def filtered(**parameter: object) -> str:
        return request.route_path("films", _query=parameter)

    return FilmPage(
        **layout(
            request,
            title=film.title,
            description=film.summary,
            kind="video.movie",
            picture=poster,
            data=_structured(request, film, request.host_url + poster.src if poster else None),
        ),
        year=Link(str(film.year), filtered(decade=decade)),
        directors=[Link(each.name, filtered(director=each.slug)) for each in film.directors],
        genres=[Link(each.name, filtered(genre=each.slug)) for each in film.genres],
        running_time=film.running_time,
        rating=rating(request, film.rating),
        synopsis=Markup(film.synopsis),
        poster=poster,
        similar=[film_card(request, each) for each in similar_films(request.dbsession, film.slug, SIMILAR)],
        films_url=request.route_path("films"),
    )


def _names_of_filters(request: Request, query: FilmsQuery, facets: Facets) -> dict[str, str]:
    """The filters in force, in words."""
    names = {}
    if query.genre:
        names["genre"] = _name(facets.genres, query.genre) or _name(_all(request).genres, query.genre)
    if query.decade:
        names["decade"] = _decade(request, query.decade)
    if query.director:
        names["director"] = _name(facets.directors, query.director) or _name(
            _all(request).directors, query.director
        )
    return {filter: name or "" for filter, name in names.items()}


def _name(terms: list[Term], slug: str) -> str | None:
    return next((term.name for term in terms if term.slug == slug), None)


def _all(request: Request) -> Facets:
    """Where to find the name of a term that the other filters leave no films of."""
    return remembered(request, film_facets, FilmFilter())


def _decade(request: Request, decade: int) -> str:
    return translated(request, _("${decade}s", mapping={"decade": decade}))


def _structured(request: Request, film: Film, image: str | None) -> list[structured.Node]:
    url = absolute(request, own_path(request))
    films = absolute(request, path_of(request, "films"))
    trail = [(translated(request, _("Films")), films), (film.title, url)]
    return [structured.movie(film, url, image), structured.breadcrumbs(trail)]
