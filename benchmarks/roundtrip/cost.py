"""Time by size: pages of 10 to 200 KB, beside one parse each by the parsers that a merge needs: an HTML parser for what
a tool saved, the renderer's reader and Chameleon's own parser for what would execute."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from justhtml import JustHTML

from myproject import roundtrip
from myproject.roundtrip.parse import reading

SIZES = (10, 20, 50, 100, 200)  # KB
HEAD = '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Page</title></head>\n<body>\n<main>\n'
FOOT = "</main>\n</body>\n</html>\n"
SECTION = """\
<section class="part" id="part-{n}">
  <h2 data-tal-content="title_{n}">Part {n}</h2>
  <p class="lead" data-tal-condition="shown_{n}">What part {n} says, <b>in bold</b> and <a href="p{n}.html" \
data-tal-attributes="href url_{n}">linked</a>.</p>
  <ul data-tal-condition="rows_{n}">
    <li class="row" data-tal-repeat="row rows_{n}"><span data-tal-content="row.name">Name</span> and some more text</li>
  </ul>
  <figure><img src="static/img/{n}.jpg" alt="Picture {n}" width="640" height="480"><figcaption>Picture {n}.</figcaption>
  </figure>
</section>
"""


@dataclass(frozen=True)
class Cost:
    """Processor seconds for one page of `size` KB: one parse by each parser, an export, a merge of one edit, and of an
    edit in every part of the page."""

    size: int
    html: float
    renderer: float
    chameleon: float
    export: float
    merge: float
    merge_many: float


def page(size: int) -> str:
    """A template of about `size` KB."""
    parts: list[str] = []
    while sum(map(len, parts)) < size * 1024:
        parts.append(SECTION.format(n=len(parts)))
    return HEAD + "".join(parts) + FOOT


def measure(size: int) -> Cost:
    """The costs of one size; each is the best of three."""
    theme = {"page.html": page(size)}
    html = roundtrip.export(theme, "page.html").html
    one = html.replace("in bold", "in print", 1)
    many = html.replace("Picture 1", "Painting 1").replace("and some more text", "and less text")
    return Cost(
        size,
        best(lambda: JustHTML(html, sanitize=False)),
        *(best(lambda reader=reader: reader(theme["page.html"])) for reader in reading.READERS.values()),
        best(lambda: roundtrip.export(theme, "page.html")),
        best(lambda: roundtrip.merge(theme, {"page.html": one})),
        best(lambda: roundtrip.merge(theme, {"page.html": many})),
    )


def best(call: Callable[[], object], times: int = 3) -> float:
    """The least of several timings, in seconds of the processor; each starts with nothing remembered."""
    found = []
    for _ in range(times):
        reading.forget()
        started = time.process_time()
        call()
        found.append(time.process_time() - started)
    return min(found)
