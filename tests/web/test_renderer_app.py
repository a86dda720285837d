"""The renderer in an application: contexts, package templates, languages, mount points, static files, errors."""

import gzip
import logging
from dataclasses import dataclass, field
from datetime import date

import brotli
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from pyramid.config import Configurator
from pyramid.i18n import TranslationStringFactory
from webob import Request
from webtest import TestApp

from myproject.settings import Settings
from myproject.web.context import help_text, help_texts

_ = TranslationStringFactory("club")
CSS = "main { background: url(../img/a.svg) }\n" * 20
SVG = "<svg xmlns='http://www.w3.org/2000/svg'/>" + " " * 500
FILES = {
    "page.pt": '<!doctype html><html lang="en"><head><link rel="stylesheet" href="static/css/site.css"></head>'
    '<body><p data-tal-content="title">t</p></body></html>',
    "request.pt": "<p>${request}</p>",
    "system.pt": "<p>${[exists: request, 1] and renderer_name}</p>",
    "words.pt": '<p data-i18n-domain="club"><b data-i18n-translate="">Good evening, <i data-i18n-name="who">you</i></b>'
    '<i data-i18n-attributes="title" title="Films"></i>${word} ${day}</p>',
    "static/css/site.css": CSS,
    "static/img/a.svg": SVG,
    "static/img/photo.png": "PNG" * 1000,
}


@dataclass(frozen=True)
class PageContext:
    title: str = help_text("The title.")


@dataclass(frozen=True)
class Words:
    word: object = field(default_factory=lambda: _("Films"))
    day: date = date(2026, 1, 2)


@pytest.fixture
def site(tmp_path):
    """Makes an application: its theme is in tmp_path/theme."""
    catalog = Catalog("de")
    catalog.add("Good evening, ${who}", "Guten Abend, ${who}")
    catalog.add("Films", "Filme")
    folder = tmp_path / "locale" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "club.mo").open("wb") as file:
        write_mo(file, catalog)
    for path, text in FILES.items():
        (tmp_path / "theme" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "theme" / path).write_text(text)

    def make(mode="production", views=()):
        settings = Settings.read(
            {
                "myproject.mode": mode,
                "myproject.secret": "s" * 40,
                "myproject.database_url": "sqlite://",
                "myproject.media_dir": str(tmp_path / "media"),
                "myproject.cache_dir": str(tmp_path / "cache"),
                "myproject.theme": str(tmp_path / "theme"),
                "myproject.hosts": "*",
            },
            {},
        )
        with Configurator() as config:
            config.registry["myproject.settings"] = settings
            config.add_translation_dirs(str(tmp_path / "locale"))
            config.set_locale_negotiator(lambda request: request.GET.get("lang", "en"))
            config.include("myproject.web.renderer")
            for name, renderer, context in [("", "page.pt", PageContext("Brazil")), *views]:
                config.add_view(lambda request, context=context: context, name=name, renderer=renderer)
        return TestApp(config.make_wsgi_app())

    return make


def links(response):
    return [link["href"] for link in response.html.find_all("link")]


# Contexts


def test_renders_the_fields_of_the_context(site):
    response = site().get("/")
    assert "<p>Brazil</p>" in response.text
    assert response.content_type == "text/html"
    assert response.charset == "UTF-8"


@pytest.mark.parametrize(
    "name", ["request", "context", "view", "renderer_info", "req", "template", "macros", "econtext_"]
)
def test_nothing_else_reaches_a_template(site, tmp_path, name):
    (tmp_path / "theme" / "name.pt").write_text(f"<p>${{{name}}}</p>")
    with pytest.raises(Exception, match=f"NameError: {name}"):
        site(views=[("name", "name.pt", PageContext("t"))]).get("/name")


@pytest.mark.parametrize("context", [{"title": "a"}, None, PageContext, "text"])
def test_a_view_returns_a_context_dataclass(site, context):
    with pytest.raises(TypeError, match="return an instance of a context dataclass"):
        site(views=[("wrong", "page.pt", context)]).get("/wrong")


def test_context_fields_may_not_hide_what_templates_have(site):
    @dataclass
    class Hiding:
        repeat: str = "mine"

    with pytest.raises(TypeError, match="repeat"):
        site(views=[("wrong", "page.pt", Hiding())]).get("/wrong")


def test_help_texts():
    assert help_texts(PageContext) == {"title": "The title."}
    with pytest.raises(ValueError, match="needs a help text"):
        help_text(" ")
    with pytest.raises(TypeError, match="not a dataclass"):
        help_texts(dict)


