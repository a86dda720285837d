"""Mails that the site sends."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from pyramid.request import Request
from pyramid_mailer.message import Message

log = logging.getLogger(__name__)


def mail_after_commit(request: Request, message: Message, about: str) -> None:
    """Sends `message` once the request's transaction is committed; `about` names it in the log if that fails.

    After, not within the transaction: what was stored must not be lost because a mail server is away.
    """
    mailer = request.mailer

    def send(committed: bool) -> None:
        if not committed:
            return
        try:
            mailer.send_immediately(message)
        except (OSError, SMTPException):
            log.exception("%s is stored, but could not be mailed to %s", about, message.recipients)

    request.tm.get().addAfterCommitHook(send)
