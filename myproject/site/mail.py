"""Mails that the site sends."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from smtplib import SMTPException
from tempfile import NamedTemporaryFile
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from pyramid.request import Request
from pyramid_mailer.interfaces import IMailer
from pyramid_mailer.mailer import DebugMailer, Mailer
from pyramid_mailer.message import Message
from repoze.sendmail.mailer import SMTPMailer

log = logging.getLogger(__name__)

PORTS = {"smtp": 25, "smtps": 465}


class FolderMailer(DebugMailer):
    """Puts each mail as a file of its own into a folder.

    The file's name is one that no other process takes at the same time: pyramid_mailer draws four characters by chance,
    and of a few hundred mails in a second one replaces another.
    """

    def _send(self, message: Message, fail_silently: bool = False) -> None:
        content = str(message.to_message()).encode()
        began = datetime.now().strftime("%Y%m%d%H%M%S_")
        with NamedTemporaryFile(dir=self.tld, prefix=began, suffix=".part", delete=False) as file:
            file.write(content)
        written = Path(file.name)
        written.rename(written.with_suffix(".eml"))

    send = send_immediately = send_to_queue = _send


def make_mailer(address: str) -> Mailer | FolderMailer:
    """What delivers to `address`, the setting `mail`: a mail server, or a folder that takes each mail as a file."""
    parts = urlsplit(address)
    if parts.scheme == "file":
        return FolderMailer(unquote(parts.path))
    server = SMTPMailer(
        parts.hostname,
        parts.port or PORTS[parts.scheme],
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        ssl=parts.scheme == "smtps",
        # Without ssl the connection is encrypted where the server offers it; a password never travels in the clear.
        force_tls=bool(parts.password) and parts.scheme == "smtp",
    )
    return Mailer(smtp_mailer=server)


def in_ascii(address: str) -> str | None:
    """A mail address as headers can have it, its domain by IDNA 2008 (RFC 5891); None where the rest is not ASCII.

    In a header's encoded words, as any other text is sent, no program finds an address (RFC 2047, section 5).
    """
    local, _, domain = address.rpartition("@")
    if not local.isascii():
        return None
    # Not by Python's own codec: that is of IDNA 2003, by which ß is ss, another domain.
    labels = [
        label if label.isascii() else f"xn--{label.encode('punycode').decode()}"
        for label in normalize("NFC", domain.lower()).split(".")
    ]
    return f"{local}@{'.'.join(labels)}"


def mail_after_commit(request: Request, message: Message, about: str) -> None:
    """Sends `message` once the request's transaction is committed; `about` names it in the log if that fails.

    After, not within the transaction: what was stored must not be lost because a mail server is away.
    """
    registry = request.registry

    def send(committed: bool) -> None:
        if not committed:
            return
        try:
            # Tests bring a mailer of their own: pyramid_mailer.testing.
            mailer = registry.queryUtility(IMailer) or make_mailer(registry["myproject.settings"].mail)
            mailer.send_immediately(message)
        except (OSError, SMTPException):
            log.exception("%s is stored, but could not be mailed to %s", about, message.recipients)

    request.tm.get().addAfterCommitHook(send)
