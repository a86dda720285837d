"""A small theme with everything that an edit can touch, and its samples."""

import re
from collections.abc import Callable

from myproject.roundtrip import Policy, Result, export, merge

LAYOUT = """<!DOCTYPE html>
<html lang="en" data-metal-define-macro="page">
<head>
  <meta charset="utf-8">
  <title data-tal-content="title">Site</title>
  <link rel="stylesheet" href="static/css/site.css">
</head>
<body>
  <header class="top"><a class="brand" href="home.pt">Lantern</a></header>
  <main data-metal-define-slot="content"><p>Nothing</p></main>
  <footer><p>Made with care</p></footer>
</body>
</html>
"""
FILMS = """<!DOCTYPE html>
<html lang="en" data-tal-define="layout load: layout.pt" data-metal-use-macro="layout.macros['page']">
<head><title>Films</title></head>
<body>
  <main data-metal-fill-slot="content">
    <h1 data-tal-content="heading">Heading one dummy</h1>
    <p class="lead" data-tal-content="lead">Lead paragraph dummy text here.</p>
    <p>Static para with <b data-tal-content="name">bold name</b> and ${place} words.</p>
    <ul>
      <li data-tal-repeat="film films"><a href="film.pt" data-tal-attributes="href film.url" \
data-tal-content="film.title">First item link</a> tail</li>
      <li data-tal-replace="nothing"><a href="film.pt">Second item</a> tail</li>
    </ul>
    <table><tr data-tal-condition="films"><td data-tal-content="count">Cell dummy</td><td>Plain cell</td></tr></table>
    <div class="box" data-tal-condition="boxed"><p data-tal-content="boxed">Boxed para</p><p>Static in box</p></div>
    <form action="search" method="post">
      <input type="hidden" name="csrf_token" value="${csrf}"><input name="q"><button>Go</button>
    </form>
    <p>Closing static paragraph.</p>
  </main>
</body>
</html>
"""
THEME = {"layout.pt": LAYOUT, "films.pt": FILMS, "film.pt": "<p>Film</p>", "home.pt": "<p>Home</p>"}
MANY = {
    "heading": "All films",
    "lead": "We show many.",
    "name": "Ann",
    "place": "Berne",
    "title": "Films",
    "count": 3,
    "boxed": "Boxed!",
    "csrf": "token",
    "films": [{"title": title, "url": "film.pt"} for title in ("Alien", "Brazil", "Casablanca")],
}
SAMPLES = {"films.pt": {"many": MANY}}

Edit = Callable[[str], str]


def exchange(old: str, new: str) -> Edit:
    def edit(html: str) -> str:
        assert html.count(old) >= 1, f"{old!r} is not in the page"
        return html.replace(old, new, 1)

    return edit


def substitute(pattern: str, replacement: str) -> Edit:
    def edit(html: str) -> str:
        edited, count = re.subn(pattern, replacement, html, count=1, flags=re.DOTALL)
        assert count, f"{pattern!r} is not in the page"
        return edited

    return edit


def move(pattern: str, before: str) -> Edit:
    """Cut what a pattern finds (its first group) and paste it before the first `before`."""

    def edit(html: str) -> str:
        found = re.search(pattern, html, re.DOTALL)
        assert found and before in html
        return html.replace(found[1], "", 1).replace(before, found[1] + before, 1)

    return edit


def edited(
    edit: Edit, *, samples=SAMPLES, raw: bool = False, theme=THEME, policy: Policy | None = None, **more
) -> Result:
    """The result of one edit of the exported films page (or of the raw template)."""
    page = theme["films.pt"] if raw else export(theme, "films.pt", samples=samples).html
    return merge(theme, {"films.pt": edit(page)}, samples=samples, policy=policy, **more)


def accepted(edit: Edit, choice: str = "", **more) -> Result:
    """As `edited`, with every question answered: by its first choice, or by the one named."""
    first = edited(edit, **more)
    answers = [f"{decision.id}={choice}" if choice else decision.id for decision in first.decisions]
    return edited(edit, accept=answers, **more)


def lines(result: Result, name: str = "films.pt", theme=THEME) -> tuple[list[str], list[str]]:
    """The lines that went and came, without their indentation."""
    before, after = theme[name].split("\n"), result.templates.get(name, theme[name]).split("\n")
    return [line.strip() for line in before if line not in after], [
        line.strip() for line in after if line not in before
    ]
