"""Quick requests are answered on the I/O thread, in one send.

The requests of a turn are read first, then answered one after the other, then the answers are sent together. What does
the same again and again finds its code in the processor's caches; and a client that is woken by each answer would take
the processor in between, and leave the caches full of something else.

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
from time import monotonic, perf_counter, time
from typing import Any

from waitress.buffers import OverflowableBuffer, ReadOnlyFileBasedBuffer
from waitress.channel import ClientDisconnected
from waitress.parser import HTTPRequestParser
from waitress.proxy_headers import PROXY_HEADERS
from waitress.task import WSGITask, rename_headers
from waitress.utilities import build_http_date

from myproject.serving.channel import Channel
from myproject.serving.environ import BEGINNING, TURN
from myproject.serving.head import head
from myproject.serving.listener import Listener
from myproject.serving.strict import StrictParser

log = logging.getLogger(__name__)

KNOWN = "3.0."  # the versions of waitress whose channel, task and server this module was written for
PIPELINED = 16  # requests of one connection in a row before the others have their turn
LONG = 0.02  # seconds that a request may keep the I/O thread
SHORTEST, LONGEST = 1.0, 64.0  # seconds that threads answer what took long; doubled when it does so again
REMEMBERED = 100  # paths that took long
CLEARED = (
    100  # requests in a row that were quick: the path is no longer suspect, so its time is not taken exactly
)
TOGETHER = 0.002  # seconds that an answer waits at most for others to be sent with
JOINED = 1 << 17  # bytes that are rather copied than sent by themselves

_TASK = "myproject.serving.task"  # in the environ, once the application has returned
_NOTHING = object()


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

    def clear(self, path: str) -> None:
        """Forgets the suspicion, and not that there was a pause, which decides on the length of the next one."""
        if not self.suspects[_beginning(path)].pause:
            del self.suspects[_beginning(path)]

    def __contains__(self, path: str) -> bool:
        suspect = self.suspect(path)
        return suspect is not None and monotonic() < suspect.until


class Suspect:
    """A beginning of paths that kept the I/O thread for long at least once."""

    def __init__(self) -> None:
        self.until = 0.0  # when its latest pause ends
        self.pause = 0.0  # seconds that it lasted
        self.usage = getrusage(RUSAGE_THREAD)
        self.quick = 0  # requests in a row that did not take long

    def begins(self) -> None:
        self.usage = getrusage(RUSAGE_THREAD)

    def took(self, path: str, seconds: float) -> None:
        """A request for `path` was answered in `seconds`: threads have the next ones where it was too long."""
        self.quick = 0
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

    def __init__(self, application: Any) -> None:
        self.application = application
        self.decide: Callable[[str, str], bool] = application.quick
        self.slow = Slow()
        self.asked: list[QuickChannel] = []  # connections with a request of this turn that is to be answered
        self.unsent: list[QuickChannel] = []
        self.since = 0.0  # when the first of them was begun

    def answer(self) -> None:
        """Answers what was asked in this turn, and sends all answers."""
        asked, self.asked = self.asked, []
        for channel in asked:
            try:
                if not channel.connected:
                    continue
                if channel.requests[0].path in self.slow:  # by the answer to one before it
                    channel.server.hand_over(channel)
                else:
                    channel.answer()
            except Exception:
                channel.handle_error()  # as in waitress's loop: it is in the log, and closes this connection alone
        self.send()

    def send_later(self, channel: QuickChannel, began: float) -> None:
        """Sends what `channel` has written with the answers to others that are due now."""
        if not self.unsent:
            self.since = began
        self.unsent.append(channel)
        if perf_counter() - self.since > TOGETHER:
            self.send()

    def send(self) -> None:
        """Sends what waits for that."""
        unsent, self.unsent = self.unsent, []
        for channel in unsent:
            try:
                channel.send_written()
            except Exception:
                channel.handle_error()

    def take(self, listener: Listener) -> None:
        """Sees to the requests that come in by `listener`."""
        listener.quick = self
        listener.channel_class = QuickChannel
        listener.answer, listener.direct = listener.application, self.application
        # What waitress calls to go on with an answer that is not plain.
        listener.application = lambda environ, start_response: environ[_TASK].take()

    def suits(self, request: HTTPRequestParser) -> bool:
        if request.error or request.command not in ("GET", "HEAD") or request.body_rcv is not None:
            return False
        path = request.path.removeprefix(request.adj.url_prefix)
        return self.decide(request.command, path) and request.path not in self.slow


def _whole(body: Any) -> bool:
    """Whether what an application returned is there already, and no file or stream."""
    return hasattr(body, "__len__") and not isinstance(body, ReadOnlyFileBasedBuffer)


# What waitress puts into the environ that the requests of a connection have in common.
_OF_CONNECTION = (
    *("REMOTE_ADDR", "REMOTE_HOST", "REMOTE_PORT", "SCRIPT_NAME"),
    *("SERVER_PORT", "SERVER_NAME", "SERVER_SOFTWARE", "waitress.client_disconnected"),
    *("wsgi.version", "wsgi.errors", "wsgi.multithread", "wsgi.multiprocess", "wsgi.run_once"),
    *("wsgi.file_wrapper", "wsgi.input_terminated"),
)


@lru_cache(maxsize=200)
def _variable(header: str) -> str:
    """The name in the environ of a header, by its name as the parser has it."""
    return rename_headers.get(header, f"HTTP_{header}")


@lru_cache(maxsize=1)
def _date(second: int) -> str:
    return build_http_date(second)


class QuickTask(WSGITask):
    """A request that a thread, or waitress, can go on with where the I/O thread left it.

    Nearly every answer is plain: one part of a known length for GET by HTTP/1.1. It is put together in one pass, with
    lines that are remembered. Whatever else an answer may be is left to waitress.
    """

    begun: Any = _NOTHING  # what the application has returned
    raised: BaseException | None = None  # instead of returning
    header: str  # as the application gave it, in lines
    deciding: dict[str, str]  # the headers that decide something

    def get_environment(self) -> dict[str, Any]:
        """waitress's; what it says of the connection is the same each time."""
        if self.environ is not None:  # the application may have changed it
            return self.environ
        request, channel = self.request, self.channel
        path = request.path
        if channel.known is None or path[:1] != "/" or path[:2] == "//":
            environ = super().get_environment()
            if not channel.adj.url_prefix:
                channel.known = {name: environ[name] for name in _OF_CONNECTION}
            return environ
        self.environ = environ = channel.known.copy()
        environ["REQUEST_METHOD"] = request.command.upper()
        environ["SERVER_PROTOCOL"] = f"HTTP/{self.version}"
        environ["PATH_INFO"] = path
        environ["REQUEST_URI"] = request.request_uri
        environ["QUERY_STRING"] = request.query
        environ["wsgi.url_scheme"] = request.url_scheme
        environ["wsgi.input"] = request.get_body_stream()
        for name, value in request.headers.items():
            environ[_variable(name)] = value
        return environ

    def ask(self) -> None:
        """Has the application answer, of which `execute` makes what is to be sent."""
        server, environ = self.channel.server, self.get_environment()
        if server.here():
            environ[TURN] = server.turn
        # What waitress puts before an application only looks for what proxies say.
        forwarded = not self.request.headers.keys().isdisjoint(PROXY_HEADERS)
        try:
            self.begun = (server.answer if forwarded else server.direct)(environ, self.start_response)
        except BaseException as error:
            self.raised = error

    def execute(self) -> None:
        if self.begun is _NOTHING and self.raised is None:
            self.ask()
        if self.raised is not None:
            try:
                raise self.raised
            finally:
                self.raised = None  # it knows this frame
        if self.channel.server.here() and not _whole(self.begun):
            self.channel.begun = self
            self.environ.pop(TURN, None)  # a thread goes on with it, after the turn
            raise Streamed
        if (data := self.plain()) is not None:
            self.wrote_header = True
            self.content_bytes_written = self.content_length or 0
            self.channel.write_soon(data)
        else:
            self.environ[_TASK] = self
            super().execute()  # it asks for `take`, see `Quick`

    def take(self) -> Any:
        """What the application has returned, for whoever closes it."""
        body, self.begun = self.begun, _NOTHING
        return body

    def start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        """PEP 3333's, with the checks that waitress makes."""
        if exc_info:
            try:
                if self.wrote_header:
                    raise exc_info[1]
                self.response_headers = []
            finally:
                exc_info = None
        elif self.complete:
            raise AssertionError("start_response was called twice, the second time without exc_info")
        self.complete = True
        self.header, self.deciding = head(status, headers, self.environ.get(BEGINNING))
        self.status = status
        if length := self.deciding.get("Content-Length"):
            self.content_length = int(length)
        self.response_headers.extend(headers)
        return self.write

    def plain(self) -> bytes | None:
        """The whole answer where it is plain; the application has returned it.

        So is one that says that nothing changed, after which waitress would close the connection.
        """
        if self.begun.__class__ is not list or len(self.begun) > 1:
            return None
        body = self.begun[0] if self.begun else b""
        unchanged = self.status.startswith("304")
        if (
            body.__class__ is bytes
            and len(body) == (0 if unchanged else self.content_length)
            and (body or (unchanged and self.content_length is None))
            and len(body) <= JOINED
            and self.version == "1.1"
            and self.request.command == "GET"
            and not self.wrote_header
            and "Server" not in self.deciding
            and (self.status == "200 OK" or unchanged or self.has_body)
            and not self.close_on_finish
            and self.request.headers.get("CONNECTION", "").lower() != "close"
        ):
            return self._plain_header() + body
        return None

    def _plain_header(self) -> bytes:
        ident = self.channel.adj.ident
        server = f"Server: {ident}\r\n" if ident else ""
        date = "" if "Date" in self.deciding else f"Date: {_date(int(self.start_time))}\r\n"
        return f"{self.header}{server}{date}\r\n".encode("latin-1")

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
        if hasattr(self.begun, "close"):
            self.begun.close()


