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
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

from myproject.serving.sockets import Share
from myproject.serving.strict import StrictParser

log = logging.getLogger(__name__)

STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}
TICK = 1.0  # seconds between looks at the supervisor, and at what is left while draining
IDLE_GRACE = 1.0  # seconds that a kept-alive connection may stay silent while draining


class Channel(HTTPChannel):
    """A connection that refuses ambiguous requests, and says `Connection: close` once its server drains."""

    parser_class = StrictParser

    def service(self) -> None:
        if self.server.draining:
            self.requests[0].headers["CONNECTION"] = "close"
        super().service()

    def idle(self) -> bool:
        return not (self.requests or self.request or self.total_outbufs_len)


class Worker:
    """waitress on some listening sockets, until it is told to stop."""

    def __init__(self, application: Any, share: Share, options: dict[str, Any], shutdown_timeout: float):
        self.shutdown_timeout = shutdown_timeout
        self.stopping = False
        self.map: dict[int, Any] = {}
        options = {
            key: value
            for key, value in options.items()
            if key not in ("listen", "host", "port", "unix_socket")
        }
        self.server = create_server(application, map=self.map, sockets=share, **options)
        self.listeners = [each for each in self.map.values() if isinstance(each, BaseWSGIServer)]
        for listener in self.listeners:
            listener.channel_class = Channel
            listener.draining = False

    def stop(self, *_: object) -> None:
        """Asks for the graceful end; fit to be a signal handler."""
        self.stopping = True
        self.listeners[0].pull_trigger()

    def run(self, alive: Callable[[], bool] = lambda: True) -> None:
        """Serves until `stop` is called or `alive` says no, then drains."""
        while not self.stopping and alive():
            self._turn(TICK)
        self._drain()

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(seconds, self.server.adj.asyncore_use_poll, self.map, count=1)

    def _drain(self) -> None:
        for listener in self.listeners:
            listener.draining = True
            self._accept_waiting(listener)
            listener.accepting = False
        deadline = time.monotonic() + self.shutdown_timeout
        while (channels := self._channels()) and time.monotonic() < deadline:
            silent_since = time.time() - IDLE_GRACE
            for channel in channels:
                if channel.idle() and channel.last_activity < silent_since:
                    channel.will_close = True
            self._turn(TICK / 10)
        if channels:
            log.warning("%d connections were cut off after %g s", len(channels), self.shutdown_timeout)
        self.server.task_dispatcher.shutdown(timeout=max(0.0, deadline - time.monotonic()))

    def _channels(self) -> list[Channel]:
        return [each for each in self.map.values() if isinstance(each, Channel)]

    @staticmethod
    def _accept_waiting(listener: BaseWSGIServer) -> None:
        """Takes what the kernel has already completed for this socket, since nobody else may come to take it."""
        for _ in range(listener.adj.backlog):
            if not select.select([listener.socket], [], [], 0)[0]:
                break
            listener.handle_accept()


def run(application: Any, share: Share, options: dict[str, Any], shutdown_timeout: float) -> None:
    """Serves in this process until SIGTERM or SIGINT, or until its parent is gone."""
    worker = Worker(application, share, options, shutdown_timeout)
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
    parent = os.getppid()
    worker.run(alive=lambda: os.getppid() == parent)
