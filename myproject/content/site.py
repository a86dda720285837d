"""What the site says of itself, its menus, and how old its content is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from myproject.content.clock import today
from myproject.content.errors import NotFound
from myproject.models import Article, ContentVersion, MenuItem, Site

# Days fit in 20 bits until the year 2871.
_DAY_BITS = 20


@dataclass(frozen=True)
class SiteInfo:
    name: str
    tagline: str
    description: str
    email: str
    footer: str


@dataclass(frozen=True)
class MenuEntry:
    """`target` is "route:films", "page:about" or an https: URL; `menu` is "main" or "footer"."""

    label: str
    target: str
    menu: str


def site_info(session: Session) -> SiteInfo:
    """The site's settings; NotFound before any content was loaded."""
    row = session.execute(
        select(Site.name, Site.tagline, Site.description, Site.email, Site.footer)
    ).one_or_none()
    if row is None:
        raise NotFound(
            "the site has no settings yet: run myproject load-sample, or store a row in table site"
        )
    return SiteInfo(*row)


def menu(session: Session, name: str) -> list[MenuEntry]:
    """The entries of the menu, in their order; an unknown menu has none."""
    query = select(MenuItem.label, MenuItem.target, MenuItem.menu).where(MenuItem.menu == name)
    return [MenuEntry(*row) for row in session.execute(query.order_by(MenuItem.position, MenuItem.id))]


def content_version(session: Session) -> int:
    """A number that grows with every change visitors can see, an article's day of publication included.

    High bits: how often content was changed. Low bits: the day of the newest article that is out, which
    moves on without anybody writing.
    """
    number = session.scalar(select(ContentVersion.number)) or 0
    newest = session.scalar(_newest_published())
    return number << _DAY_BITS | (newest.toordinal() if newest else 0)


def last_change(session: Session) -> datetime:
    """When visitors last saw something change: the last write, or midnight (UTC) of an article's day."""
    changed = session.scalar(select(ContentVersion.changed))
    newest = session.scalar(_newest_published())
    moments = [datetime.combine(newest, time(), UTC)] if newest else []
    return max([*moments, changed or datetime.fromtimestamp(0, UTC)])


def _newest_published() -> Select[tuple[date | None]]:
    return select(func.max(Article.published)).where(Article.published <= today())
