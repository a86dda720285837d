"""Faults of ours: a calm page, the exception in the log under the id that the visitor has, never a traceback."""

import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from webtest import TestApp

from myproject import main
from myproject.web.lastresort import PAGE
from tests.site.fixtures import HOST, ini_for


def fail(*args, **options):
    raise RuntimeError("the secret is hunter2")


def test_a_fault_in_a_view(show, app, monkeypatch, caplog):
    monkeypatch.setattr("myproject.site.views.films.list_films", fail)
    page = show("/de/films", status=500, headers={"X-Request-ID": "report-12345"})
    assert (page.status, page.lang) == (500, "de")
    assert "report-12345" in caplog.text and "hunter2" in caplog.text


def test_nothing_of_the_fault_is_shown(app, monkeypatch):
    monkeypatch.setattr("myproject.site.views.films.list_films", fail)
    response = app.get("/films", status=500)
    assert "hunter2" not in response and "Traceback" not in response


def test_a_fault_in_the_error_page(app, monkeypatch, caplog):
    monkeypatch.setattr("myproject.site.views.errors.layout", fail)
    response = app.get("/nothing", status=500)
    assert response.body == PAGE
    assert response.headers["Content-Security-Policy"] and response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Request-ID"] in caplog.text


@pytest.fixture
def without_database(tmp_path):
    wsgi = main({}, **ini_for(tmp_path))
    yield TestApp(wsgi, extra_environ={"HTTP_HOST": HOST})
    wsgi.registry["myproject.engine"].dispose()


def test_without_a_database(without_database):
    for address in ("/films", "/nothing"):
        response = without_database.get(address, status=503)
        assert (response.body, response.headers["Retry-After"]) == (PAGE, "10")


def test_a_database_that_is_busy(app, monkeypatch):
    """As where somebody writes for longer than the others wait."""

    def wait(*args, **options):
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY_SNAPSHOT
        raise OperationalError("INSERT", {}, error)

    monkeypatch.setattr("myproject.site.views.films.list_films", wait)
    page = app.get("/films", status=503)
    assert page.headers["Retry-After"] == "10"
    assert "Please try again" in page


def test_a_statement_that_is_wrong_is_our_fault(app, monkeypatch):
    def ask(*args, **options):
        sqlite3.connect(":memory:").execute("SELECT nothing")

    monkeypatch.setattr("myproject.site.views.films.list_films", ask)
    app.get("/films", status=500)


def test_a_page_that_writes_is_our_fault(site_folder, monkeypatch):
    """The database refuses it, now and later, as it refuses all that is written to a read-only file."""
    wsgi = main({}, **ini_for(site_folder))
    write = text("DELETE FROM film")
    monkeypatch.setattr(
        "myproject.site.views.films.list_films", lambda session, *args, **options: session.execute(write)
    )
    TestApp(wsgi, extra_environ={"HTTP_HOST": HOST}).get("/films", status=500)
    wsgi.registry["myproject.engine"].dispose()


def test_developers_see_the_exception(site_folder, monkeypatch):
    wsgi = main({}, **ini_for(site_folder, mode="development"))
    monkeypatch.setattr("myproject.site.views.films.list_films", fail)
    with pytest.raises(RuntimeError, match="hunter2"):
        TestApp(wsgi, extra_environ={"HTTP_HOST": HOST}).get("/films")
    wsgi.registry["myproject.engine"].dispose()


def test_request_ids_are_kept_where_they_are_honest(app):
    assert app.get("/", headers={"X-Request-ID": "abc-123.DEF_9"}).headers["X-Request-ID"] == "abc-123.DEF_9"
    for odd in ("short", "x" * 65, "a b c d e f", "<script>alert"):
        assert app.get("/", headers={"X-Request-ID": odd}).headers["X-Request-ID"] != odd
    assert app.get("/").headers["X-Request-ID"] != app.get("/").headers["X-Request-ID"]
