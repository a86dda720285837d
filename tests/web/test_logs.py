"""One access line a request, and lines that programs can read."""

import io
import json
import logging
import logging.config
import re
import sys
import time
from configparser import RawConfigParser
from pathlib import Path
from select import PIPE_BUF

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyramid.request import Request
from pyramid.threadlocal import manager

from myproject.web import accesslog
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


@pytest.fixture
def alone(monkeypatch):
    """Sets up the log with these handlers, and nothing else."""

    def set_up(*handlers):
        monkeypatch.setattr(accesslog.log, "handlers", list(handlers))
        monkeypatch.setattr(accesslog.log, "propagate", False)
        monkeypatch.setattr(accesslog.log, "level", logging.INFO)
        accesslog.log._cache.clear()

    yield set_up
    monkeypatch.undo()
    accesslog.log._cache.clear()


def stream_handler(stream, kind=logging.StreamHandler, formatter=JsonFormatter):
    handler = kind(stream)
    handler.setFormatter(formatter())
    return handler


def write(*paths):
    """Writes the lines of requests for these, answered together."""
    accesslog.write([accesslog.Entry(time.time(), "an-id-of-it", "GET", path, 200, 0.1) for path in paths])


class Other(logging.StreamHandler):
    """One that may do anything with a line."""


@pytest.fixture
def past(monkeypatch):
    """The lines that are written past logging."""
    lines = []
    made = accesslog.line
    monkeypatch.setattr(accesslog, "line", lambda *given: lines.append(made(*given)) or lines[-1])
    return lines


TEXTS = st.one_of(
    st.text(max_size=20), st.sampled_from(["\0", "\\u0000", '"\\u0000"', "\ud800", "x" * 300, "'", '"'])
)


@given(TEXTS, TEXTS, TEXTS, st.integers(), st.floats(0, 1e6).map(lambda ms: round(ms, 1)), st.floats(0, 2e9))
@example("id", "GET", "/films", 200, 0.0, 1795755600.98765)
def test_a_line_past_logging_is_the_one_that_logging_writes(
    request_id, method, path, status, duration, created
):
    given = (request_id, method, path, status, duration)
    record = accesslog.log.makeRecord(
        accesslog.NAME, logging.INFO, "", 0, accesslog.TEXT, given[1:], None, extra=accesslog._extra(*given)
    )
    record.created = created
    for _ in range(2):
        line = accesslog.line(created, *given)
        assert line in ("", JsonFormatter().format(record))
        assert line or len(path) > accesslog.LONGEST or re.search(r"\0|\\u0000", method + path)


def test_lines_go_past_logging_where_it_would_only_write_them(alone, past):
    stream = io.StringIO()
    alone(stream_handler(stream))
    write("/films")
    write("/" + "x" * 300)
    found = list(map(json.loads, stream.getvalue().splitlines()))
    assert [line["path"] for line in found] == ["/films", "/" + "x" * 300]
    assert past == [stream.getvalue().splitlines()[0], ""]


def writes(alone):
    """Sets up the log; what will be written to its stream, call by call."""
    written = []

    class Stream(io.StringIO):
        def write(self, text):
            written.append(text)

    alone(stream_handler(Stream()))
    return written


def test_lines_that_come_together_are_written_at_once(alone, past):
    written = writes(alone)
    write("/films", "/news")
    assert written == ["".join(line + "\n" for line in past)]
    assert [json.loads(line)["path"] for line in past] == ["/films", "/news"]


def test_each_write_is_whole_where_processes_share_a_pipe(alone, past):
    written = writes(alone)
    write(*(f"/films/{'x' * number}" for number in range(100)))
    assert "".join(written) == "".join(line + "\n" for line in past) and len(past) == 100
    assert all(text.endswith("\n") and len(text) <= PIPE_BUF for text in written)
    assert len(written) < 12


def test_one_that_is_out_of_the_ordinary_takes_the_others_with_it(alone):
    stream = io.StringIO()
    alone(stream_handler(stream))
    long = "/" + "x" * 300
    write("/films", long, "/news")
    assert [json.loads(line)["path"] for line in stream.getvalue().splitlines()] == ["/films", long, "/news"]


def refuse(record):
    return record.path != "/secret"


@pytest.mark.parametrize(
    "change",
    [
        lambda handler: handler.addFilter(refuse),
        lambda handler: handler.setLevel(logging.WARNING),
        lambda handler: handler.setFormatter(logging.Formatter("%(path)s of %(request_id)s")),
        lambda handler: setattr(handler, "__class__", Other),
        lambda handler: accesslog.log.handlers.append(stream_handler(io.StringIO())),
        lambda handler: accesslog.log.handlers.clear(),
    ],
)
def test_whatever_else_is_to_be_made_of_a_line_logging_makes(alone, past, change):
    stream = io.StringIO()
    handler = stream_handler(stream)
    alone(handler)
    change(handler)
    write("/secret")
    assert past == []
    expected = io.StringIO()
    handler.stream = expected
    accesslog.log.info(
        accesslog.TEXT,
        "GET",
        "/secret",
        200,
        0.1,
        extra=accesslog._extra("an-id-of-it", "GET", "/secret", 200, 0.1),
    )
    without_time = re.compile('"time": "[^"]+"')
    assert without_time.sub("", stream.getvalue()) == without_time.sub("", expected.getvalue())


def test_a_filter_of_the_log_is_asked(alone, past, monkeypatch):
    stream = io.StringIO()
    alone(stream_handler(stream))
    monkeypatch.setattr(accesslog.log, "filters", [refuse])
    write("/secret")
    write("/films")
    assert json.loads(stream.getvalue())["path"] == "/films"
    assert past == []


def test_handlers_further_up_are_seen(alone, past, monkeypatch):
    streams = [io.StringIO(), io.StringIO()]
    alone()
    monkeypatch.setattr(accesslog.log, "propagate", True)
    parent = logging.getLogger("myproject")
    monkeypatch.setattr(parent, "handlers", [stream_handler(streams[0])])
    monkeypatch.setattr(logging.root, "handlers", [])
    write("/films")
    assert len(past) == 1
    monkeypatch.setattr(logging.root, "handlers", [stream_handler(streams[1])])
    write("/news")
    assert len(past) == 1
    assert [len(stream.getvalue().splitlines()) for stream in streams] == [2, 1]


def test_a_stream_that_takes_nothing_is_reported_as_logging_does(alone, capsys):
    stream = io.StringIO()
    stream.close()
    alone(stream_handler(stream))
    write("/films")
    assert "I/O operation on closed file" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "json_lines"), [("production.ini", True), ("development.ini", False)])
def test_the_ini_files_say_so(name, json_lines):
    parser = RawConfigParser()
    parser.read(ROOT / name)
    formatters = logging.config._create_formatters(parser)
    used = formatters[parser["handler_console"]["formatter"]]
    assert isinstance(used, JsonFormatter) is json_lines
