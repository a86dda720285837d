"""The pages that editors write, in a tree."""

from __future__ import annotations

from markupsafe import Markup
from pyramid.httpexceptions import HTTPMovedPermanently
from pyramid.request import Request

from myproject.content.pages import PageLink, get_page
from myproject.site.addresses import absolute, own_path, path_of
from myproject.site.contexts import ContentPage, Link
from myproject.site.layout import layout
from myproject.site.structured import breadcrumbs
from myproject.web.views import view_config


@view_config(route_name="page", renderer="page.pt", request_method="GET", conditional=True)
def page(request: Request) -> ContentPage:
    path = request.matchdict["path"]
    # Stripped at both ends: "//elsewhere/" must not become an address of another site.
    if path.endswith("/") and path.strip("/"):
        raise HTTPMovedPermanently(request.route_url("page", path=path.strip("/"), _query=request.GET))
    page = get_page(request.dbsession, path)

    def link(each: PageLink) -> Link:
        return Link(each.title, request.route_path("page", path=each.path))

    trail = [
        (each.title, absolute(request, path_of(request, "page", path=each.path))) for each in page.ancestors
    ]
    here = (page.title, absolute(request, own_path(request)))
    return ContentPage(
        **layout(
            request,
            title=page.title,
            description=page.summary,
            data=[breadcrumbs([*trail, here])] if trail else [],
        ),
        body=Markup(page.body),
        trail=[link(each) for each in page.ancestors],
        children=[link(each) for each in page.children],
    )
