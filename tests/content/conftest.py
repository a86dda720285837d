from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tests.databases import empty_url, engine, kind, migrated_sqlite, session, url  # noqa: F401


@pytest.fixture
def statements(engine):  # noqa: F811
    """`with statements() as seen:` collects the SQL that is sent meanwhile."""

    @contextmanager
    def collect():
        seen = []

        def note(connection, cursor, statement, *rest):
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        yield seen
        event.remove(engine, "before_cursor_execute", note)

    return collect


@pytest.fixture
def on(monkeypatch):
    """`on(date(2026, 1, 2))` makes it that day for whatever asks for today."""

    def travel(day):
        for module in ("articles", "search", "version", "watch"):
            monkeypatch.setattr(f"myproject.content.{module}.today", lambda: day)

    return travel
