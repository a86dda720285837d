"""The address of a list of films says which films they are, and there is one for each list."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st
from webob.multidict import MultiDict

from myproject.site.films_query import SORTS, FilmsQuery

TEXTS = st.sampled_from(["drama", "film noir", "a&b=c", "é/+%", "1"]) | st.text(min_size=1, max_size=5)
VALUES = {
    "genre": st.none() | TEXTS,
    "decade": st.none() | st.integers(100, 999).map(lambda number: number * 10),
    "director": st.none() | TEXTS,
    "sort": st.sampled_from(SORTS),
    "page": st.integers(1, 30),
}
CHANGES = st.sampled_from(list(VALUES)).flatmap(lambda name: st.tuples(st.just(name), VALUES[name]))


@given(st.builds(FilmsQuery, **VALUES), CHANGES)
def test_a_changed_list_has_the_address_of_the_query_that_says_the_same(query, change):
    name, value = change
    changed = replace(query, **{"page": 1, name: value})
    assert query.but("/club/films", name)(value) == changed.address("/club/films")


@given(st.builds(FilmsQuery, **(VALUES | {"genre": st.just("film noir"), "director": st.just("é&=+/")})))
def test_an_address_is_read_as_the_query_that_it_was_made_of(query):
    parts = urlsplit(query.address("/films"))
    assert parts.path == "/films"
    assert FilmsQuery.parse(MultiDict(parse_qsl(parts.query))) == query


def test_what_goes_without_saying_is_not_in_the_address():
    assert FilmsQuery().address("/films") == "/films"
    assert FilmsQuery(genre="drama", page=3).but("/films", "genre")(None) == "/films"
    assert FilmsQuery(genre="drama", page=3).but("/films", "page")(1) == "/films?genre=drama"
