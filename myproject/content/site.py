"""What the site says of itself, and its menus."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from myproject.content.errors import NotFound
from myproject.models import MenuItem, Site


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