def test_a_theme_without_the_template_says_so(site):
    with pytest.raises(Exception, match=r"The theme has no pages\.pt; did you mean page\.pt\?"):
        site(views=[("gone", "pages.pt", PageContext("t"))]).get("/gone")


# Languages


def test_messages_are_translated_in_the_language_of_each_request(site):
    app = site(views=[("words", "words.pt", Words())])
    english = '<p><b>Good evening, <i>you</i></b><i title="Films"></i>Films 2026-01-02</p>'
    german = '<p><b>Guten Abend, <i>you</i></b><i title="Filme"></i>Filme 2026-01-02</p>'
    for language, expected in [("de", german), ("en", english), ("de", german), ("fr", english)]:
        assert app.get("/words", {"lang": language}).text == expected


# Mount points


@pytest.mark.parametrize(
    ("environ", "mount"),
    [
        ({}, ""),
        ({"SCRIPT_NAME": "/club"}, "/club"),
        ({"SCRIPT_NAME": "/club/de", "myproject.mount": "/club"}, "/club"),
        ({"SCRIPT_NAME": "/de", "myproject.mount": ""}, ""),
        ({"SCRIPT_NAME": '/"><b>\xc3\xa9 &'}, "/%22%3E%3Cb%3E%C3%A9%20%26"),
    ],
)
def test_static_links_honour_the_mount_point_of_the_application(site, environ, mount):
    app = site()
    (href,) = links(app.get("/", extra_environ=environ))
    assert href.startswith(f"{mount}/static/")
    assert app.get(href.removeprefix(mount)).text.startswith("main {")
    for other in ("", "/other"):
        assert links(app.get("/", extra_environ={"SCRIPT_NAME": other})) == [other + href.removeprefix(mount)]


# Static files


@pytest.fixture
def style(site):
    """The application and the address of its stylesheet."""
    app = site()
    return app, links(app.get("/"))[0]


def ask(app, url, method="GET", **headers):
    return Request.blank(
        url, method=method, headers={k.replace("_", "-"): v for k, v in headers.items()}
    ).get_response(app.app)


def test_a_static_file_may_be_kept_for_ever(style):
    app, url = style
    response = ask(app, url)
    assert response.status_int == 200
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.headers["Vary"] == "Accept-Encoding"


def test_the_links_of_a_stylesheet_lead_to_files(style):
    app, url = style
    relative = ask(app, url).text.split("url(")[1].split(")")[0]
    response = app.get(url).goto(relative)
    assert response.text == SVG
    assert response.headers["Content-Type"] == "image/svg+xml"


@pytest.mark.parametrize(
    ("accepts", "encoding"),
    [
        ("br", "br"),
        ("gzip", "gzip"),
        ("gzip, deflate, br;q=0.9", "br"),
        ("gzip;q=0, br;q=0", None),
        ("*", "br"),
        ("identity", None),
        ("", None),
        (None, None),
    ],
)
def test_serves_what_the_client_accepts(style, accepts, encoding):
    app, url = style
    plain = ask(app, url).body
    response = ask(app, url, **({} if accepts is None else {"Accept_Encoding": accepts}))
    assert response.headers.get("Content-Encoding") == encoding
    decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert decode(response.body) == plain
    if encoding:
        assert len(response.body) < len(plain)


def test_images_are_not_compressed_again(site):
    app = site(views=[("image", "image.pt", PageContext("t"))])
    path = app.app.registry["myproject.themes"].active.theme().url("static/img/photo.png")
    response = ask(app, path, Accept_Encoding="gzip, br")
    assert "Content-Encoding" not in response.headers
    assert "Vary" not in response.headers


def test_conditional_requests(style):
    app, url = style
    response = ask(app, url, Accept_Encoding="br")
    assert ask(app, url, Accept_Encoding="br", If_None_Match=response.headers["ETag"]).status_int == 304
    assert ask(app, url, If_None_Match=response.headers["ETag"]).status_int == 200
    assert ask(app, url, If_None_Match='"other"').status_int == 200


def test_ranges_are_of_the_file_s_own_bytes(style):
    app, url = style
    whole = ask(app, url)
    part = ask(app, url, Range="bytes=5-9", Accept_Encoding="br")
    assert (part.status_int, part.body) == (206, whole.body[5:10])
    assert part.headers["Content-Range"] == f"bytes 5-9/{len(whole.body)}"
    assert ask(app, url, Range="bytes=999999-").status_int == 416
    assert ask(app, url, Range="bytes=5-9", If_Range='"other"').status_int == 200


