"""What the site says of itself, and its menus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from myproject.models import tables

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SITE, MENU_ITEM = tables.site.c, tables.menu_item.c


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


# What a site says of itself before anybody has said it: its pages work, and tell what to do.
NEW = SiteInfo(
    name="New site",
    tagline="A site without content",
    description="There is nothing here yet. Run “myproject load-sample”, or add a row to the table site.",
    email="",
    footer="",
)


def site_info(session: Session) -> SiteInfo:
    """The site's settings; NEW before any content was loaded."""
    row = session.execute(
        select(SITE.name, SITE.tagline, SITE.description, SITE.email, SITE.footer)
    ).one_or_none()
    return SiteInfo(*row) if row is not None else NEW


def menu(session: Session, name: str) -> list[MenuEntry]:
    """The entries of the menu, in their order; an unknown menu has none."""
    query = select(MENU_ITEM.label, MENU_ITEM.target, MENU_ITEM.menu).where(MENU_ITEM.menu == name)
    return [MenuEntry(*row) for row in session.execute(query.order_by(MENU_ITEM.position, MENU_ITEM.id))]
