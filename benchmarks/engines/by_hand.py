"""The same pages written in Python by hand: what an engine is measured against.

Each page is a function of its variables and of a function that escapes a text. A developer has html.escape at hand.
markupsafe's C function, called directly on what is known to be a str, is the least that escaping can cost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Escape = Callable[[str], str]
Page = Callable[[dict[str, Any], Escape], str]


def layout(names: dict[str, Any], escape: Escape, main: str) -> str:
    menu = []
    for entry in names["menu"]:
        current = f' aria-current="{escape(entry.current)}"' if entry.current else ""
        menu.append(f'<li><a href="{escape(entry.url)}"{current}>{escape(entry.label)}</a></li>')
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>{escape(names["title"])}</title>
</head>
<body>
  <nav>
    <ul>
      {"".join(menu)}
    </ul>
  </nav>
  {main}
  <footer><p>{escape(names["footer"])}</p></footer>
</body>
</html>
"""


def films(names: dict[str, Any], escape: Escape) -> str:
    rows = []
    for film in names["films"]:
        mark = "<b>New</b>" if film.new else f"<i>{escape(film.rating)}</i>"
        rows.append(f"""<tr>
        <td><a href="{escape(film.url)}">{escape(film.title)}</a></td>
        <td>{escape(film.director)}</td>
        <td>{film.year}</td>
        <td>{mark}</td>
      </tr>
      """)
    main = f"""<main>
    <h1>{escape(names["title"])}</h1>
    <table>
      {"".join(rows)}
    </table>
  </main>"""
    return layout(names, escape, main)


def table_of_numbers(names: dict[str, Any], escape: Escape) -> str:
    rows = []
    for row in names["table"]:
        rows.append("<tr>\n    ")
        for cell in row:
            rows.append(f"<td>{cell}</td>\n    ")
        rows.append("</tr>\n  ")
    return f"<table>\n  {''.join(rows)}</table>\n"


def table_of_texts(names: dict[str, Any], escape: Escape) -> str:
    rows = []
    for row in names["table"]:
        rows.append("<tr>\n    ")
        for cell in row:
            rows.append(f"<td>{escape(cell)}</td>\n    ")
        rows.append("</tr>\n  ")
    return f"<table>\n  {''.join(rows)}</table>\n"


def greeting(names: dict[str, Any], escape: Escape) -> str:
    return f"<p>Hello, <b>{escape(names['name'])}</b>!</p>\n"


def shopping(names: dict[str, Any], escape: Escape) -> str:
    if not names["items"]:
        return "\n"
    items = [f"<li>{escape(item)}</li>" for item in names["items"]]
    return f"<div>\n  <h2>{escape(names['title'])}</h2>\n  <ul>\n    {''.join(items)}\n  </ul>\n</div>\n"


PAGES: dict[str, Page] = {
    "Film list, 50 rows": films,
    "Table of numbers, 1000 x 10": table_of_numbers,
    "Table of texts, 1000 x 10": table_of_texts,
    "Greeting": greeting,
    "List of five": shopping,
}
