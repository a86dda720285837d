"""Loading the sample content: whole, once, and never over what is there."""

import hashlib
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from myproject.content.articles import get_article, list_articles
from myproject.content.films import FilmFilter, get_film, list_films
from myproject.content.images import Store, variant_path
from myproject.content.pages import list_pages
from myproject.content.search import search
from myproject.content.site import menu, site_info
from myproject.models import Film, Media, Page, session_factory
from myproject.sample import loading, pictures, texts
from myproject.sample.pictures import Drawing, Studio
from myproject.scripts import main

POSTER = Drawing(
    "poster",
    ("M", ("Fritz Lang",), 1931, {"motif": "chalk", "colours": ["#22262a", "#efe9dc", "#b8372c", "#4a5259"]}),
)


def tiny(drawings):
    """In place of the real pictures, which take a minute: one of two by three pixels each."""
    for drawing in drawings:
        tone = hashlib.sha256(repr(drawing).encode()).digest()
        out = BytesIO()
        Image.new("RGB", (2, 3), (tone[0], tone[1], tone[2])).save(out, "PNG")
        yield out.getvalue()


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "media")


def test_it_is_all_there(session, store):
    counts = loading.load(session, store, tiny)
    session.commit()
    assert counts["films"] == list_films(session, FilmFilter(), "title", 1, 10).total
    assert counts["articles"] == list_articles(session).total == 16
    assert counts["pages"] == len(list_pages(session))
    assert counts["pictures"] == session.scalar(select(func.count()).select_from(Media))
    assert [entry.label for entry in menu(session, "main")] == ["Films", "News", "The club", "Contact"]
    assert site_info(session).name == "Lantern"
    film = get_film(session, "the-matrix")
    assert [director.name for director in film.directors] == ["Lana Wachowski", "Lilly Wachowski"]
    assert film.poster.alt.startswith("Poster: ")
    assert variant_path(store, film.poster.digest, 160, "webp").exists()
    photo = get_article(session, "we-bought-a-projector").image
    assert [photo.focus_x, photo.focus_y] == texts.photos()["projector"]["focus"]
    assert [hit.slug for hit in search(session, "hitchhikers guide galaxy", 1, 1).items] == [
        "the-hitchhikers-guide-to-the-galaxy"
    ]


def test_nothing_is_there_before(session):
    assert loading.what_is_there(session) == []


def test_a_failed_load_leaves_nothing(engine, store):
    def broken(drawings):
        yield from list(tiny(drawings))[:-1]
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"), session_factory(engine).begin() as session:
        loading.load(session, store, broken)
    with session_factory(engine)() as session:
        assert loading.what_is_there(session) == []


@pytest.fixture
def ini(tmp_path, url, monkeypatch):
    monkeypatch.setattr(pictures.Studio, "__call__", lambda self, drawings: tiny(drawings))
    path = tmp_path / "test.ini"
    lines = {
        "mode": "development",
        "secret": "x" * 40,
        "database_url": url.replace("%", "%%"),
        "media_dir": tmp_path / "media",
        "cache_dir": tmp_path / "cache",
        "hosts": "*",
    }
    path.write_text(
        "[app:main]\nuse = egg:myproject\n" + "".join(f"myproject.{k} = {v}\n" for k, v in lines.items())
    )
    return str(path)


def test_the_command_says_what_it_did(ini, capsys):
    assert main(["load-sample", ini]) == 0
    assert "Loaded 86 films, 16 articles, 11 pages, 98 pictures" in capsys.readouterr().out


def test_content_that_is_there_is_left_alone(ini, engine, capsys):
    main(["load-sample", ini])
    with session_factory(engine).begin() as session:
        session.scalar(select(Film).where(Film.slug == "m")).title = "M, our way"
    capsys.readouterr()
    assert main(["load-sample", ini]) == 0
    assert "films, articles, pages, media, menus, settings" in capsys.readouterr().out
    with session_factory(engine)() as session:
        assert get_film(session, "m").title == "M, our way"


def test_who_is_overtaken_says_so(ini, engine, capsys, monkeypatch):
    """Two at once: the other one's content is there before ours is written."""
    load = loading.load

    def overtaken(session, store, draw):
        with session_factory(engine).begin() as other:
            load(other, store, draw)
        return load(session, store, draw)

    monkeypatch.setattr(loading, "load", overtaken)
    assert main(["load-sample", ini]) == 0
    assert "The site has content already (films, " in capsys.readouterr().out
    with session_factory(engine)() as session:
        assert session.scalar(select(func.count()).select_from(Film)) == 86


def test_another_refusal_of_the_database_is_told(ini, engine, monkeypatch, capsys):
    def refused(session, store, draw):
        raise IntegrityError("INSERT", {}, ValueError("no such poster"))

    monkeypatch.setattr(loading, "load", refused)
    assert main(["load-sample", ini]) == 2
    assert capsys.readouterr().err == "Nothing was loaded: no such poster.\n"


def test_one_page_of_ones_own_is_content(ini, engine, capsys):
    with session_factory(engine).begin() as session:
        session.add(Page(path="ours", title="Ours", summary="", body=""))
    assert main(["load-sample", ini]) == 0
    assert "(pages)" in capsys.readouterr().out
    with session_factory(engine)() as session:
        assert [page.path for page in list_pages(session)] == ["ours"]


def test_a_database_without_tables_is_named(ini, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MYPROJECT_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    assert main(["load-sample", ini]) == 2
    assert "myproject migrate" in capsys.readouterr().err


@pytest.mark.integration
def test_a_picture_is_drawn_once(tmp_path, monkeypatch):
    (first,) = Studio(tmp_path)([POSTER])
    with Image.open(BytesIO(first)) as picture:
        assert picture.size == (1000, 1500)
    monkeypatch.setattr(pictures, "ProcessPoolExecutor", None)
    assert list(Studio(tmp_path)([POSTER, POSTER])) == [first, first]


def test_a_change_of_the_art_draws_anew(tmp_path, monkeypatch):
    before = Studio(tmp_path)
    monkeypatch.setattr(pictures.PIL, "__version__", "0")
    assert before.path(POSTER) != Studio(tmp_path).path(POSTER)
    assert before.path(POSTER) == before.path(Drawing("poster", POSTER.arguments))
