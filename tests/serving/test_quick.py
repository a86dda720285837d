"""Quick requests on the I/O thread: answered as waitress answers them, and never at the others' expense."""

import io
import logging
import re
import threading
import time
from contextlib import ExitStack

import pytest

from myproject.serving import quick
from myproject.serving.environ import TURN
from myproject.serving.quick import QuickChannel, Slow, Suspect
from tests.serving.talk import LAST, connect, exchange, get, served, wait_for

LARGE = b"0123456789abcdef" * (1 << 18)  # 4 MB


class Body:
    """An iterable of unknown length that remembers what became of it."""

    def __init__(self, chunks):
        self.chunks, self.closed, self.threads = iter(chunks), False, set()

    def __iter__(self):
        return self

    def __next__(self):
        self.threads.add(threading.current_thread().name)
        return next(self.chunks)

    def close(self):
        self.closed = True


class Application:
    """What an application may do, by path; paths that begin with /slow are not quick."""

    def __init__(self):
        self.calls, self.bodies = [], []

    def quick(self, method, path):
        return not path.startswith("/slow")

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        thread = threading.current_thread().name
        self.calls.append((environ["REQUEST_METHOD"], path, thread))
        text = {"Content-Type": "text/plain", "x-odd-name": "1"}

        def start(status="200 OK", **more):
            return start_response(status, list((text | more).items()))

        match path.strip("/").split("/"):
            case ["stream"]:
                start()
                self.bodies.append(Body([b"one", b"", b"two"]))
                return self.bodies[-1]
            case ["late"]:

                def late():
                    start(**{"content-length": "4"})
                    yield b"late"

                return late()
            case ["file"]:
                start()
                return environ["wsgi.file_wrapper"](io.BytesIO(LARGE))
            case ["written"]:
                start(**{"Content-Length": "10"})(b"first")
                return [b" then"]
            case ["error"]:
                raise RuntimeError("on purpose")
            case ["exit"]:
                raise SystemExit(3)
            case ["halfway"]:
                start(**{"Content-Length": "20"})(b"first")
                raise RuntimeError("on purpose")
            case ["again"]:
                start()
                start_response("500 Sorry", [("Content-Length", "5")], (ValueError, ValueError("x"), None))
                return [b"sorry"]
            case ["hop"]:
                start(Connection="close")
                return []
            case ["unchanged"]:
                start("304 Not Modified")
                return []
            case ["large"]:
                start(**{"Content-Length": str(len(LARGE))})
                return [LARGE]
            case ["short"]:
                start(**{"Content-Length": "20"})
                return [b"too short"]
            case ["unknown"]:
                start()
                return [b"two ", b"parts"]
            case ["served"]:
                start(Server="other", Date="Sun, 06 Nov 1994 08:49:37 GMT", **{"Content-Length": "2"})
                return [b"ok"]
            case ["pause" | "slow", seconds, *_]:
                time.sleep(float(seconds))
        start(**{"Content-Length": str(len(path))})
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [path.encode()]


@pytest.fixture
def application():
    return Application()


@pytest.fixture
def port(application):
    with served(application) as port:
        yield port


def threads_of(application):
    return {path: "I/O" if thread == "I/O" else "thread" for _, path, thread in application.calls}


def test_what_is_quick_is_answered_where_it_is_read_in_one_send(application, port, monkeypatch):
    sent = []
    send = QuickChannel.send
    monkeypatch.setattr(
        QuickChannel, "send", lambda self, data, **more: sent.append(len(data)) or send(self, data, **more)
    )
    answer = exchange(port, get(b"/page", b"Connection: close"))
    assert answer.endswith(b"\r\n\r\n/page")
    assert application.calls == [("GET", "/page", "I/O")]
    assert sent == [len(answer)]


def test_requests_that_are_there_at_once_are_of_one_turn():
    turns = {}

    def application(environ, start_response):
        turns[environ["PATH_INFO"]] = environ.get(TURN)
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    application.quick = lambda method, path: path != "/slow"
    with served(application) as port, connect(port) as client:
        client.sendall(get(b"/a") + get(b"/b"))
        wait_for(lambda: len(turns) == 2)
        client.sendall(get(b"/c"))
        wait_for(lambda: len(turns) == 3)
        exchange(port, get(b"/slow", b"Connection: close"))
    assert turns["/a"] is turns["/b"] is not None
    assert turns["/c"] is not None and turns["/c"] is not turns["/a"]
    assert turns["/slow"] is None


