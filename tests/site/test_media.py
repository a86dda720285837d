"""Images as visitors get them."""

import pytest

from myproject.site.addresses import media_path
from myproject.web.request import Request


@pytest.fixture
def poster(show):
    return show("/films/film-05").poster


def urls(srcset):
    return {width: url for url, width in (each.split(" ") for each in srcset.split(", "))}


def test_a_picture_offers_widths_up_to_the_original(poster):
    assert list(urls(poster.srcset)) == ["160w", "320w", "480w", "640w"]
    assert (poster.width, poster.height) == (640, 914)
    assert poster.src == urls(poster.srcset)["640w"]
    assert (poster.alt, poster.focus) == ("A teal poster", "50% 30%")


@pytest.mark.parametrize(
    ("format", "start"), [("avif", b"\0\0\0"), ("webp", b"RIFF"), ("srcset", b"\xff\xd8\xff")]
)
def test_every_format_is_what_it_says_and_kept_for_ever(app, poster, format, start):
    response = app.get(urls(getattr(poster, format))["160w"])
    assert response.body.startswith(start)
    assert response.content_type == f"image/{'jpeg' if format == 'srcset' else format}"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Vary" not in response.headers and "Set-Cookie" not in response.headers
    app.get(response.request.path, headers={"If-None-Match": response.headers["ETag"]}, status=304)


def test_parts_of_an_image(app, poster):
    response = app.get(poster.src, headers={"Range": "bytes=0-9"}, status=206)
    assert len(response.body) == 10


@pytest.mark.parametrize("value", ["bytes=-", "bytes=--5", f"bytes=-{'9' * 5000}", f"bytes=0-{'9' * 5000}"])
def test_a_range_that_is_none_is_the_whole(app, poster, value):
    whole = app.get(poster.src, status=200)
    assert app.get(poster.src, headers={"Range": value}, status=200).body == whole.body


@pytest.mark.parametrize("mounted", ["", "/club"])
def test_addresses_are_those_of_the_route(wsgi, poster, mounted):
    request = Request.blank("/", environ={"SCRIPT_NAME": mounted})
    request.registry = wsgi.registry
    digest = poster.src.split("/")[2]
    for width, format in ((160, "avif"), (640, "jpeg")):
        route = request.route_path("media", digest=digest, width=width, format=format)
        assert media_path(mounted, digest, width, format) == route


def test_a_mounted_site_has_pictures_below_its_mount_point(show):
    for mounted in ("/club", "", "/other"):
        poster = show("/films/film-05", extra_environ={"SCRIPT_NAME": mounted}).poster
        assert all(url.startswith(f"{mounted}/media/") for url in (poster.src, *urls(poster.webp).values()))


@pytest.mark.parametrize(
    "path",
    [
        "/media/x/160.jpeg",
        "/media/{digest}/161.jpeg",
        "/media/{digest}/160.gif",
        "/media/{digest}/160.%2e%2e",
        "/media/../160.jpeg",
    ],
)
def test_images_that_are_not_there(app, poster, path):
    digest = poster.src.split("/")[2]
    app.get(path.format(digest=digest), status=404)
