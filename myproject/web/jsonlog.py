"""Log lines as JSON, one object a line, for programs that collect logs; an ini file names it in a [formatter_...]."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

from pyramid.threadlocal import get_current_request

from myproject.web.requestid import request_id

_STANDARD = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}

# Nothing that somebody sent can start a line of its own: json escapes line ends, and ASCII has no others.
_ENCODED = json.JSONEncoder(default=str).encode


class JsonFormatter(logging.Formatter):
    """time, level, logger, message; request_id where a request is under way; whatever was passed as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := get_current_request():
            line["request_id"] = request_id(request)
        line |= {key: value for key, value in vars(record).items() if key not in _STANDARD}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return _ENCODED(line)
