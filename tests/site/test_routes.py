"""The addresses of the site are a promise to everybody who links to it: none changes by accident."""

from pyramid.interfaces import IRoutesMapper

from myproject.site.routes import ROUTES

ADDRESSES = {
    "home": "/",
    "films": "/films",
    "film": "/films/{slug}",
    "news": "/news",
    "news_tag": "/news/tags/{tag}",
    "news_month": "/news/{year:[0-9]{4}}/{month:[0-9]{2}}",
    "article": "/news/{slug}",
    "feed": "/news.atom",
    "search": "/search",
    "contact": "/contact",
    "sitemap": "/sitemap.xml",
    "robots": "/robots.txt",
    "media": "/media/{digest}/{width:[0-9]{1,4}}.{format}",
    "page": "/{path:.+}",
}


def routes(wsgi):
    return wsgi.registry.getUtility(IRoutesMapper).get_routes()


def test_addresses_are_these():
    assert dict(ROUTES) == ADDRESSES


def test_the_route_that_takes_everything_is_the_last(wsgi):
    assert routes(wsgi)[-1].name == "page"


def test_every_route_of_the_site_has_a_view(wsgi):
    views = wsgi.registry.introspector.get_category("views")
    served = {view["introspectable"]["route_name"] for view in views}
    assert set(ADDRESSES) <= served


def test_every_view_names_the_methods_it_takes(wsgi):
    views = [each["introspectable"] for each in wsgi.registry.introspector.get_category("views")]
    assert all(view["request_methods"] for view in views if view["route_name"] in ADDRESSES)
