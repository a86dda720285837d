"""News: what is out and what is not, by tag and month, with neighbours."""

from datetime import UTC, date, datetime

import pytest

from myproject.content import NotFound
from myproject.content.articles import article_months, article_tags, get_article, list_articles, neighbours
from tests.content.library import add_article


@pytest.fixture
def articles(session, on):
    on(date(2026, 11, 22))
    add_article(session, "Old", date(2025, 1, 31), tags=["House"], image=True)
    add_article(session, "Same day, first", date(2026, 2, 1), tags=["House", "Music"])
    add_article(session, "Same day, second", date(2026, 2, 1))
    add_article(session, "Today", date(2026, 11, 22), tags=["Music"], body="*Now*")
    add_article(session, "Tomorrow", date(2026, 11, 23), tags=["Music", "Secret"])
    add_article(session, "Draft", None, tags=["Music", "Secret"])
    session.commit()
    return session


def titles(items):
    return [each.title if each else None for each in items]


def test_newest_first_and_only_what_is_out(articles):
    page = list_articles(articles)
    assert titles(page.items) == ["Today", "Same day, second", "Same day, first", "Old"]
    assert page.total == 4


def test_what_was_written_ahead_comes_out_by_itself(articles, on):
    on(date(2026, 11, 23))
    assert titles(list_articles(articles, per_page=1).items) == ["Tomorrow"]
    assert get_article(articles, "tomorrow").title == "Tomorrow"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"tag": "house"}, ["Same day, first", "Old"]),
        ({"year": 2026}, ["Today", "Same day, second", "Same day, first"]),
        ({"year": 2026, "month": 2}, ["Same day, second", "Same day, first"]),
        ({"year": 2026, "month": 2, "tag": "music"}, ["Same day, first"]),
    ],
)
def test_by_tag_and_month(articles, asked, found):
    assert titles(list_articles(articles, **asked).items) == found


@pytest.mark.parametrize(
    "asked",
    [
        {"tag": "secret"},
        {"tag": "none"},
        {"year": 1999},
        {"year": 2025, "month": 2},
        {"year": 0, "month": 13},
    ],
)
def test_an_archive_without_articles_is_not_found(articles, asked):
    with pytest.raises(NotFound):
        list_articles(articles, **asked)


def test_no_articles_at_all_are_an_empty_list(session):
    assert list_articles(session).items == []
    with pytest.raises(NotFound):
        list_articles(session, number=2)


def test_months_and_tags_count_what_is_out(articles):
    assert article_months(articles) == [(2026, 11, 1), (2026, 2, 2), (2025, 1, 1)]
    assert [(tag.slug, tag.name, tag.count) for tag in article_tags(articles)] == [
        ("house", "House", 2),
        ("music", "Music", 2),
    ]


def test_an_article_has_all_its_parts(articles):
    article = get_article(articles, "today")
    assert (article.body, article.author, article.published) == (
        "<p><em>Now</em></p>\n",
        "Ann",
        date(2026, 11, 22),
    )
    assert [tag.slug for tag in article.tags] == ["music"]
    assert article.updated <= datetime.now(UTC)
    assert get_article(articles, "old").image.alt == "Picture of old"


@pytest.mark.parametrize("slug", ["tomorrow", "draft", "nothing"])
def test_what_is_not_out_is_not_found(articles, slug):
    for ask in (get_article, neighbours):
        with pytest.raises(NotFound):
            ask(articles, slug)


@pytest.mark.parametrize(
    ("slug", "around"),
    [
        ("old", [None, "Same day, first"]),
        ("same-day-first", ["Old", "Same day, second"]),
        ("same-day-second", ["Same day, first", "Today"]),
        ("today", ["Same day, second", None]),
    ],
)
def test_neighbours_are_older_and_newer(articles, slug, around):
    assert titles(neighbours(articles, slug)) == around


def test_more_articles_take_no_more_queries(articles, statements):
    for number in range(20):
        add_article(articles, f"Article {number}", tags=["House", f"Tag {number}"], image=True)
    articles.commit()
    with statements() as seen:
        assert len(list_articles(articles, tag="house", per_page=50).items) == 22
    assert len(seen) <= 3
