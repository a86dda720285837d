"""Turns what the use cases return into what templates show: addresses, pictures, days and numbers in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal
from pyramid.request import Request

from myproject.content.articles import ArticleSummary
from myproject.content.films import FilmSummary
from myproject.content.media import Image
from myproject.content.paging import Slice
from myproject.content.terms import Term
from myproject.site.addresses import media_path
from myproject.site.contexts import ArticleCard, Choice, FilmCard, Link, Moment, Pagination, Picture
from myproject.web.mount import mount

# The JPEG for browsers that choose no other: sharp enough on a phone.
PLAIN_WIDTH = 640
# How many page numbers are shown on either side of the current one.
NEARBY = 3
# How many days, numbers and pictures are remembered as they are shown.
REMEMBERED = 2048


def film_card(request: Request, film: FilmSummary) -> FilmCard:
    return FilmCard(
        title=film.title,
        url=request.path_to("film")(film.slug),
        year=film.year,
        director=", ".join(director.name for director in film.directors),
        running_time=film.running_time,
        rating=rating(request, film.rating),
        poster=picture(request, film.poster),
    )


def article_card(request: Request, article: ArticleSummary) -> ArticleCard:
    return ArticleCard(
        title=article.title,
        url=request.path_to("article")(article.slug),
        published=moment(request, article.published),
        author=article.author,
        summary=article.summary,
        tags=tag_links(request, article.tags),
        picture=picture(request, article.image),
    )


def tag_links(request: Request, tags: Iterable[Term]) -> list[Link]:
    path = request.path_to("news_tag")
    return [Link(tag.name, path(tag.slug)) for tag in tags]


def rating(request: Request, value: float | None) -> str | None:
    """A rating with one decimal, in the numbers of the visitor's language."""
    return None if value is None else _decimal(value, request.locale_name)


def moment(request: Request, day: date) -> Moment:
    return Moment(day.isoformat(), _date(day, "long", request.locale_name))


def month_name(request: Request, year: int, month: int) -> str:
    """A month with its year, in words."""
    return _date(date(year, month, 1), "LLLL y", request.locale_name)


# Babel reads its pattern anew each time, 8 us a number and 6 us a day; lists show the same ones again and again.
@lru_cache(REMEMBERED)
def _decimal(value: float, locale: str) -> str:
    return format_decimal(value, "0.0", locale=locale)


@lru_cache(REMEMBERED)
def _date(day: date, format: str, locale: str) -> str:
    return format_date(day, format, locale=locale)


def picture(request: Request, image: Image | None) -> Picture | None:
    """An image in all the widths and formats that it is offered in."""
    return None if image is None else _picture(image, mount(request))


@lru_cache(REMEMBERED)
def _picture(image: Image, mounted: str) -> Picture:
    widths = image.widths

    def srcset(format: str) -> str:
        return ", ".join([f"{media_path(mounted, image.digest, each, format)} {each}w" for each in widths])

    plain = max((width for width in widths if width <= PLAIN_WIDTH), default=widths[0])
    width = min(plain, image.width)
    return Picture(
        src=media_path(mounted, image.digest, plain, "jpeg"),
        srcset=srcset("jpeg"),
        avif=srcset("avif"),
        webp=srcset("webp"),
        width=width,
        height=max(1, round(image.height * width / image.width)),
        alt=image.alt,
        focus=f"{image.focus_x:.0%} {image.focus_y:.0%}",
    )


def pagination(page: Slice, url: Callable[[int], str]) -> Pagination:
    """Where a list is cut; `url` gives the address of a page by its number."""
    number, last = page.number, page.last
    first = (number - 1) * page.per_page + 1 if page.total else 0
    shown = sorted({1, last, *range(max(1, number - NEARBY), min(last, number + NEARBY) + 1)})
    return Pagination(
        total=page.total,
        first=first,
        last=min(number * page.per_page, page.total),
        pages=[Choice(str(each), url(each), each == number) for each in shown] if last > 1 else [],
        previous_url=url(number - 1) if number > 1 else None,
        next_url=url(number + 1) if number < last else None,
    )
