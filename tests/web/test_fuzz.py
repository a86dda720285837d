"""Whatever arrives, the answer is never a 5xx: hostile paths, queries, headers, cookies, bodies, methods."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from webtest import TestRequest

from tests.site.fixtures import HOST

PATHS = [
    "/",
    "/films",
    "/films/film-05",
    "/news",
    "/news/2024/01",
    "/search",
    "/contact",
    "/media/",
    "/about",
    "/static/",
]
KEYS = ["genre", "decade", "director", "sort", "page", "q", "x"]

# What a server hands on: bytes, each as the character of the same number (PEP 3333).
raw = st.binary(max_size=40).map(lambda data: data.decode("latin-1"))
header_value = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=60)
words = st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass").decode("latin-1"))
value = st.one_of(
    raw,
    words,
    st.integers(-(10**20), 10**20).map(str),
    st.sampled_from(["", "%00", "%ff", "\u00e9", "' OR 1=1"]),
)

path = st.builds(
    lambda language, start, rest: language + start + rest,
    st.sampled_from(["", "", "/de", "/fr"]),
    st.sampled_from(PATHS),
    st.one_of(st.just(""), raw, words),
)
query = st.one_of(
    raw,
    st.lists(st.tuples(st.sampled_from(KEYS), value), max_size=4).map(
        lambda pairs: "&".join(f"{key}={value}" for key, value in pairs)
    ),
)
HEADERS = [
    "HTTP_HOST", "HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "HTTP_ORIGIN", "HTTP_REFERER", "HTTP_X_FORWARDED_FOR", "HTTP_X_REQUEST_ID",
    "HTTP_X_CSRF_TOKEN", "HTTP_TRANSFER_ENCODING", "HTTP_AUTHORIZATION", "HTTP_EXPECT",
    "CONTENT_TYPE", "CONTENT_LENGTH",
]  # fmt: skip
headers = st.dictionaries(
    st.sampled_from(HEADERS),
    st.one_of(
        header_value,
        st.sampled_from(
            ["*", "session=x", "csrf_token=\u00ff", "W/\"", "bytes=0-1,5-", "chunked", "Thu, 99 Foo 9999 99:99:99 GMT",
             "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/html; charset=x"]
        ),
    ),
    max_size=4,
)  # fmt: skip
method = st.sampled_from(
    ["GET", "GET", "GET", "HEAD", "POST", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW", "get"]
)
body = st.one_of(
    st.binary(max_size=200),
    st.lists(st.tuples(st.sampled_from(["name", "email", "message", "website", "csrf_token"]), value)).map(
        lambda pairs: "&".join(f"{key}={value}" for key, value in pairs).encode("latin-1")
    ),
)


@pytest.fixture(scope="session")
def answer(wsgi):
    """Sends a request as a server would, with nothing between; returns the response."""

    def send(method, path, query, headers, body):
        request = TestRequest.blank(
            "/", method=method, environ={"HTTP_HOST": HOST, "REMOTE_ADDR": "192.0.2.9"}
        )
        request.body = body
        request.content_type = "application/x-www-form-urlencoded"
        request.environ |= {"PATH_INFO": path, "QUERY_STRING": query, **headers}
        return request.get_response(wsgi)

    return send


def check(response):
    body = response.body
    assert response.status_int < 500, body
    assert response.headers["Content-Security-Policy"]
    assert b"Traceback" not in body


@given(method=method, path=path, query=query, headers=headers, body=body)
@example("GET", "/\xff", "\xff", {"HTTP_HOST": "\xff"}, b"")
@example("POST", "/contact", "", {"CONTENT_TYPE": "multipart/form-data; boundary=x"}, b"--x\r\n\r\n--x--")
@example("POST", "/de/contact", "", {"HTTP_COOKIE": "csrf_token=\xe9"}, b"csrf_token=%E2%80%A8")
@example("GET", "/films", "page=1", {"HTTP_IF_MODIFIED_SINCE": "Sat, 01 Jan 99999 00:00:00 GMT"}, b"")
@example("GET", "/de//elsewhere.example/", "", {}, b"")
def test_never_a_fault_of_ours(answer, method, path, query, headers, body):
    check(answer(method, path, query, headers, body))


@given(query=query)
def test_no_query_breaks_the_lists_and_the_search(answer, query):
    for address in ("/films", "/news", "/search"):
        check(answer("GET", address, query, {}, b""))


@given(cookie=header_value, language=header_value, tag=header_value)
def test_no_header_breaks_a_page(answer, cookie, language, tag):
    headers = {"HTTP_COOKIE": cookie, "HTTP_ACCEPT_LANGUAGE": language, "HTTP_IF_NONE_MATCH": tag}
    check(answer("GET", "/films/film-05", "", headers, b""))
    check(answer("GET", "/contact", "", headers, b""))


@pytest.fixture(scope="session")
def files(answer):
    """The addresses of a stylesheet and of an image."""
    page = answer("GET", "/films/film-05", "", {}, b"").text
    return re.search(r'href="(/static/[^"]+\.css)"', page)[1], re.search(r'src="(/media/[^"]+)"', page)[1]


@given(
    headers=st.dictionaries(
        st.sampled_from(
            ["HTTP_RANGE", "HTTP_IF_RANGE", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH"]
        ),
        st.one_of(
            header_value, st.sampled_from(["bytes=-0", "bytes=9-1", "bytes=5-", "Mon, 1 Jan 10000 0:0:0 GMT"])
        ),
    )
)
@example({"HTTP_IF_MODIFIED_SINCE": "Sat, 01 Jan 99999 00:00:00 GMT"})
def test_no_header_breaks_a_file(answer, files, headers):
    for address in files:
        check(answer("GET", address, "", headers, b""))


@given(digest=raw, width=st.integers(0, 10**6), format=raw)
def test_no_address_of_an_image_breaks_out(answer, digest, width, format):
    response = answer("GET", f"/media/{digest}/{width}.{format}", "", {}, b"")
    check(response)
    assert response.status_int in (301, 400, 404)
