"""What the pages say in their states: wiring of forms, alternates, escaping, what search engines read."""

import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.theme.sampled import STATES, render, sample


@pytest.fixture(scope="module")
def page(theme):
    def parsed(name: str, state: str) -> LexborHTMLParser:
        return LexborHTMLParser(render(theme, name, state))

    return parsed


@pytest.mark.parametrize(("name", "state"), STATES, ids=".".join)
def test_every_page(theme, name, state):
    text = render(theme, name, state)
    context, tree = sample(name, state), LexborHTMLParser(text)
    assert (
        "${" not in text and "data-tal" not in text and "data-metal" not in text and "data-i18n" not in text
    )
    assert text.lower().count("<!doctype html>") == 1
    assert len(tree.css("h1")) == len(tree.css("main")) == 1
    assert tree.css_first("title").text() == f"{context.title} – {context.site.name}"
    assert tree.css("[hidden]") == []
    assert json.loads(tree.css_first("script[type='application/ld+json']").text())["@context"]
    assert bool(tree.css("meta[name=robots]")) is not context.meta.index
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))


def test_form_errors_stand_beside_their_fields(page):
    tree = page("contact", "error")
    for name in ("name", "email", "message"):
        field = tree.css_first(f"#{name}")
        assert field.attributes["aria-invalid"] == "true"
        assert tree.css_first(f"#{field.attributes['aria-describedby']}").text(strip=True)
        assert tree.css_matches(f".notice-error a[href='#{name}']")
    right = tree.css_first("#subject").attributes
    assert (
        "aria-invalid" not in right and "aria-describedby" not in right and right["value"] == "The projector"
    )


def test_the_form_proves_where_it_comes_from(page):
    form = page("contact", "empty").css_first("form[method=post]")
    assert form.css_first("[name=csrf_token]").attributes["value"] == "sample-token"
    trap = form.css_first("[name=website]").parent
    assert "inert" in trap.attributes and not form.css(".field-error")


def test_a_sent_message_leaves_no_form(page):
    tree = page("contact", "sent")
    assert tree.css("form[method=post]") == [] and tree.css_first("[role=status] h2")


@pytest.mark.parametrize(
    ("name", "state", "selector"),
    [
        ("home", "empty", ".empty"),
        ("films", "empty", ".notice"),
        ("news", "empty", ".notice"),
        ("search", "empty", ".notice"),
    ],
)
def test_an_empty_list_says_so(page, name, state, selector):
    tree = page(name, state)
    assert tree.css(".film-card, .article-card, .hit, .pagination, .range") == []
    assert tree.css_first(selector).text(strip=True)


def test_a_missing_poster_shows_the_title(page):
    tree = page("film", "empty")
    blank = tree.css_first(".poster-blank")
    assert blank.text() == "Playtime" and blank.attributes["aria-hidden"] == "true"
    assert tree.css("picture, .film-rating, .section") == []


def test_pages_of_a_list(page):
    pages = page("search", "many").css_first(".pagination")
    assert [link.text() for link in pages.css("[aria-current=page]")] == ["2"]
    assert [link.attributes["rel"] for link in pages.css("[rel]")] == ["prev", "next"]
    assert page("films", "many").css(".pagination [rel=prev]") == []
    assert page("films", "one").css(".pagination") == []


def test_what_visitors_type_stays_text(page):
    tree = page("search", "long")
    typed = sample("search", "long").query
    assert "<b>" in typed and tree.css("main b") == []
    assert tree.css_first("main [name=q]").attributes["value"] == typed
    assert page("contact", "long").css("main script") == []


def test_filters_in_force_are_marked(page):
    tree = page("films", "one")
    assert [link.css_first("span").text() for link in tree.css(".choices [aria-current=true]")] == [
        "Science fiction",
        "1980s",
        "By title",
    ]
    assert len(tree.css(".chip-remove")) == 2
