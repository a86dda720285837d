"""What every page shows: the menu, and the films in memory and in a table of SQLite.

Applications read BENCHMARK_ROWS, the films on a page, and BENCHMARK_DATABASE, the path of the file with the table.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Boolean, Column, Integer, MetaData, String, Table, create_engine, select

ROWS = int(os.environ.get("BENCHMARK_ROWS", "50"))
DATABASE = os.environ.get("BENCHMARK_DATABASE", "")

TITLE = "Films"
FOOTER = "Screenings on Thursdays at eight, at the old fire station."
# By the names of their routes: /films, /news, /club, /contact.
MENU = [("films", "Films"), ("news", "News"), ("club", "Club"), ("contact", "Contact")]
CURRENT = "films"


@dataclass(frozen=True, slots=True)
class Film:
    """One row: its title needs escaping one time in five, and one film in three is new."""

    slug: str
    title: str
    director: str
    year: int
    new: bool
    rating: str


def films(rows: int = ROWS) -> list[Film]:
    return [
        Film(
            slug=f"the-third-man-{number}",
            title=f"Smith & Jones, part {number}" if number % 5 == 0 else f"The Third Man {number}",
            director="Carol Reed",
            year=1900 + number % 120,
            new=number % 3 == 0,
            rating="8.1",
        )
        for number in range(rows)
    ]


FILM = Table(
    "film_list",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("slug", String, nullable=False, unique=True),
    Column("title", String, nullable=False),
    Column("director", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("new", Boolean, nullable=False),
    Column("rating", String, nullable=False),
)
FILMS = (
    select(FILM.c.slug, FILM.c.title, FILM.c.director, FILM.c.year, FILM.c.new, FILM.c.rating)
    .order_by(FILM.c.id)
    .limit(ROWS)
)


def engine():
    """How SQLAlchemy is set up where a framework leaves it to its users."""
    return create_engine(f"sqlite:///{DATABASE}")


def fill(path: Path, rows: int) -> None:
    """Makes the file with its table, a few more films than a page shows, and the tables that this project needs."""
    from myproject.models.tables import metadata

    made = create_engine(f"sqlite:///{path}")
    metadata.create_all(made)
    with made.begin() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        FILM.create(connection)
        values = [{name: getattr(film, name) for name in Film.__slots__} for film in films(rows + 10)]
        connection.execute(FILM.insert(), values)
    made.dispose()


def environment(folder: Path, rows: int) -> dict[str, str]:
    """What the applications read from the environment, with a table of so many films in `folder`."""
    database = folder / "films.sqlite"
    fill(database, rows)
    return {
        "BENCHMARK_ROWS": str(rows),
        "BENCHMARK_DATABASE": str(database),
        "MYPROJECT_DATABASE_URL": f"sqlite:///{database}",
    }
