"""Pages for everybody are compressed for those who take it; they are the same pages, kept or made anew."""

import gzip
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from webob import Request

from myproject import main
from myproject.web.compression import LONGEST_WISHES, SMALL, compressed, takes_gzip
from myproject.web.pagecache import CACHE
from myproject.web.pages import OVERHEAD
from tests.site.fixtures import HOST, ini_for


@pytest.fixture(scope="module", params=["memory://?size=64MB", "off"], ids=["kept", "made anew"])
def application(request, site_folder):
    application = main({}, **ini_for(site_folder, page_cache=request.param))
    yield application
    application.registry["myproject.engine"].dispose()


@pytest.fixture
def ask(application):
    def ask(path, wishes=None, method="GET", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if wishes is not None:
            headers["Accept-Encoding"] = wishes
        request = Request.blank(path, base_url=f"http://{HOST}", method=method, headers=headers)
        return request.get_response(application)

    return ask


@pytest.mark.parametrize(
    ("wishes", "taken"),
    [
        ("gzip", True),
        ("gzip, deflate, br, zstd", True),
        ("br, GZIP;q=0.2", True),
        ("*", True),
        (None, False),
        ("", False),
        ("br", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("*;q=0", False),
        ("identity, gzip;q=0.1", False),
        ("IDENTITY, *;q=0.1", False),
        ("identity;q=0.5, gzip", True),
        ("gzip" + ", x" * LONGEST_WISHES, False),
        ("no, header;;", False),
    ],
)
def test_a_page_is_compressed_for_who_takes_that(ask, wishes, taken):
    plain = ask("/films/film-05")
    assert "Content-Encoding" not in plain.headers
    for _ in range(2):
        page = ask("/films/film-05", wishes)
        assert page.headers.get("Content-Encoding") == ("gzip" if taken else None)
        assert (gzip.decompress(page.body) if taken else page.body) == plain.body
        assert len(page.body) == int(page.headers["Content-Length"])
        assert len(page.body) < len(plain.body) / 2 or not taken
        assert page.headers["ETag"] == plain.headers["ETag"]
        assert page.headers["Vary"] == plain.headers["Vary"] == "Accept-Language, Accept-Encoding"


def test_its_head_is_that_of_the_page(ask):
    page, head = ask("/films", "gzip"), ask("/films", "gzip", "HEAD")
    same = [each for each in page.headerlist if each[0] != "X-Request-ID"]
    assert [each for each in head.headerlist if each[0] != "X-Request-ID"] == same
    assert head.body == b"" and page.body


def test_who_has_the_page_compressed_is_told_so(ask):
    page = ask("/films", "gzip")
    again = ask("/films", "gzip", If_None_Match=page.headers["ETag"])
    assert (again.status_int, again.body) == (304, b"")
    assert again.headers["Vary"] == page.headers["Vary"]
    assert "Content-Encoding" not in again.headers


@pytest.mark.parametrize("path", ["/news.atom", "/sitemap.xml"])
def test_what_programs_read_is_compressed_as_well(ask, path):
    assert gzip.decompress(ask(path, "gzip").body) == ask(path).body


@pytest.mark.parametrize("path", ["/contact", "/nowhere"])
def test_what_is_one_visitors_own_is_not(ask, path):
    page = ask(path, "gzip")
    assert len(page.body) > SMALL
    assert "Content-Encoding" not in page.headers
    assert "Accept-Encoding" not in page.headers.get("Vary", "")


def test_compressed_pages_count_as_memory(site_folder):
    application = main({}, **ini_for(site_folder))
    memory = application.registry[CACHE].memory
    sizes = []
    for wishes in ("gzip", "identity"):
        headers = {"Accept-Encoding": wishes}
        request = Request.blank("/films/film-07", base_url=f"http://{HOST}", headers=headers)
        sizes.append(len(request.get_response(application).body))
        assert memory.used >= sum(sizes)
    assert memory.used == sum(sizes) + OVERHEAD
    application.registry["myproject.engine"].dispose()


HTML = [("Content-Type", "text/html; charset=UTF-8")]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (HTML, b"a" * (SMALL - 1)),
        (HTML, random.Random(1).randbytes(SMALL)),
        ([("Content-Type", "image/jpeg")], b"a" * SMALL),
        ([], b"a" * SMALL),
        ([*HTML, ("Content-Encoding", "br")], b"a" * SMALL),
    ],
    ids=["small", "dense", "a picture", "of no type", "compressed already"],
)
def test_what_is_not_worth_it_stays(headers, body):
    assert compressed(headers, body) == b""
    assert gzip.decompress(compressed(HTML, b"a" * SMALL)) == b"a" * SMALL


@given(st.text(max_size=2 * LONGEST_WISHES))
def test_whatever_is_wished_for_is_an_answer(wishes):
    assert takes_gzip({"HTTP_ACCEPT_ENCODING": wishes}) in (True, False)
