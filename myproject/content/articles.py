"""News: the list by tag and month, an article and its neighbours. What is not published yet is never returned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, Integer, Row, Select, and_, bindparam, desc, extract, func, or_, select

from myproject.content.clock import today
from myproject.content.errors import NotFound
from myproject.content.media import COLUMNS as IMAGE_COLUMNS
from myproject.content.media import Image, image
from myproject.content.paging import Slice, take
from myproject.content.terms import OWNERS, Term, terms_by_owner
from myproject.models import tables
from myproject.models.reading import tuples
from myproject.models.tables import article_tag

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ARTICLE, TAG, MEDIA = tables.article, tables.tag, tables.media


@dataclass(frozen=True)
class ArticleSummary:
    slug: str
    title: str
    published: date
    author: str
    summary: str
    tags: list[Term]
    image: Image | None


@dataclass(frozen=True)
class Article(ArticleSummary):
    """An article on its own page; `body` is safe HTML."""

    body: str
    updated: datetime


_SUMMARY = select(
    ARTICLE.c.id,
    ARTICLE.c.slug,
    ARTICLE.c.title,
    ARTICLE.c.published,
    ARTICLE.c.author,
    ARTICLE.c.summary,
    *IMAGE_COLUMNS,
).outerjoin(MEDIA, ARTICLE.c.image_id == MEDIA.c.id)
_WHOLE = _SUMMARY.add_columns(ARTICLE.c.body_html, ARTICLE.c.updated)
_THIS = ARTICLE.c.slug == bindparam("slug")
_TAGS = (
    select(article_tag.c.article_id, TAG.c.slug, TAG.c.name)
    .join(TAG)
    .where(article_tag.c.article_id.in_(OWNERS))
    .order_by(TAG.c.name)
)
_NEWEST_FIRST = (desc(ARTICLE.c.published), desc(ARTICLE.c.id))


def _published(query: Select) -> Select:
    return query.where(ARTICLE.c.published <= bindparam("today", callable_=lambda: today(), type_=Date))


# Statements are made once: to put one together takes longer than the database takes to answer it.
_ARTICLE = _published(_WHOLE.where(_THIS))
_LATEST = _published(_WHOLE).order_by(*_NEWEST_FIRST).limit(bindparam("limit", type_=Integer))
_PLACE = _published(select(ARTICLE.c.id, ARTICLE.c.published).where(_THIS))
_DAY, _ID = bindparam("day", type_=Date), bindparam("id", type_=Integer)
_SAME_DAY = ARTICLE.c.published == _DAY
_OLDER = (
    _published(_SUMMARY)
    .where(or_(ARTICLE.c.published < _DAY, and_(_SAME_DAY, ARTICLE.c.id < _ID)))
    .order_by(*_NEWEST_FIRST)
    .limit(1)
)
_NEWER = (
    _published(_SUMMARY)
    .where(or_(ARTICLE.c.published > _DAY, and_(_SAME_DAY, ARTICLE.c.id > _ID)))
    .order_by(ARTICLE.c.published, ARTICLE.c.id)
    .limit(1)
)
_YEAR, _MONTH = extract("year", ARTICLE.c.published), extract("month", ARTICLE.c.published)
_MONTHS = (
    _published(select(_YEAR, _MONTH, func.count()))
    .group_by(_YEAR, _MONTH)
    .order_by(desc(_YEAR), desc(_MONTH))
)
_PUBLISHED_TAGS = _published(
    select(TAG.c.slug, TAG.c.name, func.count())
    .join(article_tag, article_tag.c.tag_id == TAG.c.id)
    .join(ARTICLE, ARTICLE.c.id == article_tag.c.article_id)
    .group_by(TAG.c.id)
    .order_by(TAG.c.name)
)


def list_articles(
    session: Session,
    *,
    tag: str | None = None,
    year: int | None = None,
    month: int | None = None,
    number: int = 1,
    per_page: int = 10,
) -> Slice[ArticleSummary]:
    """Page `number` of the articles, newest first; NotFound for a tag or month without any, or a page too far."""
    values = {"tag": tag, "year": year, "month": month}
    given = frozenset(name for name, value in values.items() if value is not None)
    page = take(session, _listed(given), number, per_page, values)
    if not page.total and given:
        raise NotFound(f"there are no articles under tag {tag!r}, year {year!r}, month {month!r}")
    return replace(page, items=_summaries(session, page.items))


@cache
def _listed(given: frozenset[str]) -> Select:
    query = _published(_SUMMARY)
    if "tag" in given:
        tagged = select(article_tag.c.article_id).join(TAG).where(TAG.c.slug == bindparam("tag"))
        query = query.where(ARTICLE.c.id.in_(tagged))
    if "year" in given:
        query = query.where(bindparam("year", type_=Integer) == _YEAR)
    if "month" in given:
        query = query.where(bindparam("month", type_=Integer) == _MONTH)
    return query.order_by(*_NEWEST_FIRST)


def article_months(session: Session) -> list[tuple[int, int, int]]:
    """The months that have articles: year, month and how many, newest first."""
    rows = tuples(session, _MONTHS)
    return [(int(year), int(month), count) for year, month, count in rows]


def article_tags(session: Session) -> list[Term]:
    """The tags that articles carry, by name."""
    return [Term(*row) for row in tuples(session, _PUBLISHED_TAGS)]


def get_article(session: Session, slug: str) -> Article:
    """The article with this slug; NotFound where there is none, or not yet."""
    found = _articles(session, _ARTICLE, {"slug": slug})
    if not found:
        raise NotFound(f"there is no article {slug!r}")
    return found[0]


def latest_articles(session: Session, limit: int) -> list[Article]:
    """The newest articles with their whole text, newest first."""
    return _articles(session, _LATEST, {"limit": limit})


def article_updates(session: Session) -> list[tuple[str, datetime]]:
    """The slug of every article, newest first, and when visitors last saw it change."""
    query = select(ARTICLE.c.slug, ARTICLE.c.updated, ARTICLE.c.published).order_by(*_NEWEST_FIRST)
    return [
        (slug, max(updated, datetime.combine(published, time(), UTC)))
        for slug, updated, published in session.execute(_published(query))
    ]


def neighbours(session: Session, slug: str) -> tuple[ArticleSummary | None, ArticleSummary | None]:
    """The next older and the next newer article; None at either end."""
    this = session.execute(_PLACE, {"slug": slug}).one_or_none()
    if this is None:
        raise NotFound(f"there is no article {slug!r}")
    place = {"day": this.published, "id": this.id}
    rows = [session.execute(query, place).one_or_none() for query in (_OLDER, _NEWER)]
    found = iter(_summaries(session, [row for row in rows if row is not None]))
    before, after = (next(found) if row is not None else None for row in rows)
    return before, after


def _articles(session: Session, query: Select, values: Mapping[str, Any]) -> list[Article]:
    rows = session.execute(query, values).all()
    return [
        Article(**vars(summary), body=row.body_html, updated=row.updated)
        for row, summary in zip(rows, _summaries(session, rows), strict=True)
    ]


def _summaries(session: Session, rows: Sequence[Row | tuple]) -> list[ArticleSummary]:
    """Of rows that begin with the columns of _SUMMARY."""
    tags = terms_by_owner(session, _TAGS, [row[0] for row in rows])
    return [
        ArticleSummary(
            slug=slug,
            title=title,
            published=published,
            author=author,
            summary=summary,
            tags=tags[id],
            image=image(more[: len(IMAGE_COLUMNS)]),
        )
        for id, slug, title, published, author, summary, *more in rows
    ]
