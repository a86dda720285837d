"""What search engines read first: robots.txt and the sitemap."""

from __future__ import annotations

from collections.abc import Iterator

from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config

from myproject.content.articles import article_months, article_tags, list_articles
from myproject.content.films import FilmFilter, film_facets, list_films
from myproject.content.pages import list_pages
from myproject.site.addresses import path_of
from myproject.site.sitemap import MOST_ADDRESSES, sitemap
from myproject.web.language import LANGUAGES, language_url


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


def _paths(request: Request) -> Iterator[str]:
    """The path of every page that search engines should list."""
    session = request.dbsession
    yield from (path_of(request, route) for route in ("home", "films", "news", "contact"))
    facets = film_facets(session, FilmFilter())
    for name, values in (
        ("genre", [genre.slug for genre in facets.genres]),
        ("decade", [str(decade) for decade, _ in facets.decades]),
        ("director", [director.slug for director in facets.directors]),
    ):
        yield from (path_of(request, "films", {name: value}) for value in values)
    for film in list_films(session, FilmFilter(), "title", 1, MOST_ADDRESSES).items:
        yield path_of(request, "film", slug=film.slug)
    for tag in article_tags(session):
        yield path_of(request, "news_tag", tag=tag.slug)
    for year, month, _ in article_months(session):
        yield path_of(request, "news_month", year=f"{year:04}", month=f"{month:02}")
    for article in list_articles(session, per_page=MOST_ADDRESSES).items:
        yield path_of(request, "article", slug=article.slug)
    for page in list_pages(session):
        yield path_of(request, "page", path=page.path)
