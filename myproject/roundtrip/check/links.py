"""Links that lead somewhere: to a template of the theme, to a file of it, to an element of the page."""

import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from myproject.roundtrip.check.finding import Finding, Template, Theme
from myproject.roundtrip.parse.tree import Attribute, Element, Leaf

SINGLE = {"href", "src", "poster", "data", "action", "formaction", "background", "xlink:href"}
CSS_URL = re.compile(r"url\(\s*['\"]?([^'\")]*)['\"]?\s*\)|@import\s+['\"]([^'\"]+)['\"]", re.IGNORECASE)


def check(theme: Theme) -> Iterator[Finding]:
    for template in theme.templates.values():
        ids = {element.get("id") for element in template.document.elements}
        for element in template.document.elements:
            for attribute, link in _links(element):
                yield from _check(theme, template, attribute.value_start, link, ids)
            for offset, link in _styles(element):
                yield from _check(theme, template, offset, link, ids)


def _links(element: Element) -> Iterator[tuple[Attribute, str]]:
    """The addresses in an element's plain attributes, as written but for what is computed."""
    for attribute in element.plain:
        if "${" in attribute.value:
            continue
        if attribute.lower in SINGLE:
            yield attribute, str(attribute.value)
        elif attribute.lower in ("srcset", "imagesrcset"):
            for candidate in attribute.value.split(","):
                if candidate.strip():
                    yield attribute, str(candidate).split()[0]
        elif attribute.lower == "style":
            yield from ((attribute, found[1] or found[2]) for found in CSS_URL.finditer(attribute.value))


def _styles(element: Element) -> Iterator[tuple[int, str]]:
    if element.local == "style":
        for child in element.children:
            if isinstance(child, Leaf) and "${" not in child.text:
                yield from ((child.start + m.start(), m[1] or m[2]) for m in CSS_URL.finditer(child.text))


def _check(
    theme: Theme, template: Template, offset: int, link: str, ids: set[str | None]
) -> Iterator[Finding]:
    url = urlsplit(link.strip())
    if url.scheme or url.netloc:
        return
    if not url.path:
        if url.fragment and unquote(url.fragment) not in ids:
            message = f"no element has the id {url.fragment}"
            yield template.finding(
                "dangling-link", offset, message, "Correct the link, or give the element that id"
            )
        return
    if url.path.startswith("/"):
        message = f"{link} starts at the root of the site, so it is dead when the file is opened from disk"
        yield template.finding(
            "dangling-link", offset, message, "Link relative to this file: static/.., film.pt"
        )
        return
    path = normpath(join(dirname(template.name), unquote(url.path)))
    if path in theme.templates or path in theme.assets:
        return
    if path.endswith((".pt", ".html")) or "." not in path.rpartition("/")[2]:
        message = f"{link} leads to no template of the theme"
        yield template.finding("dangling-link", offset, message, "Correct the name")
    else:
        message = f"the file {link} is not in the theme"
        yield template.finding("missing-asset", offset, message, "Add the file, or correct the path")
