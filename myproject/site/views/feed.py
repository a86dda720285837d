"""The news as an Atom feed."""

from __future__ import annotations

from pyramid.i18n import TranslationStringFactory
from pyramid.request import Request
from pyramid.response import Response

from myproject.content.articles import Article, latest_articles
from myproject.content.site import site_info
from myproject.models.text import with_absolute_links
from myproject.site.addresses import absolute, path_of
from myproject.site.atom import Entry, feed
from myproject.site.layout import translated
from myproject.web.contentstate import content_state
from myproject.web.remember import remembered
from myproject.web.views import view_config

_ = TranslationStringFactory("myproject")

ENTRIES = 20


@view_config(route_name="feed", request_method="GET", conditional=True)
def news_feed(request: Request) -> Response:
    info = remembered(request, site_info)
    articles = latest_articles(request.dbsession, ENTRIES)
    title = _("${site}: news", mapping={"site": info.name})
    body = feed(
        title=translated(request, title),
        subtitle=info.tagline,
        language=request.locale_name,
        url=absolute(request, path_of(request, "feed")),
        home_url=absolute(request, path_of(request, "news")),
        updated=content_state(request).last_change,
        entries=[_entry(request, each) for each in articles],
    )
    return Response(body, content_type="application/atom+xml", charset="utf-8")


def _entry(request: Request, article: Article) -> Entry:
    url = absolute(request, path_of(request, "article", slug=article.slug))
    return Entry(
        url=url,
        title=article.title,
        summary=article.summary,
        content=with_absolute_links(article.body, url),
        author=article.author,
        published=article.published,
        updated=article.updated,
        categories=tuple(tag.name for tag in article.tags),
    )