@pytest.fixture
def one_turn(monkeypatch):
    """Asks for `paths`, each on a connection of its own, in one turn; `answer` is the application.

    Gives its paths, and what was read and sent, in order.
    """
    events, free = [], threading.Event()
    for name, event in (("recv", "read"), ("send", "sent")):
        original = getattr(QuickChannel, name)

        def noted(self, *given, original=original, event=event, **more):
            events.append(event)
            return original(self, *given, **more)

        monkeypatch.setattr(QuickChannel, name, noted)

    def ask(answer, *paths):
        def application(environ, start_response):
            path = environ["PATH_INFO"]
            events.append(path)
            if path == "/wait":
                free.wait(10)
            return (answer if path in paths else ok)(environ, start_response)

        application.quick = lambda method, path: True
        with served(application) as port, ExitStack() as exit:
            first, *others = (exit.enter_context(connect(port)) for _ in range(1 + len(paths)))
            for each in (first, *others):  # so that they are let in
                each.sendall(get(b"/in"))
                assert each.recv(1000).endswith(b"ok")
            first.sendall(get(b"/wait"))
            wait_for(lambda: events[-1] == "/wait")
            for each, path in zip(others, paths, strict=True):
                each.sendall(get(path.encode()))
            time.sleep(0.1)
            events.clear()
            free.set()
            for each in (first, *others):
                assert each.recv(1000).endswith(b"ok")
        assert events.pop(0) == "sent"  # to the first
        while events[-1] == "read":  # of clients that left
            events.pop()
        return events

    ask.events = events
    return ask


def ok(environ, start_response):
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]


@pytest.mark.parametrize(
    ("together", "order"), [(9, "read read /a /b sent sent"), (0, "read read /a sent /b sent")]
)
def test_requests_of_a_turn_are_read_then_answered_then_sent_but_not_late(
    one_turn, monkeypatch, together, order
):
    monkeypatch.setattr(quick, "TOGETHER", together)
    assert " ".join(one_turn(ok, "/a", "/b")) == order


def test_who_follows_a_slow_one_in_its_turn_goes_to_threads(one_turn, caplog):
    threads = []

    def slow(environ, start_response):
        threads.append(threading.current_thread().name)
        if environ["PATH_INFO"].endswith(("1", "2")):
            began = time.thread_time()
            while time.thread_time() - began < 2 * quick.LONG:
                pass
        return ok(environ, start_response)

    one_turn(slow, *(f"/many/of/{number}" for number in range(1, 7)))
    assert threads[:2] == ["I/O", "I/O"]
    assert "I/O" not in threads[2:] and len(threads) == 6
    assert "kept the I/O thread for" in caplog.text


@pytest.mark.parametrize(
    ("headers", "order"),
    [
        ([("Content-Length", "2")], "read read /a /b done:/a/b sent sent"),
        ([], "read read /a done:/a sent /b done:/b sent"),  # not plain, so sent when it is made
    ],
)
def test_what_a_turn_gathers_is_done_before_anything_is_sent(one_turn, monkeypatch, caplog, headers, order):
    monkeypatch.setattr(quick, "TOGETHER", 9)

    def answer(environ, start_response):
        environ[TURN].gather(done, environ["PATH_INFO"])
        environ[TURN].gather(fail, environ["PATH_INFO"])
        start_response("200 OK", headers)
        return [b"ok"]

    def done(paths):
        one_turn.events.append("done:" + "".join(paths))

    def fail(paths):
        raise RuntimeError(f"on purpose: {paths}")

    assert " ".join(one_turn(answer, "/a", "/b")) == order
    assert ("RuntimeError: on purpose: ['/a', '/b']" in caplog.text) == bool(headers)


