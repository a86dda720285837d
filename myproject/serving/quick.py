"""Quick requests are answered on the I/O thread, in one send.

waitress hands every request to a thread: a lock, a wake-up and a change of threads on the way there, a send for the
header, a send for the body, and a pipe written and read to wake the I/O thread again. For a page that is made in less
time than that, it is most of the cost. So the application may say which requests are quick, by an attribute
`quick(method, path) -> bool`; those are answered where they were read.

What must not hold up the other connections goes on in a thread: an answer that is a file or a stream, a client that
does not read what it asked for, a path that took long though it was called quick.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import lru_cache
from importlib.metadata import version
from resource import RUSAGE_THREAD, getrusage
from time import monotonic, perf_counter
from typing import Any

from waitress.buffers import OverflowableBuffer, ReadOnlyFileBasedBuffer
from waitress.channel import ClientDisconnected
from waitress.parser import HTTPRequestParser
from waitress.task import WSGITask
from waitress.utilities import build_http_date

from myproject.serving.channel import Channel
from myproject.serving.listener import Listener

log = logging.getLogger(__name__)

KNOWN = "3.0."  # the versions of waitress whose channel, task and server this module was written for
PIPELINED = 16  # requests of one connection in a row before the others have their turn
LONG = 0.02  # seconds that a request may keep the I/O thread
SHORTEST, LONGEST = 1.0, 64.0  # seconds that threads answer what took long; doubled when it does so again
REMEMBERED = 100  # paths that took long
JOINED = 1 << 17  # bytes that are rather copied than sent by themselves

_BEGUN = "myproject.serving.begun"  # in the environ: what the application returned to the I/O thread


def available(application: Any) -> bool:
    """Whether `application` knows quick requests and waitress is one whose insides are known."""
    if not callable(getattr(application, "quick", None)):
        return False
    if not (found := version("waitress")).startswith(KNOWN):
        log.warning("Threads answer all requests: waitress is %s, the quick way is for %sx", found, KNOWN)
        return False
    return True


class Slow:
    """Paths that kept the I/O thread for long, by their first two segments, and until when threads answer them.

    A long time by the clock makes them suspect, no more: the machine may have been busy elsewhere. What is suspect is
    measured exactly.
    """

    def __init__(self) -> None:
        self.suspects: dict[str, Suspect] = {}

    def suspect(self, path: str) -> Suspect | None:
        return self.suspects.get(_beginning(path)) if self.suspects else None

    def accuse(self, path: str) -> None:
        if len(self.suspects) == REMEMBERED:
            del self.suspects[next(iter(self.suspects))]
        self.suspects[_beginning(path)] = Suspect()

    def __contains__(self, path: str) -> bool:
        suspect = self.suspect(path)
        return suspect is not None and monotonic() < suspect.until


class Suspect:
    """A beginning of paths that kept the I/O thread for long at least once."""

    def __init__(self) -> None:
        self.until = 0.0  # when its latest pause ends
        self.pause = 0.0  # seconds that it lasted
        self.usage = getrusage(RUSAGE_THREAD)

    def begins(self) -> None:
        self.usage = getrusage(RUSAGE_THREAD)

    def took(self, path: str, seconds: float) -> None:
        """A request for `path` was answered in `seconds`: threads have the next ones where it was too long."""
        usage = getrusage(RUSAGE_THREAD)
        if usage.ru_nivcsw > self.usage.ru_nivcsw:
            # The system gave the processor to others meanwhile, so the clock tells nothing.
            seconds = usage.ru_utime + usage.ru_stime - self.usage.ru_utime - self.usage.ru_stime
        if seconds < LONG:
            return
        again = monotonic() < self.until + LONGEST
        self.pause = min(2 * self.pause, LONGEST) if again else SHORTEST
        self.until = monotonic() + self.pause
        log.warning(
            "%r kept the I/O thread for %d ms: threads answer it and its like for %g s",
            path,
            seconds * 1000,
            self.pause,
        )


def _beginning(path: str) -> str:
    # The first is often a language.
    return "/".join(path.lstrip("/").split("/", 2)[:2])


class Streamed(BaseException):
    """The I/O thread met an answer that a thread has to send."""


class Quick:
    """Which requests of a worker are quick: by the application's word, and by what it came to."""

    def __init__(self, decide: Callable[[str, str], bool]) -> None:
        self.decide = decide
        self.slow = Slow()

    def take(self, listener: Listener) -> None:
        """Sees to the requests that come in by `listener`."""
        listener.quick = self
        listener.channel_class = QuickChannel
        listener.application = whole_answers(listener)

    def suits(self, request: HTTPRequestParser) -> bool:
        if request.error or request.command not in ("GET", "HEAD") or request.body_rcv is not None:
            return False
        path = request.path.removeprefix(request.adj.url_prefix)
        return self.decide(request.command, path) and request.path not in self.slow


