"""Terms: what things are sorted under, such as a genre, a director or a tag."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Select, bindparam

from myproject.models.reading import tuples

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# The parameter of a query that stands for the ids of owners: `.where(column.in_(OWNERS))`.
OWNERS = bindparam("owners", expanding=True)


@dataclass(frozen=True)
class Term:
    """A genre, director or tag; `count` is the number of films or articles under it, where it was counted."""

    slug: str
    name: str
    count: int = 0


def terms_by_owner(session: Session, query: Select, owners: Iterable[int]) -> dict[int, list[Term]]:
    """The terms of each owner, in the order of `query`, whose columns are owner id, slug and name, for OWNERS."""
    found: dict[int, list[Term]] = {owner: [] for owner in owners}
    if found:
        for owner, slug, name in tuples(session, query, {OWNERS.key: list(found)}):
            found[owner].append(Term(slug, name))
    return found
