"""Images: what is known of a stored original. The file itself lies under the media folder, named by its digest."""

from __future__ import annotations

from myproject.models import tables
from myproject.models.base import Base, Content


class Media(Content, Base):
    __table__ = tables.media
