"""What the site says of itself, its menus, and messages."""

from datetime import UTC, datetime

from sqlalchemy import select

from myproject.content.contact import store_message
from myproject.content.site import MenuEntry, menu, site_info
from myproject.models import MenuItem, Message, Site


def test_a_site_without_settings_says_what_to_do(session):
    assert "myproject load-sample" in site_info(session).description
    assert menu(session, "main") == []


def test_settings_and_menus(session):
    session.add(Site(name="Club", tagline="T", description="D", email="c@example.org", footer="F"))
    for position, (name, label) in enumerate([("main", "News"), ("footer", "Imprint"), ("main", "Films")]):
        session.add(MenuItem(menu=name, position=-position, label=label, target="route:news"))
    session.flush()
    assert site_info(session).name == "Club"
    assert [entry.label for entry in menu(session, "main")] == ["Films", "News"]
    assert menu(session, "footer") == [MenuEntry("Imprint", "route:news", "footer")]


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
