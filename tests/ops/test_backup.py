"""Backup and restore: the same rows and files come back, and a damaged file is refused before anything changes."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from myproject.content import search
from myproject.migrations import migrate
from myproject.models import (
    Article,
    Film,
    Genre,
    Media,
    Message,
    Page,
    Person,
    Site,
    Tag,
    make_engine,
    opened,
    session_factory,
)
from myproject.ops import tables
from myproject.ops.archive import ArchiveError, Reader, Writer
from myproject.ops.backup import RestoreRefused, backup, restore
from myproject.scripts import main
from myproject.settings import Settings
from tests.databases import new_postgresql


def site(folder: Path, url: str | None = None) -> Settings:
    return Settings.read(
        {
            "myproject.mode": "development",
            "myproject.secret": "x" * 40,
            "myproject.database_url": url or f"sqlite:///{folder}/site.db",
            "myproject.media_dir": str(folder / "media"),
            "myproject.cache_dir": str(folder / "cache"),
            "myproject.theme": str(folder / "theme"),
            "myproject.hosts": "*",
        },
        {},
    )


def fill(settings: Settings) -> None:
    engine = make_engine(settings.database_url)
    migrate(engine)
    with session_factory(engine)() as session:
        poster = Media(key="poster", digest="a" * 32, alt="Ein Plakat", width=10, height=15)
        film = Film(
            slug="amelie", title="Le Fabuleux Destin d’Amélie", year=2001, running_time=122, rating=8.3
        )
        film.synopsis, film.poster = "A *shy* waitress.", poster
        film.directors.append(Person(slug="jeunet", name="Jean-Pierre Jeunet"))
        film.genres.append(Genre(slug="comedy", name="Comedy"))
        article = Article(
            slug="news", title="News", published=date(2026, 1, 2), author="A", summary="S", body="Body"
        )
        article.tags.append(Tag(slug="tag", name="Tag"))
        child = Page(path="a/child", title="Child", body="x", summary="", position=0)
        parent = Page(path="a", title="Parent", body="x", summary="", position=0)
        message = Message(
            name="N", email="e@example.org", subject="S", body="B", sender_address_digest="d" * 64,
            received=datetime(2026, 5, 6, 7, 8, 9, 123456, UTC),
        )  # fmt: skip
        session.add_all([film, article, message, parent])
        session.add(Site(name="Club", tagline="T", description="D", email="c@example.org", footer="F"))
        session.flush()
        child.parent_id = parent.id
        session.add(child)
        session.commit()
    engine.dispose()
    for name, data in (
        ("media/originals/" + "a" * 32, b"\xff\xd8poster"),
        ("theme/layout.pt", b"<html></html>"),
    ):
        path = settings.theme.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def content(settings: Settings) -> dict[str, bytes]:
    engine = make_engine(settings.database_url)
    with engine.connect() as connection:
        found = {table.name: b"".join(tables.dump(connection, table)) for table in tables.reflect(connection)}
    engine.dispose()
    return found


@pytest.fixture
def full(tmp_path):
    settings = site(tmp_path / "full")
    fill(settings)
    return settings


@pytest.fixture
def saved(full, tmp_path):
    path = tmp_path / "site.backup"
    backup(full, path)
    return path


def test_the_same_site_comes_back(full, saved, tmp_path):
    other = site(tmp_path / "other")
    summary = restore(other, saved, theme=True)
    assert content(other) == content(full)
    assert summary.rows == sum(rows.count(b"\n") for rows in content(full).values())
    for name in ("media/originals/" + "a" * 32, "theme/layout.pt"):
        assert (tmp_path / "other" / name).read_bytes() == (tmp_path / "full" / name).read_bytes()


def test_the_search_finds_again_and_new_rows_get_new_numbers(saved, tmp_path):
    other = site(tmp_path / "other")
    restore(other, saved)
    engine = make_engine(other.database_url)
    with session_factory(engine)() as session:
        assert [hit.slug for hit in search.search(session, "amelie", 1, 10).items] == ["amelie"]
        session.add(Genre(slug="drama", name="Drama"))
        session.commit()
    engine.dispose()


def test_a_full_site_is_not_overwritten_unasked(full, saved):
    before = content(full)
    with pytest.raises(RestoreRefused, match="--replace"):
        restore(full, saved)
    assert content(full) == before
    restore(full, saved, replace=True, theme=True)
    assert content(full) == before


def test_a_file_that_is_there_is_not_overwritten(full, saved):
    with pytest.raises(FileExistsError):
        backup(full, saved)


def test_nobody_but_its_owner_reads_a_backup(saved):
    assert saved.stat().st_mode & 0o777 == 0o600


def test_no_half_backup_stays(full, tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "dump", lambda *_: iter([b"{}", 5]))
    with pytest.raises(TypeError):
        backup(full, tmp_path / "half.backup")
    assert not list(tmp_path.glob("*half*"))


@pytest.mark.parametrize("where", [0.1, 0.5, 0.9])
def test_a_flipped_byte_is_refused_before_anything_changes(saved, tmp_path, where):
    data = bytearray(saved.read_bytes())
    data[int(len(data) * where)] ^= 0xFF
    saved.write_bytes(data)
    other = site(tmp_path / "other")
    with pytest.raises(ArchiveError):
        restore(other, saved)
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("cut", [1, 40, 1000])
def test_a_cut_off_file_is_refused(saved, tmp_path, cut):
    saved.write_bytes(saved.read_bytes()[:-cut])
    with pytest.raises(ArchiveError, match=r"cut off|damaged"):
        restore(site(tmp_path / "other"), saved)


def test_what_is_no_backup_is_refused(tmp_path):
    with pytest.raises(ArchiveError, match="there is no file"):
        restore(site(tmp_path), tmp_path / "none.backup")
    (tmp_path / "text").write_text("hello")
    with pytest.raises(ArchiveError, match="is no backup"):
        restore(site(tmp_path), tmp_path / "text")


@pytest.mark.parametrize("name", ["/{}", "media/{}", "media/../../../{}", "../{}"])
def test_a_file_that_would_leave_its_folder_is_refused(tmp_path, name):
    stranger = tmp_path / "stranger"
    name = name.format(stranger)
    writer = Writer(tmp_path / "made.backup")
    writer.add(name, [b"gotcha"])
    writer.finish({})
    with pytest.raises(ArchiveError, match="leads out of its folder"):
        Reader(tmp_path / "made.backup").extract("media", tmp_path / "new")
    assert not stranger.exists()


@pytest.mark.integration
@pytest.mark.parametrize("there", ["sqlite", "postgresql"])
@pytest.mark.parametrize("here", ["sqlite", "postgresql"])
def test_a_site_moves_between_databases(tmp_path, here, there):
    def new(name, kind):
        return site(tmp_path / name, new_postgresql() if kind == "postgresql" else None)

    old, moved = new("old", here), new("moved", there)
    fill(old)
    backup(old, tmp_path / "site.backup")
    restore(moved, tmp_path / "site.backup", theme=True)
    assert content(moved) == content(old)
    with opened(moved.database_url) as engine, session_factory(engine)() as session:
        assert [hit.slug for hit in search.search(session, "jeunet", 1, 10).items] == ["amelie"]
        session.add(Genre(slug="drama", name="Drama"))
        session.commit()


@pytest.fixture
def command(full, tmp_path, monkeypatch, capsys):
    """Runs `myproject` on the full site; returns the exit status and what it complains about."""
    ini = tmp_path / "site.ini"
    ini.write_text("[app:main]\nuse = egg:myproject\n")
    for name in ("mode", "secret", "database_url", "media_dir", "cache_dir", "theme"):
        monkeypatch.setenv(f"MYPROJECT_{name.upper()}", str(getattr(full, name)))
    monkeypatch.setenv("MYPROJECT_HOSTS", "*")

    def run(name, *arguments):
        capsys.readouterr()
        return main(["--ini", str(ini), name, *map(str, arguments)]), capsys.readouterr().err

    return run


def test_what_the_database_refuses_is_one_sentence(command, saved, full):
    with opened(full.database_url) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert command("migrate") == (2, "Nothing was migrated: Can't locate revision identified by '9999'.\n")
    file = Path(full.database_url.removeprefix("sqlite:///"))
    file.write_text("none " * 1000)
    said = "file is not a database.\n"
    assert command("migrate") == (2, f"Nothing was migrated: {said}")
    assert command("restore", saved, "--replace") == (2, f"Nothing was restored: {said}")
    assert command("backup", "--to", file.with_name("new.backup")) == (2, f"No backup was made: {said}")


def test_what_was_restored_without_its_theme_is_not_nothing(command, saved, full, monkeypatch):
    """A theme that is mounted where it lies cannot be moved aside."""

    def busy(*_):
        raise OSError(16, "Device or resource busy")

    with opened(full.database_url) as engine, engine.begin() as connection:
        connection.execute(text("DELETE FROM message"))
    monkeypatch.setattr(Path, "rename", busy)
    status, said = command("restore", saved, "--replace", "--theme")
    assert status == 2
    assert (
        said == "Database and media were restored, the theme was not: [Errno 16] Device or resource busy.\n"
    )
    with opened(full.database_url) as engine, engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM message"))
