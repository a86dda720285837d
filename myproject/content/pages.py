"""Pages: one page with its place in the tree, and the whole tree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, or_, select

from myproject.content.errors import NotFound
from myproject.models import tables

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PAGE = tables.page.c


@dataclass(frozen=True)
class PageLink:
    """A page by its path, such as "about/history"."""

    path: str
    title: str


@dataclass(frozen=True)
class PageContent:
    """A page: `body` is safe HTML, `ancestors` run from the top down, `children` are in their order."""

    path: str
    title: str
    body: str
    summary: str
    updated: datetime
    ancestors: list[PageLink]
    children: list[PageLink]


# Made once: to put a statement together takes longer than the database takes to answer it.
_PAGE = select(PAGE.path, PAGE.title, PAGE.body_html, PAGE.summary, PAGE.updated).where(
    PAGE.path == bindparam("path")
)
_AROUND = (
    select(PAGE.path, PAGE.title)
    .where(or_(PAGE.path.in_(bindparam("above", expanding=True)), PAGE.parent_path == bindparam("path")))
    .order_by(PAGE.position, PAGE.path)
)


def get_page(session: Session, path: str) -> PageContent:
    """The page at this path; NotFound where there is none."""
    row = session.execute(_PAGE, {"path": path}).one_or_none()
    if row is None:
        raise NotFound(f"there is no page {path!r}")
    steps = path.split("/")
    # With the top, which is no page, so that this is never empty.
    above = ["/".join(steps[:depth]) for depth in range(len(steps))]
    around = session.execute(_AROUND, {"above": above, "path": path})
    links = [PageLink(*link) for link in around]
    return PageContent(
        *row,
        ancestors=sorted((link for link in links if link.path in above), key=lambda link: len(link.path)),
        children=[link for link in links if link.path not in above],
    )


def page_updates(session: Session) -> list[tuple[str, datetime]]:
    """The path of every page, and when it was last changed."""
    return [
        (path, updated)
        for path, updated in session.execute(select(PAGE.path, PAGE.updated).order_by(PAGE.path))
    ]


def list_pages(session: Session) -> list[PageLink]:
    """All pages, each one followed by those below it, siblings in their order."""
    rows = session.execute(select(PAGE.path, PAGE.title, PAGE.parent_path).order_by(PAGE.position, PAGE.path))
    below: dict[str | None, list[PageLink]] = {}
    for path, title, parent in rows:
        below.setdefault(parent, []).append(PageLink(path, title))
    ordered: list[PageLink] = []
    waiting = below.get(None, [])[::-1]
    while waiting:
        link = waiting.pop()
        ordered.append(link)
        waiting += below.get(link.path, [])[::-1]
    return ordered
