"""Backup and restore of a whole site: database, media and theme, while it runs.

The rows are read in one transaction that sees one moment. Media files never change once written, so they may be read
after it. A restore reads the whole file once before it changes anything.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from myproject.content.images import ORIGINALS, store_of
from myproject.migrations import current_revision, is_known, migrate
from myproject.models import make_engine
from myproject.models.search import rebuild_index
from myproject.ops import tables
from myproject.ops.archive import ArchiveError, Reader, Writer
from myproject.settings import Settings


class RestoreRefused(Exception):
    """There is something that a restore would overwrite, or that it does not understand."""


class ThemeNotRestored(Exception):
    """The database and the media are back, but the theme could not be put in its place; the message says why."""


@dataclass(frozen=True)
class Summary:
    """What a backup holds."""

    created: str
    rows: int
    files: int


def backup(settings: Settings, path: Path) -> Summary:
    """Writes a backup to `path` and reads it back; FileExistsError where there is one already."""
    if path.exists():
        raise FileExistsError(f"{path} exists already")
    writer = Writer(path)
    try:
        engine = make_engine(settings.database_url)
        counts = {}
        with _one_moment(engine) as connection:
            revision = current_revision(connection)
            if revision is None:
                raise RestoreRefused("the database has no tables yet: there is nothing to save")
            for table in tables.reflect(connection):
                counts[table.name] = 0
                writer.add(
                    f"tables/{table.name}.jsonl", _counted(tables.dump(connection, table), counts, table.name)
                )
        engine.dispose()
        store_of(settings).fetch_originals()
        # Photos and posters are compressed already; the sizes made from them can be made again.
        writer.add_folder("media", settings.media_dir / ORIGINALS, compress=False)
        writer.add_folder("theme", settings.theme)
        created = datetime.now(UTC).isoformat(timespec="seconds")
        writer.finish(
            {"created": created, "program": version("myproject"), "revision": revision, "rows": counts}
        )
    except BaseException:
        writer.discard()
        raise
    return summary(Reader(path))


def summary(archive: Reader) -> Summary:
    files = len(archive.names("media")) + len(archive.names("theme"))
    return Summary(archive.manifest["created"], sum(archive.manifest["rows"].values()), files)


def restore(settings: Settings, path: Path, *, replace: bool = False, theme: bool = False) -> Summary:
    """Brings back the database and the media, and with `theme` the folder of the theme.

    RestoreRefused where there is content already, unless `replace` says that it may go. ThemeNotRestored where all but
    the theme is back; any other exception leaves the content as it was.
    """
    archive = Reader(path)
    if theme and not replace and settings.theme.exists():
        raise RestoreRefused(f"there is a theme in {settings.theme}: name another folder, or say --replace")
    engine = make_engine(settings.database_url)
    try:
        _prepare_schema(engine, archive.manifest["revision"])
        # Originals are named by their digest: what is there already is the same, and more of them do no harm.
        archive.extract("media", settings.media_dir / ORIGINALS)
        store_of(settings).send_originals()
        with engine.begin() as connection:
            _fill(connection, archive, replace)
        migrate(engine)
    finally:
        engine.dispose()
    if theme:
        try:
            _replace_folder(settings.theme, lambda fresh: archive.extract("theme", fresh))
        except OSError as error:
            raise ThemeNotRestored(str(error)) from error
    return summary(archive)


def _prepare_schema(engine: Engine, revision: str) -> None:
    """Gives an empty database the tables that the backup was taken from; a full one must have them."""
    if not is_known(revision):
        raise RestoreRefused(
            f"the backup was taken from a newer program (database revision {revision}): install that"
        )
    with engine.connect() as connection:
        current = current_revision(connection)
    if current is None:
        migrate(engine, revision)
    elif current != revision:
        raise RestoreRefused(
            f"the database has the revision {current}, the backup {revision}: restore into an empty database"
        )


def _fill(connection: Connection, archive: Reader, replace: bool) -> None:
    found = tables.reflect(connection)
    if not tables.is_empty(connection, found):
        if not replace:
            raise RestoreRefused("the database holds content: name an empty database, or say --replace")
        tables.empty(connection, found)
    for table in found:
        count = tables.load(connection, table, archive.lines(f"tables/{table.name}.jsonl"))
        if count != archive.manifest["rows"][table.name]:
            raise ArchiveError(f"the backup is damaged: rows of {table.name} are missing")
    rebuild_index(connection)


def _replace_folder(target: Path, fill: Callable[[Path], None]) -> None:
    """Fills a new folder and puts it in the place of `target`."""
    fresh, aside = (target.with_name(f".{target.name}.{suffix}") for suffix in ("restoring", "replaced"))
    for leftover in (fresh, aside):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh.mkdir(parents=True)
    fill(fresh)
    if target.exists():
        target.rename(aside)
    fresh.rename(target)
    shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def _one_moment(engine: Engine) -> Iterator[Connection]:
    """A transaction whose every read sees the same state."""
    level = "REPEATABLE READ" if engine.dialect.name == "postgresql" else "SERIALIZABLE"
    with engine.connect().execution_options(isolation_level=level) as connection, connection.begin():
        if engine.dialect.name == "sqlite":
            # Python's driver opens a transaction before a write only.
            connection.execute(text("BEGIN"))
        yield connection


def _counted(lines: Iterator[bytes], counts: dict[str, int], name: str) -> Iterator[bytes]:
    for line in lines:
        counts[name] += 1
        yield line
