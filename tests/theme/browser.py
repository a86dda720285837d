"""Chromium on the theme: pages from disk by file://, rendered pages from memory."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route, sync_playwright

from myproject.web.theme import Theme
from tests.chromium import launch
from tests.tools.fetch import package

SITE = "http://theme.test/"
SCHEMES = ("light", "dark")
PHONE, DESK = (390, 844), (1280, 900)
# Chromium takes the type of a file from the desktop's database, which does not know .pt.
TYPE_OF_TEMPLATES = """<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="text/html"><glob pattern="*.pt"/></mime-type>
</mime-info>
"""


@contextmanager
def chromium(desktop: Path) -> Iterator[Browser]:
    """A headless Chromium; `desktop` is a folder for the database that tells it that .pt is HTML."""
    packages = desktop / "mime" / "packages"
    packages.mkdir(parents=True)
    (packages / "templates.xml").write_text(TYPE_OF_TEMPLATES, encoding="utf-8")
    subprocess.run(
        ["update-mime-database", str(desktop / "mime")], check=True, capture_output=True, timeout=60
    )
    with sync_playwright() as playwright:
        browser = launch(playwright, env=os.environ | {"XDG_DATA_HOME": str(desktop)})
        yield browser
        browser.close()


@contextmanager
def window(
    browser: Browser, size: tuple[int, int], scheme: str = "light"
) -> Iterator[tuple[Page, list[str]]]:
    """A page of a size in pixels, and the growing list of what its console and its network complain about."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(f"{request.url} failed"))
    page.on("response", lambda answer: answer.ok or complaints.append(f"{answer.url}: {answer.status}"))
    yield page, complaints
    context.close()


def serve(page: Page, theme: Theme, html: Callable[[str], str | None]) -> None:
    """Answers requests for SITE: `html` has the pages by path, the theme its static files."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path.lstrip("/")
        if (text := html(path)) is not None:
            return route.fulfill(body=text, content_type="text/html; charset=utf-8")
        try:
            asset = theme.asset(_undigested(theme, path))
        except LookupError:
            return route.fulfill(status=404)
        return route.fulfill(body=asset.content, content_type=asset.content_type)

    page.route(f"{SITE}**", answer)


def _undigested(theme: Theme, path: str) -> str:
    """static/<digest>/css/site.css -> static/css/site.css; samples link without a digest."""
    if path in theme.files:
        return path
    _static, _digest, *rest = path.split("/")
    return "/".join(["static", *rest])


def violations(page: Page) -> list[str]:
    """What axe finds on the page, one sentence each."""
    page.add_script_tag(path=package("axe-core") / "axe.min.js")
    found = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        ".then(result => result.violations)"
    )
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}" for each in found for node in each["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """Empty if the page is no wider than the window; else its width, and the elements that stick out."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [document.documentElement.scrollWidth, ...document.querySelectorAll('body *')]
        .filter(e => !e.tagName || e.getBoundingClientRect().right > innerWidth + 1)
        .map(e => e.tagName ? `${e.tagName}.${e.className}` : `${e} px wide`)"""
    )


def broken_words(page: Page, selector: str) -> list[str]:
    """The words in elements of `selector` that begin on one line and end on another."""
    return page.evaluate(
        """selector => [...document.querySelectorAll(selector)].flatMap(element => {
          const text = element.firstChild
          return [...text.data.matchAll(/[^\\s-]+/g)].filter(word => {
            const range = document.createRange()
            range.setStart(text, word.index)
            range.setEnd(text, word.index + word[0].length)
            return new Set([...range.getClientRects()].map(line => line.top)).size > 1
          }).map(word => word[0])
        })""",
        selector,
    )
