"""The texts of the sample content, as they lie in this folder.

Articles and pages are Markdown files that open with TOML between two lines of `+++`; a file's name is the slug of
the article, its path the path of the page. Films, photos, the site's settings and menus are TOML files.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_FENCE = "+++\n"


class TextError(ValueError):
    """A file that is not written as it should be; the message names it and says what to do."""


@dataclass(frozen=True)
class Text:
    """A Markdown file: its name below its folder without suffix, what stands between the fences, and the rest."""

    name: str
    head: dict[str, Any]
    body: str


def articles(folder: Path = HERE / "articles") -> list[Text]:
    """The articles, oldest first, so that of two on one day the one later in the alphabet is the newer."""
    return sorted(_texts(folder), key=lambda text: (text.head["published"], text.name))


def pages(folder: Path = HERE / "pages") -> list[Text]:
    """The pages, each after the one above it, siblings by their position."""
    return sorted(_texts(folder), key=lambda text: (text.name.count("/"), text.head["position"], text.name))


def films() -> list[dict[str, Any]]:
    return _toml("films")["film"]


def photos() -> dict[str, dict[str, Any]]:
    """What each photo shows, and its focal point, by name."""
    return _toml("photos")


def site() -> dict[str, Any]:
    """The settings of the site, and the menus: lists of labels and targets."""
    return _toml("site")


def parse(name: str, source: str) -> Text:
    """A Markdown file with its head; TextError where the head is missing or is not TOML."""
    before, fence, rest = source.partition(_FENCE)
    head, end, body = rest.partition(f"\n{_FENCE}")
    if before or not fence or not end:
        raise TextError(
            f"{name}.md does not begin with TOML between two lines of +++: put title and summary there"
        )
    try:
        return Text(name, tomllib.loads(head), body.strip() + "\n")
    except tomllib.TOMLDecodeError as error:
        raise TextError(f"{name}.md: what stands between the lines of +++ is no TOML: {error}") from None


def _texts(folder: Path) -> Iterator[Text]:
    for path in folder.rglob("*.md"):
        yield parse(path.relative_to(folder).with_suffix("").as_posix(), path.read_text(encoding="utf-8"))


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
