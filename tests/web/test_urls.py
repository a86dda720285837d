"""Addresses of routes are Pyramid's own, whatever the pattern and the values; only quicker."""

import re
from fractions import Fraction

import pyramid.request
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup
from pyramid.config import Configurator
from pyramid.urldispatch import Route, route_re

from myproject.web import urls
from myproject.web.request import Request
from myproject.web.urls import compiled

LITERALS = st.text("ab-_.~ %&é$;:@+{}*/", max_size=6).filter(lambda text: not set("{}*:") & set(text))
NAMES = st.sampled_from(["slug", "year", "month", "path", "_x"])
PLACEHOLDERS = st.builds(
    "{{{}{}}}".format, NAMES, st.sampled_from(["", ":[0-9]{4}", ":.+", ":[^/]+", r":\d{2}", ":a|b:c"])
)
TEXTS = st.text(max_size=12) | st.sampled_from(
    ["the-general", "a/b", "é", "100%", "a b", "", "..", "\x00", "%2F", "+"]
)
BYTES = TEXTS.map(lambda text: text.encode())
VALUES = TEXTS | BYTES | st.integers() | st.floats() | TEXTS.map(Markup) | st.none() | st.booleans()
REMAINDERS = VALUES | st.lists(VALUES.filter(lambda value: value is not None), max_size=3).map(tuple)
QUERIES = (
    st.none()
    | TEXTS
    | st.dictionaries(TEXTS, VALUES | st.lists(TEXTS, max_size=2), max_size=3)
    | st.lists(st.tuples(TEXTS, TEXTS), max_size=3)
)
MOUNTS = st.sampled_from(["", "/club", "/de", "/club/fr", "/a b", "/caf\xc3\xa9"])
REST = {
    "_anchor": TEXTS,
    "_scheme": st.sampled_from(["http", "https"]),
    "_host": st.just("other.example"),
    "_port": st.just("8080"),
}


@st.composite
def patterns(draw):
    """A pattern and values for it."""
    names = draw(st.lists(PLACEHOLDERS, max_size=3, unique_by=lambda text: text[1:-1].partition(":")[0]))
    pattern = draw(st.sampled_from(["", "/"])) + draw(LITERALS)
    for name in names:
        pattern += name + draw(LITERALS)
    values = {name[1:-1].partition(":")[0]: draw(VALUES) for name in names}
    if draw(st.booleans()):
        pattern, values["rest"] = f"{pattern}*rest", draw(REMAINDERS)
    # Two slashes in front make a route to another site, of which more below.
    return re.sub("/+", "/", pattern), values


def both(pattern, mounted="", **options):
    """A request of ours and one of Pyramid's, in an application with one route."""
    config = Configurator()
    config.add_route("route", pattern, **options)
    config.commit()
    made = []
    for each in (Request, pyramid.request.Request):
        request = each.blank("/", environ={"SCRIPT_NAME": mounted, "HTTP_HOST": "club.example:6543"})
        request.registry = config.registry
        made.append(request)
    return made


def outcome(call, *args, **kw):
    try:
        return call(*args, **kw)
    except (KeyError, ValueError) as error:
        return type(error)


@given(patterns())
@example(("/", {}))
@example(("/100%/{slug}", {"slug": "%"}))
@example(("/*rest", {"rest": ("a/b", "é")}))
def test_a_compiled_pattern_generates_what_pyramid_does(case):
    pattern, values = case
    count, path_of = compiled(pattern)
    assert count == len(values)
    assert outcome(path_of, values) == outcome(Route("route", pattern).generate, values)


@pytest.mark.parametrize(
    "pattern", [":year/:month", "/news/:slug", "/a*", "films", "/{a}{b}", "/x:y/{z}", "/{a}*b"]
)
def test_patterns_of_every_kind(pattern):
    values = {"year": 1, "month": "ü", "slug": "s", "a": "b", "b": ("c", "d e"), "z": "/"}
    ours, theirs = both(pattern)
    assert ours.route_path("route", **values) == theirs.route_path("route", **values)
    names = [
        name for name in values if f":{name}" in pattern or f"{{{name}}}" in pattern or f"*{name}" in pattern
    ]
    needed = {name: values[name] for name in names}
    assert compiled(pattern)[1](needed) == theirs.route_path("route", **needed)


