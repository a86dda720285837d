"""Which files a designer may send along."""

import pytest

from myproject.design import assets
from myproject.design.assets import AssetRefused

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">%b</svg>'


@pytest.mark.parametrize(
    "name", ["static/img/new.jpg", "static/a.CSS", "static/fonts/x.woff2", "static/img/deep/er/y.avif"]
)
def test_what_looks_are_made_of_comes_in(name):
    assets.check(name, b"content", scripts=False)


@pytest.mark.parametrize(
    "name",
    [
        "static/x.js",
        "static/x.html",
        "static/x.pt",
        "static/x",
        "static/x.php",
        "img/x.png",
        "static/../x.png",
    ],
)
def test_anything_else_is_refused_by_name(name):
    with pytest.raises(AssetRefused, match=name.rpartition("/")[2]):
        assets.check(name, b"content", scripts=False)


def test_scripts_come_in_where_the_team_allows_it():
    assets.check("static/x.js", b"alert(1)", scripts=True)


def test_a_file_too_large_is_refused():
    with pytest.raises(AssetRefused, match="is the most"):
        assets.check("static/x.png", b"x" * (assets.LARGEST + 1), scripts=False)


@pytest.mark.parametrize(
    "inside",
    [
        b"<script>alert(1)</script>",
        b'<path onclick="alert(1)"/>',
        b'<a xlink:href="java&#10;script:alert(1)"><path/></a>',
        b'<a href=" JavaScript:alert(1)"><path/></a>',
        b'<use href="data:text/html,x"/>',
        b"<foreignObject><p/></foreignObject>",
        b'<set attributeName="href" to="javascript:alert(1)"/>',
        b'<animate attributeName="href" values="javascript:alert(1)"/>',
        b'<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
        b"<path",
    ],
)
def test_an_image_that_acts_is_refused(inside):
    with pytest.raises(AssetRefused, match=r"x\.svg"):
        assets.check("static/x.svg", SVG % inside, scripts=False)


def test_entities_cannot_hide_in_an_image():
    hidden = b'<!DOCTYPE svg [<!ENTITY a "<script>1</script>">]>' + SVG % b"&a;"
    with pytest.raises(AssetRefused, match="entities"):
        assets.check("static/x.svg", hidden, scripts=False)


def test_plain_drawings_come_in():
    drawing = (
        SVG
        % b'<defs><g id="a"><path d="M0 0"/></g></defs><use xlink:href="#a"/><image href="data:image/png;base64,"/>'
    )
    assets.check("static/x.svg", drawing, scripts=False)


def test_nothing_is_taken_from_outside_of_the_folder(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.png").write_text("x")
    (tmp_path / "in" / "link.png").symlink_to(tmp_path / "secret.png")
    for path in ("../secret.png", "link.png", "/etc/hostname"):
        with pytest.raises(AssetRefused, match="leads out"):
            assets.within(tmp_path / "in", tmp_path / "in" / path)
    assert assets.within(tmp_path / "in", tmp_path / "in" / "a.png") == tmp_path / "in" / "a.png"
