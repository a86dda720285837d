"""Messages from the contact form."""

from __future__ import annotations

from sqlalchemy.orm import Session

from myproject.models import Message


def store_message(
    session: Session, *, name: str, email: str, subject: str, body: str, sender_address_digest: str
) -> int:
    """Keeps a message and returns its number. Its values are checked by the form that took them."""
    message = Message(
        name=name, email=email, subject=subject, body=body, sender_address_digest=sender_address_digest
    )
    session.add(message)
    session.flush()
    return message.id
