"""Errors sent to Sentry: they say where and what kind, and nothing of who was there."""

import json
import logging
import subprocess
import sys
from functools import partial

import pytest
import sentry_sdk
from sentry_sdk.transport import Transport
from sqlalchemy.exc import IntegrityError
from webtest import TestApp

from myproject import main
from myproject.web import sentry
from tests.site.fixtures import HOST, ini_for

DSN = "https://0123456789abcdef@sentry.example/1"
PERSONAL = ("Vera", "vera@example.org", "192.0.2.77", "2001:db8::77", "hunter2", "s3ssion")


class Kept(Transport):
    """Keeps what would be sent."""

    def __init__(self, options):
        super().__init__(options)
        self.events = []

    def capture_envelope(self, envelope):
        self.events += [item.payload.json for item in envelope.items]


@pytest.fixture
def kept(monkeypatch):
    transport = Kept({})
    monkeypatch.setattr(sentry_sdk, "init", partial(sentry_sdk.init, transport=transport))
    yield transport
    sentry_sdk.get_client().close()
    sentry_sdk.Scope.get_global_scope().set_client(None)


@pytest.fixture
def app(site_folder, kept):
    wsgi = main({}, **ini_for(site_folder, sentry_dsn=DSN))
    yield TestApp(wsgi, extra_environ={"HTTP_HOST": HOST, "REMOTE_ADDR": "192.0.2.77"})
    wsgi.registry["myproject.engine"].dispose()


def fail(*args, **options):
    secret = "hunter2"
    raise RuntimeError(
        f"Vera's query was refused: /films?who=Vera&pass={secret} for vera@example.org at 2001:db8::77"
    )


def test_an_error_comes_with_the_id_of_its_request_and_without_its_person(app, kept, monkeypatch):
    monkeypatch.setattr("myproject.site.views.films.list_films", fail)
    app.set_cookie("session", "s3ssion")
    app.get(
        "/films?who=Vera&pass=hunter2",
        headers={
            "X-Request-ID": "report-12345",
            "User-Agent": "Vera",
            "X-Forwarded-For": "2001:db8::77",
            "Authorization": "Bearer hunter2",
        },
        status=500,
    )
    (event,) = kept.events
    assert event["tags"] == {"request_id": "report-12345"}
    (error,) = event["exception"]["values"]
    assert error["type"] == "RuntimeError"
    assert error["value"].startswith("Vera's query was refused: /films[removed]")
    assert error["stacktrace"]["frames"][-1]["function"] == "fail"
    error["value"] = error["value"].removeprefix("Vera")
    assert not [personal for personal in PERSONAL if personal in said(event)]
    assert set(event) <= {*sentry._SENT, "tags", "logentry", "exception"}


def said(event):
    """All that is sent but the source around the frames, which here quotes the test itself."""
    for error in event["exception"]["values"]:
        error.pop("stacktrace", None)
    return json.dumps(event)


def test_the_body_of_a_form_stays_here(app, kept, monkeypatch):
    monkeypatch.setattr("myproject.site.forms.ContactForm", fail)
    app.post("/contact", {"name": "Wilhelmina", "message": "a secret"}, status=500)
    (event,) = kept.events
    assert "Wilhelmina" not in said(event) and "a secret" not in said(event)


def test_what_is_filled_into_a_line_of_the_log_is_not_sent(app, kept):
    logging.getLogger("myproject.any").error("%s did not get %d mails", "vera@example.org", 3)
    (event,) = kept.events
    assert event["logentry"] == {"message": "%s did not get %d mails"}
    assert event["logger"] == "myproject.any"


def test_warnings_are_no_errors(app, kept):
    logging.getLogger("myproject.any").warning("careful")
    assert kept.events == []


@pytest.mark.parametrize(
    ("message", "sent"),
    [
        ("at 10.0.0.7 port 80", "at [removed] port 80"),
        ("from ::1, fe80::1 and 2001:db8:0:0::9", "from [removed], [removed] and [removed]"),
        ("<Vera.K@example.co.uk>", "<[removed]>"),
        ("'/search?q=who&x=1' failed", "'/search[removed]' failed"),
        ("why? at myproject::site, line 5", "why? at myproject::site, line 5"),
    ],
)
def test_what_is_removed(message, sent):
    assert sentry._redacted(message) == sent


def test_the_parameters_of_statements_are_removed():
    error = IntegrityError("INSERT INTO visitor VALUES (?)", ("Vera", "hunter2"), ValueError("no"))
    assert "Vera" in str(error)
    assert sentry._redacted(str(error)).startswith(
        "(builtins.ValueError) no\n[SQL: INSERT INTO visitor VALUES (?)]"
    )
    assert "Vera" not in sentry._redacted(str(error))


def test_without_a_project_nothing_is_imported(tmp_path):
    """In a process of its own, as this one has imported it."""
    start = f"main({{}}, **{ini_for(tmp_path)!r})"
    code = f"from myproject import main; import sys; {start}; print('sentry_sdk' in sys.modules)"
    command = [sys.executable, "-W", "ignore", "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert result.stdout == "False\n", result.stderr
