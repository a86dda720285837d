"""The search."""

import pytest


def test_before_the_first_search(show):
    page = show("/search")
    assert (page.query, page.hits, page.pagination.total) == ("", [], 0)
    assert not page.meta.index


def test_what_is_found_leads_there(show):
    page = show("/search?q=history")
    assert page.hits[0].title == "Our history"
    assert page.hits[0].url == "/about/history"
    assert page.hits[0].kind == "Page"
    assert "<mark>" in page.hits[0].snippet


def test_accents_do_not_matter(show):
    assert show("/search?q=amelie").hits[0].url == "/films/hostile"


def test_pages_keep_the_query(show):
    page = show("/search?q=film")
    assert page.pagination.total > 20
    assert page.pagination.next_url == "/search?q=film&page=2"
    assert show(page.pagination.next_url).hits
    assert show("/search?q=film&page=99", status=404).status == 404


@pytest.mark.parametrize(
    "query", ["%22", "AND+OR+NOT", "a*b", "(", "%27%3B--", "%E2%80%AE", "x" * 3000, "%F0%9F%8E%AC", "+"]
)
def test_any_text_may_be_searched(show, query):
    assert show(f"/search?q={query}").pagination.total >= 0


def test_what_was_typed_is_only_text(app):
    page = app.get("/search", {"q": '"><script>alert(1)</script>${7*7}'})
    assert "<script>alert" not in page and "${7*7}" in page
