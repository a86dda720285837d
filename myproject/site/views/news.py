"""The news: all of it, by tag, by month, and an article."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from pyramid.i18n import TranslationStringFactory
from pyramid.request import Request

from myproject.content.articles import (
    Article,
    ArticleSummary,
    article_months,
    article_tags,
    get_article,
    list_articles,
    neighbours,
)
from myproject.content.site import site_info
from myproject.site import structured
from myproject.site.addresses import absolute, own_path, path_of
from myproject.site.contexts import ArticlePage, Choice, Link, NewsPage
from myproject.site.layout import layout, translated
from myproject.site.params import page_number
from myproject.site.present import article_card, moment, month_name, pagination, picture, tag_links
from myproject.web.remember import remembered
from myproject.web.views import view_config

_ = TranslationStringFactory("myproject")

PER_PAGE = 10


@view_config(route_name="news", renderer="news.pt", request_method="GET", conditional=True)
def news(request: Request) -> NewsPage:
    return _list(request, title=translated(request, _("News")))


@view_config(route_name="news_tag", renderer="news.pt", request_method="GET", conditional=True)
def news_of_tag(request: Request) -> NewsPage:
    slug = request.matchdict["tag"]
    name = next((tag.name for tag in remembered(request, article_tags) if tag.slug == slug), slug)
    title = translated(request, _("News: ${subject}", mapping={"subject": name}))
    return _list(request, title=title, tag=slug)


@view_config(route_name="news_month", renderer="news.pt", request_method="GET", conditional=True)
def news_of_month(request: Request) -> NewsPage:
    year, month = int(request.matchdict["year"]), int(request.matchdict["month"])
    subject = month_name(request, year, month) if 1 <= month <= 12 and year else ""
    title = translated(request, _("News: ${subject}", mapping={"subject": subject}))
    return _list(request, title=title, year=year, month=month)


@view_config(route_name="article", renderer="article.pt", request_method="GET", conditional=True)
def article(request: Request) -> ArticlePage:
    article = get_article(request.dbsession, request.matchdict["slug"])
    older, newer = neighbours(request.dbsession, article.slug)
    photo = picture(request, article.image)
    return ArticlePage(
        **layout(
            request,
            title=article.title,
            description=article.summary,
            kind="article",
            picture=photo,
            data=_structured(request, article, request.host_url + photo.src if photo else None),
        ),
        published=moment(request, article.published),
        author=article.author,
        body=Markup(article.body),
        tags=tag_links(request, article.tags),
        picture=photo,
        older=_link(request, older),
        newer=_link(request, newer),
        news_url=request.route_path("news"),
    )


def _list(request: Request, *, title: str, **filter: Any) -> NewsPage:
    """The page of a list of articles; `filter` is what `list_articles` takes: tag, or year and month."""
    session, here = request.dbsession, own_path(request)
    page = list_articles(session, **filter, number=page_number(request.GET), per_page=PER_PAGE)

    def numbered(number: int) -> str:
        return f"?page={number}" if number > 1 else ""

    def choice(label: str, count: int, route: str, **parts: str) -> Choice:
        current = path_of(request, route, **parts) == here
        return Choice(label, request.route_path(route, **parts), current, count)

    return NewsPage(
        **layout(request, title=title, path=here + numbered(page.number)),
        articles=[article_card(request, each) for each in page.items],
        tags=[
            choice(tag.name, tag.count, "news_tag", tag=tag.slug) for tag in remembered(request, article_tags)
        ],
        months=[
            choice(
                month_name(request, year, month), count, "news_month", year=f"{year:04}", month=f"{month:02}"
            )
            for year, month, count in remembered(request, article_months)
        ],
        filtered=bool(filter),
        news_url=request.route_path("news"),
        pagination=pagination(page, lambda number: request.path + numbered(number)),
    )


def _link(request: Request, article: ArticleSummary | None) -> Link | None:
    return Link(article.title, request.route_path("article", slug=article.slug)) if article else None


def _structured(request: Request, article: Article, image: str | None) -> list[structured.Node]:
    url = absolute(request, own_path(request))
    news = absolute(request, path_of(request, "news"))
    trail = [(translated(request, _("News")), news), (article.title, url)]
    publisher = remembered(request, site_info).name
    return [structured.news_article(article, url, image, publisher), structured.breadcrumbs(trail)]
