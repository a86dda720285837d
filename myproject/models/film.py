"""Films, the people who direct them, and genres."""

from __future__ import annotations

import re

from sqlalchemy import CheckConstraint, Column, ForeignKey, Numeric, String, Table, Text
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from myproject.models.base import Base, Content, Dated, SortKey
from myproject.models.media import Media
from myproject.models.search import Document, Findable, Mentioned
from myproject.models.text import fold, plain_text, render_markdown

film_genre = Table(
    "film_genre",
    Base.metadata,
    Column("film_id", ForeignKey("film.id", ondelete="CASCADE"), primary_key=True),
    Column("genre_id", ForeignKey("genre.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Film(Dated, Findable, Base):
    __tablename__ = "film"
    kind = "film"
    __table_args__ = (
        CheckConstraint("year BETWEEN 1888 AND 2100", name="year"),
        CheckConstraint("running_time > 0", name="running_time"),
        CheckConstraint("rating BETWEEN 0 AND 10", name="rating"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    sort_title: Mapped[str] = mapped_column(SortKey, index=True)
    year: Mapped[int] = mapped_column(index=True)
    running_time: Mapped[int]
    rating: Mapped[float | None] = mapped_column(Numeric(3, 1, asdecimal=False), index=True)
    synopsis: Mapped[str] = mapped_column(Text)
    synopsis_html: Mapped[str] = mapped_column(Text)
    poster_id: Mapped[int | None] = mapped_column(ForeignKey("media.id", ondelete="SET NULL"))

    poster: Mapped[Media | None] = relationship()
    genres: Mapped[list[Genre]] = relationship(
        secondary=film_genre, order_by="Genre.name", back_populates="films"
    )
    credits: Mapped[list[Credit]] = relationship(
        order_by="Credit.position",
        collection_class=ordering_list("position"),
        cascade="all, delete-orphan",
        back_populates="film",
    )
    directors: AssociationProxy[list[Person]] = association_proxy(
        "credits", "person", creator=lambda person: Credit(person=person)
    )

    @validates("title")
    def _sort(self, key: str, title: str) -> str:
        self.sort_title = sort_title(title)
        return title

    @validates("synopsis")
    def _render(self, key: str, source: str) -> str:
        self.synopsis_html = render_markdown(source)
        return source

    def document(self) -> Document:
        names = ", ".join(person.name for person in self.directors)
        genres = ", ".join(genre.name for genre in self.genres)
        keywords = f"{names} · {genres} · {self.year}"
        return Document("film", self.slug, self.title, keywords, plain_text(self.synopsis_html))


class Person(Content, Mentioned, Base):
    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    sort_name: Mapped[str] = mapped_column(SortKey, index=True)

    credits: Mapped[list[Credit]] = relationship(back_populates="person", passive_deletes="all")

    @validates("name")
    def _sort(self, key: str, name: str) -> str:
        self.sort_name = fold(" ".join(reversed(name.rpartition(" "))))
        return name

    def findables(self) -> list[Film]:
        return [credit.film for credit in self.credits]


class Credit(Content, Mentioned, Base):
    """That a person directed a film; `position` orders several directors as the film credits them."""

    __tablename__ = "film_director"

    film_id: Mapped[int] = mapped_column(ForeignKey("film.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT"), primary_key=True, index=True
    )
    position: Mapped[int]

    film: Mapped[Film] = relationship(back_populates="credits")
    person: Mapped[Person] = relationship(back_populates="credits")

    def findables(self) -> list[Film]:
        return [self.film] if self.film else []


class Genre(Content, Mentioned, Base):
    __tablename__ = "genre"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(120))

    films: Mapped[list[Film]] = relationship(secondary=film_genre, back_populates="genres")

    def findables(self) -> list[Film]:
        return self.films


def sort_title(title: str) -> str:
    """The key that a title is sorted by: folded, punctuation and a leading English article left out."""
    words = re.findall(r"[^\W_]+", title.casefold().replace("'", "").replace("’", ""))
    return fold(" ".join(words[1:] if len(words) > 1 and words[0] in {"the", "a", "an"} else words))