@pytest.mark.parametrize("failing", ["answer", "send_written"])
def test_what_fails_in_the_server_costs_one_connection(application, monkeypatch, caplog, failing):
    original = getattr(QuickChannel, failing)

    def fail(self):
        asked = self.requests[0].path if failing == "answer" else b"".join(self.written).decode()
        if asked.endswith("/bad"):
            raise OSError(28, "No space left on device")
        original(self)

    monkeypatch.setattr(QuickChannel, failing, fail)
    with served(application) as port, connect(port) as other:
        assert exchange(port, get(b"/bad")) == b""
        other.sendall(get(b"/page"))
        assert other.recv(1000).endswith(b"/page")
    assert "No space left on device" in caplog.text


def test_a_request_that_comes_as_a_thread_ends_the_one_before_is_answered_once(application, monkeypatch):
    """The thread looks for it among the requests, to hand it to the threads."""
    popped, go = threading.Event(), threading.Event()

    class Requests(list):
        def pop(self, *place):
            request = super().pop(*place)
            if threading.current_thread().name != "I/O":
                popped.set()
                go.wait(0.5)  # as if others had the interpreter
            return request

    made = QuickChannel.__init__

    def make(self, *given, **more):
        made(self, *given, **more)
        self.requests = Requests()

    monkeypatch.setattr(QuickChannel, "__init__", make)
    with served(application) as port, connect(port) as client, connect(port) as other:
        for each in (client, other):
            each.sendall(get(b"/in"))
            assert each.recv(1000).endswith(b"/in")
        client.sendall(get(b"/slow"))
        assert client.recv(1000).endswith(b"/slow")
        assert popped.wait(5)
        client.sendall(get(b"/page", b"Connection: close"))
        other.sendall(get(b"/page"))
        answers = client.makefile("rb").read()
        assert other.recv(1000).endswith(b"/page")
    assert answers.count(b"HTTP/1.1") == 1
    assert [path for _, path, _ in application.calls].count("/page") == 2


@pytest.mark.parametrize("held_up", ["send", "send_written"])
def test_a_thread_does_not_overtake_the_answer_before_its_own(application, monkeypatch, held_up):
    """One so large that the thread sends it itself, while the I/O thread is about to send."""
    original = getattr(QuickChannel, held_up)

    def late(self, *data, **more):
        if threading.current_thread().name == "I/O":
            time.sleep(0.2)
        return original(self, *data, **more)

    monkeypatch.setattr(QuickChannel, held_up, late)
    monkeypatch.setattr(application, "quick", lambda method, path: path != "/large")
    with served(application) as port:
        answer = exchange(port, get(b"/page") + get(b"/large") + LAST)
    assert re.findall(rb"\r\n\r\n(/page|0123|/last)", answer) == [b"/page", b"0123", b"/last"]
    assert threads_of(application)["/page"] == "I/O"
    assert threads_of(application)["/large"] == "thread"


def test_what_a_socket_does_not_take_follows(application, port, monkeypatch):
    send = QuickChannel.send
    monkeypatch.setattr(QuickChannel, "send", lambda self, data, **more: send(self, data[:10], **more))
    with connect(port) as client:
        for _ in range(2):
            client.sendall(get(b"/page"))
            received = b""
            while not received.endswith(b"\r\n\r\n/page"):
                received += client.recv(1000)