class QuickChannel(Channel):
    """A connection whose quick requests are answered at once.

    Only one thread at a time answers requests of a connection, as in waitress: the I/O thread does so between reading
    a request and reading the next, or has given the connection to the threads.
    """

    due = False  # the next request is one for the I/O thread
    known: dict[str, Any] | None = None  # of the environ of its requests, once there was one
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
        elif self.written is not None:
            # A thread could send the next answer before this one is sent.
            self.held = True
        else:
            super().begin()

    def received(self, data: bytes) -> bool:
        # A thread that is done with the request before looks for another one there, to hand it to the threads.
        with self.requests_lock:
            if (request := self._only(data)) is not None:
                self.requests.append(request)
                self.server.quick.asked.append(self)
                return True
        taken = super().received(data)
        self._answer_what_is_due()
        return taken

    def _only(self, data: bytes) -> StrictParser | None:
        """The quick request that `data` is, where it comes alone, as nearly all do: waitress has nothing to keep."""
        if (
            self.requests
            or self.request is not None
            or self.total_outbufs_len
            or self.will_close
            or self.close_when_flushed
        ):
            return None
        request = self.parser_class.whole(self.adj, data)
        return request if request is not None and self.server.quick.suits(request) else None

    def handle_write(self) -> None:
        super().handle_write()
        self._answer_what_is_due()

    def _answer_what_is_due(self) -> None:
        for _ in range(PIPELINED):
            if not self.due or self.total_outbufs_len:
                break
            self.due = False
            self.answer()
        if self.due:
            # The others have their turn, or the client has to read first.
            self.due, self.held = False, True

    def answer(self) -> None:
        """Answers the next request, which is quick."""
        request, slow = self.requests[0], self.server.quick.slow
        suspect = slow.suspect(request.path)
        if suspect:
            suspect.begins()
        began = perf_counter()
        self.written = []
        try:
            at_once = self._answer_at_once(request) or self.service()
        except Streamed:
            self.send_written()
            super().begin()
        except BaseException:
            # As in waitress's threads: not even SystemExit of one request may end the others.
            self.logger.exception("Exception while serving %s", request.path)
            self.handle_close()
        else:
            if at_once:
                self.server.quick.send_later(self, began)
            else:
                self.send_written()
                if self.close_when_flushed and self.connected and not self.total_outbufs_len:
                    self.handle_close()
        if (seconds := perf_counter() - began) > LONG:
            if suspect:
                suspect.took(request.path, seconds)
            else:
                slow.accuse(request.path)
        elif suspect:
            suspect.quick += 1
            if suspect.quick == CLEARED:
                slow.clear(request.path)

    def _answer_at_once(self, request: HTTPRequestParser) -> bool:
        """Answers the only request there is, if that is plain; False where waitress has to go on with it."""
        if len(self.requests) > 1 or self.request is not None or self.server.draining:
            return False
        self.begun = task = QuickTask(self, request)
        task.start()
        task.ask()
        if task.raised is not None or (data := task.plain()) is None:
            return False
        self.begun = None
        self.requests.clear()
        self.written.append(data)
        self.last_activity = time()
        return True

    def write_soon(self, data: bytes) -> int:
        if self.written is None:
            return super().write_soon(data)
        if not self.connected:
            raise ClientDisconnected
        self.written.append(data)
        return len(data)

    def send_written(self) -> None:
        """Sends what was written; what the socket does not take is left to the loop, as ever."""
        self.server.turn.settle()
        data, self.written = b"".join(self.written), None
        sent = 0
        try:
            sent = self.send(data) if data and self.connected else 0
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
        if self.total_outbufs_len or self.will_close:
            self.server.look_at(self)
