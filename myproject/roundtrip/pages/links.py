"""Addresses that a designer wrote, as the template writes them; and the files behind them."""

from __future__ import annotations

import posixpath
from collections.abc import Collection
from urllib.parse import quote, unquote, urlsplit

from myproject.roundtrip.pages import css, noise
from myproject.roundtrip.pages.page import Page, Tag
from myproject.roundtrip.report import Asset

LOADING = frozenset({"src", "srcset", "poster", "background", "data"})
LOADED_LINKS = frozenset(
    {"stylesheet", "icon", "shortcut", "apple-touch-icon", "manifest", "preload", "mask-icon"}
)


def prototype_filename(name: str) -> str:
    """The file a template is exported to, relative to the export's folder."""
    return name if name.endswith((".html", ".htm")) else posixpath.splitext(name)[0] + ".html"


def place(path: str, static: str) -> str:
    """Where in a theme a file goes that an edited page has at `path`."""
    if not static or path.startswith(static):
        return path
    # "Save page as" puts files into a folder of its own; the theme has one place for them.
    return posixpath.join(static, posixpath.basename(path) if noise.SAVED.match(path) else path)


class Links:
    """Translates the addresses of one edited page and collects the new files it needs.

    `name` is the template that the page was made of, `static` the theme's folder for files ("" for none).
    """

    def __init__(self, name: str, templates: Collection[str], static: str, returned: Page):
        self.name, self.folder = name, posixpath.dirname(name)
        self.static, self.returned = static, returned
        self.pages = {prototype_filename(template): template for template in templates}
        self.known: set[str] = set()
        self.assets: list[Asset] = []

    def learn(self, given: Page) -> None:
        """Take note of the addresses that the page had: their files are there."""
        for tag in given.tags:
            for value in tag.attributes.values():
                self.known.update(part.strip().split(" ")[0] for part in value.split(","))
            self.known.update(css.urls(tag.text if tag.name == "style" else tag.attributes.get("style", "")))

    def __call__(self, tag: Tag, name: str, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
            return url
        path = posixpath.normpath(posixpath.join(self.folder, unquote(parts.path)))
        tail = url[len(parts.path) :]
        if path in self.pages and name in ("href", "action", "formaction"):
            return self.relative(self.pages[path]) + tail
        if url in self.known:
            return url
        rels = frozenset(tag.attributes.get("rel", "").lower().split())
        loads = name in LOADING or (tag.name == "link" and rels & LOADED_LINKS)
        into_static = bool(self.static) and path.startswith(self.static)  # served, whatever links to it
        if not (loads or into_static) or (path.startswith("../") and not self.static):
            return url
        target = place(path, self.static)
        line = self.returned.line(tag.start)
        asset = Asset(unquote(parts.path), target, self.name, line)
        if asset not in self.assets:
            self.assets.append(asset)
        return url if target == path else self.relative(target) + tail

    def relative(self, path: str) -> str:
        return quote(posixpath.relpath(path, self.folder or "."), safe="/:@!$&'()*+,;=~-._")
