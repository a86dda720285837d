"""News articles and their tags."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, relationship, validates

from myproject.models import tables
from myproject.models.base import Base, Content
from myproject.models.media import Media
from myproject.models.search import Document, Findable, Mentioned
from myproject.models.text import plain_text, render_markdown


class Article(Content, Findable, Base):
    """`published` is the day from which visitors see it; a draft has none."""

    __table__ = tables.article
    kind = "article"

    image: Mapped[Media | None] = relationship()
    tags: Mapped[list[Tag]] = relationship(
        secondary=tables.article_tag, order_by="Tag.name", back_populates="articles"
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
    __table__ = tables.tag

    articles: Mapped[list[Article]] = relationship(secondary=tables.article_tag, back_populates="tags")

    def findables(self) -> list[Article]:
        return self.articles
