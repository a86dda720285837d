"""What the site says of itself, its menus, and the messages that visitors send it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from myproject.models.base import Base, Content, now


class Site(Content, Base):
    """The one row of site settings."""

    __tablename__ = "site"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    name: Mapped[str] = mapped_column(String(120))
    tagline: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(String(500))
    email: Mapped[str] = mapped_column(String(254))
    footer: Mapped[str] = mapped_column(String(500))


class MenuItem(Content, Base):
    """`target` is "route:NAME", "page:PATH" or an https: URL; `menu` is "main" or "footer"."""

    __tablename__ = "menu_item"
    __table_args__ = (CheckConstraint("menu IN ('main', 'footer')", name="menu"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    menu: Mapped[str] = mapped_column(String(20), index=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(120))
    target: Mapped[str] = mapped_column(String(500))


class Message(Base):
    """A message from the contact form; the sender's address is kept as a digest only."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    received: Mapped[datetime] = mapped_column(default=now, index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    sender_address_digest: Mapped[str] = mapped_column(String(64), index=True)


class ContentVersion(Base):
    """The one row that every change of content raises; caches are keyed by it."""

    __tablename__ = "content_version"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    number: Mapped[int]
    changed: Mapped[datetime]
