"""What search engines read first: robots.txt and the sitemap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pyramid.request import Request
from pyramid.response import Response

from myproject.content.articles import article_months, article_tags, article_updates
from myproject.content.films import FilmFilter, film_facets, film_updates
from myproject.content.pages import page_updates
from myproject.site.addresses import path_of
from myproject.site.sitemap import sitemap
from myproject.web.language import LANGUAGES, language_url
from myproject.web.remember import remembered
from myproject.web.views import view_config


@view_config(route_name="robots", request_method="GET", conditional=True)
def robots(request: Request) -> Response:
    search = [
        language_url(request, code, "/search").removeprefix(request.host_url) for code in (None, *LANGUAGES)
    ]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in search),
        "",
        f"Sitemap: {language_url(request, None, path_of(request, 'sitemap'))}",
    ]
    return Response("\n".join(lines) + "\n", content_type="text/plain", charset="utf-8")


@view_config(route_name="sitemap", request_method="GET", conditional=True)
def site_map(request: Request) -> Response:
    body = sitemap(_paths(request), LANGUAGES, lambda language, path: language_url(request, language, path))
    return Response(body, content_type="application/xml", charset="utf-8")


def _paths(request: Request) -> Iterator[tuple[str, datetime | None]]:
    """The path of every page that search engines should list, and when it changed; lists have no such time."""
    yield from ((path, None) for path in _lists(request))
    session = request.dbsession
    for slug, changed in film_updates(session):
        yield path_of(request, "film", slug=slug), changed
    for slug, changed in article_updates(session):
        yield path_of(request, "article", slug=slug), changed
    for path, changed in page_updates(session):
        yield path_of(request, "page", path=path), changed


def _lists(request: Request) -> Iterator[str]:
    yield from (path_of(request, route) for route in ("home", "films", "news", "contact"))
    facets = remembered(request, film_facets, FilmFilter())
    for name, values in (
        ("genre", [genre.slug for genre in facets.genres]),
        ("decade", [str(decade) for decade, _ in facets.decades]),
        ("director", [director.slug for director in facets.directors]),
    ):
        yield from (path_of(request, "films", {name: value}) for value in values)
    for tag in remembered(request, article_tags):
        yield path_of(request, "news_tag", tag=tag.slug)
    for year, month, _ in remembered(request, article_months):
        yield path_of(request, "news_month", year=f"{year:04}", month=f"{month:02}")
