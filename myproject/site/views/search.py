"""The search."""

from __future__ import annotations

from markupsafe import Markup
from pyramid.i18n import TranslationStringFactory
from pyramid.request import Request

from myproject.content.search import SearchHit, search
from myproject.site.addresses import path_of
from myproject.site.contexts import Hit, SearchPage
from myproject.site.layout import layout, translated
from myproject.site.params import page_number, text
from myproject.site.present import pagination
from myproject.web.views import view_config

_ = TranslationStringFactory("myproject")

PER_PAGE = 20
KINDS = {"film": _("Film"), "article": _("News"), "page": _("Page")}


@view_config(route_name="search", renderer="search.pt", request_method="GET", conditional=True)
def results(request: Request) -> SearchPage:
    query = (text(request.GET, "q") or "").strip()
    page = search(request.dbsession, query, page_number(request.GET), PER_PAGE)

    def parameters(number: int) -> dict[str, str]:
        said = {"q": query} if query else {}
        return {**said, "page": str(number)} if number > 1 else said

    return SearchPage(
        **layout(
            request,
            title=translated(request, _("Search")),
            path=path_of(request, "search", parameters(page.number)),
            index=False,
        ),
        query=query,
        hits=[_hit(request, each) for each in page.items],
        pagination=pagination(
            page, lambda number: request.route_path("search", _query=parameters(number) or None)
        ),
    )


def _hit(request: Request, hit: SearchHit) -> Hit:
    part = "path" if hit.kind == "page" else "slug"
    return Hit(
        title=hit.title,
        url=request.route_path(hit.kind, **{part: hit.slug}),
        kind=translated(request, KINDS[hit.kind]),
        snippet=Markup(hit.snippet),
    )
