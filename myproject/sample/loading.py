"""Loads the sample content into an empty site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from typing import Any, TypeVar

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from myproject.content.images import Store, keep_original
from myproject.models import Article, Base, Film, Genre, Media, MenuItem, Page, Person, Site, Tag
from myproject.models.text import slugify
from myproject.sample import texts
from myproject.sample.pictures import Draw, Drawing

T = TypeVar("T", Genre, Person, Tag)


def what_is_there(session: Session) -> list[str]:
    """What kinds of content the site has already."""
    kinds: dict[str, type[Base]] = {
        "films": Film,
        "articles": Article,
        "pages": Page,
        "media": Media,
        "menus": MenuItem,
        "settings": Site,
    }
    return [name for name, row in kinds.items() if session.scalar(select(exists().select_from(row)))]


def load(session: Session, store: Store, draw: Draw) -> dict[str, int]:
    """Adds the sample content through `session`, its pictures into `store`, and returns how many of each.

    Only for a site without content: what is there already would be refused by the database.
    """
    media = _pictures(store, draw)
    films = list(_films(media))
    articles = list(_articles(media))
    pages = [Page(path=text.name, body=text.body, **text.head) for text in texts.pages()]
    for page in pages:  # each one after the page above it, which its foreign key asks for
        session.add(page)
        session.flush()
    session.add_all([*media.values(), *films, *articles, *_site()])
    session.flush()
    return {"films": len(films), "articles": len(articles), "pages": len(pages), "pictures": len(media)}


def drawings() -> dict[str, Drawing]:
    """What is to be drawn, by the key of its image."""
    posters = {
        f"posters/{film['slug']}": Drawing(
            "poster", (film["title"], tuple(film["directors"]), film["year"], _look(film["poster"]))
        )
        for film in texts.films()
    }
    return posters | {f"photos/{name}": Drawing("photo", (name,)) for name in texts.photos()}


def _look(poster: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in poster.items() if name != "shows"}


def _pictures(store: Store, draw: Draw) -> dict[str, Media]:
    described = {
        f"posters/{film['slug']}": {"alt": f"Poster: {film['poster']['shows']}"} for film in texts.films()
    }
    for name, photo in texts.photos().items():
        focus_x, focus_y = photo["focus"]
        described[f"photos/{name}"] = {"alt": photo["alt"], "focus_x": focus_x, "focus_y": focus_y}
    wanted = drawings()
    media = {}
    for key, picture in zip(wanted, draw(wanted.values()), strict=True):
        kept = keep_original(store, picture)
        media[key] = Media(
            key=key, digest=kept.digest, width=kept.width, height=kept.height, **described[key]
        )
    return media


def _films(media: dict[str, Media]) -> Iterator[Film]:
    genres: dict[str, Genre] = {}
    people: dict[str, Person] = {}
    for record in texts.films():
        plain = {
            name: record[name] for name in ("slug", "title", "year", "running_time", "rating", "synopsis")
        }
        film = Film(**plain, poster=media[f"posters/{record['slug']}"])
        film.genres = _terms(Genre, record["genres"], genres)
        film.directors = _terms(Person, record["directors"], people)
        yield film


def _articles(media: dict[str, Media]) -> Iterator[Article]:
    tags: dict[str, Tag] = {}
    for text in texts.articles():
        plain = {name: text.head[name] for name in ("title", "published", "author", "summary")}
        article = Article(slug=text.name, body=text.body, **plain)
        article.updated = datetime.combine(article.published, time(12), UTC)
        article.tags = _terms(Tag, text.head["tags"], tags)
        article.image = media[f"photos/{text.head['photo']}"] if "photo" in text.head else None
        yield article


def _site() -> Iterator[Base]:
    settings = texts.site()
    menus = settings.pop("menu")
    yield Site(**settings)
    for menu, entries in menus.items():
        for position, entry in enumerate(entries):
            yield MenuItem(menu=menu, position=position, **entry)


def _terms(kind: type[T], names: Iterable[str], known: dict[str, T]) -> list[T]:
    """The row of each name, the same one for the same name."""
    for name in names:
        known.setdefault(name, kind(slug=slugify(name), name=name))
    return [known[name] for name in names]
