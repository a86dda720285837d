"""Rows to test with, made from as little as a test cares about."""

from datetime import date

from sqlalchemy import select

from myproject.models import Article, Film, Genre, Media, Page, Person, Tag
from myproject.models.text import slugify


def add_film(session, title, *, year=2000, genres=(), directors=("Ann Other",), poster=False, **fields):
    values = {"slug": slugify(title), "running_time": 100, "rating": 7.0, "synopsis": "A film.", **fields}
    genres = [_term(session, Genre, name) for name in genres]
    people = [_term(session, Person, name) for name in directors]
    film = Film(title=title, year=year, genres=genres, directors=people, **values)
    film.poster = add_image(session, film.slug) if poster else None
    session.add(film)
    session.flush()
    return film


def add_article(session, title, published=date(2026, 1, 1), *, tags=(), image=False, **fields):
    values = {"slug": slugify(title), "author": "Ann", "summary": "Short.", "body": "Long.", **fields}
    tags = [_term(session, Tag, name) for name in tags]
    article = Article(title=title, published=published, tags=tags, **values)
    article.image = add_image(session, article.slug) if image else None
    session.add(article)
    session.flush()
    return article


def add_page(session, path, *, position=0, body="A page."):
    page = Page(
        path=path, title=path.rpartition("/")[2].title(), summary="Short.", body=body, position=position
    )
    session.add(page)
    session.flush()
    return page


def add_image(session, key):
    image = Media(key=key, digest=f"{len(key):032}", alt=f"Picture of {key}", width=1000, height=1500)
    session.add(image)
    return image


def _term(session, kind, name):
    return session.scalar(select(kind).where(kind.name == name)) or kind(slug=slugify(name), name=name)
