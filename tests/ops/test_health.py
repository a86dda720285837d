"""The probes of load balancers: whether the process answers, and whether it can serve."""

import logging

import pytest
from sqlalchemy import text
from webtest import TestApp

from myproject import main
from myproject.migrations import migrate
from myproject.models import make_engine
from tests.site.fixtures import ini_for


@pytest.fixture
def site(tmp_path):
    """A function that starts the application on the database of `folder`, which has no tables yet."""
    started = []

    def start(**changes):
        started.append(main({}, **ini_for(tmp_path, **changes)))
        return TestApp(started[-1], extra_environ={"HTTP_HOST": "10.0.0.7:6543"})

    yield start
    for wsgi in started:
        wsgi.registry["myproject.engine"].dispose()


def test_the_process_answers_without_a_database(site):
    response = site(database_url="postgresql://nobody@127.0.0.1:1/none").get("/healthz")
    assert response.json == {"status": "ok"}
    assert response.content_type == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Request-ID"]


def test_not_ready_without_a_database(site):
    response = site(database_url="postgresql://nobody:hush@127.0.0.1:1/none").get("/readyz", status=503)
    assert response.json == {"status": "not ready", "database": "not reachable"}


def test_ready_as_soon_as_the_tables_are_current(site, tmp_path):
    app = site()
    assert "the database is at nothing" in app.get("/readyz", status=503).json["migrations"]
    engine = make_engine(f"sqlite:///{tmp_path}/site.db")
    migrate(engine)
    assert app.get("/readyz").json == {"status": "ok"}
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    engine.dispose()
    assert "older" in app.get("/readyz", status=503).json["migrations"]


def test_probes_have_one_address_and_no_access_line(site, caplog):
    app = site()
    with caplog.at_level(logging.INFO, logger="myproject.access"):
        app.head("/healthz")
        assert not caplog.records
        # Both go on to the site, which refuses the host; without tables it cannot even say so.
        app.post("/healthz", status=503)
        app.get("/de/healthz", status=503)
        lines = [record.path for record in caplog.records if record.name == "myproject.access"]
        assert lines == ["/healthz", "/de/healthz"]
