"""One access line a request, and lines that programs can read."""

import json
import logging
import logging.config
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from configparser import RawConfigParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyramid.request import Request
from pyramid.threadlocal import manager

from myproject.web import accessline
from myproject.web.accessline import NAME, access_record
from myproject.web.jsonlog import JsonFormatter
from tests.site.fixtures import HOST

ROOT = Path(__file__).parents[2]


class Lines(logging.Handler):
    """Keeps what is logged as lines of JSON, written when it is logged."""

    def __init__(self):
        super().__init__()
        self.setFormatter(JsonFormatter())
        self.texts = []

    def emit(self, record):
        self.texts.append(self.format(record))

    def parsed(self):
        return [json.loads(text) for text in self.texts]


@pytest.fixture
def log():
    handler, logger = Lines(), logging.getLogger("myproject")
    before = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(before)


@pytest.mark.parametrize(("path", "status"), [("/films", 200), ("/nothing", 404), ("/de/films", 200)])
def test_a_request_is_one_line(app, log, path, status):
    response = app.get(path, status=status, params={"q": "private"})
    (line,) = log.parsed()
    assert (line["method"], line["path"], line["status"]) == ("GET", path, status)
    assert line["request_id"] == response.headers["X-Request-ID"]
    assert 0 < line["duration_ms"] < 60_000
    assert "private" not in json.dumps(line)


def test_an_address_that_is_no_text_is_one_line(app, log):
    app.get("/%ff%0Aforged", status=400)
    (text,) = log.texts
    assert "\n" not in text
    assert json.loads(text)["message"].startswith(r"GET '/�\nforged' 400 in ")


def test_a_failure_is_a_line_too(wsgi, log, monkeypatch):
    def fail(*_):
        raise RuntimeError("on purpose")

    monkeypatch.setattr("myproject.web.guards.check_host", fail)
    monkeypatch.setattr("myproject.site.views.errors.layout", fail)
    request = Request.blank("/films?failing", headers={"Host": HOST})
    assert request.get_response(wsgi).status_int == 500
    found = log.parsed()
    assert found[-1]["status"] == 500
    assert any("on purpose" in line.get("exception", "") for line in found)
    assert len({line["request_id"] for line in found}) == 1


def test_every_line_names_the_request_that_is_under_way():
    request = Request.blank("/", headers={"X-Request-ID": "given-by-a-proxy"})
    record = logging.makeLogRecord(
        {"msg": "two\nlines: %s\u2028", "args": ("ü",), "name": "x", "path": Path("/a")}
    )
    manager.push({"request": request, "registry": None})
    try:
        text = JsonFormatter().format(record)
    finally:
        manager.pop()
    assert len(text.splitlines()) == 1
    line = json.loads(text)
    assert (line["request_id"], line["message"]) == ("given-by-a-proxy", "two\nlines: ü\u2028")
    assert (line["logger"], line["path"]) == ("x", "/a")
    assert "request_id" not in json.loads(JsonFormatter().format(record))


def test_exceptions_are_in_the_line():
    try:
        raise LookupError("gone")
    except LookupError:
        record = logging.makeLogRecord({"msg": "failed", "exc_info": sys.exc_info()})
    assert json.loads(JsonFormatter().format(record))["exception"].endswith("LookupError: gone")


def by_the_book(request_id, method, path, status, duration_ms):
    """The record that `access_record` is to be like."""
    arguments = (method, path, status, duration_ms)
    extra = dict(
        zip(("request_id", "method", "path", "status", "duration_ms"), (request_id, *arguments), strict=True)
    )
    logger, text = logging.getLogger(NAME), "%s %r %d in %s ms"
    return logger.makeRecord(NAME, logging.INFO, accessline.__file__, 0, text, arguments, None, extra=extra)


CLOCK = ("created", "msecs", "relativeCreated")


def test_an_access_record_is_one_of_loggings_own(monkeypatch):
    def both():
        monkeypatch.setattr(logging.time, "time", lambda: 1795755600.98765)
        monkeypatch.setattr(accessline, "time", lambda: 1795755600.98765)
        arguments = ("an-id-of-it", "GET", "/\n'ü", 200, 0.1)
        return vars(access_record(*arguments)), vars(by_the_book(*arguments))

    with ThreadPoolExecutor(1, "another") as pool:
        for ours, theirs in (both(), pool.submit(both).result(), both()):
            assert list(ours) == list(theirs)
            assert {name: ours[name] for name in theirs if name not in CLOCK} == {
                name: value for name, value in theirs.items() if name not in CLOCK
            }
            for name in CLOCK:
                assert ours[name] == pytest.approx(theirs[name], rel=1e-12, abs=1e-3)
    assert theirs["threadName"] == "MainThread"


TEXTS = st.one_of(
    st.text(max_size=20), st.sampled_from(["\0", "\\u0000", '"\\u0000"', "\ud800", "x" * 300, "'", '"'])
)


@given(TEXTS, TEXTS, TEXTS, st.integers(), st.floats(0, 1e6).map(lambda ms: round(ms, 1)))
@example("id", "GET", "/films", 200, 0.0)
def test_a_line_from_remembered_pieces_is_that_of_any_record(request_id, method, path, status, duration):
    record = access_record(request_id, method, path, status, duration)
    expected = JsonFormatter().format(logging.makeLogRecord(vars(record)))
    assert [JsonFormatter().format(record) for _ in range(2)] == [expected, expected]
    assert json.loads(expected)["path"] == path


@pytest.mark.parametrize(
    "change",
    [
        {"msg": "%s hidden %r %d %s"},
        {"args": ("GET", "/hidden", 200, 0.1)},
        {"added": 1},
        {"path": "/hidden"},
    ],
)
def test_a_line_says_what_a_filter_made_of_its_record(change):
    record = access_record("an-id-of-it", "GET", "/secret", 200, 0.1)
    vars(record).update(change)
    assert JsonFormatter().format(record) == JsonFormatter().format(logging.makeLogRecord(vars(record)))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no processes to fork")
def test_a_forked_process_names_itself():
    access_record("an-id-of-it", "GET", "/", 200, 0.1)
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.write(writing, str(access_record("an-id-of-it", "GET", "/", 200, 0.1).process).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert int(os.read(reading, 100)) == child


@pytest.mark.parametrize(("name", "json_lines"), [("production.ini", True), ("development.ini", False)])
def test_the_ini_files_say_so(name, json_lines):
    parser = RawConfigParser()
    parser.read(ROOT / name)
    formatters = logging.config._create_formatters(parser)
    used = formatters[parser["handler_console"]["formatter"]]
    assert isinstance(used, JsonFormatter) is json_lines
