"""Themes made of strings, to test the renderer with."""

from datetime import UTC, datetime
from pathlib import Path

from chameleon.i18n import simple_translate

from myproject.web.disk_cache import DiskCache
from myproject.web.theme import Theme


class NoCache(DiskCache):
    """A cache that forgets."""

    def __init__(self) -> None:
        super().__init__(Path("/nowhere"))

    def get(self, key: str) -> bytes | None:
        return None

    def put(self, key: str, content: bytes) -> None:
        pass


def make_theme(files: dict[str, str | bytes], cache: DiskCache | None = None) -> Theme:
    content = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    return Theme(content, place="theme", modified=datetime(2026, 1, 1, tzinfo=UTC), cache=cache or NoCache())


def render(
    source: str, /, *, mount: str = "", files: dict[str, str | bytes] | None = None, **names: object
) -> str:
    """Renders `source` as the template page.pt of a theme with other `files`."""
    theme = make_theme({"page.pt": source, **(files or {})})
    return theme.template("page.pt").render(names, translate=simple_translate, mount=mount)
