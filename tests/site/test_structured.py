"""Structured data: what search engines read is valid JSON-LD and says what the page says."""

import json

import pytest

from myproject.site.structured import json_ld


@pytest.fixture
def nodes(app):
    """Returns the structured data of an address by type, as a search engine reads it from the page."""

    def read(path):
        (script,) = app.get(path).html.select('script[type="application/ld+json"]')
        document = json.loads(script.string)
        assert document["@context"] == "https://schema.org"
        return {node["@type"]: node for node in document["@graph"]}

    return read


def test_a_film(nodes):
    found = nodes("/films/film-05")
    movie = found["Movie"]
    assert movie["name"] == "Film 05" and movie["duration"] == "PT85M" and movie["dateCreated"] == "1975"
    assert [each["name"] for each in movie["director"]] == ["Ann Person 0", "Ann Person 1"]
    assert movie["url"] == "http://club.example/en/films/film-05"
    assert movie["image"].startswith("http://club.example/media/")
    steps = found["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"]) for step in steps] == [(1, "Films"), (2, "Film 05")]


def test_an_article(nodes):
    article = nodes("/news/article-02")["NewsArticle"]
    assert article["headline"] == "Article 02"
    assert article["datePublished"] == "2024-02-10"
    assert article["publisher"]["name"] == "Test Club"


def test_the_home_page(nodes):
    site = nodes("/")["WebSite"]
    template = site["potentialAction"]["target"]["urlTemplate"]
    assert template == "http://club.example/en/search?q={search_term_string}"


def test_a_page_says_where_it_is(nodes):
    steps = nodes("/about/history/start")["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps] == ["About us", "Our history", "The start"]
    assert steps[1]["item"] == "http://club.example/en/about/history"


def test_it_cannot_leave_its_script_element():
    text = json_ld([{"name": "</script><!--\u2028 & é"}])
    assert not set(text) & set("<>&\u2028")
    assert json.loads(text)["@graph"][0]["name"] == "</script><!--\u2028 & é"
