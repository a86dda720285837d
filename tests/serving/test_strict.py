"""Requests that two servers could read differently are answered 400; ordinary ones are not."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser, ParsingError

from myproject.serving.strict import StrictParser, refuse_ambiguous

HOST = b"Host: example.org\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
LENGTH = b"Content-Length: 3\r\n"


@pytest.mark.parametrize(
    "request_head",
    [
        b"GET /\r\n",
        b"GET / HTTP/0.9\r\n" + HOST,
        b"GET / HTTP/2.0\r\n" + HOST,
        b"GET / HTTP/1.1\r\nAccept: */*\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + b"Host: other.example\r\n",
        b"POST / HTTP/1.1\r\n" + HOST + LENGTH + CHUNKED,
        b"POST / HTTP/1.1\r\n" + HOST + CHUNKED + b"transfer-encoding: identity\r\n",
        b"POST / HTTP/1.1\r\n" + HOST + LENGTH + b"content-length : 5\r\n",
        b"POST / HTTP/1.0\r\n" + CHUNKED,
    ],
)
def test_what_is_ambiguous_is_refused(request_head):
    with pytest.raises(ParsingError):
        refuse_ambiguous(request_head)
    parser = StrictParser(Adjustments())
    parser.received(request_head + b"\r\n")
    assert parser.error.code == 400


@pytest.mark.parametrize(
    "request_head",
    [
        b"GET / HTTP/1.1\r\n" + HOST,
        b"GET / HTTP/1.0\r\n",
        b"POST / HTTP/1.1\r\n" + HOST + LENGTH,
        b"POST / HTTP/1.1\r\n" + HOST + CHUNKED,
    ],
)
def test_what_is_not_is_taken(request_head):
    parser = StrictParser(Adjustments())
    parser.received(request_head + b"\r\n")
    assert parser.error is None


def test_a_header_that_is_too_large_is_still_told_so():
    parser = StrictParser(Adjustments(max_request_header_size=100))
    parser.received(b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"y" * 200 + b"\r\n\r\n")
    assert parser.error.code == 431


class ByTheBook(HTTPRequestParser):
    """Reads every request as a whole."""

    def parse_header(self, header_plus):
        refuse_ambiguous(header_plus)
        super().parse_header(header_plus)


def read(parser_class, data):
    parser = parser_class(Adjustments())
    return seen_of(parser, parser.received(data))


def seen_of(parser, taken):
    seen = {name: value for name, value in vars(parser).items() if name not in ("adj", "body_rcv", "error")}
    names = ("version", "connection_close", "expect_continue", "chunked", "content_length", "command", "path")
    seen |= {name: getattr(parser, name, None) for name in names}
    error = parser.error and (parser.error.code, parser.error.body)
    return taken, seen, error, type(parser.body_rcv)


TARGETS = [
    b"/",
    b"/films?q=a%20b#c",
    b"//a//b",
    b"http://other.example/x",
    b"*",
    b"/\xc3\xa9",
    b"/%zz",
    b"/ ",
]
STARTS = [method + b" " + target for method in (b"GET", b"get", b"POST", b"") for target in TARGETS]
VERSIONS = [b" HTTP/1.1", b" HTTP/1.0", b" HTTP/1.1 ", b" HTTP/2.0", b"", b" http/1.1"]
FIELDS = [
    *[b"Host: example.org", b"host:a", b"Host : a", b"Host:", b"Accept: */*", b"Accept:  a ,b\t", b"X_Y: 1"],
    *[b"X-Y: 1", b"X-Y: 2", b"Connection: close", b"connection: Keep-Alive", b"Expect: 100-continue", b""],
    *[b" folded", b"\tfolded", b"Content-Length: 0", b"Content-Length: 3", b"Transfer-Encoding: chunked"],
    *[b"no colon", b": no name", b"X: a\rb", b"X: a\nb", b"X: \x00", b"X: \xff", b"Long: " + b"x" * 300],
    *[b"Transfer-Encoding: identity", b"\xe9: 1", b"Cookie: a=b; c=d"],
]
heads = st.builds(
    lambda start, version, fields: b"\r\n".join([start + version, *fields]),
    st.sampled_from(STARTS),
    st.sampled_from(VERSIONS),
    st.lists(st.sampled_from(FIELDS), max_size=6),
)


@given(heads, st.sampled_from([b"\r\n\r\n", b"\r\n\r\nabc", b"\n\n", b"\r\n"]), st.booleans())
@example(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close", b"\r\n\r\n", False)
def test_what_is_remembered_of_lines_is_what_waitress_makes_of_them(head, end, host):
    if host:
        head = head.replace(b"\r\n", b"\r\nHost: example.org\r\n", 1)
    for _ in range(2):  # the second time from memory
        assert read(StrictParser, head + end) == read(ByTheBook, head + end)


@given(
    st.sampled_from([b"", b"\r\n", b" ", b"\x0b"]),
    heads,
    st.sampled_from([b"\r\n\r\n", b"\r\n\r\nabc", b"\n\n", b"\r\n", b"\r\n\r\n" * 2]),
)
@example(b"", b"GET / HTTP/1.1\r\nHost: a", b"\r\n\r\n")
def test_a_request_that_comes_whole_is_read_as_one_that_does_not(before, head, end):
    data = before + head.replace(b"\r\n", b"\r\nHost: example.org\r\n", 1) + end
    parser = StrictParser.whole(Adjustments(), data)
    if parser is not None:
        assert seen_of(parser, len(data)) == read(ByTheBook, data)


def test_a_request_is_whole_or_it_is_not():
    plain = b"GET /films HTTP/1.1\r\n" + HOST + b"\r\n"
    adj = Adjustments(max_request_header_size=len(plain) + 1)
    assert StrictParser.whole(adj, plain).path == "/films"
    for other in (
        plain[:-1],
        plain + b"x",
        plain + plain,
        b"\r\n" + plain,
        plain.replace(b"films", b"filmss"),
    ):
        assert StrictParser.whole(adj, other) is None
