"""What the site says of itself, its menus, messages, and the number that tells that something changed."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from myproject.content import NotFound
from myproject.content.contact import store_message
from myproject.content.site import MenuEntry, content_version, last_change, menu, site_info
from myproject.models import MenuItem, Message, Site
from tests.content.library import add_article


def test_a_site_without_settings_is_not_found(session):
    with pytest.raises(NotFound, match="load-sample"):
        site_info(session)
    assert menu(session, "main") == []
    assert last_change(session) == datetime.fromtimestamp(0, UTC)


def test_settings_and_menus(session):
    session.add(Site(name="Club", tagline="T", description="D", email="c@example.org", footer="F"))
    for position, (name, label) in enumerate([("main", "News"), ("footer", "Imprint"), ("main", "Films")]):
        session.add(MenuItem(menu=name, position=-position, label=label, target="route:news"))
    session.flush()
    assert site_info(session).name == "Club"
    assert [entry.label for entry in menu(session, "main")] == ["Films", "News"]
    assert menu(session, "footer") == [MenuEntry("Imprint", "route:news", "footer")]


def test_the_version_grows_with_each_change_and_each_day_of_publication(session, on):
    versions, changes = [content_version(session)], [last_change(session)]

    def note():
        versions.append(content_version(session))
        changes.append(last_change(session))

    on(date(2026, 11, 22))
    add_article(session, "One", date(2026, 11, 20))
    note()
    add_article(session, "Ahead", date(2100, 1, 1))
    note()
    on(date(2100, 1, 1))
    note()
    add_article(session, "Old", date(2020, 1, 1))
    note()
    assert versions == sorted(set(versions))
    assert changes == sorted(changes)
    assert changes[3] == datetime(2100, 1, 1, tzinfo=UTC)


def test_a_message_is_kept(session):
    values = {
        "name": "Ann",
        "email": "a@example.org",
        "subject": "Hello",
        "body": "…",
        "sender_address_digest": "d",
    }
    number = store_message(session, **values)
    kept = session.scalar(select(Message).where(Message.id == number))
    assert {name: getattr(kept, name) for name in values} == values
    assert (datetime.now(UTC) - kept.received).total_seconds() < 60