def test_every_request_of_a_connection_has_waitress_own_environ():
    """Also where the application, or what believes proxies, changed the one of the request before."""
    requests = b"".join(
        get(path, *headers, b"Accept: x", method=method)
        for method, path, *headers in (
            (b"GET", b"/a?b=c"),
            (b"HEAD", b"//a//b?q=%C3%A9", b"X-Forwarded-For: 10.0.0.1", b"X-Forwarded-Proto: https"),
            (b"GET", b"/%C3%A9/%2e", b"X-Forwarded-For: 10.0.0.2", b"Forwarded: for=10.0.0.9"),
            (b"POST", b"/f", b"Content-Length: 0", b"Content-Type: text/plain"),
            (b"GET", b"*"),
            (b"GET", b"http://example.org/page", b"X-Forwarded-Host: other.example"),
            (b"GET", b"/same", b"Cookie: a=b"),
        )
    )

    def seen(quick_ones, **options):
        found = []

        def application(environ, start_response):
            found.append({name: value for name, value in environ.items() if name not in changing})
            found[-1]["body"] = environ["wsgi.input"].read()
            found[-1]["there"] = not environ["waitress.client_disconnected"]()
            environ["SCRIPT_NAME"] = environ["SERVER_NAME"] = "changed"
            start_response("200 OK", [("Content-Length", "2")])
            return [b"ok"]

        application.quick = lambda method, path: True
        changing = ("REMOTE_PORT", "SERVER_PORT", "wsgi.input", "waitress.client_disconnected", TURN)
        with served(application, {"quick": quick_ones}, **options) as port:
            exchange(port, requests + LAST)
        return found

    for options in (
        {},
        {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": "x-forwarded-for x-forwarded-proto"},
        {"trusted_proxy": "*", "trusted_proxy_headers": "forwarded"},
        {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": "x-forwarded-host"},
        {"clear_untrusted_proxy_headers": "false"},
        {"url_prefix": "/a"},
    ):
        expected = seen(False, **options)
        assert seen(True, **options) == expected
        assert len(expected) == 8
    assert seen(True)[0]["REMOTE_ADDR"] == "127.0.0.1"


def test_a_thread_as_well_sends_once(application, port, monkeypatch):
    sent = []
    send = QuickChannel.send
    monkeypatch.setattr(
        QuickChannel, "send", lambda self, data, **more: sent.append(len(data)) or send(self, data, **more)
    )
    answer = exchange(port, get(b"/slow", b"Connection: close"))
    assert answer.endswith(b"\r\n\r\n/slow")
    assert threads_of(application) == {"/slow": "thread"}
    assert sent == [len(answer)]


@pytest.mark.parametrize(
    "request_bytes",
    [
        get(b"/slow/0", b"Connection: close"),
        get(b"/page", b"Content-Length: 0", b"Connection: close", method=b"POST"),
        get(b"/page", b"Content-Length: 1", b"Connection: close") + b"x",
        get(b"/page", b"Transfer-Encoding: chunked", b"Connection: close") + b"0\r\n\r\n",
    ],
)
def test_everything_else_is_left_to_threads(application, port, request_bytes):
    assert b" 200 OK" in exchange(port, request_bytes)
    assert set(threads_of(application).values()) == {"thread"}


REQUESTS = {
    "plain": get(b"/page") + LAST,
    "head": get(b"/page", method=b"HEAD") + LAST,
    "closing": get(b"/page", b"Connection: close"),
    "http 1.0": get(b"/page", version=b"1.0"),
    "http 1.0 kept alive": get(b"/page", b"Connection: Keep-Alive", version=b"1.0")
    + get(b"/x", version=b"1.0"),
    "http 1.0 without a length": get(b"/unknown", b"Connection: Keep-Alive", version=b"1.0"),
    "chunked": get(b"/unknown"),
    "a stream": get(b"/stream"),
    "started late": get(b"/late") + LAST,
    "a file": get(b"/file") + LAST,
    "the write function": get(b"/written") + LAST,
    "not modified": get(b"/unchanged", b"Connection: close"),
    "large": get(b"/large") + LAST,
    "too few bytes": get(b"/short") + LAST,
    "its own Server and Date": get(b"/served") + LAST,
    "an error": get(b"/error") + LAST,
    "an error halfway": get(b"/halfway") + LAST,
    "another beginning": get(b"/again") + LAST,
    "a forbidden header": get(b"/hop") + LAST,
    "a bad request": b"GET / HTTP/1.1\r\n\r\n" + LAST,
    "no request": b"\x16\x03\x01 hello\r\n\r\n",
    "an odd path": get(b"//%C3%A9/%2e?q=%20") + LAST,
    "an address": get(b"http://example.org/page") + LAST,
    "empty lines": b"\r\n\r\n" + get(b"/page") + LAST,
    "mixed": b"".join(get(b"/slow/0.01" if n % 3 else b"/quick/%d" % n) for n in range(40)) + LAST,
}


@pytest.mark.parametrize("name", REQUESTS)
def test_the_bytes_are_waitress_own(name):
    """Up to the order of headers, what comes is what comes where threads answer everything."""
    answers = []
    for quick_ones in (True, False):
        with served(Application(), {"quick": quick_ones}) as port:
            answers.append(normalised(exchange(port, REQUESTS[name])))
    assert answers[0] == answers[1]
    assert answers[0].startswith(b"HTTP/1.")


def normalised(answer):
    def sort(match):
        return b"\r\n".join([match[1], *sorted(match[2].split(b"\r\n"))])

    answer = re.sub(rb"(?m)^Date: (?!Sun, 06).*\r\n", b"Date: now\r\n", answer)
    return re.sub(rb"(?s)(HTTP/1\.[01] [^\r]*)\r\n(.*?)(?=\r\n\r\n)", sort, answer)


def test_a_stream_goes_on_in_a_thread_and_is_closed(application, port):
    exchange(port, get(b"/stream"))
    (body,) = application.bodies
    assert threads_of(application) == {"/stream": "I/O"}
    assert body.closed and "I/O" not in body.threads


def test_a_stream_that_nobody_waits_for_is_closed(application):
    """The only thread is busy; the client of the stream leaves before the stream's turn comes."""
    with served(application, threads="1", channel_request_lookahead="1") as port:
        with connect(port) as busy, connect(port) as leaving:
            busy.sendall(get(b"/slow/0.4"))
            time.sleep(0.1)
            leaving.sendall(get(b"/stream"))
            time.sleep(0.1)
            assert not application.bodies[0].closed
            leaving.close()
            assert busy.recv(1000)
        wait_for(lambda: application.bodies[0].closed)
    assert application.bodies[0].threads == set()


def test_a_client_that_does_not_read_holds_up_nobody(application, port):
    with connect(port) as lazy:
        lazy.sendall(get(b"/large") * 3 + LAST)
        began = time.monotonic()
        for _ in range(20):
            assert exchange(port, get(b"/page", b"Connection: close")).endswith(b"/page")
        assert time.monotonic() - began < 5
        answer = lazy.makefile("rb").read()
    assert answer.count(LARGE) == 3
    assert answer.endswith(b"/last")


def test_a_client_that_does_not_read_is_not_answered_on_and_on(application):
    with served(application, outbuf_high_watermark="1000000") as port, connect(port) as lazy:
        lazy.sendall(get(b"/large") * 30 + LAST)
        time.sleep(0.5)
        assert len(application.calls) <= 4
        assert lazy.makefile("rb").read().count(LARGE) == 30


def test_a_client_that_asks_on_and_on_lets_others_in(application, port, monkeypatch):
    """Where 200 requests are read at once, another client waits for a few of them, not for all."""
    # A busy machine may take so long over a pause that threads would answer the rest.
    monkeypatch.setattr(quick, "LONG", 9)
    with connect(port) as greedy, connect(port) as other:
        greedy.sendall(get(b"/pause/0.005") * 100)
        time.sleep(0.02)
        other.sendall(get(b"/page"))
        assert other.recv(1000)
        before = [path for _, path, _ in application.calls].index("/page")
        assert before <= 3 * quick.PIPELINED
        wait_for(lambda: len(application.calls) == 101)
    assert {thread for _, _, thread in application.calls} == {"I/O"}


def test_leaving_in_the_middle_harms_nobody(application, port):
    for _ in range(20):
        client = connect(port)
        client.sendall(get(b"/large"))
        client.close()
    assert exchange(port, LAST).endswith(b"/last")


def test_not_even_an_exit_ends_the_server(application, port, caplog):
    assert exchange(port, get(b"/exit")) == b""
    assert "Exception while serving /exit" in caplog.text
    assert exchange(port, LAST).endswith(b"/last")


def test_a_crowd_is_let_in_at_once(application, port, monkeypatch):
    """Connections that wait are all accepted in one turn of the loop."""
    monkeypatch.setattr(quick, "LONG", 9)
    with connect(port) as first:
        first.sendall(get(b"/pause/0.3"))
        time.sleep(0.1)
        crowd = [connect(port) for _ in range(30)]
        for client in crowd:
            client.sendall(get(b"/pause/0.02", b"Connection: close"))
        began = time.monotonic()
        assert all(client.makefile("rb").read().endswith(b"/pause/0.02") for client in crowd)
        assert time.monotonic() - began < 3
        for client in crowd:
            client.close()


def test_what_took_long_goes_to_threads_and_comes_back(application, port, caplog):
    # The first makes it suspect, the second convicts it, or a later one where the machine was busy elsewhere.
    for _ in range(20):
        exchange(port, get(b"/pause/0.05/x", b"Connection: close"))
        if application.calls[-1][2] != "I/O":
            break
    exchange(port, get(b"/page", b"Connection: close"))
    by_the_loop = [thread == "I/O" for _, _, thread in application.calls]
    assert by_the_loop == [True, True, *[True] * (len(by_the_loop) - 4), False, True]
    assert "'/pause/0.05/x' kept the I/O thread for" in caplog.text
    exchange(port, get(b"/pause/0.05/y", b"Connection: close"))
    assert application.calls[-1][2] != "I/O"
    time.sleep(quick.SHORTEST)
    exchange(port, get(b"/pause/0.05/x", b"Connection: close"))
    assert application.calls[-1][2] == "I/O"


def test_pauses_double_up_to_a_bound(monkeypatch):
    now = 1000.0
    monkeypatch.setattr(quick, "monotonic", lambda: now)
    monkeypatch.setattr(quick, "getrusage", lambda _: usage(0))
    suspect, pauses = Suspect(), []
    for _ in range(8):
        suspect.took("/films/x", 0.1)
        pauses.append(suspect.pause)
        now = suspect.until
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 64]
    now += quick.LONGEST
    suspect.took("/films/x", 0.1)
    assert suspect.pause == 1


def usage(switches, seconds=0.0):
    class Usage:
        ru_nivcsw, ru_utime, ru_stime = switches, seconds, 0.0

    return Usage


def test_a_busy_machine_is_no_fault_of_the_path(monkeypatch):
    monkeypatch.setattr(quick, "getrusage", lambda _: usage(0))
    suspect = Suspect()
    monkeypatch.setattr(quick, "getrusage", lambda _: usage(1, 0.001))
    suspect.took("/", 0.5)
    assert suspect.until == 0
    monkeypatch.setattr(quick, "getrusage", lambda _: usage(1, 0.3))
    suspect.took("/", 0.5)
    assert suspect.pause == quick.SHORTEST


def test_suspects_are_few():
    slow = Slow()
    for number in range(3 * quick.REMEMBERED):
        slow.accuse(f"/en/{number}/x")
    assert len(slow.suspects) == quick.REMEMBERED
    assert slow.suspect("/en/299/y") and not slow.suspect("/en/0/x")


def test_what_is_quick_again_is_not_suspect_for_good(application, port, monkeypatch):
    seen = []
    accuse = Slow.accuse
    monkeypatch.setattr(Slow, "accuse", lambda self, path: seen.append(self) or accuse(self, path))
    monkeypatch.setattr(quick, "LONG", 0)
    exchange(port, LAST)
    wait_for(lambda: seen)
    (slow,) = seen
    monkeypatch.setattr(quick, "LONG", 9)
    exchange(port, get(b"/last") * (quick.CLEARED - 2) + LAST)
    assert slow.suspect("/last")
    exchange(port, LAST)
    wait_for(lambda: not slow.suspect("/last"))


def test_another_waitress_is_left_as_it_is(application, monkeypatch, caplog):
    monkeypatch.setattr(quick, "version", lambda _: "3.1.0")
    with served(application) as port:
        exchange(port, LAST)
    assert threads_of(application) == {"/last": "thread"}
    assert "waitress is 3.1.0" in caplog.text


def test_an_application_that_says_nothing_is_left_to_threads(caplog):
    threads = []

    def application(environ, start_response):
        threads.append(threading.current_thread().name)
        start_response("204 No Content", [])
        return []

    with caplog.at_level(logging.INFO, "myproject.serving"), served(application) as port:
        exchange(port, LAST)
    assert threads[0] != "I/O"
    assert caplog.text == ""


def test_who_has_a_page_keeps_the_connection():
    """waitress closes it: the answer has no length. But it has no body either (RFC 9110, section 15.4.5)."""
    with served(Application(), {"quick": True}) as port:
        answer = exchange(port, get(b"/unchanged") * 2 + LAST)
    assert answer.count(b"HTTP/1.1 304 ") == 2
    assert answer.endswith(b"/last")
    assert b"chunked" not in answer
