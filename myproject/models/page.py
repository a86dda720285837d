"""Pages: a tree, each page named by its path ("about/history")."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, validates

from myproject.models.base import Base, Dated
from myproject.models.search import Document, Findable
from myproject.models.text import plain_text, render_markdown


class Page(Dated, Findable, Base):
    """`parent_path` follows from `path`; the foreign key sees to it that the page above exists."""

    __tablename__ = "page"
    kind = "page"
    slug_attribute = "path"

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(String(200), unique=True)
    parent_path: Mapped[str | None] = mapped_column(
        ForeignKey("page.path", onupdate="CASCADE", ondelete="RESTRICT"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(500))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)

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
