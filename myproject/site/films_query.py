"""Which films a visitor asked for, and the one address that says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self, get_args

from pyramid.httpexceptions import HTTPBadRequest
from pyramid.i18n import TranslationStringFactory
from webob.multidict import MultiDict

from myproject.content.films import FilmFilter, FilmSort
from myproject.site import params

_ = TranslationStringFactory("myproject")

SORTS: tuple[FilmSort, ...] = get_args(FilmSort)


@dataclass(frozen=True)
class FilmsQuery:
    """Filters, order and page of the list of films."""

    genre: str | None = None
    decade: int | None = None
    director: str | None = None
    sort: FilmSort = SORTS[0]
    page: int = 1

    @classmethod
    def parse(cls, values: MultiDict) -> Self:
        """From the parameters of an address; 400 where one is malformed."""
        decade = params.number(values, "decade")
        if decade is not None and (decade % 10 or not 1000 <= decade <= 9990):
            raise HTTPBadRequest(_("A decade is given by its first year, such as 1980."))
        return cls(
            genre=params.text(values, "genre"),
            decade=decade,
            director=params.text(values, "director"),
            sort=params.choice(values, "sort", SORTS),
            page=params.page_number(values),
        )

    @property
    def filter(self) -> FilmFilter:
        return FilmFilter(self.genre, self.decade, self.director)

    @property
    def filters(self) -> int:
        """How many filters are in force."""
        return sum(each is not None for each in (self.genre, self.decade, self.director))

    def but(self, **changes: Any) -> Self:
        """The same with changes; a changed list starts at its first page."""
        return type(self)(**{**vars(self), "page": 1, **changes})

    @property
    def parameters(self) -> dict[str, str]:
        """What the address says, always in this order and without what goes without saying."""
        return {name: str(value) for name, value in vars(self).items() if value != _DEFAULTS[name]}


_DEFAULTS = vars(FilmsQuery())
