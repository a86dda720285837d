"""Who only reads gets a session that cannot write and no transaction; who writes gets both, and another try."""

import pytest
from pyramid_retry import RetryableException
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from webtest import TestApp

from myproject import main
from myproject.models import ContentSession, Genre, ReadingSession, WriteRefused, session_factory
from myproject.site.views import contact
from tests.site.fixtures import HOST, ini_for, make_database

CONTACT_PAGE = contact._page


@pytest.fixture
def deployed(tmp_path):
    """The application as it is deployed: requests have sessions of their own. Faults come out of it."""
    make_database(tmp_path)
    wsgi = main({}, **ini_for(tmp_path, mode="development"))
    yield TestApp(wsgi, extra_environ={"HTTP_HOST": HOST})
    wsgi.registry["myproject.engine"].dispose()


@pytest.fixture
def during(monkeypatch):
    """Makes the contact page, by GET or POST, do something with its request first."""

    def set_up(act):
        def page(request, form, **options):
            act(request)
            return CONTACT_PAGE(request, form, **options)

        monkeypatch.setattr(contact, "_page", page)

    return set_up


def genres(app):
    with session_factory(app.app.registry["myproject.engine"])() as session:
        return {genre.slug for genre in session.query(Genre)}


def add_genre(request):
    request.dbsession.add(Genre(slug="written", name="Written"))


@pytest.mark.parametrize("method", ["get", "head"])
def test_who_reads_has_a_reading_session_and_no_transaction(deployed, during, method):
    seen = []
    during(lambda request: seen.append((request.dbsession, "tm.active" in request.environ)))
    getattr(deployed, method)("/contact")
    ((session, active),) = seen
    assert isinstance(session, ReadingSession) and not active
    assert deployed.app.registry["myproject.reading_sessions"].take() is session, "it was not given back"


def test_who_writes_has_a_transaction(deployed, during):
    seen = []
    during(lambda request: seen.append((request.dbsession, "tm.active" in request.environ)))
    deployed.post("/contact", {}, status=400)
    ((session, active),) = seen
    assert isinstance(session, ContentSession) and active


@pytest.mark.parametrize("conditional", [False, True])
def test_what_a_reader_would_write_is_refused_aloud(deployed, during, monkeypatch, conditional):
    if conditional:
        monkeypatch.setattr(
            "myproject.site.views.films._structured", lambda request, *_: add_genre(request) or []
        )
    during(add_genre)
    with pytest.raises(WriteRefused, match="about to write Genre"):
        deployed.get("/films/film-05" if conditional else "/contact")
    assert "written" not in genres(deployed)


def test_a_statement_that_writes_is_refused_by_the_database(deployed, during):
    during(lambda request: request.dbsession.execute(text("DELETE FROM message")))
    with pytest.raises(OperationalError, match="readonly"):
        deployed.get("/contact")


def test_an_error_page_after_a_refusal(tmp_path, during):
    make_database(tmp_path)
    wsgi = main({}, **ini_for(tmp_path))
    during(add_genre)
    response = TestApp(wsgi, extra_environ={"HTTP_HOST": HOST}).get("/contact", status=500)
    assert "Something went wrong" in response
    wsgi.registry["myproject.engine"].dispose()


def test_who_writes_is_tried_three_times_and_who_reads_once(deployed, during):
    tries = []

    def fail(request):
        tries.append(request.method)
        raise RetryableException

    during(fail)
    for send in (deployed.get, deployed.post):
        with pytest.raises(RetryableException):
            send("/contact")
    assert tries == ["GET", "POST", "POST", "POST"]


@pytest.mark.parametrize(("mode", "told"), [("production", False), ("development", True)])
def test_what_visitors_write_stands_in_no_error(site_folder, mode, told):
    wsgi = main({}, **ini_for(site_folder, mode=mode))
    for name in ("myproject.engine", "myproject.reading_engine"):
        with wsgi.registry[name].connect() as connection, pytest.raises(OperationalError) as caught:
            connection.execute(text("SELECT :words FROM nowhere"), {"words": "hush-hush"})
        assert ("hush-hush" in str(caught.value)) == told
    wsgi.registry["myproject.engine"].dispose()