def whole_answers(listener: Listener) -> Any:
    """The listener's application: what it returns to the I/O thread is there whole; Streamed is raised for the rest."""
    application = listener.application

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        if _BEGUN in environ:
            return environ.pop(_BEGUN)
        body = application(environ, start_response)
        if listener.here() and (isinstance(body, ReadOnlyFileBasedBuffer) or not hasattr(body, "__len__")):
            environ[_BEGUN] = body
            raise Streamed
        return body

    return answer


@lru_cache(maxsize=200)
def _spelled(name: str) -> str:
    return "-".join(part.capitalize() for part in name.split("-"))


@lru_cache(maxsize=1)
def _date(second: int) -> str:
    return build_http_date(second)


class QuickTask(WSGITask):
    """A request that a thread can go on with where the I/O thread left it."""

    def execute(self) -> None:
        try:
            super().execute()
        except Streamed:
            self.channel.begun = self
            raise

    def build_response_header(self) -> bytes:
        """As waitress builds it, without the ways that the usual answer does not take and without sorting."""
        if self.content_length is None or self.version != "1.1" or not self.has_body or self._closes():
            return super().build_response_header()
        headers = [(_spelled(name), value) for name, value in self.response_headers]
        names = {name for name, _ in headers}
        if "Server" in names or "Content-Length" not in names:
            return super().build_response_header()
        lines = [f"HTTP/1.1 {self.status}", *(f"{name}: {value}" for name, value in headers)]
        if self.channel.adj.ident:
            lines.append(f"Server: {self.channel.adj.ident}")
        if "Date" not in names:
            lines.append(f"Date: {_date(int(self.start_time))}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def _closes(self) -> bool:
        return self.close_on_finish or self.request.headers.get("CONNECTION", "").lower() == "close"

    def write(self, data: bytes) -> None:
        """Sends the beginning of the body with the header, also from a thread."""
        channel = self.channel
        if self.wrote_header or channel.written is not None or len(data) > JOINED:
            super().write(data)
        else:
            channel.written = []
            try:
                super().write(data)
            finally:
                written, channel.written = channel.written, None
            channel.write_soon(b"".join(written))

    def abandon(self) -> None:
        """Closes what the application returned, where nobody took it."""
        body = self.environ.pop(_BEGUN, None)
        if hasattr(body, "close"):
            body.close()


class QuickChannel(Channel):
    """A connection whose quick requests are answered at once.

    Only one thread at a time answers requests of a connection, as in waitress: the I/O thread does so between reading
    a request and reading the next, or has given the connection to the threads.
    """

    due = False  # the next request is one for the I/O thread
    begun: QuickTask | None = None  # what the I/O thread has left to a thread
    written: list[bytes] | None = None  # by the request that the I/O thread answers

    def task_class(self, channel: QuickChannel, request: HTTPRequestParser) -> QuickTask:  # type: ignore[override]
        task, self.begun = self.begun, None
        return task or QuickTask(channel, request)

    def service(self) -> None:
        begun = self.begun
        super().service()
        if begun:
            begun.abandon()

    def begin(self) -> None:
        if self.server.here() and self.server.quick.suits(self.requests[0]):
            self.due = True
        else:
            super().begin()

    def received(self, data: bytes) -> bool:
        taken = super().received(data)
        self._answer_what_is_due()
        return taken

    def handle_write(self) -> None:
        super().handle_write()
        self._answer_what_is_due()

    def _answer_what_is_due(self) -> None:
        for _ in range(PIPELINED):
            if not self.due or self.total_outbufs_len:
                break
            self.due = False
            self._answer()
        if self.due:
            # The others have their turn, or the client has to read first.
            self.due, self.held = False, True

    def _answer(self) -> None:
        request, slow = self.requests[0], self.server.quick.slow
        suspect = slow.suspect(request.path)
        if suspect:
            suspect.begins()
        began = perf_counter()
        self.written = []
        try:
            self.service()
        except Streamed:
            self._send()
            super().begin()
        except BaseException:
            # As in waitress's threads: not even SystemExit of one request may end the others.
            self.logger.exception("Exception while serving %s", request.path)
            self.handle_close()
        else:
            self._send()
            if self.close_when_flushed and self.connected and not self.total_outbufs_len:
                self.handle_close()
        if (seconds := perf_counter() - began) > LONG:
            if suspect:
                suspect.took(request.path, seconds)
            else:
                slow.accuse(request.path)

    def write_soon(self, data: bytes) -> int:
        if self.written is None:
            return super().write_soon(data)
        if not self.connected:
            raise ClientDisconnected
        self.written.append(data)
        return len(data)

    def _send(self) -> None:
        """Sends what was written; what the socket does not take is left to the loop, as ever."""
        data, self.written = b"".join(self.written), None
        sent = 0
        try:
            sent = self.send(data) if data else 0
        except OSError:
            if self.adj.log_socket_errors:
                self.logger.exception("Socket error")
            self.will_close = True
        if self.connected and sent < len(data):
            rest = OverflowableBuffer(self.adj.outbuf_overflow)
            rest.append(data[sent:])
            self.outbufs.append(rest)
            self.total_outbufs_len += len(data) - sent
            # The next answer that a thread writes begins a buffer of its own.
            self.current_outbuf_count = self.adj.outbuf_high_watermark
