"""The fields of forms and what they accept; the messages are interface texts, translated where they are shown."""

from __future__ import annotations

import re

from pyramid.i18n import TranslationStringFactory
from wtforms import Form, StringField
from wtforms.validators import DataRequired, Length, Regexp

_ = TranslationStringFactory("myproject")

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROLS_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Whether an address exists only a mail can tell; this finds what cannot be one.
_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+\.[^\s@<>,;:\"()\[\]\\.]{2,}")


def one_line(value: str | None) -> str:
    """Without line breaks and control characters, which have no place in the headers of a mail."""
    return " ".join(_CONTROLS.sub(" ", value or "").split())


def several_lines(value: str | None) -> str:
    text = _CONTROLS_IN_TEXT.sub("", value or "")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class ContactForm(Form):
    """The contact form; each field has at most one message that says what to do."""

    name = StringField(
        filters=[one_line],
        validators=[
            DataRequired(_("Please tell us your name.")),
            Length(max=200, message=_("Please give a shorter name, of 200 characters at most.")),
        ],
    )
    email = StringField(
        filters=[one_line],
        validators=[
            DataRequired(_("Please tell us your e-mail address, so that we can answer.")),
            Length(max=254, message=_("Please give a shorter e-mail address, of 254 characters at most.")),
            Regexp(
                _EMAIL,
                message=_("Please check the e-mail address: it should look like name@example.org."),
                matcher=re.fullmatch,
            ),
        ],
    )
    subject = StringField(
        filters=[one_line],
        validators=[
            DataRequired(_("Please say in a few words what it is about.")),
            Length(max=200, message=_("Please give a shorter subject, of 200 characters at most.")),
        ],
    )
    message = StringField(
        filters=[several_lines],
        validators=[
            DataRequired(_("Please write a message.")),
            Length(max=10_000, message=_("Please shorten the message to 10,000 characters at most.")),
        ],
    )
    # People do not see this field; programs that fill in every field give themselves away.
    website = StringField()
