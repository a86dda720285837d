"""Which theme a request sees: the active one for pages, and a package's own for its built-in templates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from pyramid.registry import Registry
from pyramid.request import Request

from myproject.web.disk_cache import DiskCache
from myproject.web.theme import Theme
from myproject.web.theme_folder import ThemeFolder

KEY = "myproject.themes"


class ThemeSource(Protocol):
    """Where the current state of a theme comes from: a folder, or what was published."""

    def theme(self) -> Theme:
        """The theme as it is now; a new object whenever it changed."""


class Themes:
    """The active theme, and the folders of packages' templates; follow: see ThemeFolder."""

    def __init__(self, active: ThemeSource, cache: DiskCache, *, follow: bool) -> None:
        self.active = active
        self._cache = cache
        self._follow = follow
        self._packages: dict[Path, ThemeFolder] = {}

    def package(self, folder: Path) -> ThemeFolder:
        """The templates and static files of a package's folder."""
        return self._packages.setdefault(
            folder, ThemeFolder(folder, self._cache, follow=self._follow, careful=False)
        )

    def all(self) -> Iterator[Theme]:
        """The active theme first, then those of packages."""
        yield self.active.theme()
        for folder in list(self._packages.values()):
            yield folder.theme()


def themes(registry: Registry) -> Themes:
    """The themes of an application."""
    return registry[KEY]


def refuse_damaged(registry: Registry) -> None:
    """SystemExit, with what is wrong, where not all of the active theme can be served."""
    try:
        faults = themes(registry).active.theme().faults()
    except OSError as error:
        raise SystemExit(f"The theme cannot be read: {error}.") from None
    if faults:
        raise SystemExit("\n".join(f"The theme is damaged: {fault}" for fault in faults))


def active_theme(request: Request) -> Theme:
    """The active theme, the same one throughout a request."""
    environ = request.environ
    if KEY not in environ:
        environ[KEY] = themes(request.registry).active.theme()
    return environ[KEY]
