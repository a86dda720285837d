"""What the pages say in their states: wiring of forms, alternates, escaping, what search engines read."""

import json

import pytest
from justhtml import JustHTML

from tests.theme.sampled import STATES, render, sample


def parse(html: str) -> JustHTML:
    return JustHTML(html, sanitize=False)


@pytest.fixture(scope="module")
def page(theme):
    def parsed(name: str, state: str) -> JustHTML:
        return parse(render(theme, name, state))

    return parsed


@pytest.mark.parametrize(("name", "state"), STATES, ids=".".join)
def test_every_page(theme, name, state):
    text = render(theme, name, state)
    context, tree = sample(name, state), parse(text)
    assert (
        "${" not in text and "data-tal" not in text and "data-metal" not in text and "data-i18n" not in text
    )
    assert text.lower().count("<!doctype html>") == 1
    assert len(tree.query("h1")) == len(tree.query("main")) == 1
    assert tree.query_one("title").to_text() == f"{context.title} – {context.site.name}"
    assert tree.query("[hidden]") == []
    assert json.loads(tree.query_one("script[type='application/ld+json']").to_text())["@context"]
    assert bool(tree.query("meta[name=robots]")) is not context.meta.index
    ids = [node.attrs["id"] for node in tree.query("[id]")]
    assert len(ids) == len(set(ids))


def test_form_errors_stand_beside_their_fields(page):
    tree = page("contact", "error")
    for name in ("name", "email", "message"):
        field = tree.query_one(f"#{name}")
        assert field.attrs["aria-invalid"] == "true"
        assert tree.query_one(f"#{field.attrs['aria-describedby']}").to_text()
        assert tree.query(f".notice-error a[href='#{name}']")
    right = tree.query_one("#subject").attrs
    assert (
        "aria-invalid" not in right and "aria-describedby" not in right and right["value"] == "The projector"
    )


def test_the_form_proves_where_it_comes_from(page):
    form = page("contact", "empty").query_one("form[method=post]")
    assert form.query_one("[name=csrf_token]").attrs["value"] == "sample-token"
    trap = form.query_one("[name=website]").parent
    assert "inert" in trap.attrs and not form.query(".field-error")


def test_a_sent_message_leaves_no_form(page):
    tree = page("contact", "sent")
    assert tree.query("form[method=post]") == [] and tree.query_one("[role=status] h2")


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
    assert tree.query(".film-card, .article-card, .hit, .pagination, .range") == []
    assert tree.query_one(selector).to_text()


def test_a_missing_poster_shows_the_title(page):
    tree = page("film", "empty")
    blank = tree.query_one(".poster-blank")
    assert blank.to_text() == "Playtime" and blank.attrs["aria-hidden"] == "true"
    assert tree.query("picture, .film-rating, .section") == []


def test_pages_of_a_list(page):
    pages = page("search", "many").query_one(".pagination")
    assert [link.to_text() for link in pages.query("[aria-current=page]")] == ["2"]
    assert [link.attrs["rel"] for link in pages.query("[rel]")] == ["prev", "next"]
    assert page("films", "many").query(".pagination [rel=prev]") == []
    assert page("films", "one").query(".pagination") == []


def test_what_visitors_type_stays_text(page):
    tree = page("search", "long")
    typed = sample("search", "long").query
    assert "<b>" in typed and tree.query("main b") == []
    assert tree.query_one("main [name=q]").attrs["value"] == typed
    assert page("contact", "long").query("main script") == []


def test_filters_in_force_are_marked(page):
    tree = page("films", "one")
    assert [link.query_one("span").to_text() for link in tree.query(".choices [aria-current=true]")] == [
        "Science fiction",
        "1980s",
        "By title",
    ]
    assert len(tree.query(".chip-remove")) == 2
