"""What every class of objects shares, and the mark of what visitors see."""

from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase

from myproject.models import tables


class Base(DeclarativeBase):
    metadata = tables.metadata


class Content:
    """Mixin of what visitors see: changing such an object raises the content version."""
