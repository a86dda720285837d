"""Requests that no honest browser sends get the right 4xx, on a page of the site."""

import pytest
from webtest import TestApp, TestRequest

from myproject import main
from tests.site.fixtures import HOST, ini_for


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "club.example.evil.example",
        "club.example@evil.example",
        "club.example:x",
        "",
        "[::1",
        "a b",
        'x"y',
    ],
)
def test_a_strange_host(show, host):
    page = show("/films", status=400, extra_environ={"HTTP_HOST": host})
    assert page.status == 400
    assert page.meta.canonical_url.startswith(f"http://{HOST}/")
    assert all("evil" not in link.url for link in page.languages)


@pytest.mark.parametrize("host", ["club.example", "CLUB.example", "club.example:8080"])
def test_our_host(app, host):
    app.get("/films", extra_environ={"HTTP_HOST": host})


def test_any_host_where_the_setting_says_so(site_folder):
    wsgi = main({}, **ini_for(site_folder, hosts="*"))
    app = TestApp(wsgi)
    app.get("/films", extra_environ={"HTTP_HOST": "any.example"})
    app.get("/films", extra_environ={"HTTP_HOST": "[2001:db8::1]:6543"})
    app.get("/films", extra_environ={"HTTP_HOST": "no<t>.example"}, status=400)
    wsgi.registry["myproject.engine"].dispose()


@pytest.mark.parametrize(
    "path",
    [
        "/%ff",
        "/films/%C3%28",
        "/films?genre=%ff",
        "/films?%ff=1",
        "/%00",
        "/search?q=a%00b",
        "/films/%ed%a0%80",
    ],
)
def test_addresses_that_are_no_text(show, path):
    page = show(path, status=400)
    assert page.status == 400 and page.lang == "en"


def test_an_address_too_long(show):
    assert show("/" + "a" * 5000, status=414).status == 414
    assert show("/films?x=" + "a" * 5000, status=414).status == 414


@pytest.mark.parametrize("method", ["TRACE", "CONNECT"])
def test_methods_that_no_page_takes(wsgi, method):
    request = TestRequest.blank("/films", method=method, environ={"HTTP_HOST": HOST})
    response = request.get_response(wsgi)
    assert response.status_int == 405 and response.headers["Allow"]


@pytest.mark.parametrize(
    ("environ", "status"),
    [
        ({"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": "3"}, 400),
        ({"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}, 411),
        ({"CONTENT_LENGTH": "3, 4"}, 400),
        ({"CONTENT_LENGTH": "-1"}, 400),
        ({"CONTENT_LENGTH": "²"}, 400),
        ({"CONTENT_LENGTH": "1048577"}, 413),
        ({"CONTENT_LENGTH": "9" * 40}, 413),
    ],
)
def test_bodies_of_no_or_too_great_length(wsgi, environ, status):
    """Without lint and validator, which would refuse to send such requests."""
    request = TestRequest.blank("/contact", method="POST", environ={"HTTP_HOST": HOST})
    request.environ.update(environ)
    assert request.get_response(wsgi).status_int == status


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded", b"name=%ff"),
        ("application/x-www-form-urlencoded; charset=no-such", b"name=x"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=", b"--\r\n"),
        ("multipart/form-data; boundary=" + "x" * 300, b"--x"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\xff"),
        ("application/json", b"{"),
        ("", b"\x00\xff"),
    ],
)
def test_forms_that_are_none(wsgi, content_type, body):
    request = TestRequest.blank("/contact", method="POST", environ={"HTTP_HOST": HOST})
    request.body, request.environ["CONTENT_TYPE"] = body, content_type
    assert request.get_response(wsgi).status_int == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"x"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"a=b"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="csrf_token"; filename="a"\r\n\r\nabc\r\n--x--\r\n',
        ),
    ],
)
def test_forms_that_are_none_by_any_method(wsgi, method, content_type, body):
    """To an address that takes every method, so that Pyramid looks for the token in what was sent."""
    request = TestRequest.blank(
        "/static/0123456789abcdef/css/site.css", method=method, environ={"HTTP_HOST": HOST}
    )
    request.body, request.environ["CONTENT_TYPE"] = body, content_type
    request.headers["Cookie"] = "__Host-csrf_token=abc; csrf_token=abc"
    assert request.get_response(wsgi).status_int == 400


@pytest.mark.parametrize("name", ["Origin", "Referer"])
@pytest.mark.parametrize("address", ["https://[", "https://[bad]/contact"])
def test_a_form_from_what_is_no_address(wsgi, name, address):
    request = TestRequest.blank("https://club.example/contact", method="POST", environ={"HTTP_HOST": HOST})
    request.headers[name] = address
    assert request.get_response(wsgi).status_int == 400


@pytest.mark.parametrize("root", ["/elsewhere", "\u00ff"])
def test_visitors_do_not_choose_the_root(app, root):
    app.get("/films", headers={"X-Vhm-Root": root}, status=200)


def test_a_body_that_breaks_off(wsgi):
    request = TestRequest.blank("/contact", method="POST", environ={"HTTP_HOST": HOST})
    request.body = b"name=x"
    request.content_type = "application/x-www-form-urlencoded"
    request.environ["CONTENT_LENGTH"] = "600"
    assert request.get_response(wsgi).status_int == 400


@pytest.mark.parametrize(
    "cookie",
    [
        "session=x",
        "session=\u00ff",
        "csrf_token=\u00e9",
        ";;;=",
        "session=" + "A" * 5000,
        'session="\\',
        "=\x01",
    ],
)
def test_broken_cookies_are_no_cookies(app, cookie):
    app.get("/contact", headers={"Cookie": cookie})
    app.get("/films", headers={"Cookie": cookie})
