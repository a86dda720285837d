"""Finds the links from a theme's files to other files of the theme: in attributes, srcset and CSS."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

# Where a compiled template looks for what changes without it: see Template.
LINKS = "__links"
MOUNT = "__mount"

_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[/#?]|$")
_INTO_STATIC = re.compile(r"(?:\.{1,2}/)*static/")
_URL = re.compile(r"\s*(?P<path>[^?#\s]*)")
# A URL of srcset runs to a space, whatever commas are in it (HTML 4.8.4.2.1).
_CANDIDATE = re.compile(r"[\s,]*(?P<url>\S*[^\s,])(?:,+|[^,]*(?:,|$))")
_CSS_LINK = re.compile(
    r"""/\*.*?\*/"""
    r"""|(?:@import\s*|url\(\s*)(?:"(?P<double>[^"\\\n]*)"|'(?P<single>[^'\\\n]*)'|&quot;(?P<entity>[^"\\\n]*?)&quot;)"""
    r"""|url\(\s*(?P<bare>[^\s"'()\\]*)\s*\)"""
    r"""|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'""",
    re.DOTALL | re.IGNORECASE,
)

# Attributes whose relative links can only mean a file of the theme; in others only a link into static/ does.
_FILES = frozenset(["src", "poster", "background", "srcset", "imagesrcset"])
_URLS = _FILES | {"href", "xlink:href", "data"}
_FRAMES = frozenset(["iframe", "embed", "object"])


@dataclass(frozen=True)
class Link:
    """A link to a file of the theme: its path as written, decoded, and where it stands in the text it was found in."""

    path: str
    offset: int


Parts = list[str | Link]


def in_attribute(element: str, name: str, value: str) -> Parts:
    """An attribute's value cut into text and links; a single text where it has no links."""
    if name == "style":
        return in_css(value)
    if name in ("srcset", "imagesrcset"):
        return _cut(value, (candidate.span("url") for candidate in _CANDIDATE.finditer(value)))
    if name in _URLS:
        strict = name in _FILES and element not in _FRAMES
        return _cut(value, [(0, len(value))] if strict or _INTO_STATIC.match(value.lstrip()) else [])
    return [value]


def in_css(text: str) -> Parts:
    """CSS cut into text and links: url(..) and @import."""
    found = (match.span(match.lastgroup) for match in _CSS_LINK.finditer(text) if match.lastgroup)
    return _cut(text, found)


def _cut(text: str, urls: Iterable[tuple[int, int]]) -> Parts:
    parts: Parts = []
    done = 0
    for start, end in _paths(text, urls):
        parts += [text[done:start], Link(unquote(unescape(text[start:end])), start)]
        done = end
    return [*parts, text[done:]]


def _paths(text: str, urls: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans of the paths, without ? and #, of those URLs that are relative."""
    for start, end in urls:
        path = _URL.match(text, start, end)
        assert path is not None  # it matches the empty text
        if not _ELSEWHERE.match(text, path.start("path"), end):
            yield path.span("path")
