"""Pages: one page with its place in the tree, and the whole tree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

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


def get_page(session: Session, path: str) -> PageContent:
    """The page at this path; NotFound where there is none."""
    row = session.execute(
        select(PAGE.path, PAGE.title, PAGE.body_html, PAGE.summary, PAGE.updated).where(PAGE.path == path)
    ).one_or_none()
    if row is None:
        raise NotFound(f"there is no page {path!r}")
    steps = path.split("/")
    above = ["/".join(steps[:depth]) for depth in range(1, len(steps))]
    around = session.execute(
        select(PAGE.path, PAGE.title)
        .where(or_(PAGE.path.in_(above), PAGE.parent_path == path))
        .order_by(PAGE.position, PAGE.path)
    )
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
