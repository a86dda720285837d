"""A theme's folder while somebody saves into it: no half files, no stale ones, and no broken ones in production."""

import logging
import os
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from chameleon.i18n import simple_translate

from myproject.web import theme as theme_module
from myproject.web import theme_folder
from myproject.web.disk_cache import DiskCache
from myproject.web.template_error import TemplateError
from myproject.web.theme_folder import ThemeFolder

GOOD = "<p>good</p>"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "theme" / "static").mkdir(parents=True)
    (tmp_path / "theme" / "page.pt").write_text(GOOD)
    (tmp_path / "theme" / "static" / "a.css").write_text("a {}")
    return tmp_path / "theme"


def open_folder(folder, *, follow=True, careful=False):
    return ThemeFolder(folder, DiskCache(folder.parent / "cache"), follow=follow, careful=careful)


def show(themes, name="page.pt"):
    return themes.theme().template(name).render({}, translate=simple_translate)


def test_reads_templates_and_static_files_only(folder):
    for path in (
        "notes.txt",
        ".hidden.pt",
        "static/.hidden",
        "samples/page.many.json",
        "parts/card.pt",
        "static/js/a.js",
    ):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text("x")
    (folder / "static" / "passwd").symlink_to("/etc/passwd")
    assert sorted(open_folder(folder).theme().files) == [
        "page.pt",
        "parts/card.pt",
        "static/a.css",
        "static/js/a.js",
    ]


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        open_folder(tmp_path / "nowhere").theme()


def test_a_file_that_may_not_be_read_is_an_error_at_first_and_waited_for_later(folder, monkeypatch):
    themes = open_folder(folder)
    read = Path.read_bytes

    def refuse(path):
        if path.name == "page.pt":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)
        with pytest.raises(PermissionError, match=r"page\.pt"):
            themes.theme()
    assert show(themes) == GOOD
    (folder / "page.pt").write_text("<p>better</p>")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)
        assert show(themes) == GOOD
    assert show(themes) == "<p>better</p>"


def test_shows_a_change_at_once(folder):
    themes = open_folder(folder)
    assert show(themes) == GOOD
    (folder / "page.pt").write_text("<p>new</p>")
    assert show(themes) == "<p>new</p>"
    (folder / "page.pt").unlink()
    with pytest.raises(TemplateError, match=r"The theme has no page\.pt"):
        show(themes)


def test_keeps_the_theme_where_nothing_follows_it(folder):
    themes = open_folder(folder, follow=False)
    assert show(themes) == GOOD
    (folder / "page.pt").write_text("<p>new</p>")
    assert show(themes) == GOOD


def test_is_the_same_theme_while_nothing_changes(folder):
    themes = open_folder(folder)
    theme = themes.theme()
    (folder / "page.pt").touch()
    assert themes.theme() is theme


