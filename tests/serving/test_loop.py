"""The loop asks the kernel for those who have something to do, and nobody else."""

import select
import socket
import threading
import time
from contextlib import ExitStack

import pytest
from waitress.wasyncore import dispatcher

from myproject.serving import loop as module
from myproject.serving.channel import Channel
from myproject.serving.loop import EpollLoop, Loop, loop
from tests.serving.talk import LAST, connect, exchange, get, served, wait_for

pytestmark = pytest.mark.skipif(not hasattr(select, "epoll"), reason="only Linux has epoll")


class Application:
    """Answers at once, but /slow when `go` is set."""

    def __init__(self):
        self.go = threading.Event()
        self.calls = []

    def quick(self, method, path):
        return path != "/slow"

    def __call__(self, environ, start_response):
        self.calls.append(environ["PATH_INFO"])
        if environ["PATH_INFO"] == "/slow":
            self.go.wait(10)
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]


@pytest.fixture
def turns(monkeypatch):
    """One entry a turn: how many were asked what they wait for."""
    counted = []
    turn, wanted = EpollLoop.turn, module._wanted

    def count_turn(self, seconds, changed):
        counted.append(0)
        turn(self, seconds, changed)

    def count_wanted(dispatcher):
        if isinstance(dispatcher, Channel) and counted:
            counted[-1] += 1
        return wanted(dispatcher)

    monkeypatch.setattr(EpollLoop, "turn", count_turn)
    monkeypatch.setattr(module, "_wanted", count_wanted)
    return counted


@pytest.mark.parametrize("leaves", [False, True], ids=["says no more", "leaves"])
def test_a_client_of_a_slow_request_that_is_at_its_end_keeps_nobody_busy(turns, leaves):
    """The kernel would tell of it again and again."""
    application = Application()
    with served(application) as port, connect(port) as client:
        client.sendall(get(b"/slow", b"Connection: close"))
        wait_for(lambda: application.calls)
        if leaves:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # with a reset
            client.close()
        else:
            client.shutdown(socket.SHUT_WR)
        time.sleep(0.2)
        before = len(turns)
        time.sleep(0.5)
        assert len(turns) - before < 5
        application.go.set()
        if not leaves:
            assert client.makefile("rb").read().endswith(b"ok")
        assert exchange(port, LAST).endswith(b"ok")


def test_who_is_silent_is_not_asked(turns):
    application = Application()
    with served(application) as port, ExitStack() as stack:
        silent = [stack.enter_context(connect(port)) for _ in range(50)]
        for client in silent:
            client.sendall(get(b"/"))
            assert client.recv(1000)
        speaking = stack.enter_context(connect(port))
        turns.clear()
        for _ in range(200):
            speaking.sendall(get(b"/"))
            assert speaking.recv(1000)
        # Once a second all are; the machine may be busy, but not for twenty seconds.
        asked = sorted(turns)
        assert asked[len(asked) // 2] <= 3
        assert sum(asked) < 200 * 4 + 20 * 51


class Fake(dispatcher):
    """Reads; what it does then is for a test to say."""

    def __init__(self, mine, map, act):
        self.act, self.acted = act, 0
        super().__init__(mine, map=map)

    def writable(self):
        return False

    def handle_read_event(self):
        self.acted += 1
        self.act(self)


def test_who_is_closed_by_one_before_it_does_not_act_and_neither_does_who_gets_its_number():
    turning = EpollLoop()
    fakes, others = [], []

    def replace(acting):
        for each in [each for each in fakes if each is not acting]:
            number = each._fileno
            each.close()
            mine, other = socket.socketpair()
            others.append(other)
            fakes.append(Fake(mine, turning.map, lambda _: None))
            assert fakes[-1]._fileno == number

    for _ in range(2):
        mine, other = socket.socketpair()
        others.append(other)
        other.send(b"x")
        fakes.append(Fake(mine, turning.map, replace))
    turning.turn(0, [])
    assert sorted(each.acted for each in fakes) == [0, 0, 1]
    assert len(turning.map) == len(turning.map.told) == 2
    for each in (*turning.map.copy().values(), *others):
        each.close()
    assert not turning.map and not turning.map.told


def test_a_system_without_epoll_gets_waitress_own(monkeypatch):
    monkeypatch.delattr(select, "epoll")
    assert type(loop(True)) is Loop
    application = Application()
    application.go.set()
    with served(application, asyncore_use_poll="true") as port:
        assert exchange(port, get(b"/slow") + LAST).endswith(b"ok")
