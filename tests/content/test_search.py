"""The search: alike on every database, any text is a query, titles weigh most, and no markup gets through."""

import re
from datetime import date
from html import escape, unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from myproject.content import NotFound
from myproject.content.search import search
from myproject.content.snippets import snippet
from myproject.models.search import Document, put_document, rebuild_index
from myproject.models.text import words
from tests.content.library import add_article, add_film, add_page

one_database = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture
def library(session, on):
    on(date(2026, 11, 22))
    add_film(
        session,
        "Amélie",
        directors=["Jean-Pierre Jeunet"],
        genres=["Comedy"],
        synopsis="A waitress in Paris.",
    )
    add_film(session, "The Third Man", synopsis="Vienna, and a zither.", directors=["Carol Reed"])
    add_film(session, "The Hitchhiker’s Guide to the Galaxy", synopsis="Towels matter.", slug="guide")
    add_article(session, "Vienna and us", body="We went by tram.", tags=["Travel"])
    add_article(session, "Not yet", date(2026, 12, 1), body="A zither concert.")
    add_article(session, "Never", None, body="A zither in a drawer.")
    add_page(session, "about", body="Our street is called Straße.")
    session.commit()
    return session


def found(session, query, number=1, per_page=10):
    return [hit.slug for hit in search(session, query, number, per_page).items]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("amelie", ["amelie"]),
        ("AMÉLIE", ["amelie"]),
        ("strasse", ["about"]),
        ("straße", ["about"]),
        ("jeunet comedy", ["amelie"]),
        ("hitchhikers", ["guide"]),
        ("hitchhiker's guide", ["guide"]),
        ("towel", ["guide"]),
        ("hitchh", ["guide"]),
        ("hitchh towels", []),
        ("2000 paris", ["amelie"]),
        ("ann tram", ["vienna-and-us"]),
        ("travel", ["vienna-and-us"]),
        ("zither", ["the-third-man"]),
        ("zebra", []),
    ],
)
def test_what_is_found(library, query, slugs):
    assert found(library, query) == slugs


def test_a_title_weighs_more_than_a_name_and_that_more_than_the_text(session):
    add_film(session, "One", synopsis="Nothing but herons here, and herons again: herons.")
    add_film(session, "Two", directors=["Heron Smith"], synopsis="Nothing to speak of happens in this one.")
    add_film(session, "Heron", synopsis="Nothing to speak of happens in this one.")
    assert found(session, "heron") == ["heron", "two", "one"]


def test_what_is_written_ahead_is_found_from_its_day_on(library, on):
    assert "not-yet" not in found(library, "zither")
    on(date(2026, 12, 1))
    assert set(found(library, "zither")) == {"the-third-man", "not-yet"}


def test_hits_say_what_they_are(library):
    (hit,) = search(library, "jeunet", 1, 10).items
    assert (hit.kind, hit.slug, hit.title) == ("film", "amelie", "Amélie")
    assert hit.snippet == "Jean-Pierre <mark>Jeunet</mark> · Comedy · 2000 – A waitress in Paris."
    assert {hit.kind for hit in search(library, "a", 1, 10).items} == {"film", "article", "page"}


def test_pages_of_hits(session):
    for number in range(7):
        add_film(session, f"Heron {number}")
    pages = [search(session, "heron", number, 3) for number in (1, 2, 3)]
    assert [(len(page.items), page.total, page.last) for page in pages] == [(3, 7, 3), (3, 7, 3), (1, 7, 3)]
    assert len({hit.slug for page in pages for hit in page.items}) == 7
    for number in (4, 0, -1, 10**40):
        with pytest.raises(NotFound):
            search(session, "heron", number, 3)


@pytest.mark.parametrize("query", ["", "   ", "!?", "\0", '"', "***", "_", "\ud800"])
def test_a_query_without_words_finds_nothing(library, query):
    assert search(library, query, 1, 10).total == 0


@pytest.mark.parametrize(
    "query",
    ['"amelie', "amelie*", "amelie OR", "NOT amelie", "title:amelie", "NEAR(amelie", "amelie)", "amelie:*", "a & | !",
     "amelie'--", "amelie\0", "%", "amelie " * 500, "ab" * 5000, "^amelie", "{amelie}", "-amelie", "½"],
)  # fmt: skip
def test_operators_are_words(library, query):
    search(library, query, 1, 10)


@one_database
@given(query=st.text(max_size=40) | st.text(st.sampled_from("\"'*():^-+&|!<>\\ aAéß½\0ORNT"), max_size=40))
def test_any_text_is_a_query(library, query):
    page = search(library, query, 1, 10)
    assert len(page.items) == min(page.total, 10)


@one_database
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60))
def test_every_word_of_a_text_finds_it(session, text):
    put_document(session, Document("page", "it", "", "", text))
    for word, start, end in words(text):
        assert found(session, word) == found(session, text[start:end]) == ["it"]


def test_the_index_can_be_made_anew(library):
    before = found(library, "a")
    rebuild_index(library)
    assert found(library, "a") == before != []


HOSTILE = "Before <script>alert('zebra')</script> & \"zebra\" ${7*7} after."


def test_snippets_carry_no_markup_but_the_mark(session):
    add_page(session, "hostile", body=HOSTILE)
    (hit,) = search(session, "zebra", 1, 10).items
    assert "<script" not in hit.snippet
    assert (
        "&lt;script&gt;alert(‘<mark>zebra</mark>’)&lt;/script&gt; &amp; “<mark>zebra</mark>”" in hit.snippet
    )


@given(st.text("<>&\"' zebra", max_size=300) | st.text(max_size=300), st.integers(20, 80))
def test_a_snippet_is_an_escaped_piece_of_the_text(text, length):
    found = snippet(text, ["zebra"], length)
    plain = re.sub(r"</?mark>", "", found)
    assert plain == escape(unescape(plain))
    assert unescape(plain).removeprefix("…").removesuffix("…") in text
    assert len(unescape(plain)) <= length + 2


def test_a_snippet_shows_where_most_words_stand():
    text = "zebra " + "filler " * 80 + "the zebra and the heron met " + "filler " * 80
    assert "the <mark>zebra</mark> and the <mark>heron</mark> met" in snippet(text, ["zebra", "heron"])
