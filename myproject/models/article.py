"""News articles and their tags."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Column, ForeignKey, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from myproject.models.base import Base, Content, Dated
from myproject.models.media import Media
from myproject.models.search import Document, Findable, Mentioned
from myproject.models.text import plain_text, render_markdown

article_tag = Table(
    "article_tag",
    Base.metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Article(Dated, Findable, Base):
    """`published` is the day from which visitors see it; a draft has none."""

    __tablename__ = "article"
    kind = "article"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    published: Mapped[date | None] = mapped_column(index=True)
    author: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(500))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    image_id: Mapped[int | None] = mapped_column(ForeignKey("media.id", ondelete="SET NULL"))

    image: Mapped[Media | None] = relationship()
    tags: Mapped[list[Tag]] = relationship(
        secondary=article_tag, order_by="Tag.name", back_populates="articles"
    )

    @validates("body")
    def _render(self, key: str, source: str) -> str:
        self.body_html = render_markdown(source)
        return source

    def document(self) -> Document | None:
        if self.published is None:
            return None
        tags = ", ".join(tag.name for tag in self.tags)
        keywords = f"{self.author} · {tags}" if tags else self.author
        body = f"{self.summary} {plain_text(self.body_html)}"
        return Document("article", self.slug, self.title, keywords, body, visible_from=self.published)


class Tag(Content, Mentioned, Base):
    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(120))

    articles: Mapped[list[Article]] = relationship(secondary=article_tag, back_populates="tags")

    def findables(self) -> list[Article]:
        return self.articles
