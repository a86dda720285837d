"""What each page template of the site may use: one dataclass a template, nothing else reaches it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from myproject.web.context import help_text


@dataclass(frozen=True)
class Link:
    """A link with its label."""

    label: str = help_text("The text to show")
    url: str = help_text("Where it leads")


@dataclass(frozen=True)
class Choice:
    """One of several links of which some are chosen: a menu entry, a filter, a page number, a language."""

    label: str = help_text("The text to show")
    url: str = help_text("Where it leads")
    current: bool = help_text("True for the one the visitor is on")
    count: int | None = help_text("How many things it leads to; none where that says nothing", default=None)


@dataclass(frozen=True)
class Language:
    """The page in another language."""

    code: str = help_text("The language's code, such as de")
    label: str = help_text("The language's own name, such as Deutsch")
    url: str = help_text("This page in that language")
    current: bool = help_text("True for the language of this page")


@dataclass(frozen=True)
class Picture:
    """An image in several sizes and formats."""

    src: str = help_text("The image, a JPEG of medium width")
    srcset: str = help_text("The JPEG in all widths, for srcset")
    avif: str = help_text("The AVIF files in all widths, for a source's srcset")
    webp: str = help_text("The WebP files in all widths, for a source's srcset")
    width: int = help_text("Width of src in pixels")
    height: int = help_text("Height of src in pixels")
    alt: str = help_text("What the image shows, in words")
    focus: str = help_text("The point to keep when it is cropped, for object-position: 50% 30%")


@dataclass(frozen=True)
class Moment:
    """A day."""

    iso: str = help_text("For machines: 2026-11-22")
    text: str = help_text("For people, in their language: November 22, 2026")


@dataclass(frozen=True)
class Site:
    """The site as a whole."""

    name: str = help_text("The name of the site")
    tagline: str = help_text("What the site is, in a few words")
    footer: str = help_text("A line for the foot of every page")
    home_url: str = help_text("The home page")
    search_url: str = help_text("Where the search form leads")
    feed_url: str = help_text("The news as an Atom feed")


@dataclass(frozen=True)
class Meta:
    """What search engines and social networks read."""

    description: str = help_text("One sentence on what the page says")
    canonical_url: str = help_text("The one address of this page")
    kind: str = help_text("The Open Graph type: website, article or video.movie")
    image: str | None = help_text("Address of an image to show with a shared link")
    json_ld: Markup = help_text("Structured data, JSON that is safe inside a script element")
    index: bool = help_text("False where search engines should not list the page")


@dataclass(frozen=True, kw_only=True)
class Page:
    """What every page has; the layout uses it."""

    lang: str = help_text("The language of the page: en, de or fr")
    title: str = help_text("The title of the page, without the name of the site")
    site: Site = help_text("The site as a whole")
    meta: Meta = help_text("What search engines and social networks read")
    menu: list[Choice] = help_text("The main menu")
    footer_menu: list[Choice] = help_text("The links at the foot of every page")
    languages: list[Language] = help_text("This page in every language")


@dataclass(frozen=True)
class Pagination:
    """Where a list is cut into pages."""

    total: int = help_text("How many things the whole list has")
    first: int = help_text("Number of the first thing on this page; 0 in an empty list")
    last: int = help_text("Number of the last thing on this page")
    pages: list[Choice] = help_text("The pages; empty where there is only one")
    previous_url: str | None = help_text("The page before")
    next_url: str | None = help_text("The page after")


@dataclass(frozen=True)
class FilmCard:
    """A film in a list."""

    title: str = help_text("The title")
    url: str = help_text("The film's page")
    year: int = help_text("The year of its first release")
    director: str = help_text("Who directed it; several names with commas between")
    running_time: int = help_text("Minutes")
    rating: str | None = help_text("The club's rating out of ten, such as 8.1")
    poster: Picture | None = help_text("The poster")


@dataclass(frozen=True)
class ArticleCard:
    """An article in a list."""

    title: str = help_text("The title")
    url: str = help_text("The article's page")
    published: Moment = help_text("When it was published")
    author: str = help_text("Who wrote it")
    summary: str = help_text("The first sentences, as plain text")
    tags: list[Link] = help_text("Its tags")
    picture: Picture | None = help_text("A photo")


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """home.pt"""

    introduction: str = help_text("What the site is about, one or two sentences")
    highlight: FilmCard | None = help_text("The film of the month")
    highlight_summary: str = help_text("What the film of the month is about, plain text")
    films: list[FilmCard] = help_text("Films worth a look")
    films_url: str = help_text("All films")
    articles: list[ArticleCard] = help_text("The latest news")
    news_url: str = help_text("All news")


@dataclass(frozen=True, kw_only=True)
class FilmsPage(Page):
    """films.pt"""

    films: list[FilmCard] = help_text("The films on this page")
    genres: list[Choice] = help_text("Filter by genre")
    decades: list[Choice] = help_text("Filter by decade")
    directors: list[Choice] = help_text("Filter by director")
    sorts: list[Choice] = help_text("The orders to choose from")
    active: list[Link] = help_text("The filters in force; each leads to the list without it")
    reset_url: str = help_text("The list without any filter")
    pagination: Pagination = help_text("Where the list is cut")


@dataclass(frozen=True, kw_only=True)
class FilmPage(Page):
    """film.pt"""

    year: Link = help_text("The year; leads to the films of its decade")
    directors: list[Link] = help_text("Who directed it; each leads to the director's films")
    genres: list[Link] = help_text("Its genres; each leads to its films")
    running_time: int = help_text("Minutes")
    rating: str | None = help_text("The club's rating out of ten, such as 8.1")
    synopsis: Markup = help_text("What it is about, as HTML")
    poster: Picture | None = help_text("The poster")
    similar: list[FilmCard] = help_text("Films like this one")
    films_url: str = help_text("All films")


@dataclass(frozen=True, kw_only=True)
class NewsPage(Page):
    """news.pt"""

    articles: list[ArticleCard] = help_text("The articles on this page, newest first")
    tags: list[Choice] = help_text("Filter by tag")
    months: list[Choice] = help_text("The archive, newest month first")
    filtered: bool = help_text("True where the list shows a tag or a month only")
    news_url: str = help_text("All news")
    pagination: Pagination = help_text("Where the list is cut")


@dataclass(frozen=True, kw_only=True)
class ArticlePage(Page):
    """article.pt"""

    published: Moment = help_text("When it was published")
    author: str = help_text("Who wrote it")
    body: Markup = help_text("The text, as HTML")
    tags: list[Link] = help_text("Its tags")
    picture: Picture | None = help_text("A photo")
    older: Link | None = help_text("The article before")
    newer: Link | None = help_text("The article after")
    news_url: str = help_text("All news")


@dataclass(frozen=True, kw_only=True)
class ContentPage(Page):
    """page.pt"""

    body: Markup = help_text("The text, as HTML")
    trail: list[Link] = help_text("The pages above this one, from the top")
    children: list[Link] = help_text("The pages below this one")


@dataclass(frozen=True)
class Hit:
    """One thing that a search found."""

    title: str = help_text("The title")
    url: str = help_text("The page it is on")
    kind: str = help_text("What it is, in words: Film, News or Page")
    snippet: Markup = help_text("The passage that matches, as HTML with mark elements")


@dataclass(frozen=True, kw_only=True)
class SearchPage(Page):
    """search.pt"""

    query: str = help_text("What the visitor looks for; empty before the first search")
    hits: list[Hit] = help_text("What was found, best first")
    pagination: Pagination = help_text("Where the list is cut")


@dataclass(frozen=True)
class Field:
    """One field of a form."""

    value: str = help_text("What the visitor typed")
    error: str | None = help_text("What is wrong with it, and what to do")


@dataclass(frozen=True, kw_only=True)
class ContactPage(Page):
    """contact.pt"""

    action: str = help_text("Where the form is sent")
    csrf_token: str = help_text("Proves that the form came from this site")
    name: Field = help_text("The visitor's name")
    email: Field = help_text("The visitor's e-mail address")
    subject: Field = help_text("What it is about")
    message: Field = help_text("The message")
    error: str | None = help_text("What is wrong with the form as a whole")
    sent: bool = help_text("True right after a message was sent")


@dataclass(frozen=True, kw_only=True)
class ErrorPage(Page):
    """error.pt"""

    status: int = help_text("The HTTP status, such as 404")
    message: str = help_text("What happened and what to do, in one or two sentences")
    suggestions: list[Link] = help_text("Where to go from here")
