"""What is remembered is read once for each state of the content, and never older than that."""

import pytest
from webtest import TestApp

from myproject import main
from myproject.content.site import menu, site_info
from myproject.models import Site, session_factory
from myproject.web import remember
from myproject.web.remember import Memory, remembered
from tests.site.fixtures import HOST, ini_for, make_database


class Told:
    """Stands in for the state of the content."""

    token = "1"


@pytest.fixture
def request_(monkeypatch):
    """A request whose content has the token `request_.state.token`."""

    class Request:
        registry = {}
        dbsession = "session"
        state = Told()

    monkeypatch.setattr(remember, "content_state", lambda request: request.state)
    return Request()


def counted():
    calls = []

    def use_case(session, *args):
        calls.append(args)
        return [session, *args]

    return use_case, calls


def test_it_is_read_once_for_each_state_and_each_argument(request_):
    use_case, calls = counted()
    for _ in range(2):
        assert remembered(request_, use_case) == ["session"]
        assert remembered(request_, use_case, "main") == ["session", "main"]
    assert calls == [(), ("main",)]
    request_.state.token = "2"
    assert remembered(request_, use_case, "main") == ["session", "main"]
    assert calls == [(), ("main",), ("main",)]


def test_nothing_is_also_remembered_and_a_fault_is_not(request_):
    calls = []

    def none(session):
        calls.append(session)

    def fail(session):
        raise LookupError

    for _ in range(2):
        assert remembered(request_, none) is None
        with pytest.raises(LookupError):
            remembered(request_, fail)
    assert len(calls) == 1


def test_it_takes_no_more_room_than_is_set(request_, monkeypatch):
    monkeypatch.setattr(remember, "MOST", 3)
    use_case, _ = counted()
    for number in range(10):
        remembered(request_, use_case, number)
    memory = request_.registry[remember.KEY]
    assert isinstance(memory, Memory) and len(memory.values) <= 3


@pytest.fixture
def deployed(tmp_path):
    make_database(tmp_path)
    wsgi = main({}, **ini_for(tmp_path))
    yield TestApp(wsgi, extra_environ={"HTTP_HOST": HOST, "REMOTE_USER": "nobody-s-page-is-kept"})
    wsgi.registry["myproject.engine"].dispose()


def test_a_change_shows_on_the_next_page(deployed):
    assert "Test Club" in deployed.get("/films").html.title.text
    values = deployed.app.registry[remember.KEY].values
    assert {(site_info, ()), (menu, ("main",)), (menu, ("footer",))} <= values.keys()
    with session_factory(deployed.app.registry["myproject.engine"]).begin() as session:
        session.get(Site, 1).name = "Renamed"
    assert "Renamed" in deployed.get("/films").html.title.text
