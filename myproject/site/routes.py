"""Every address of the site, in the order in which they are tried."""

from __future__ import annotations

from pyramid.config import Configurator

ROUTES = (
    ("home", "/"),
    ("films", "/films"),
    ("film", "/films/{slug}"),
    ("news", "/news"),
    ("news_tag", "/news/tags/{tag}"),
    ("news_month", "/news/{year:[0-9]{4}}/{month:[0-9]{2}}"),
    ("article", "/news/{slug}"),
    ("feed", "/news.atom"),
    ("search", "/search"),
    ("contact", "/contact"),
    ("sitemap", "/sitemap.xml"),
    ("robots", "/robots.txt"),
    ("media", "/media/{digest}/{width:[0-9]{1,4}}.{format}"),
    # Last, because it takes what no route before it took: the pages that editors write.
    ("page", "/{path:.+}"),
)

# Pages of a few rows each, that the server answers without a thread; not so the search, and what lists everything.
QUICK = ("home", "films", "film", "news", "news_tag", "news_month", "article", "contact", "robots", "page")


def includeme(config: Configurator) -> None:
    config.include("myproject.web.quick")
    for name, pattern in ROUTES:
        config.add_route(name, pattern)
    config.add_quick_routes(*QUICK)
