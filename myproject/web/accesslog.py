"""The access log: one line a request, through `logging`, or past it where nobody could tell.

What `logging` does for a line, so that anything may be made of it, takes a fifth of a kept page's time. Where the log
is set up as production.ini has it, one handler with lines of JSON for a stream, a line is put together of what is
remembered of others like it, and written: 4 us where all of `logging` takes 6, and in a server with other work to do
some 5 where that takes 11 to 17.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import lru_cache
from select import PIPE_BUF
from typing import Any, NamedTuple

from myproject.web.jsonlog import JsonFormatter, json_text, utc

NAME = "myproject.access"
TEXT = "%s %r %d in %s ms"
# How many lines are remembered but for time, id and duration, and the longest path of them.
REMEMBERED = 2000
LONGEST = 200
# No method has it, and it stays itself in JSON alone.
_HOLE = "\0"
_HOLES = re.compile(r'"?\\u0000"?')

log = logging.getLogger(NAME)


class Entry(NamedTuple):
    """What is noted of a request that was answered; `at`: when, in seconds since the epoch."""

    at: float
    request_id: str
    method: str
    path: str
    status: int
    duration_ms: float


def write(entries: list[Entry]) -> None:
    """Writes the lines of requests that were just answered."""
    handler = _stream_handler()
    lines = [line(*entry) for entry in entries] if handler is not None else []
    if lines and all(lines):
        try:
            with handler.lock:  # type: ignore[union-attr]
                for text in _together(lines, handler.terminator):
                    handler.stream.write(text)
                    handler.stream.flush()
            return
        except (OSError, ValueError):
            pass  # logging says what is wrong with the stream
    for _, request_id, *args in entries:
        log.info(TEXT, *args, extra=_extra(request_id, *args))


def _together(lines: list[str], end: str) -> Iterator[str]:
    """Texts of whole lines, each as much as a pipe takes in one piece where other processes write to it as well."""
    text = ""
    for each in lines:
        if text and len(text) + len(each) + len(end) > PIPE_BUF:
            yield text
            text = ""
        text += each + end
    yield text


def _extra(request_id: str, method: str, path: str, status: int, duration_ms: float) -> dict[str, Any]:
    return {
        "request_id": request_id,
        "method": method,
        "path": path,
        "status": status,
        "duration_ms": duration_ms,
    }


def _stream_handler() -> logging.StreamHandler | None:
    """Where each line of the log goes, if that is one place and as it is; None if logging is to be asked.

    Asked for each line, 0.6 us, since anybody may change it at any time.
    """
    found: logging.Handler | None = None
    logger: logging.Logger | None = log
    while logger is not None:
        for handler in logger.handlers:
            if found is not None:
                return None
            found = handler
        logger = logger.parent if logger.propagate else None
    if (
        found.__class__ is logging.StreamHandler
        and found.formatter.__class__ is JsonFormatter
        and found.level <= logging.INFO
        and not found.filters
        and not log.filters
    ):
        return found
    return None


def line(at: float, request_id: str, method: str, path: str, status: int, duration_ms: float) -> str:
    """What JsonFormatter makes of the record of an entry; empty for what is out of the ordinary."""
    pieces = _pieces(method, path, status) if len(path) <= LONGEST else ()
    if len(pieces) != 4:
        return ""
    in_message, before_id, after_id, end = pieces
    duration = repr(duration_ms)
    return f'{{"time": "{utc(at)}{in_message}{duration}{before_id}{json_text(request_id)}{after_id}{duration}{end}'


@lru_cache(REMEMBERED)
def _pieces(method: str, path: str, status: int) -> list[str]:
    """A line after its time, without duration, id and duration; other than four where it is odd."""
    args = (method, path, status, _HOLE)
    record = logging.LogRecord(NAME, logging.INFO, "", 0, TEXT, args, None)
    vars(record).update(_extra(_HOLE, method, path, status, _HOLE))  # type: ignore[arg-type]
    text = JsonFormatter().format(record)
    return _HOLES.split(text[len(f'{{"time": "{utc(record.created)}') :])
