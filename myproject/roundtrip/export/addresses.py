"""Addresses as an exported page needs them: to the exported pages, relative to its own folder."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from myproject.roundtrip.pages import noise
from myproject.roundtrip.pages.links import prototype_filename

LOADING = frozenset({"src", "poster", "data", "background"})
LOADED = frozenset({"css", "js", "svg", "ico", "png", "jpg"})


class Addresses:
    """Those of the page that is made of template `name`. `assets` collects the files that it refers to."""

    def __init__(self, theme: Iterable[str], name: str):
        self.folder = posixpath.dirname(name)
        self.filenames = {template: prototype_filename(template) for template in theme}
        self.assets: dict[str, None] = {}

    def exported(self, attribute: str, value: str, template: str) -> str:
        """An attribute's value, which stands in `template`; as it is where it is no address."""
        if attribute == "srcset":
            parts = [part.split() for part in value.split(",") if part.split()]
            return ", ".join(" ".join([self.exported("src", part[0], template), *part[1:]]) for part in parts)
        if attribute not in noise.URLS:
            return value
        parts = urlsplit(value) if "[" not in value else None
        if parts is None or parts.scheme or parts.netloc or parts.path.startswith("/"):
            return value
        if not parts.path:
            return value or ("#" if attribute == "href" else value)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(template), unquote(parts.path)))
        tail = value[len(parts.path) :]
        if path in self.filenames:
            return self.relative(self.filenames[path]) + tail
        if attribute in LOADING or path.rpartition(".")[2] in LOADED:
            self.assets[self.relative(path)] = None
        return value if posixpath.dirname(template) == self.folder else self.relative(path) + tail

    def relative(self, path: str) -> str:
        return posixpath.relpath(path, self.folder or ".")
