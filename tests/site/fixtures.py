"""The whole application on a temporary database; what a test writes is rolled back after it."""

from wsgiref.validate import validator

import pytest
import zope.sqlalchemy
from pyramid.events import BeforeRender
from pyramid_tm import explicit_manager
from webtest import TestApp

from myproject import main
from myproject.content.images import Store
from myproject.migrations import migrate
from myproject.models import make_engine, session_factory
from myproject.site.ratelimit import RateLimit
from tests.site.club import fill

HOST = "club.example"


def ini_for(folder, **changes):
    """The settings of an application whose database, images and caches are in `folder`."""
    values = {
        "mode": "production",
        "secret": "for-tests-only-" * 3,
        "database_url": f"sqlite:///{folder}/site.db",
        "media_dir": str(folder / "media"),
        "cache_dir": str(folder / "cache"),
        "hosts": HOST,
    }
    ini = {f"myproject.{name}": value for name, value in (values | changes).items()}
    return {"pyramid.includes": "pyramid_mailer.testing", **ini}


def make_database(folder, fill=fill):
    """Fills the database and the media folder under `folder`; `fill` takes a session and a store."""
    engine = make_engine(f"sqlite:///{folder}/site.db")
    migrate(engine)
    with session_factory(engine).begin() as session:
        fill(session, Store(folder / "media"))
    engine.dispose()


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    make_database(folder)
    return folder


@pytest.fixture(scope="session")
def wsgi(site_folder):
    """The application, as a server would get it."""
    wsgi = main({}, **ini_for(site_folder))
    yield wsgi
    wsgi.registry["myproject.engine"].dispose()


@pytest.fixture
def tm():
    """A transaction around the test; doomed, so that nothing can commit it."""
    tm = explicit_manager(None)
    tm.begin()
    tm.doom()
    yield tm
    tm.abort()


@pytest.fixture
def dbsession(wsgi, tm):
    """The session that requests of `app` use as well."""
    session = wsgi.registry["myproject.dbsession_factory"]()
    zope.sqlalchemy.register(session, transaction_manager=tm)
    yield session
    session.close()


@pytest.fixture
def app(wsgi, tm, dbsession):
    """A browser without JavaScript; webtest.lint and wsgiref.validate watch what passes between it and `wsgi`."""
    shared = {"tm.active": True, "tm.manager": tm, "app.dbsession": dbsession}
    return TestApp(validator(wsgi), extra_environ={"HTTP_HOST": HOST, **shared})


@pytest.fixture
def contexts(wsgi):
    """The contexts that templates were given, in order."""
    seen = []

    def note(event):
        seen.append(event.rendering_val)

    wsgi.registry.registerHandler(note, (BeforeRender,))
    yield seen
    wsgi.registry.unregisterHandler(note, (BeforeRender,))


@pytest.fixture
def show(app, contexts):
    """Fetches an address and returns the context that its template was given."""

    def fetch(path, status=200, **options):
        contexts.clear()
        app.get(path, status=status, **options)
        (context,) = contexts
        return context

    return fetch


@pytest.fixture
def last(contexts):
    """Returns the context of the page shown last."""
    return lambda: contexts[-1]


@pytest.fixture(autouse=True)
def rates(wsgi):
    """Every test counts anew."""
    registry = wsgi.registry
    settings = registry["myproject.settings"]
    registry["myproject.contact_rate"] = RateLimit(settings.contact_rate, settings.rate_storage)