def test_sees_a_change_with_the_same_time_and_size(folder):
    themes = open_folder(folder)
    assert show(themes) == GOOD
    stat = (folder / "page.pt").stat()
    (folder / "page.pt").write_text(GOOD.replace("good", "evil"))
    os.utime(folder / "page.pt", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert show(themes) == "<p>evil</p>"


def test_sees_a_file_that_replaces_another(folder):
    themes = open_folder(folder)
    assert show(themes) == GOOD
    stat = (folder / "page.pt").stat()
    (folder / "new").write_text(GOOD.replace("good", "evil"))
    os.utime(folder / "new", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    (folder / "new").replace(folder / "page.pt")
    assert show(themes) == "<p>evil</p>"


def page(number):
    """A page of which any part that was cut off can be told."""
    return f"<p>{number}</p>\n" * 2000


def save_in_pieces(path, text, pieces=5):
    size = len(text) // pieces + 1
    with path.open("w") as file:
        for start in range(0, len(text), size):
            file.write(text[start : start + size])
            file.flush()
            time.sleep(0.01)


def test_never_shows_half_a_save(folder, monkeypatch):
    """The pieces would be valid pages of their own: nothing but the rest of the folder tells that more is to come."""
    monkeypatch.setattr(theme_folder, "PATIENCE", 60)
    monkeypatch.setattr(theme_folder, "SETTLED", 0)
    (folder / "page.pt").write_text(page(0))
    themes = open_folder(folder)
    shown, done = Counter([show(themes)]), threading.Event()

    def read():
        while not done.is_set():
            shown[show(themes)] += 1

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(1, 6):
        # On a busy machine a thread may not come to write its next piece for longer than editors ever take.
        monkeypatch.setattr(theme_folder, "SETTLED", 60)
        save_in_pieces(folder / "page.pt", page(number))
        monkeypatch.setattr(theme_folder, "SETTLED", 0)
        deadline = time.monotonic() + 60
        while page(number) not in shown and time.monotonic() < deadline:
            time.sleep(0.01)
    done.set()
    for reader in readers:
        reader.join()
    assert set(shown) == {page(number) for number in range(6)}


def test_an_emptied_file_is_waited_for_as_long_as_a_request_waits(folder, monkeypatch):
    """As with `program > page.pt`."""
    themes = open_folder(folder)
    assert show(themes) == GOOD
    monkeypatch.setattr(theme_folder, "PATIENCE", 60)
    (folder / "page.pt").write_text("")
    program = threading.Timer(3 * theme_folder.SETTLED, (folder / "page.pt").write_text, ["<p>new</p>"])
    program.start()
    assert show(themes) == "<p>new</p>"
    program.join()


def test_a_file_that_stays_empty_is_shown_so(folder, monkeypatch):
    themes = open_folder(folder)
    assert show(themes) == GOOD
    monkeypatch.setattr(theme_folder, "PATIENCE", 0.3)
    (folder / "page.pt").write_text("")
    time.sleep(0.3)
    assert show(themes) == ""


def test_a_file_that_was_just_emptied_is_a_save_under_way(folder, monkeypatch):
    """ext4 changes the size of a file that is opened for writing first, and its times some milliseconds later."""
    (folder / "page.pt").write_text("<p>old</p>")
    themes = open_folder(folder)
    assert show(themes) == "<p>old</p>"
    (folder / "page.pt").write_text("")
    old = themes._read_stamps["page.pt"]
    monkeypatch.setattr(theme_folder, "_stamp", lambda stat: old._replace(size=stat.st_size))
    monkeypatch.setattr(theme_folder, "PATIENCE", 0.3)
    assert show(themes) == "<p>old</p>"
    monkeypatch.undo()
    (folder / "page.pt").write_text("<p>new</p>")
    assert show(themes) == "<p>new</p>"


def test_waits_no_longer_than_its_patience(folder, monkeypatch):
    monkeypatch.setattr(theme_folder, "PATIENCE", 0.2)
    monkeypatch.setattr(theme_folder, "SETTLED", 2.0)  # on a busy machine the writer may have to wait as well
    themes = open_folder(folder)
    assert show(themes) == GOOD
    done = threading.Event()

    def write():
        while not done.is_set():
            (folder / "page.pt").write_text("<p>ever new</p>")
            time.sleep(0.01)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        time.sleep(0.05)
        started = time.monotonic()
        assert show(themes) == GOOD
        assert time.monotonic() - started < 2
    finally:
        done.set()
        writer.join()
    monkeypatch.undo()
    assert show(themes) == "<p>ever new</p>"


@pytest.mark.parametrize(
    ("path", "broken"),
    [
        ("page.pt", "<b>broken"),
        ("page.pt", "<img src='static/gone.png'>"),
        ("static/a.css", "a { b: url(gone.png) }"),
    ],
)
def test_in_production_the_last_good_theme_serves_on_and_the_fault_is_logged_once(
    folder, caplog, path, broken
):
    themes = open_folder(folder, careful=True)
    assert show(themes) == GOOD
    mended = (folder / path).read_text().replace("good", "mended")
    (folder / "other.pt").write_text("<p>other</p>")
    (folder / path).write_text(broken)
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            assert show(themes) == GOOD
    assert [record.getMessage().split(": ")[0] for record in caplog.records] == [
        "The changed theme is not used, the last one serves on"
    ]
    assert f"{path}:1:" in caplog.text
    (folder / path).write_text(mended)
    assert show(themes, "other.pt") == "<p>other</p>"


def test_in_development_a_broken_template_is_an_error_until_it_is_mended(folder):
    themes = open_folder(folder)
    assert show(themes) == GOOD
    (folder / "page.pt").write_text("<p data-tal-contnt='x'>broken</p>")
    for _ in range(2):
        with pytest.raises(TemplateError, match="data-tal-contnt"):
            show(themes)
    (folder / "page.pt").write_text(GOOD)
    assert show(themes) == GOOD


def test_a_request_keeps_its_theme_while_the_folder_changes(folder):
    (folder / "layout.pt").write_text("<b data-metal-define-macro='m'>old</b>")
    (folder / "page.pt").write_text(
        "<b data-tal-define='layout load: layout.pt' data-metal-use-macro=\"layout.macros['m']\">x</b>"
    )
    themes = open_folder(folder)
    before = themes.theme()
    (folder / "layout.pt").write_text("<b data-metal-define-macro='m'>new</b>")
    assert show(themes) == "<b>new</b>"
    assert before.template("page.pt").render({}, translate=simple_translate) == "<b>old</b>"


def test_many_threads_compile_a_template_once(folder, monkeypatch):
    (folder / "page.pt").write_text(
        "".join(f"<p title='${{{number}}}'>{number}</p>" for number in range(100))
    )
    compiled = Counter()
    template = theme_module.Template

    def counted(text, **given):
        compiled[given["filename"]] += 1
        return template(text, **given)

    monkeypatch.setattr(theme_module, "Template", counted)
    themes = open_folder(folder)
    threads = [threading.Thread(target=show, args=[themes]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(compiled.values()) == [1]


def test_threads_render_at_the_same_time_without_sharing_values(folder):
    (folder / "page.pt").write_text("<p data-tal-repeat='i items'>${i}-${repeat.i.number}</p>")
    themes = open_folder(folder)
    wrong = []

    def read(start):
        items = range(start, start + 50)
        expected = "\n".join(f"<p>{item}-{number}</p>" for number, item in enumerate(items, 1))
        for _ in range(20):
            if (
                themes.theme().template("page.pt").render({"items": items}, translate=simple_translate)
                != expected
            ):
                wrong.append(start)

    threads = [threading.Thread(target=read, args=[start]) for start in range(0, 500, 100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
