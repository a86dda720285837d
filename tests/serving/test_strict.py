"""Requests that two servers could read differently are answered 400; ordinary ones are not."""

import pytest
from waitress.adjustments import Adjustments
from waitress.parser import ParsingError

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
