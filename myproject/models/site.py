"""What the site says of itself, its menus, and the messages that visitors send it."""

from __future__ import annotations

from myproject.models import tables
from myproject.models.base import Base, Content


class Site(Content, Base):
    """The one row of site settings."""

    __table__ = tables.site


class MenuItem(Content, Base):
    """`target` is "route:NAME", "page:PATH" or an https: URL; `menu` is "main" or "footer"."""

    __table__ = tables.menu_item


class Message(Base):
    """A message from the contact form; the sender's address is kept as a digest only."""

    __table__ = tables.message


class ContentVersion(Base):
    """The one row that every change of content raises; caches are keyed by it."""

    __table__ = tables.content_version
