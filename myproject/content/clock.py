"""The day it is, in UTC: what decides whether an article is out."""

from datetime import UTC, date, datetime


def today() -> date:
    return datetime.now(UTC).date()
