"""One process of waitress that leaves gracefully: it stops accepting, finishes what it accepted, then goes.

Stock waitress drops requests in flight on SIGTERM, and its own shutdown gives them five seconds at most.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import time
from collections.abc import Callable
from threading import get_ident
from typing import Any

from waitress.adjustments import Adjustments
from waitress.task import ThreadedTaskDispatcher

from myproject.serving import files
from myproject.serving.channel import Channel
from myproject.serving.listener import Listener, listen
from myproject.serving.loop import loop
from myproject.serving.options import Options
from myproject.serving.quick import Quick, available
from myproject.serving.sockets import Share
from myproject.serving.turn import Turn

log = logging.getLogger(__name__)

STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}
TICK = 1.0  # seconds between looks at the supervisor, and at what is left while draining
IDLE_GRACE = 1.0  # seconds that a kept-alive connection may stay silent while draining


class Worker:
    """waitress on some listening sockets, until it is told to stop."""

    def __init__(self, application: Any, share: Share, options: Options):
        self.shutdown_timeout = options.shutdown_timeout
        self.stopping = False
        # An application may want to be told about once a second.
        self.tell: Callable[[dict[str, int]], None] | None = getattr(application, "serving", None)
        self.tidied = 0.0  # by the monotonic clock
        self.clock_ahead = _clock_ahead()
        self.look_at_all = False  # at the next turn, not only at the connections that threads work for
        given = {
            key: value
            for key, value in options.waitress.items()
            if key not in ("listen", "host", "port", "unix_socket")
        }
        self.adj = Adjustments(sockets=share, **given)
        self.adj.connection_limit = files.room(self.adj.connection_limit)
        self.threads = ThreadedTaskDispatcher()
        self.threads.set_thread_count(self.adj.threads)
        self.loop = loop(self.adj.asyncore_use_poll)
        self.listeners = [listen(application, each, self.adj, self.threads, self.loop.map) for each in share]
        for listener in self.listeners:
            listener.patience = (options.header_timeout, options.body_timeout)
        self.quick = Quick(application) if options.quick and available(application) else None
        if self.quick:
            for listener in self.listeners:
                self.quick.take(listener)

    def stop(self, *_: object) -> None:
        """Asks for the graceful end; fit to be a signal handler."""
        self.stopping = True
        self.listeners[0].trigger.pull_trigger()

    def run(self, alive: Callable[[], bool] = lambda: True) -> None:
        """Serves until `stop` is called or `alive` says no, then drains."""
        for listener in self.listeners:
            listener.io_thread = get_ident()
        while not self.stopping and alive():
            self._turn(TICK)
        self._drain()

    def _turn(self, seconds: float) -> None:
        turn = Turn()
        for listener in self.listeners:
            listener.turn = turn
        self.loop.turn(seconds, self._changed())
        if self.quick:
            self.quick.answer()
        turn.settle()  # what was gathered for an answer that was never sent
        if (now := time.monotonic()) - self.tidied > TICK:
            self.tidied = now
            self.look_at_all = True
            self._follow_clock()
            for listener in self.listeners:
                listener.tidy(time.time())
            if self.tell:
                self.tell(self._numbers())

    def _follow_clock(self) -> None:
        """Moves what connections remember of the time where the clock was set: waitress goes by it.

        Else all would be overdue at once, or none until the clock is where it was.
        """
        ahead = _clock_ahead()
        if abs(step := ahead - self.clock_ahead) > TICK:
            for channel in self._channels():
                channel.last_activity += step
                channel.since += step
        self.clock_ahead = ahead

    def _changed(self) -> list[Any]:
        """What may wait for something else than when it last acted."""
        if self.look_at_all:
            self.look_at_all = False
            return list(self.loop.map.values())
        return [*self.listeners, *(channel for each in self.listeners for channel in each.handed_back())]

    def _numbers(self) -> dict[str, int]:
        """How busy this process is."""
        return {
            "connections": len(self._channels()),
            "busy": self.threads.active_count,
            "queued": len(self.threads.queue),
        }

    def _drain(self) -> None:
        for listener in self.listeners:
            listener.draining = True
            self._accept_waiting(listener)
            # Else whoever comes from now on would wait for nobody where the supervisor is gone or leaves too, and the
            # next server would find the place taken as long as a slow request lasts.
            listener.leave()
        deadline = time.monotonic() + self.shutdown_timeout
        while (channels := self._channels()) and time.monotonic() < deadline:
            silent_since = time.time() - IDLE_GRACE
            for channel in channels:
                if channel.idle() and channel.last_activity < silent_since:
                    channel.will_close = self.look_at_all = True
            self._turn(TICK / 10)
        if channels:
            log.warning("%d connections were cut off after %g s", len(channels), self.shutdown_timeout)
        self.threads.shutdown(timeout=max(0.0, deadline - time.monotonic()))

    def _channels(self) -> list[Channel]:
        return [each for each in self.loop.map.values() if isinstance(each, Channel)]

    @staticmethod
    def _accept_waiting(listener: Listener) -> None:
        """Takes what the kernel has already completed for this socket, since nobody else may come to take it."""
        for _ in range(listener.adj.backlog):
            if not select.select([listener.socket], [], [], 0)[0]:
                break
            listener.handle_accept()


def _clock_ahead() -> float:
    """Seconds between the clock and the monotonic one; it changes where the clock is set."""
    return time.time() - time.monotonic()


def run(application: Any, share: Share, options: Options) -> None:
    """Serves in this process until SIGTERM or SIGINT, or until its parent is gone."""
    worker = Worker(application, share, options)
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
    parent = os.getppid()
    worker.run(alive=lambda: os.getppid() == parent)
