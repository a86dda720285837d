"""What is rendered: the variables of each case, the same objects for every engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    current: str | None


@dataclass(frozen=True)
class Film:
    title: str
    url: str
    director: str
    year: int
    new: bool
    rating: str


@dataclass(frozen=True)
class Case:
    """title: for the report; template: the name of the template's file; names: its variables."""

    title: str
    template: str
    names: Callable[[], dict[str, Any]]


def films(rows: int = 50) -> dict[str, Any]:
    """A page of a site: one title in five needs escaping, and one film in three is new."""
    menu = [
        Entry(label, f"/{label.lower()}", "page" if label == "Films" else None)
        for label in ("Films", "News", "Club")
    ]
    return {
        "title": "Films",
        "footer": "Screenings on Thursdays at eight, at the old fire station.",
        "menu": menu,
        "films": [
            Film(
                title=f"Smith & Jones, part {number}" if number % 5 == 0 else f"The Third Man {number}",
                url=f"/films/the-third-man-{number}",
                director="Carol Reed",
                year=1940 + number,
                new=number % 3 == 0,
                rating="8.1",
            )
            for number in range(rows)
        ],
    }


CASES = [
    Case("Film list, 50 rows", "films", films),
    Case("Table of numbers, 1000 x 10", "table", lambda: {"table": [list(range(10)) for _ in range(1000)]}),
    Case(
        "Table of texts, 1000 x 10",
        "table",
        lambda: {"table": [[f"text {n}" for n in range(10)] for _ in range(1000)]},
    ),
    Case("Greeting", "greeting", lambda: {"name": "World"}),
    Case(
        "List of five",
        "list",
        lambda: {"title": "Shopping", "items": ["Milk", "Eggs", "Bread", "Salt & pepper", "Tea"]},
    ),
]
