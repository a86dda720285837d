"""The sitemap (sitemaps.org, with the languages of each page as hreflang links)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
# More would have to be split into several files.
MOST_ADDRESSES = 50_000


def sitemap(
    paths: Iterable[tuple[str, datetime | None]],
    languages: Iterable[str],
    address: Callable[[str | None, str], str],
) -> bytes:
    """Every path in every language, as UTF-8; with a path goes when it last changed, where that is known.

    `address` gives the absolute address of a path in a language; for None the one that asks the browser.
    """
    languages = tuple(languages)
    root = Element("urlset", {"xmlns": NAMESPACE, "xmlns:xhtml": XHTML})
    for path, changed in paths:
        alternates = {code: address(code, path) for code in languages} | {"x-default": address(None, path)}
        for code in languages:
            url = SubElement(root, "url")
            SubElement(url, "loc").text = alternates[code]
            if changed is not None:
                SubElement(url, "lastmod").text = changed.isoformat(timespec="seconds")
            for language, href in alternates.items():
                SubElement(url, "xhtml:link", {"rel": "alternate", "hreflang": language, "href": href})
    if len(root) > MOST_ADDRESSES:
        raise ValueError(f"a sitemap has at most {MOST_ADDRESSES:,} addresses, not {len(root):,}: split it")
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
