"""Pages: a tree, each page named by its path ("about/history")."""

from __future__ import annotations

from sqlalchemy.orm import validates

from myproject.models import tables
from myproject.models.base import Base, Content
from myproject.models.search import Document, Findable
from myproject.models.text import plain_text, render_markdown


class Page(Content, Findable, Base):
    """`parent_path` follows from `path`."""

    __table__ = tables.page
    kind = "page"
    slug_attribute = "path"

    @validates("path")
    def _place(self, key: str, path: str) -> str:
        self.parent_path = path.rpartition("/")[0] or None
        return path

    @validates("body")
    def _render(self, key: str, source: str) -> str:
        self.body_html = render_markdown(source)
        return source

    def document(self) -> Document:
        return Document("page", self.path, self.title, "", f"{self.summary} {plain_text(self.body_html)}")
