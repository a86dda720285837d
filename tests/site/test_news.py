"""The news by page, tag and month, and an article."""

import pytest

from tests.site.club import ARTICLES


def test_the_newest_come_first_and_nothing_before_its_day(show):
    page = show("/news")
    assert [card.title for card in page.articles] == [f"Article {n:02}" for n in range(ARTICLES - 1, 2, -1)]
    assert page.pagination.total == ARTICLES
    assert show(page.pagination.next_url).articles[-1].title == "Article 00"
    assert not page.filtered


@pytest.mark.parametrize("slug", ["draft", "tomorrow", "none"])
def test_what_is_not_out_is_not_found(show, slug):
    assert show(f"/news/{slug}", status=404).status == 404


def test_by_tag(show):
    page = show("/news/tags/a-b")
    assert page.filtered and page.title == "News: A & B"
    assert page.pagination.total == ARTICLES // 2
    assert [(choice.label, choice.count) for choice in page.tags if choice.current] == [
        ("A & B", ARTICLES // 2)
    ]


def test_by_month(show):
    page = show("/news/2024/01")
    assert page.title == "News: January 2024"
    assert [card.title for card in page.articles] == ["Article 01", "Article 00"]
    assert [choice.url for choice in page.months if choice.current] == ["/news/2024/01"]
    assert page.months[0].count and page.months[-1].label == "January 2024"


@pytest.mark.parametrize(
    "path", ["/news/2023/01", "/news/2024/13", "/news/0000/00", "/news/tags/none", "/news?page=9"]
)
def test_lists_that_do_not_exist(show, path):
    assert show(path, status=404).status == 404


def test_pages_of_a_list_have_addresses_of_their_own(show):
    assert show("/news?page=2").meta.canonical_url == "http://club.example/en/news?page=2"
    assert show("/news?page=1").meta.canonical_url == "http://club.example/en/news"


def test_an_article(show):
    page = show("/news/article-02")
    assert page.published.iso == "2024-02-10" and page.published.text == "February 10, 2024"
    assert "<strong>happened</strong>" in page.body
    assert (page.older.label, page.newer.label) == ("Article 01", "Article 03")
    assert page.tags[0].url == "/news/tags/club"
    assert page.meta.kind == "article" and page.meta.image.startswith("http://club.example/media/")
    assert show("/news/article-00").older is None
    assert show(f"/news/article-{ARTICLES - 1:02}").newer is None


def test_days_are_written_as_the_language_does(show):
    assert show("/de/news/article-02").published.text == "10. Februar 2024"
    assert show("/fr/news/2024/02").months[-1].label == "janvier 2024"
