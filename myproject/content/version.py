"""How far the content has come: a small value that changes whenever visitors could see something else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Date, Integer, bindparam, text

from myproject.content.clock import today
from myproject.models.tables import UTCDateTime

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_BEGINNING = datetime.fromtimestamp(0, UTC)

# As text, which SQLAlchemy need not put together: it is the first statement of a process, for which a visitor waits.
_STATE = (
    text("""
        SELECT (SELECT number FROM content_version) AS number,
               (SELECT changed FROM content_version) AS changed,
               (SELECT max(published) FROM article WHERE published <= :day) AS newest
    """)
    .bindparams(bindparam("day", type_=Date))
    .columns(number=Integer, changed=UTCDateTime, newest=Date)
)


@dataclass(frozen=True)
class ContentState:
    """number: how often content was changed; changed: when it last was; newest: the day of the newest article that is
    out, which moves on without anybody writing; day: the day (UTC) on which all this was read.
    """

    number: int
    changed: datetime
    newest: date | None
    day: date

    @cached_property
    def token(self) -> str:
        """Differs between any two states, so what was made under equal tokens is equal.

        The time is in it because a restored database counts from an earlier number again.
        """
        return f"{self.number}.{self.changed.timestamp():.6f}.{self.newest}.{self.day}"

    @cached_property
    def last_change(self) -> datetime:
        """When visitors last saw something change: the last write, or midnight (UTC) of an article's day."""
        return max(self.changed, datetime.combine(self.newest, time(), UTC) if self.newest else _BEGINNING)


def read_state(connection: Session | Connection) -> ContentState:
    """The state that `connection` sees, in one statement and so of one moment."""
    day = today()
    number, changed, published = connection.execute(_STATE, {"day": day}).one()
    return ContentState(number or 0, changed or _BEGINNING, published, day)
