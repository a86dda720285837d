"""A theme on disk: what is read, and that a write changes everything or nothing."""

import os
import stat

import pytest

from myproject.design import folder
from myproject.design.folder import ThemeError


def test_reads_templates_and_samples_exactly(theme_folder):
    (theme_folder / "films.pt").write_bytes(b"<p>\r\n\ttext</p>\r\n")
    theme = folder.read(theme_folder)
    assert theme.templates["films.pt"] == "<p>\r\n\ttext</p>\r\n"
    assert set(theme.templates) == {"films.pt", "layout.pt"}
    assert set(theme.samples["films.pt"]) == {"many", "empty"}


def test_a_byte_order_mark_is_kept(theme_folder):
    (theme_folder / "films.pt").write_bytes(b"\xef\xbb\xbf<p>text</p>")
    theme = folder.read(theme_folder)
    assert theme.templates["films.pt"] == "<p>text</p>"
    assert theme.encode("films.pt", "<p>new</p>") == b"\xef\xbb\xbf<p>new</p>"
    assert theme.encode("layout.pt", "<p>new</p>") == b"<p>new</p>"


def test_reads_templates_in_folders_but_nothing_static_and_nothing_hidden(theme_folder):
    for path in ("parts/card.html", "static/page.html", ".git/x.pt", "samples/note.html"):
        (theme_folder / path).parent.mkdir(exist_ok=True)
        (theme_folder / path).write_text("<p>x</p>")
    (theme_folder / "samples/parts").mkdir()
    (theme_folder / "samples/parts/card.one.json").write_text('{"a": 1}')
    theme = folder.read(theme_folder)
    assert set(theme.templates) == {"films.pt", "layout.pt", "parts/card.html"}
    assert theme.samples["parts/card.html"] == {"one": {"a": 1}}


@pytest.mark.parametrize("content", [b"\xff\xfe<\x00p\x00", b"<p>\xe9</p>", b"<p>\x00</p>"])
def test_a_template_that_is_no_utf8_text_is_named(theme_folder, content):
    (theme_folder / "films.pt").write_bytes(content)
    with pytest.raises(ThemeError, match=r"films\.pt"):
        folder.read(theme_folder)


def test_a_broken_sample_is_named_with_its_place(theme_folder):
    (theme_folder / "samples/films.many.json").write_text('{"title": \n oops}')
    with pytest.raises(ThemeError, match=r"films\.many\.json, line 2, column 2"):
        folder.read(theme_folder).samples  # noqa: B018 - the property raises


@pytest.mark.parametrize("name", ["nowhere", "theme/static"])
def test_a_folder_without_templates_is_refused(theme_folder, name):
    with pytest.raises(ThemeError, match=r"no folder|no template"):
        folder.read(theme_folder.parent / name)


def test_a_write_replaces_and_keeps_the_mode(theme_folder):
    (theme_folder / "films.pt").chmod(0o640)
    folder.write(theme_folder, {"films.pt": b"new", "static/new/a.css": b"css"})
    assert (theme_folder / "films.pt").read_bytes() == b"new"
    assert stat.S_IMODE((theme_folder / "films.pt").stat().st_mode) == 0o640
    assert (theme_folder / "static/new/a.css").read_bytes() == b"css"
    assert not list(theme_folder.rglob("*.tmp"))


def test_a_write_through_a_link_leaves_the_link(theme_folder, tmp_path):
    real = tmp_path / "real.pt"
    real.write_text("old")
    (theme_folder / "linked.pt").symlink_to(real)
    folder.write(theme_folder, {"linked.pt": b"new"})
    assert (theme_folder / "linked.pt").is_symlink()
    assert real.read_text() == "new"


def test_nothing_is_written_where_a_file_is_not_as_expected(theme_folder):
    before = (theme_folder / "films.pt").read_bytes()
    with pytest.raises(ThemeError, match=r"layout\.pt was changed meanwhile"):
        folder.write(
            theme_folder,
            {"films.pt": b"new", "layout.pt": b"new"},
            {"films.pt": before, "layout.pt": b"other"},
        )
    assert (theme_folder / "films.pt").read_bytes() == before


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_a_write_that_fails_half_way_leaves_everything_as_it_was(theme_folder, monkeypatch, failing):
    names = ["films.pt", "layout.pt", "new.pt"]
    before = {path: path.read_bytes() for path in theme_folder.rglob("*") if path.is_file()}
    calls = iter(range(1, 10))
    replace = os.replace

    def fail(source, target, **options):
        if next(calls) == failing:
            raise OSError("disk full")
        return replace(source, target, **options)

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        folder.write(theme_folder, dict.fromkeys(names, b"new"))
    assert {path: path.read_bytes() for path in theme_folder.rglob("*") if path.is_file()} == before
