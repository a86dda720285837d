"""The contact form: what is sent arrives once, what is wrong is said, nothing typed is lost."""

import smtplib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from pyramid_mailer.interfaces import IMailer
from webtest import TestApp

from myproject import main
from myproject.models import Message, session_factory
from tests.site.fixtures import HOST, ini_for, make_database

TYPED = {
    "name": "Zoë Ångström",
    "email": "zoe@example.org",
    "subject": "A question",
    "message": "When?\n\nYours,\nZoë",
}


def fill_in(app, path="/contact", **changes):
    forms = app.get(path).forms.values()
    form = next(each for each in forms if "csrf_token" in each.fields)
    for name, value in (TYPED | changes).items():
        form[name] = value
    return form


def messages(dbsession):
    return dbsession.query(Message).all()


def test_a_message_is_stored_and_the_visitor_told_once(app, dbsession, show):
    response = fill_in(app).submit(status=303)
    assert response.location == f"http://{HOST}/contact"
    (message,) = messages(dbsession)
    assert (message.name, message.email, message.subject) == (TYPED["name"], TYPED["email"], TYPED["subject"])
    assert message.body == TYPED["message"]
    assert "127.0.0.1" not in message.sender_address_digest
    assert show("/contact").sent
    assert not show("/contact").sent


def test_the_language_is_kept(app):
    assert fill_in(app, "/de/contact").submit(status=303).location == f"http://{HOST}/de/contact"


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("name", " ", "Please tell us your name."),
        ("name", "x" * 201, "200 characters"),
        ("email", "", "Please tell us your e-mail address"),
        ("email", "nobody", "name@example.org"),
        ("email", "a@b@c.example", "name@example.org"),
        ("email", "x" * 250 + "@example.org", "254 characters"),
        ("subject", "", "in a few words"),
        ("message", "\n \n", "Please write a message."),
        ("message", "x" * 10_001, "10,000 characters"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    app, dbsession, last, field, value, error
):
    fill_in(app, **{field: value}).submit(status=422)
    page = last()
    assert error in getattr(page, field).error
    others = {name for name in TYPED if name != field}
    assert all(
        getattr(page, name).value == TYPED[name] and getattr(page, name).error is None for name in others
    )
    assert page.error and not page.sent
    assert messages(dbsession) == []


def test_a_form_without_a_valid_token_is_shown_again_with_what_was_typed(app, dbsession, last):
    form = fill_in(app)
    for token in ("", "wrong", "é\u2028"):
        form["csrf_token"] = token
        form.submit(status=400)
        page = last()
        assert page.message.value == TYPED["message"] and page.error
    form["csrf_token"] = page.csrf_token
    form.submit(status=303)
    assert len(messages(dbsession)) == 1


def test_a_form_from_another_site_is_refused(app, dbsession):
    form = fill_in(app)
    form.submit(
        status=400, extra_environ={"wsgi.url_scheme": "https"}, headers={"Origin": "https://evil.example"}
    )
    assert messages(dbsession) == []


def test_programs_that_fill_in_everything_are_thanked_and_not_heard(app, dbsession):
    fill_in(app, website="http://spam.example").submit(status=303)
    assert messages(dbsession) == []


def test_too_many_messages_from_one_address(app, dbsession, last):
    here = {"REMOTE_ADDR": "192.0.2.1"}
    form = fill_in(app)
    for _ in range(5):
        form.submit(status=303, extra_environ=here)
    response = form.submit(status=429, extra_environ=here)
    assert 0 < int(response.headers["Retry-After"]) <= 3600
    assert last().message.value == TYPED["message"]
    assert "60 min" in last().error
    assert len(messages(dbsession)) == 5
    form.submit(status=303, extra_environ={"REMOTE_ADDR": "192.0.2.2"})


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("[2001:db8::1]:1025", "[2001:db8::1]:1026", True),
    ],
)
def test_the_addresses_that_one_visitor_has_count_as_one(app, first, second, together):
    form = fill_in(app)
    for _ in range(5):
        form.submit(status=303, extra_environ={"REMOTE_ADDR": first})
    form.submit(status=429 if together else 303, extra_environ={"REMOTE_ADDR": second})


