"""Messages from the contact form."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def store_message(
    session: Session, *, name: str, email: str, subject: str, body: str, sender_address_digest: str
) -> int:
    """Keeps a message and returns its number. Its values are checked by the form that took them."""
    from myproject.models import Message  # here, because most processes start to show pages

    message = Message(
        name=name, email=email, subject=subject, body=body, sender_address_digest=sender_address_digest
    )
    session.add(message)
    session.flush()
    return message.id
