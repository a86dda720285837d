"""The Atom feed of the news (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

NAMESPACE = "http://www.w3.org/2005/Atom"
# XML 1.0 has no way to write these. Those that it can write take eight times as long to compile.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Entry:
    """An article in the feed; `url` is absolute and names it for ever, `content` is the whole of it as HTML."""

    url: str
    title: str
    summary: str
    content: str
    author: str
    published: date
    updated: datetime
    categories: tuple[str, ...]


def feed(
    *,
    title: str,
    subtitle: str,
    language: str,
    url: str,
    home_url: str,
    updated: datetime,
    entries: Iterable[Entry],
) -> bytes:
    """The feed as UTF-8; `url` is its own address, `home_url` that of the page it goes with."""
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": language})
    _text(root, "id", url)
    _text(root, "title", title)
    _text(root, "subtitle", subtitle)
    _text(root, "updated", updated.astimezone(UTC).isoformat(timespec="seconds"))
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": url})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": home_url})
    for entry in entries:
        _entry(SubElement(root, "entry"), entry)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _entry(element: Element, entry: Entry) -> None:
    day = datetime.combine(entry.published, time(), UTC)
    _text(element, "id", entry.url)
    _text(element, "title", entry.title)
    _text(element, "published", day.isoformat())
    _text(element, "updated", max(entry.updated.astimezone(UTC), day).isoformat(timespec="seconds"))
    _text(SubElement(element, "author"), "name", entry.author)
    _text(element, "summary", entry.summary)
    _text(element, "content", entry.content, type="html")
    for category in entry.categories:
        SubElement(element, "category", {"term": _NOT_XML.sub("", category)})
    SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": entry.url})


def _text(parent: Element, tag: str, text: str, **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = _NOT_XML.sub("", text)