def test_head_and_other_methods(style):
    app, url = style
    head = ask(app, url, method="HEAD")
    assert (head.status_int, head.body) == (200, b"")
    assert head.content_length == len(ask(app, url).body)
    refused = ask(app, url, method="POST")
    assert (refused.status_int, refused.headers["Allow"]) == (405, "GET, HEAD")


def test_a_link_to_an_older_or_a_neighbouring_file_leads_on(style):
    app, url = style
    digest = url.split("/")[2]
    response = app.get(url.replace(digest, "0" * 16), status=302)
    assert response.location == "http://localhost" + url
    assert response.headers["Cache-Control"] == "no-cache"
    # What a script that imports ../img/a.svg asks for.
    assert app.get(f"/static/{digest}/img/a.svg", status=302).follow().text == SVG
    mounted = app.get(url.replace(digest, "0" * 16), extra_environ={"SCRIPT_NAME": "/club"}, status=302)
    assert mounted.location == "http://localhost/club" + url


@pytest.mark.parametrize(
    "path",
    [
        "css/gone.css",
        "../page.pt",
        "../../page.pt",
        "css/../../page.pt",
        "%2e%2e/page.pt",
        "..%2fpage.pt",
        "css%00",
        "/etc/passwd",
        "css",
        "css/",
        "C:/windows",
        "..\\page.pt",
    ],
)
@pytest.mark.parametrize("digest", ["0" * 16, "0" * 15, "..", "x" * 16])
def test_nothing_but_static_files_is_served(style, digest, path):
    app, _url = style
    app.get(f"/static/{digest}/{path}", status=404)


# Errors


def test_in_production_a_fault_is_one_line_in_the_log(site, tmp_path, caplog):
    (tmp_path / "theme" / "broken.pt").write_text("<p>\n${titel}</p>")
    app = site(views=[("broken", "broken.pt", PageContext("t"))])
    with caplog.at_level(logging.ERROR), pytest.raises(Exception, match="titel"):
        app.get("/broken")
    (record,) = caplog.records
    assert "broken.pt:2:3: NameError: titel" in record.getMessage()
    assert "Did you mean title?" in record.getMessage()


def test_in_development_a_fault_is_a_page(site, tmp_path):
    (tmp_path / "theme" / "broken.pt").write_text("<p>\n<b title='${titel}'>&lt;</b>\n</p>")
    app = site("development", views=[("broken", "broken.pt", PageContext("t"))])
    response = app.get("/broken", status=500)
    page = response.html
    assert page.h1.text == "NameError: titel"
    assert "broken.pt, line 2" in page.title.text
    assert "Did you mean title?" in page.find(class_="advice").text
    (current,) = page.find_all(attrs={"aria-current": "true"})
    assert current.th.text == "2"
    assert current.code.text == "<b title='${titel}'>&lt;</b>"
    assert current.mark.text == "titel"
    assert app.get(links(response)[1]).content_type == "text/css"
    assert response.headers["Cache-Control"] == "no-store"

    (tmp_path / "theme" / "broken.pt").write_text("<p>${title}</p>")
    assert "<p>t</p>" in app.get("/broken").text


# Live reload


def test_in_development_pages_reload_when_the_theme_changes(site, tmp_path):
    app = site("development")
    page = app.get("/")
    script = page.html.find("script")
    assert app.get(script["src"]).content_type == "text/javascript"
    now = app.get(script["data-revision"])
    assert now.headers["Cache-Control"] == "no-store"
    assert now.json == {"page": script["data-page"], "styles": {"static/css/site.css": links(page)[0]}}

    (tmp_path / "theme" / "static" / "css" / "site.css").write_text("a { color: red }")
    restyled = app.get(script["data-revision"]).json
    assert restyled["page"] == now.json["page"]
    assert restyled["styles"] != now.json["styles"]
    assert app.get(restyled["styles"]["static/css/site.css"]).text == "a { color: red }"

    (tmp_path / "theme" / "page.pt").write_text("<p>new</p>")
    assert app.get(script["data-revision"]).json["page"] != now.json["page"]


def test_the_script_honours_the_mount_point(site):
    script = site("development").get("/", extra_environ={"SCRIPT_NAME": "/club"}).html.find("script")
    assert script["src"].startswith("/club/static/")
    assert script["data-revision"] == "/club/_revision"


def test_in_production_pages_have_no_script(site):
    app = site()
    assert "<script" not in app.get("/").text
    app.get("/_revision", status=404)
