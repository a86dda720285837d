"""Every link on every page, in every language, leads somewhere; what is linked is of the same language."""

from io import BytesIO
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from PIL import Image
from webtest import TestApp

from myproject import main
from myproject.sample.loading import load
from tests.site.club import ARTICLES, FILMS
from tests.site.fixtures import HOST, ini_for, make_database

ATTRIBUTES = {"a": "href", "link": "href", "img": "src", "script": "src", "source": "src", "form": "action"}
START = f"http://{HOST}"


def links(response):
    """The absolute addresses, on this site, that a page refers to; with the element that does."""
    for element in response.html.find_all(True):
        values = [element.get(ATTRIBUTES.get(element.name, ""))]
        values += [each.split()[0] for each in (element.get("srcset") or "").split(",") if each.strip()]
        for value in filter(None, values):
            url = urldefrag(urljoin(response.request.url, value)).url
            if urlsplit(url).netloc == HOST:
                yield element.name, url


def repeats(url):
    """True for what would take long and show nothing new: lists by several filters, images in every width."""
    return url.count("=") > 1 or (url.startswith(f"{START}/media/") and not url.endswith("/160.jpeg"))


def fragments(response):
    """The fragments of links to the page itself."""
    return {a["href"][1:] for a in response.html.find_all("a", href=True) if a["href"].startswith("#")}


def crawl(app, language):
    """Follows every link from the home page; returns the paths reached below the language, and what dangles."""
    waiting, seen, wrong = [f"{START}/{language}/"], set(), []
    while waiting:
        url = waiting.pop()
        response = app.get(url.removeprefix(START), status="*")
        if response.status_int != 200:
            wrong.append((url, response.status_int))
        if response.content_type != "text/html":
            continue
        assert response.html.html["lang"] == language, url
        ids = {element["id"] for element in response.html.find_all(id=True)}
        wrong += [(url, f"#{each}") for each in fragments(response) if each not in ids]
        for name, found in links(response):
            other = any(found.startswith(f"{START}/{code}/") for code in {"en", "de", "fr"} - {language})
            if found in seen or other or repeats(found):
                continue
            if name == "a":
                assert found.startswith(f"{START}/{language}/"), (url, found)
            seen.add(found)
            waiting.append(found)
    return {url.removeprefix(f"{START}/{language}") for url in seen}, wrong


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_no_link_dangles(app, language):
    reached, wrong = crawl(app, language)
    assert not wrong
    assert {f"/films/film-{number:02}" for number in range(FILMS)} <= reached
    assert {f"/news/article-{number:02}" for number in range(ARTICLES)} <= reached
    assert {"/about/history/start", "/contact", "/search", "/news.atom"} <= reached


@pytest.fixture
def with_sample(tmp_path):
    """A browser on the site as it ships, its pictures in place of the drawn ones being small and grey."""
    out = BytesIO()
    Image.new("RGB", (200, 300), "grey").save(out, "png")
    grey = out.getvalue()
    make_database(tmp_path, lambda session, store: load(session, store, lambda all: (grey for _ in all)))
    wsgi = main({}, **ini_for(tmp_path))
    yield TestApp(wsgi, extra_environ={"HTTP_HOST": HOST})
    wsgi.registry["myproject.engine"].dispose()


@pytest.mark.integration
def test_no_link_dangles_in_the_sample_content(with_sample):
    reached, wrong = crawl(with_sample, "de")
    assert not wrong
    assert {"/films/the-matrix", "/films/back-to-the-future"} <= reached
    assert len([path for path in reached if path.startswith("/films/")]) >= 60
