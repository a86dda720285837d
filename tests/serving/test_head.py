"""The header of an answer: the same lines whether its beginning is remembered or not, and the same refusals."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myproject.serving.head import head

NAMES = st.sampled_from(["content-type", "Content-Length", "DATE", "Server", "x-odd-NAME", "ETag"])
HEADERS = st.lists(st.tuples(NAMES, st.sampled_from(["", "1", "22", "\xe9", "a, b"])), max_size=4)
STATUS = st.sampled_from(["200 OK", "304 Not Modified"])


def beginning(headers):
    return SimpleNamespace(headers=headers, made=None)


@given(HEADERS, st.lists(st.tuples(STATUS, HEADERS, st.booleans()), max_size=5))
def test_a_beginning_changes_nothing(common, answers):
    remembered = beginning(common)
    for status, more, begins in answers:
        headers = [*common, *more] if begins else [*more, *common]
        assert head(status, headers, remembered) == head(status, headers)


def test_lines_are_written_as_waitress_does():
    headers = [("content-type", "text/plain"), ("x-odd-NAME", ""), ("DATE", "today"), ("content-length", "1")]
    lines, deciding = head("200 OK", headers, beginning(headers[:2]))
    assert lines == (
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Odd-Name: \r\nDate: today\r\nContent-Length: 1\r\n"
    )
    assert deciding == {"Date": "today", "Content-Length": "1"}


@pytest.mark.parametrize("length", [0, 1])
@pytest.mark.parametrize(
    ("status", "header", "error"),
    [
        ("200 OK\r\nX: y", ("A", "b"), ValueError),
        ("200 OK\n", ("A", "b"), ValueError),
        (b"200 OK", ("A", "b"), AssertionError),
        ("200 OK", ("A", "b\r\nX: y"), ValueError),
        ("200 OK", ("A\n", "b"), ValueError),
        ("200 OK", ("A", "b\r"), ValueError),
        ("200 OK", ("A", b"b"), TypeError),
        ("200 OK", (b"A", "b"), AssertionError),
        ("200 OK", ("Connection", "close"), AssertionError),
        ("200 OK", ("transfer-encoding", "chunked"), AssertionError),
    ],
)
def test_what_may_not_be_sent_is_refused_again_and_again(status, header, error, length):
    remembered = beginning([header][:length])
    for _ in range(2):
        with pytest.raises(error):
            head(status, [header], remembered)
