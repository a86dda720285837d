"""The Atom feed, the sitemap and robots.txt."""

from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from myproject.content.articles import article_tags, list_articles
from myproject.content.films import FilmFilter, list_films
from myproject.content.pages import list_pages
from myproject.models import Article
from myproject.site.sitemap import sitemap
from tests.site.club import ARTICLES

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def text(element, path):
    """The text of the one element at `path`, which must be there once and not empty."""
    (found,) = element.findall(path, ATOM)
    assert found.text.strip()
    return found.text


def test_the_feed_has_what_rfc_4287_asks_for(app):
    response = app.get("/news.atom")
    assert response.content_type == "application/atom+xml"
    feed = ElementTree.fromstring(response.body)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert text(feed, "a:id") == "http://club.example/en/news.atom"
    assert text(feed, "a:title") and datetime.fromisoformat(text(feed, "a:updated")).tzinfo
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links == {"self": "http://club.example/en/news.atom", "alternate": "http://club.example/en/news"}
    entries = feed.findall("a:entry", ATOM)
    assert len(entries) == ARTICLES
    for entry in entries:
        assert text(entry, "a:id") and text(entry, "a:title") and text(entry, "a:summary")
        assert "<strong>happened</strong>" in text(entry, "a:content")
        assert entry.find("a:content", ATOM).get("type") == "html"
        assert text(entry, "a:author/a:name") == "Jo Ann"
        assert datetime.fromisoformat(text(entry, "a:updated")).tzinfo
    assert len({text(entry, "a:id") for entry in entries}) == ARTICLES


def test_links_of_the_feed_lead_somewhere(app):
    feed = ElementTree.fromstring(app.get("/de/news.atom").body)
    for link in feed.findall(".//a:link", ATOM):
        app.get(link.get("href").removeprefix("http://club.example"))


def test_links_in_the_text_lead_to_the_site(app, dbsession):
    body = "See [it](../films/film-05?a=1&b=2), ![x](/media/x/160.jpeg) and [them](https://other.example/)."
    article = Article(slug="linked", title="T", published=date.today(), author="A", summary="S", body=body)
    dbsession.add(article)
    dbsession.flush()
    entry = ElementTree.fromstring(app.get("/de/news.atom").body).find("a:entry", ATOM)
    content = BeautifulSoup(text(entry, "a:content"), "html.parser")
    assert [link["href"] for link in content.select("a")] == [
        "http://club.example/de/films/film-05?a=1&b=2",
        "https://other.example/",
    ]
    assert content.img["src"] == "http://club.example/media/x/160.jpeg"


def test_an_entry_says_when_it_changed_and_never_before_it_was_out(app, dbsession):
    entries = ElementTree.fromstring(app.get("/news.atom").body).findall("a:entry", ATOM)
    for entry in entries:
        published, updated = (
            datetime.fromisoformat(text(entry, f"a:{name}")) for name in ("published", "updated")
        )
        assert updated >= published


def test_the_feed_stays_well_formed_whatever_is_written(app, dbsession):
    title = "Bell \x07 & <tag> \ufffe end"
    article = Article(
        slug="odd", title=title, published=date.today(), author="\x00Zoë", summary="]]>", body="x"
    )
    dbsession.add(article)
    dbsession.flush()
    first = ElementTree.fromstring(app.get("/news.atom").body).find("a:entry", ATOM)
    assert text(first, "a:title") == "Bell  & <tag>  end"
    assert text(first, "a:author/a:name") == "Zoë"


@pytest.fixture
def addresses(app):
    root = ElementTree.fromstring(app.get("/sitemap.xml").body)
    return root.findall("s:url", MAP)


def test_every_address_of_the_sitemap_answers_and_is_the_canonical_one(addresses, show):
    for address in addresses:
        location = address.find("s:loc", MAP).text
        page = show(location.removeprefix("http://club.example"))
        assert page.meta.canonical_url == location
        assert page.meta.index


def test_the_sitemap_is_complete(addresses, dbsession):
    paths = {address.find("s:loc", MAP).text.removeprefix("http://club.example") for address in addresses}
    expected = {"/", "/films", "/news", "/contact"}
    expected |= {f"/films/{film.slug}" for film in list_films(dbsession, FilmFilter(), "title", 1, 999).items}
    expected |= {f"/news/{article.slug}" for article in list_articles(dbsession, per_page=999).items}
    expected |= {f"/news/tags/{tag.slug}" for tag in article_tags(dbsession)}
    expected |= {f"/{page.path}" for page in list_pages(dbsession)}
    assert {f"/{language}{path}" for language in ("en", "de", "fr") for path in expected} <= paths


def test_pages_of_one_thing_say_when_they_changed(addresses):
    changed = {address.find("s:loc", MAP).text: address.find("s:lastmod", MAP) for address in addresses}
    for path in ("films/film-05", "news/article-05", "about/history"):
        moment = datetime.fromisoformat(changed[f"http://club.example/de/{path}"].text)
        assert moment.tzinfo and moment.date() <= datetime.now(UTC).date()
    assert changed["http://club.example/de/films"] is None


def test_every_language_of_a_page_names_every_other(addresses):
    alternates = {}
    for address in addresses:
        links = address.findall("x:link", MAP)
        alternates[address.find("s:loc", MAP).text] = {
            link.get("hreflang"): link.get("href") for link in links
        }
    assert len(alternates) == len(addresses)
    for location, links in alternates.items():
        assert set(links) == {"en", "de", "fr", "x-default"}
        assert location in links.values()
        assert all(alternates[links[code]] == links for code in ("en", "de", "fr"))


def test_a_sitemap_too_long_is_refused_with_advice():
    with pytest.raises(ValueError, match="split it"):
        sitemap(
            ((str(number), None) for number in range(50_001)),
            ["en"],
            lambda language, path: f"http://x/{path}",
        )


def test_robots(app):
    lines = app.get("/robots.txt").text.splitlines()
    assert "Sitemap: http://club.example/sitemap.xml" in lines
    assert "Disallow: /search" in lines and "Disallow: /de/search" in lines
