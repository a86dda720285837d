"""The value that tells that visitors could see something else."""

from datetime import UTC, date, datetime

from sqlalchemy import update

from myproject.content.version import read_state
from myproject.models import ContentVersion
from tests.content.library import add_article


def test_there_is_a_state_before_there_is_content(session):
    assert read_state(session).last_change == datetime.fromtimestamp(0, UTC)


def test_it_differs_after_each_change_and_on_each_day(session, on):
    states = []

    def note():
        states.append(read_state(session))

    on(date(2026, 11, 22))
    note()
    add_article(session, "One", date(2026, 11, 20))
    note()
    add_article(session, "Ahead", date(2100, 1, 1))
    note()
    on(date(2100, 1, 1))
    note()
    add_article(session, "Old", date(2020, 1, 1))
    note()
    assert len({state.token for state in states}) == len(states)
    changes = [state.last_change for state in states]
    assert changes == sorted(changes)
    assert changes[3] == datetime(2100, 1, 1, tzinfo=UTC)
    assert states[3].newest == date(2100, 1, 1)


def test_an_earlier_number_is_no_earlier_state(session):
    """As after a restore, which counts on from the number in the backup."""
    add_article(session, "One")
    first = read_state(session)
    add_article(session, "Two")
    session.execute(update(ContentVersion.__table__).values(number=first.number))
    again = read_state(session)
    assert again.number == first.number and again.token != first.token