def test_line_breaks_do_not_reach_the_headers_of_the_mail(app, dbsession):
    fill_in(app, subject="Hi\r\nBcc: all@example.org", name="A\0B").submit(status=303)
    (message,) = messages(dbsession)
    assert (message.subject, message.name) == ("Hi Bcc: all@example.org", "A B")


@pytest.mark.parametrize("field", ["csrf_token", "name", "email", "subject", "message", "website"])
def test_a_file_in_the_place_of_a_text_is_refused(app, dbsession, field):
    fields = dict(fill_in(app).submit_fields())
    del fields[field]
    app.post("/contact", fields, upload_files=[(field, "a.txt", b"text")], status=400)
    assert messages(dbsession) == []


def test_the_form_is_kept_by_the_browser_that_asked_and_by_nobody_else(app):
    """With no-store, browsers would forget what was typed as soon as the visitor looks at another page."""
    for response in (app.get("/contact"), fill_in(app, name="").submit(status=422)):
        assert response.headers["Cache-Control"] == "private, no-cache"
        assert "ETag" not in response.headers


@pytest.fixture
def committed(tmp_path):
    """An application that commits what it stores, its mailer, and a way to count the messages."""
    make_database(tmp_path)
    wsgi = main({}, **ini_for(tmp_path))

    def count():
        with session_factory(wsgi.registry["myproject.engine"])() as session:
            return session.query(Message).count()

    yield TestApp(wsgi, extra_environ={"HTTP_HOST": HOST}), wsgi.registry.getUtility(IMailer), count
    wsgi.registry["myproject.engine"].dispose()


def test_a_stored_message_is_mailed_to_the_club(committed):
    app, mailer, count = committed
    fill_in(app).submit(status=303)
    (mail,) = mailer.outbox
    assert mail.recipients == ["club@example.org"]
    assert mail.subject == "[Test Club] A question"
    assert mail.extra_headers["Reply-To"] == TYPED["email"]
    assert TYPED["message"] in mail.body
    assert mail.to_message().as_string()
    assert count() == 1


@pytest.mark.parametrize(
    ("email", "reply_to"), [("zoe@bücher.example", "zoe@xn--bcher-kva.example"), ("zoë@example.org", None)]
)
def test_the_club_can_answer_where_an_address_is_not_ascii(committed, email, reply_to):
    app, mailer, _ = committed
    fill_in(app, email=email).submit(status=303)
    (mail,) = mailer.outbox
    assert mail.to_message()["Reply-To"] == reply_to
    assert email in mail.body


@pytest.mark.parametrize("error", [ConnectionRefusedError(), smtplib.SMTPServerDisconnected()])
def test_a_message_is_not_lost_because_the_mail_server_is_away(committed, monkeypatch, caplog, error):
    app, mailer, count = committed

    def fail(*args, **options):
        raise error

    monkeypatch.setattr(mailer, "send_immediately", fail)
    fill_in(app).submit(status=303)
    assert count() == 1
    assert "Message 1 is stored, but could not be mailed" in caplog.text


def test_a_message_is_not_lost_because_the_mails_folder_cannot_be_made(
    committed, monkeypatch, caplog, tmp_path
):
    app, _, count = committed
    (tmp_path / "file").touch()
    registry = app.app.registry
    monkeypatch.setitem(
        registry,
        "myproject.settings",
        replace(registry["myproject.settings"], mail=f"file://{tmp_path}/file/mails"),
    )
    registry.unregisterUtility(provided=IMailer)
    fill_in(app).submit(status=303)
    assert count() == 1
    assert "Message 1 is stored, but could not be mailed" in caplog.text


def test_many_who_write_at_the_same_time_are_all_heard(committed):
    app, mailer, count = committed
    form = fill_in(app)
    fields = dict(form.submit_fields())
    cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in app.cookies.items())}

    def send(number):
        visitor = TestApp(app.app, extra_environ={"HTTP_HOST": HOST, "REMOTE_ADDR": f"192.0.2.{number}"})
        return visitor.post("/contact", fields, headers=cookies).status_int

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(send, range(24))) == {303}
    assert count() == len(mailer.outbox) == 24


def test_what_was_not_stored_is_not_mailed(committed):
    app, mailer, count = committed
    fill_in(app, email="nobody").submit(status=422)
    assert (mailer.outbox, count()) == ([], 0)
