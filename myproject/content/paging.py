"""One numbered page of a longer list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from sqlalchemy import Row, Select, func
from sqlalchemy.orm import Session

from myproject.content.errors import NotFound

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


def take(session: Session, query: Select, number: int, per_page: int) -> Slice[Row]:
    """The rows of `query`, which groups nothing, on page `number`; raises NotFound for a page beyond the last."""
    counted = query.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)
    total = session.scalar(counted) or 0
    page = Slice[Row]([], number, per_page, total)
    if not 1 <= number <= page.last:
        raise NotFound(f"there is no page {number}: the last one is {page.last}")
    rows = session.execute(query.limit(per_page).offset((number - 1) * per_page)).all()
    return replace(page, items=list(rows))
