"""Log lines as JSON, one object a line, for programs that collect logs; an ini file names it in a [formatter_...]."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from math import isfinite
from typing import Any

from pyramid.threadlocal import get_current_request

from myproject.web.accessline import TEXT, AccessRecord, access_record
from myproject.web.requestid import request_id

_OWN = len(vars(logging.makeLogRecord({})))
_STANDARD = frozenset({*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"})

# Nothing that somebody sent can start a line of its own: JSON escapes line ends, and ASCII has no others.
_text = json.encoder.encode_basestring_ascii
_other = json.JSONEncoder(default=str).encode

# How many lines of the access log are remembered, and the longest path of them.
REMEMBERED = 2000
LONGEST = 200
_ACCESS = len(vars(access_record("", "", "", 0, 0)))
# No method has it, and it stays itself in JSON alone.
_HOLE = "\0"
_HOLES = re.compile(r'"?\\u0000"?')


class JsonFormatter(logging.Formatter):
    """time, level, logger, message; request_id where a request is under way; whatever was passed as `extra`.

    Put together field by field: 3 us a line, where a dictionary and its encoder take 7; and 1 us a line of the access
    log, of which all but the time, the id and the duration is remembered.
    """

    def format(self, record: logging.LogRecord) -> str:
        if record.__class__ is AccessRecord and (line := _access_line(record)):
            return line
        parts = [f'{{"time": "{_time(record)}", {_origin(record.levelname, record.name)}']
        parts.append(f'"message": {_text(record.getMessage())}')
        values = vars(record)
        if "request_id" not in values and (request := get_current_request()):
            parts.append(f'"request_id": {_text(request_id(request))}')
        # What a record has by itself stands first.
        for name in islice(values, _OWN, None):
            if name not in _STANDARD:
                parts.append(_named(name) + _json(values[name]))
        if record.exc_info:
            parts.append(f'"exception": {_text(self.formatException(record.exc_info))}')
        return ", ".join(parts) + "}"


def _access_line(record: AccessRecord) -> str:
    """What `format` makes of the record; empty where it is to look at all of it."""
    values = vars(record)
    method, path, status, duration = said = values["args"]
    if said != (values["method"], values["path"], values["status"], values["duration_ms"]):
        return ""  # a filter of the log was at it
    if len(path) > LONGEST or len(values) != _ACCESS or values["msg"] is not TEXT:
        return ""
    pieces = _pieces(method, path, status)
    if len(pieces) != 4:
        return ""
    duration = _json(duration)
    in_message, before_id, after_id, end = pieces
    return (
        f'{{"time": "{_time(record)}{in_message}{duration}{before_id}{_text(values["request_id"])}{after_id}'
        f"{duration}{end}"
    )


@lru_cache(REMEMBERED)
def _pieces(method: str, path: str, status: int) -> list[str]:
    """A line of the access log after the time, without duration, id and duration; other than four where it is odd."""
    record = logging.makeLogRecord(vars(access_record(_HOLE, method, path, status, _HOLE)))  # type: ignore[arg-type]
    line = JsonFormatter().format(record)
    return _HOLES.split(line[len(f'{{"time": "{_time(record)}') :])


def _time(record: logging.LogRecord) -> str:
    return f"{_second(int(record.created))}.{int(record.msecs):03d}+00:00"


@lru_cache(100)
def _origin(level: str, logger: str) -> str:
    return f'"level": {_json(level)}, "logger": {_json(logger)}'


@lru_cache(100)
def _named(name: str) -> str:
    return f"{_text(name)}: "


@lru_cache(2)
def _second(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat(timespec="seconds").removesuffix("+00:00")


def _json(value: Any) -> str:
    kind = value.__class__
    if kind is str:
        return _text(value)
    return repr(value) if kind is int or (kind is float and isfinite(value)) else _other(value)
