"""A small theme in a folder of its own, and a home for what exports remember."""

import shutil
from pathlib import Path

import pytest

from myproject.design import exports, folder

LAYOUT = """\
<!DOCTYPE html>
<html lang="en" data-metal-define-macro="page">
<head>
  <meta charset="utf-8">
  <title data-tal-content="title">Films</title>
  <link rel="stylesheet" href="static/css/site.css">
</head>
<body>
  <header><img src="static/img/logo.svg" alt="Lantern" width="40" height="40"> <a href="films.pt">Films</a></header>
  <main data-metal-define-slot="main"><p>The page.</p></main>
  <footer><p>Thursdays at eight.</p></footer>
</body>
</html>
"""
FILMS = """\
<!DOCTYPE html>
<html lang="en" data-tal-define="layout load: layout.pt" data-metal-use-macro="layout.macros['page']">
<head>
  <meta charset="utf-8">
  <title>Films</title>
  <link rel="stylesheet" href="static/css/site.css">
</head>
<body>
  <main data-metal-fill-slot="main">
    <h1 data-tal-content="title">Films</h1>
    <p class="lead">Every film is introduced.</p>
    <ul>
      <li data-tal-repeat="film films">
        <a href="film.pt" data-tal-attributes="href film.url" data-tal-content="film.title">Playtime</a>
      </li>
    </ul>
    <p>Seats are hard, so bring a cushion.</p>
  </main>
</body>
</html>
"""
SAMPLE = """\
{"title": "All films", "films": [{"title": "Trafic", "url": "films.pt"}, {"title": "Parade", "url": "films.pt"}]}
"""
EMPTY = '{"title": "No films", "films": []}\n'
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>\n'


@pytest.fixture(autouse=True)
def memory(tmp_path, monkeypatch) -> Path:
    """Where this test's exports are remembered."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def theme_folder(tmp_path) -> Path:
    """A theme with one page, its layout, two samples, a style sheet and an image."""
    files = {
        "layout.pt": LAYOUT,
        "films.pt": FILMS,
        "samples/films.many.json": SAMPLE,
        "samples/films.empty.json": EMPTY,
        "static/css/site.css": "body { color: black }\n",
        "static/img/logo.svg": LOGO,
    }
    root = tmp_path / "theme"
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode())
    return root


@pytest.fixture
def copy(tmp_path):
    """Copies a folder, as when it is sent to somebody: returns the copy."""

    def copy(folder: Path, name: str) -> Path:
        return Path(shutil.copytree(folder, tmp_path / name))

    return copy


def edit(path: Path, *changes: tuple[str, str]) -> None:
    """Replaces texts in a file, each of which must be there once."""
    text = path.read_bytes().decode()
    for old, new in changes:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    path.write_bytes(text.encode())


@pytest.fixture
def prototypes(theme_folder, tmp_path):
    """The pages of the theme, exported."""
    exports.export(folder.read(theme_folder), tmp_path / "prototypes")
    return tmp_path / "prototypes"
