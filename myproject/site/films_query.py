"""Which films a visitor asked for, and the one address that says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self, get_args

from pyramid.httpexceptions import HTTPBadRequest
from pyramid.i18n import TranslationStringFactory
from webob.multidict import MultiDict

from myproject.content.films import FilmFilter, FilmSort
from myproject.site import params
from myproject.web.urls import encoded, quoted_in_query

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

    @property
    def parameters(self) -> dict[str, str]:
        """What the address says, always in this order and without what goes without saying."""
        return {name: str(value) for name, value in vars(self).items() if value != _DEFAULTS[name]}

    def address(self, path: str) -> str:
        """The address of the list, which is at `path`."""
        return _address(path, encoded(self.parameters))

    def but(self, path: str, name: str) -> Callable[[Any], str]:
        """What makes, from another value of `name`, the address of the list that is otherwise the same.

        A changed list starts at its first page. A page of films has a hundred such links: 0.6 us each, where a query of
        its own and the address of that take 4.
        """
        given = {each: text for each, text in self.parameters.items() if each not in ("page", name)}
        earlier = list(_DEFAULTS)[: list(_DEFAULTS).index(name)]
        before = encoded({each: text for each, text in given.items() if each in earlier})
        after = encoded({each: text for each, text in given.items() if each not in earlier})
        without = _address(path, encoded(given))
        begin, end = f"{_address(path, before)}{'&' if before else '?'}{name}=", f"&{after}" if after else ""

        def address(value: Any) -> str:
            return without if value == _DEFAULTS[name] else f"{begin}{quoted_in_query(str(value))}{end}"

        return address


def _address(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


_DEFAULTS = vars(FilmsQuery())
