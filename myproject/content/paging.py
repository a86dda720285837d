"""One numbered page of a longer list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import Integer, Select, bindparam, func

from myproject.content.errors import NotFound
from myproject.models.reading import tuples

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

T = TypeVar("T")


@dataclass(frozen=True)
class Slice(Generic[T]):
    """The items of page `number`, counted from 1, and the `total` of items on all pages."""

    items: list[T]
    number: int
    per_page: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page; an empty list has one page, an empty one."""
        return max(1, -(-self.total // self.per_page))


def take(
    session: Session,
    query: Select,
    number: int,
    per_page: int,
    values: Mapping[str, Any] = MappingProxyType({}),
) -> Slice[tuple[Any, ...]]:
    """The rows of `query` with its parameters' `values` on page `number`; NotFound for a page beyond the last.

    `query` groups nothing.
    """
    counted, cut = _statements(query)
    total = session.scalar(counted, values) or 0
    page = Slice[tuple[Any, ...]]([], number, per_page, total)
    if not 1 <= number <= page.last:
        raise NotFound(f"there is no page {number}: the last one is {page.last}")
    where = {"limit": per_page, "offset": (number - 1) * per_page}
    return replace(page, items=tuples(session, cut, {**values, **where}))


@lru_cache(256)
def _statements(query: Select) -> tuple[Select, Select]:
    """Counts the rows of `query`, and reads those of one page. Remembered, as they take longer to make than to ask."""
    counted = query.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    limit, offset = (bindparam(name, type_=Integer) for name in ("limit", "offset"))
    return counted, query.limit(limit).offset(offset)
