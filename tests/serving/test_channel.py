"""What a client may do to a server: ask much and read nothing, begin and not finish, stay and say nothing."""

import socket
import threading
import time

import pytest

from tests.serving.talk import HOST, LAST, connect, exchange, get, served, wait_for

LARGE = b"0123456789abcdef" * (1 << 18)  # 4 MB


class Application:
    """Answers /large with much, the rest with little; is told how busy the server is."""

    def __init__(self, quick):
        self.calls = 0
        self.numbers = {}
        self.quick = lambda method, path: quick

    def serving(self, numbers):
        self.numbers = numbers

    def __call__(self, environ, start_response):
        self.calls += 1
        body = environ["wsgi.input"].read() or b"little"
        if environ["PATH_INFO"] == "/large":
            body = LARGE
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]


@pytest.fixture(params=[True, False], ids=["quick", "threads"])
def application(request):
    return Application(request.param)


def closed(client):
    """Whether the server closes, in less time than the test's client waits."""
    try:
        while client.recv(65536):
            pass
    except ConnectionResetError:
        pass
    return True


def test_the_next_request_waits_until_the_answer_before_it_is_read(application):
    with served(application) as port, connect(port) as lazy:
        lazy.sendall(get(b"/large") * 50 + LAST)
        time.sleep(0.5)
        assert application.calls == 1
        assert exchange(port, LAST).endswith(b"little")
        answers = lazy.makefile("rb").read()
    assert answers.count(LARGE) == 50
    assert application.calls == 52


def test_lazy_clients_leave_the_threads_to_others():
    """More of them than threads; with waitress each would keep a thread once its buffer is full."""
    application = Application(quick=False)
    with served(application, threads="1", outbuf_high_watermark="1000000") as port:
        lazy = [connect(port) for _ in range(3)]
        for client in lazy:
            client.sendall(get(b"/large") * 10)
        wait_for(lambda: application.calls == 3)
        assert exchange(port, LAST).endswith(b"little")
        for client in lazy:
            client.close()


def test_who_does_not_read_is_cut_off(application):
    with served(application, channel_timeout="2") as port, connect(port) as lazy:
        lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        lazy.sendall(get(b"/large") * 3)
        wait_for(lambda: application.numbers.get("connections") == 1)
        wait_for(lambda: application.numbers["connections"] == 0)
    assert application.calls == 1


def test_a_header_has_its_time(application):
    with (
        served(application, {"header_timeout": 1}) as port,
        connect(port) as dripping,
        connect(port) as silent,
    ):
        dripping.sendall(b"GET / HTTP/1.1\r\n" + HOST)
        began = time.monotonic()
        threading.Thread(target=drip, args=(dripping, b"X-Drip: 1\r\n")).start()
        assert closed(dripping)
        assert 0.9 < time.monotonic() - began < 5
        silent.sendall(LAST)
        assert silent.makefile("rb").read().endswith(b"little")
    assert application.calls == 1


def test_a_body_has_its_time(application):
    with served(application, {"header_timeout": 1, "body_timeout": 3}) as port, connect(port) as dripping:
        head = b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1000\r\nConnection: close\r\n\r\n"
        dripping.sendall(head)
        began = time.monotonic()
        threading.Thread(target=drip, args=(dripping, b"x")).start()
        assert closed(dripping)
        assert 2.9 < time.monotonic() - began < 8
    assert application.calls == 0


def drip(client, data):
    try:
        for _ in range(100):
            client.sendall(data)
            time.sleep(0.1)
    except OSError:
        pass


def test_a_slow_but_honest_client_is_served(application):
    with served(application, {"header_timeout": 2, "body_timeout": 5}) as port, connect(port) as client:
        client.sendall(b"POST / HTTP/1.1\r\n" + HOST)
        time.sleep(0.5)
        client.sendall(b"Content-Length: 3\r\nConnection: close\r\n\r\na")
        time.sleep(2.5)
        client.sendall(b"bc")
        assert client.makefile("rb").read().endswith(b"abc")


def test_the_time_of_a_request_is_its_own(application):
    """A kept-alive connection is older than any request may be; what counts is the request's own first byte."""
    with served(application, {"header_timeout": 1}) as port, connect(port) as client:
        for _ in range(4):
            client.sendall(get(b"/"))
            assert client.recv(1000)
            time.sleep(0.7)
        client.sendall(LAST[:20])
        time.sleep(0.3)
        client.sendall(LAST[20:])
        assert client.makefile("rb").read().endswith(b"little")


def test_what_says_nothing_is_closed_after_its_time(application):
    with served(application, channel_timeout="1") as port, connect(port) as client:
        client.sendall(get(b"/"))
        began = time.monotonic()
        assert closed(client)
        assert 0.9 < time.monotonic() - began < 5


@pytest.mark.parametrize("step", [3600, -3600], ids=["forward", "back"])
def test_a_clock_that_is_set_closes_nobody_and_keeps_nobody(monkeypatch, step):
    """Its connections are as old as before: who waits is kept, who lets others wait is not."""
    application = Application(quick=True)
    real = time.time
    ahead = 0
    monkeypatch.setattr(time, "time", lambda: real() + ahead)
    with served(application, {"header_timeout": 3}) as port, connect(port) as idle, connect(port) as slow:
        wait_for(lambda: application.numbers.get("connections") == 2)
        slow.sendall(b"GET / HTTP/1.1\r\n")
        time.sleep(0.3)
        ahead = step
        wait_for(lambda: application.numbers["connections"] == 1)
        idle.sendall(LAST)
        assert idle.makefile("rb").read().endswith(b"little")
        slow.settimeout(1)
        assert closed(slow)
