"""Compiled code on disk: found again, never half a file, never that of another version or configuration."""

import threading

import pytest

from myproject.web import program as program_module
from myproject.web import template as template_module
from myproject.web.disk_cache import DiskCache
from myproject.web.template import toolchain
from tests.web.rendering import make_theme

SOURCE = "<p data-tal-content='x'>t</p><img src='static/a.gif'>"


@pytest.fixture
def cache(tmp_path):
    return DiskCache(tmp_path / "cache")


@pytest.fixture
def compiled(monkeypatch):
    """The templates that were compiled, not loaded."""
    names = []
    program = program_module.Program

    def counted(source, filename, *given):
        names.append(filename)
        return program(source, filename, *given)

    monkeypatch.setattr(program_module, "Program", counted)
    return names


def show(cache, source=SOURCE, image=b"a", name="page.pt"):
    theme = make_theme({name: source, "static/a.gif": image}, cache)
    return theme.template(name).render({"x": 1}, translate=None)


def test_a_template_is_compiled_once_a_content(cache, compiled):
    first = show(cache)
    assert show(cache) == first
    assert compiled == ["theme/page.pt"]
    show(cache, SOURCE + " ")
    assert len(compiled) == 2


def test_other_links_need_no_compiling(cache, compiled):
    assert show(cache, image=b"a") != show(cache, image=b"b")
    assert len(compiled) == 1


def test_errors_of_loaded_code_name_the_file_at_hand(cache):
    source = "<p>\n${x.y}</p>"
    for name in ("page.pt", "other.pt"):
        with pytest.raises(template_module.TemplateError) as raised:
            show(cache, source, name=name)
        assert (raised.value.filename, raised.value.line, raised.value.column) == (f"theme/{name}", 2, 3)


@pytest.mark.parametrize(
    "damage",
    [lambda b: b[: len(b) // 2], lambda b: b"", lambda b: b[:-1] + bytes([b[-1] ^ 1]), lambda b: b + b"x"],
)
def test_damaged_code_is_compiled_again(cache, compiled, damage):
    expected = show(cache)
    (stored,) = cache.folder.iterdir()
    stored.write_bytes(damage(stored.read_bytes()))
    assert show(cache) == expected
    assert show(cache) == expected
    assert len(compiled) == 2


def test_code_of_another_toolchain_is_not_used(cache, compiled, monkeypatch):
    show(cache)
    monkeypatch.setattr(template_module, "_TOOLCHAIN", b"another Python, Chameleon or reader")
    show(cache)
    assert len(compiled) == 2


@pytest.mark.parametrize("what", ["version", "MAGIC_NUMBER", "module"])
def test_the_toolchain_is_python_chameleon_and_our_own_modules(monkeypatch, tmp_path, what):
    before = toolchain()
    assert toolchain() == before
    if what == "version":
        monkeypatch.setattr(template_module, "version", lambda name: "0.0")
    elif what == "MAGIC_NUMBER":
        monkeypatch.setattr(template_module.importlib.util, "MAGIC_NUMBER", b"0")
    else:
        (tmp_path / "reader.py").write_text("# changed")
        monkeypatch.setattr(template_module.markup, "__file__", str(tmp_path / "__init__.py"))
    assert toolchain() != before


def test_a_folder_that_cannot_be_written_is_logged_and_done_without(tmp_path, caplog):
    (tmp_path / "file").write_text("in the way")
    cache = DiskCache(tmp_path / "file" / "cache")
    assert show(cache).startswith("<p>1</p>")
    assert "Cannot store" in caplog.text


def test_readers_see_whole_files_or_none(cache):
    contents = [bytes([number]) * 200_000 for number in range(4)]
    cache.put("key", contents[0])
    done, seen = threading.Event(), set()

    def read():
        while not done.is_set():
            seen.add(cache.get("key"))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(10):
        for content in contents:
            cache.put("key", content)
    done.set()
    for reader in readers:
        reader.join()
    assert seen <= set(contents)
    assert [path.name for path in cache.folder.iterdir()] == ["key"]
