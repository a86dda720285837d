"""A theme: one state of its templates and static files, held in memory and never changed.

A folder that was edited, or a revision that was published, is a new Theme. A request that renders with one Theme gets
its layout, its pages and its links from the same state, and threads share it without care.
"""

from __future__ import annotations

import difflib
import hashlib
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property, partial
from threading import RLock
from urllib.parse import quote

from myproject.web import links
from myproject.web.asset import Asset
from myproject.web.disk_cache import DiskCache
from myproject.web.template import Template
from myproject.web.template_error import TemplateError

STATIC = "static/"
TEMPLATE = ".pt"


class Theme:
    """Templates and static files, from their bytes by path (`film.pt`, `static/css/site.css`).

    place: the folder that errors name in front of a path; modified: when the theme last changed.
    """

    def __init__(
        self, files: Mapping[str, bytes], *, place: str, modified: datetime, cache: DiskCache
    ) -> None:
        self.files = files
        self.modified = modified
        self.place = place
        self.cache = cache
        self._templates: dict[str, Template | TemplateError] = {}
        self._assets: dict[str, Asset] = {}
        self._importing: list[str] = []
        # One template compiles at a time: a second thread that needs it waits instead of compiling it too.
        self._lock = RLock()

    @cached_property
    def template_names(self) -> list[str]:
        return sorted(path for path in self.files if path.endswith(TEMPLATE) and not path.startswith(STATIC))

    @cached_property
    def static_paths(self) -> list[str]:
        return sorted(path for path in self.files if path.startswith(STATIC))

    # Templates

    def template(self, name: str) -> Template:
        """The template, compiled when it is first asked for; TemplateError, each time, if it does not compile."""
        found = self._templates.get(name)
        if found is None:
            with self._lock:
                found = self._templates.get(name)
                if found is None:
                    found = self._templates[name] = self._compiled(name)
        if isinstance(found, TemplateError):
            raise found.with_traceback(None)
        return found

    def _compiled(self, name: str) -> Template | TemplateError:
        try:
            return Template(
                self._text(name),
                filename=self._place_of(name),
                load=self._loaded,
                link=partial(self._link, name),
                cache=self.cache,
            )
        except TemplateError as error:
            return error

    def _loaded(self, wanted: str) -> Template:
        """What `load:` names. LookupError if there is none: at fault is the place that names it."""
        name = wanted.strip()
        if name not in self.files:
            raise LookupError(self._missing(name))
        return self.template(name)

    def _text(self, path: str) -> str:
        """The text of a file, with LF line ends."""
        if path not in self.files:
            raise TemplateError(self._missing(path), filename=self._place_of(path))
        try:
            text = self.files[path].decode("utf-8-sig")
        except UnicodeDecodeError as error:
            known = self.files[path][: error.start].decode("utf-8-sig")
            raise TemplateError(
                "This file is not UTF-8: save it in that encoding.",
                filename=self._place_of(path),
                source=known,
                offset=len(known),
            ) from error
        return text.replace("\r\n", "\n").replace("\r", "\n")

    # Static files

    def asset(self, path: str) -> Asset:
        """A static file by its path in the theme. LookupError if there is none, TemplateError if its CSS is wrong."""
        found = self._assets.get(path)
        if found is None:
            with self._lock:
                found = self._assets.get(path)
                if found is None:
                    found = self._assets[path] = Asset(path, self._served(path), self.cache)
        return found

    def url(self, path: str) -> str:
        """The URL of a static file below the application's mount point; it changes whenever the file's content does."""
        return f"/{STATIC}{self._digested(path)}"

    def _digested(self, path: str) -> str:
        return f"{self.asset(path).digest}/{quote(path.removeprefix(STATIC))}"

    def _served(self, path: str) -> bytes:
        """The bytes that visitors get: a stylesheet's links lead to the exact files it was written with."""
        if not path.startswith(STATIC) or path not in self.files:
            raise LookupError(self._missing(path))
        if not path.endswith(".css"):
            return self.files[path]
        text = self._text(path)
        self._importing.append(path)
        try:
            return "".join(self._css(path, text)).encode()
        finally:
            self._importing.pop()

    def _css(self, path: str, text: str) -> Iterator[str]:
        # Relative, so that the stylesheet is the same under every mount point: out of its own folders, then out of
        # the digest in its URL.
        up = "../" * path.count("/")
        for part in links.in_css(text):
            if isinstance(part, str):
                yield part
                continue
            try:
                yield up + self._digested(self._target(path, part.path))
            except LookupError as error:
                raise TemplateError(
                    str(error.args[0]), filename=self._place_of(path), source=text, offset=part.offset
                ) from error

    # Links

    def _link(self, name: str, path: str) -> str:
        return self.url(self._target(name, path))

    def _target(self, origin: str, path: str) -> str:
        """What a relative link in the file `origin` leads to; LookupError, with advice, if that is no static file."""
        target = posixpath.normpath(posixpath.join(posixpath.dirname(origin), path))
        if not target.startswith(STATIC):
            raise LookupError(
                f"{path} is not in the theme's folder static/, the only one that is served: move the file there."
            )
        if target in self._importing:
            raise LookupError(f"{target} imports itself: remove the circle.")
        if target not in self.files:
            raise LookupError(self._missing(target))
        return target

    def _missing(self, path: str) -> str:
        close = difflib.get_close_matches(path, self.files, n=1)
        meant = f"; did you mean {close[0]}?" if close else ": add the file, or correct the link."
        return f"The theme has no {path}{meant}"

    def _place_of(self, path: str) -> str:
        return f"{self.place}/{path}"

    # The whole

    def faults(self) -> list[TemplateError]:
        """Everything that is wrong with the theme's files; compiles all templates, which fills the cache."""
        found = []
        for name in self.template_names:
            try:
                self.template(name)
            except TemplateError as error:
                found.append(error)
        for path in self.static_paths:
            try:
                self.asset(path)
            except TemplateError as error:
                found.append(error)
        return found

    @cached_property
    def digest(self) -> str:
        """Differs between any two themes."""
        return self._digest(self.files)

    @cached_property
    def page_digest(self) -> str:
        """Differs between any two themes whose pages do, stylesheets left out."""
        return self._digest(path for path in self.files if not path.endswith(".css"))

    def _digest(self, paths: Iterable[str]) -> str:
        sha = hashlib.sha256()
        for path in sorted(paths):
            sha.update(f"{path}\0{len(self.files[path])}\0".encode())
            sha.update(self.files[path])
        return sha.hexdigest()[:16]
