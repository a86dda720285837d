"""Films, the people who direct them, and genres."""

from __future__ import annotations

import re

from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Mapped, relationship, validates

from myproject.models import tables
from myproject.models.base import Base, Content
from myproject.models.media import Media
from myproject.models.search import Document, Findable, Mentioned
from myproject.models.text import fold, plain_text, render_markdown


class Film(Content, Findable, Base):
    __table__ = tables.film
    kind = "film"

    poster: Mapped[Media | None] = relationship()
    genres: Mapped[list[Genre]] = relationship(
        secondary=tables.film_genre, order_by="Genre.name", back_populates="films"
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
    __table__ = tables.person

    credits: Mapped[list[Credit]] = relationship(back_populates="person", passive_deletes="all")

    @validates("name")
    def _sort(self, key: str, name: str) -> str:
        self.sort_name = fold(" ".join(reversed(name.rpartition(" "))))
        return name

    def findables(self) -> list[Film]:
        return [credit.film for credit in self.credits]


class Credit(Content, Mentioned, Base):
    """That a person directed a film; `position` orders several directors as the film credits them."""

    __table__ = tables.film_director

    film: Mapped[Film] = relationship(back_populates="credits")
    person: Mapped[Person] = relationship(back_populates="credits")

    def findables(self) -> list[Film]:
        return [self.film] if self.film else []


class Genre(Content, Mentioned, Base):
    __table__ = tables.genre

    films: Mapped[list[Film]] = relationship(secondary=tables.film_genre, back_populates="genres")

    def findables(self) -> list[Film]:
        return self.films


def sort_title(title: str) -> str:
    """The key that a title is sorted by: folded, punctuation and a leading English article left out."""
    words = re.findall(r"[^\W_]+", title.casefold().replace("'", "").replace("’", ""))
    return fold(" ".join(words[1:] if len(words) > 1 and words[0] in {"the", "a", "an"} else words))
