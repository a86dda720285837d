"""Log lines as JSON, one object a line, for programs that collect logs; an ini file names it in a [formatter_...]."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from math import isfinite
from typing import Any

from pyramid.threadlocal import get_current_request

from myproject.web.requestid import request_id

_OWN = len(vars(logging.makeLogRecord({})))
_STANDARD = frozenset({*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"})

# Nothing that somebody sent can start a line of its own: JSON escapes line ends, and ASCII has no others.
json_text = json.encoder.encode_basestring_ascii
_other = json.JSONEncoder(default=str).encode


class JsonFormatter(logging.Formatter):
    """time, level, logger, message; request_id where a request is under way; whatever was passed as `extra`.

    Put together field by field: 3 us a line, where a dictionary and its encoder take 7.
    """

    def format(self, record: logging.LogRecord) -> str:
        parts = [f'{{"time": "{utc(record.created)}", {_origin(record.levelname, record.name)}']
        parts.append(f'"message": {json_text(record.getMessage())}')
        values = vars(record)
        if "request_id" not in values and (request := get_current_request()):
            parts.append(f'"request_id": {json_text(request_id(request))}')
        # What a record has by itself stands first.
        for name in islice(values, _OWN, None):
            if name not in _STANDARD:
                parts.append(_named(name) + json_value(values[name]))
        if record.exc_info:
            parts.append(f'"exception": {json_text(self.formatException(record.exc_info))}')
        return ", ".join(parts) + "}"


def utc(seconds: float) -> str:
    """A time since the epoch as ISO 8601 has it, to the millisecond."""
    return _moment(int(seconds * 1000))


@lru_cache(2)
def _moment(milliseconds: int) -> str:
    return f"{_second(milliseconds // 1000)}.{milliseconds % 1000:03d}+00:00"


@lru_cache(100)
def _origin(level: str, logger: str) -> str:
    return f'"level": {json_value(level)}, "logger": {json_value(logger)}'


@lru_cache(100)
def _named(name: str) -> str:
    return f"{json_text(name)}: "


@lru_cache(2)
def _second(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat(timespec="seconds").removesuffix("+00:00")


def json_value(value: Any) -> str:
    kind = value.__class__
    if kind is str:
        return json_text(value)
    return repr(value) if kind is int or (kind is float and isfinite(value)) else _other(value)
