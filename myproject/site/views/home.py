"""The home page."""

from __future__ import annotations

from pyramid.request import Request

from myproject.content.articles import list_articles
from myproject.content.clock import today
from myproject.content.films import featured_films, get_film
from myproject.content.site import site_info
from myproject.site import structured
from myproject.site.addresses import absolute, path_of
from myproject.site.contexts import HomePage
from myproject.site.layout import layout
from myproject.site.present import article_card, film_card
from myproject.web.remember import remembered
from myproject.web.views import view_config

# The best rated films take turns as the film of the month; the next ones are shown below it.
HIGHLIGHTS = 12
FILMS = 8
ARTICLES = 3


@view_config(route_name="home", renderer="home.pt", request_method="GET", conditional=True)
def home(request: Request) -> HomePage:
    session = request.dbsession
    best = remembered(request, featured_films, HIGHLIGHTS)
    turn = today().month % len(best) if best else 0
    films = best[turn:] + best[:turn]
    info = remembered(request, site_info)
    website = structured.website(
        info.name, info.description, absolute(request, "/"), absolute(request, path_of(request, "search"))
    )
    return HomePage(
        **layout(request, data=[website]),
        introduction=info.description,
        highlight=film_card(request, films[0]) if films else None,
        highlight_summary=get_film(session, films[0].slug).summary if films else "",
        films=[film_card(request, film) for film in films[1 : FILMS + 1]],
        films_url=request.route_path("films"),
        articles=[article_card(request, each) for each in list_articles(session, per_page=ARTICLES).items],
        news_url=request.route_path("news"),
    )