@given(patterns(), MOUNTS, QUERIES, st.fixed_dictionaries({}, optional=REST), st.lists(TEXTS, max_size=1))
def test_requests_give_the_same_addresses(case, mounted, query, special, elements):
    pattern, values = case
    ours, theirs = both(pattern, mounted)
    for options in (
        {},
        {"_query": query},
        {"_query": query, **special},
        {"_app_url": "", **special},
        {"more": "x"},
    ):
        for method in ("route_path", "route_url"):
            for args in ([], elements):
                given = {**values, **options}
                assert outcome(getattr(ours, method), "route", *args, **given) == outcome(
                    getattr(theirs, method), "route", *args, **given
                )


def test_what_is_missing_or_unknown_is_a_key_error():
    ours, _ = both("/films/{slug}")
    for name, values in (("none", {}), ("route", {}), ("route", {"slugs": "x"})):
        with pytest.raises(KeyError):
            ours.route_path(name, **values)


def test_a_pregenerator_has_its_say():
    ours, theirs = both(
        "/films/{slug}", pregenerator=lambda request, elements, kw: (elements, {**kw, "slug": "x"})
    )
    assert ours.route_path("route") == theirs.route_path("route") == "/films/x"


def test_a_route_to_another_site():
    ours, theirs = both("https://other.example/{slug}")
    assert (
        ours.route_url("route", slug="x") == theirs.route_url("route", slug="x") == "https://other.example/x"
    )
    with pytest.raises(ValueError, match="external route"):
        ours.route_path("route", slug="x")


def test_values_that_are_equal_but_not_alike():
    ours, theirs = both("/{slug}")
    for value in (1, True, 1.0, Fraction(1), "1", b"1", 0.0, -0.0, False):
        query = {"a": value, "b": [value]}
        assert ours.route_path("route", slug=value, _query=query) == theirs.route_path(
            "route", slug=value, _query=query
        )
    assert ours.route_path("route", slug="x", _query={1: "a"}) == "/x?1=a"
    assert ours.route_path("route", slug="x", _query={True: "a"}) == "/x?True=a"


def test_the_mount_point_may_change_within_a_request():
    ours, _ = both("/films/{slug}")
    assert ours.route_path("route", slug="m") == "/films/m"
    ours.environ["SCRIPT_NAME"] = "/de"
    assert ours.route_path("route", slug="m") == "/de/films/m"


@given(
    pattern=st.builds("{}{}{}".format, LITERALS, PLACEHOLDERS, LITERALS),
    values=st.lists(VALUES),
    mounted=MOUNTS,
)
@example("/films/{slug}", ["1", 1, 1.0, True, Markup("1")], "")
def test_a_path_of_a_list_is_the_path_of_the_route(pattern, values, mounted):
    request, pyramids = both(re.sub("/+", "/", pattern), mounted)
    name = route_re.search(pattern)[0][1:-1].partition(":")[0]
    path = request.path_to("route")
    for value in values * 2:
        assert path(value) == pyramids.route_path("route", **{name: value})


@pytest.mark.parametrize("pattern", ["/films", "/{year}/{month}", "/pages/*path"])
def test_other_routes_have_no_such_path(pattern):
    request, _ = both(pattern)
    with pytest.raises(ValueError, match="has not one placeholder: ask route_path"):
        request.path_to("route")


def test_a_route_with_a_pregenerator_or_without_a_name_has_no_such_path():
    request, _ = both("/{slug}", pregenerator=lambda request, elements, kw: (elements, kw))
    with pytest.raises(ValueError, match="has a pregenerator"):
        request.path_to("route")
    with pytest.raises(KeyError):
        request.path_to("other")


def test_the_paths_of_a_list_that_are_remembered_are_few():
    request, _ = both("/{slug}")
    path = request.path_to("route")
    paths = path.__self__
    for number in range(3 * urls._REMEMBERED):
        assert path(f"film-{number}") == f"/film-{number}"
        assert len(paths) <= urls._REMEMBERED
