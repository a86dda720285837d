"""`myproject compile` leaves nothing to be compiled or compressed while the site runs."""

import argparse

import pytest

from myproject.scripts import compile as command
from myproject.web import asset as asset_module
from myproject.web import program as program_module
from myproject.web.disk_cache import DiskCache
from myproject.web.theme_folder import ThemeFolder

INI = """[app:main]
use = egg:myproject
myproject.mode = production
myproject.secret = {secret}
myproject.database_url = sqlite://
myproject.media_dir = %(here)s/media
myproject.cache_dir = %(here)s/cache
myproject.theme = %(here)s/theme
myproject.hosts = *
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "site.ini").write_text(INI.format(secret="s" * 40))
    (tmp_path / "theme" / "static").mkdir(parents=True)
    (tmp_path / "theme" / "page.pt").write_text('<link href="static/a.css">${x}')
    (tmp_path / "theme" / "static" / "a.css").write_text("a { color: red }\n" * 50)
    return tmp_path


def run(folder):
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args([str(folder / "site.ini")]))


def test_fills_the_cache(folder, capsys, monkeypatch):
    assert run(folder) == 0
    assert "Compiled " in capsys.readouterr().out

    monkeypatch.setattr(program_module, "Program", None)
    monkeypatch.setattr(asset_module, "_COMPRESSORS", {})
    cache = DiskCache(folder / "cache")
    theme = ThemeFolder(folder / "theme", cache, follow=False, careful=True).theme()
    assert theme.template("page.pt").render({"x": 1}, translate=None).endswith(">1")
    for encoding in ("br", "gzip"):
        assert 0 < len(theme.asset("static/a.css").encoded(encoding)) < 100


def test_reports_every_fault_with_its_place(folder, capsys):
    (folder / "theme" / "page.pt").write_text("<b>\n<img src='static/gone.png'></b>")
    (folder / "theme" / "static" / "a.css").write_text("a { b: url(gone.png) }")
    assert run(folder) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith(f"{folder}/theme/page.pt:2:11: The theme has no static/gone.png")
    assert second.startswith(f"{folder}/theme/static/a.css:1:12: The theme has no static/gone.png")
