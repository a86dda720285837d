"""Where mails go: a server with or without encryption, or a folder."""

import random
from email import message_from_bytes

import pytest
from pyramid_mailer.message import Message

from myproject.site.mail import in_ascii, make_mailer


def test_a_server_with_a_password_is_asked_for_encryption():
    server = make_mailer("smtp://club:p%40ss@mail.example:587").smtp_mailer
    assert (server.hostname, server.port, server.username, server.password) == (
        "mail.example",
        587,
        "club",
        "p@ss",
    )
    assert server.force_tls and not server.ssl


@pytest.mark.parametrize(
    ("address", "port", "ssl"), [("smtp://localhost", 25, False), ("smtps://mail.example", 465, True)]
)
def test_ports_that_go_without_saying(address, port, ssl):
    server = make_mailer(address).smtp_mailer
    assert (server.port, server.ssl, server.force_tls, server.username) == (port, ssl, False, None)


def test_a_folder_takes_each_mail_as_a_file(tmp_path):
    folder = tmp_path / "with space"
    mailer = make_mailer(f"file://{folder.as_posix().replace(' ', '%20')}")
    mailer.send_immediately(
        Message("Hello", sender="a@example.org", recipients=["b@example.org"], body="Zoë")
    )
    (file,) = folder.iterdir()
    assert "Subject: Hello" in file.read_text()


def test_no_mail_replaces_another(tmp_path):
    """Though two processes draw the same name: the random numbers of both are made the same."""
    mailers = [make_mailer(f"file://{tmp_path}") for _ in range(2)]
    for number in range(20):
        for each, mailer in enumerate(mailers):
            random.seed(number)
            mailer.send_immediately(
                Message(
                    subject=f"{number}/{each}", sender="a@b.example", recipients=["c@d.example"], body="Fünf"
                )
            )
    subjects = {message_from_bytes(path.read_bytes())["Subject"] for path in tmp_path.glob("*.eml")}
    assert len(subjects) == 40


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("Zoe+1@Example.org", "Zoe+1@example.org"),
        ("zoe@bücher.example", "zoe@xn--bcher-kva.example"),
        ("zoe@BU\u0308CHER.Example", "zoe@xn--bcher-kva.example"),
        ("zoe@straße.example", "zoe@xn--strae-oqa.example"),
        ("zoë@bücher.example", None),
    ],
)
def test_an_address_for_a_header(address, written):
    assert in_ascii(address) == written
