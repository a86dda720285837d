"""Listening sockets as waitress's servers, one class a family."""

from __future__ import annotations

import socket
from threading import get_ident
from typing import Any

from waitress.adjustments import Adjustments
from waitress.server import BaseWSGIServer, TcpWSGIServer, UnixWSGIServer
from waitress.task import ThreadedTaskDispatcher

from myproject.serving.channel import Channel
from myproject.serving.turn import Turn


class Listener(BaseWSGIServer):
    """A listening socket; `draining` once its worker is about to leave."""

    channel_class = Channel
    draining = False
    accepted_a_turn = 1
    handed: set[
        Channel
    ]  # connections whose requests threads have, or had until just now, or that changed otherwise
    turn: Turn  # of the loop, another one each time
    io_thread = 0  # the identity of the thread that runs the loop
    patience = (10.0, 120.0)  # seconds in which a client has to send a header, a body

    def __init__(self, *args: Any, **kw: Any) -> None:
        self.handed = set()
        super().__init__(*args, **kw)

    def here(self) -> bool:
        """Whether it is the I/O thread that asks."""
        return get_ident() == self.io_thread

    def add_task(self, channel: Channel) -> None:
        channel.enqueue()

    def hand_over(self, channel: Channel) -> None:
        """Gives a connection's next request to the threads."""
        self.handed.add(channel)
        self.task_dispatcher.add_task(channel)

    def look_at(self, channel: Channel) -> None:
        """Has the loop ask a connection at its next turn what it waits for."""
        self.handed.add(channel)

    def handed_back(self) -> list[Channel]:
        """The connections that may have changed since this was last asked."""
        if not self.handed:
            return []
        # Asked whether it is done before it is looked at: what a thread does last is to take the request away.
        before = list(self.handed)
        self.handed.difference_update([each for each in before if not each.requests])
        return before

    def pull_trigger(self) -> None:
        """Wakes the loop, unless it is the loop's own thread that asks."""
        if not self.here():
            super().pull_trigger()

    def maintenance(self, now: float) -> None:
        """Nothing: waitress calls it in the middle of a turn, where no connection can be closed; see `tidy`."""

    def tidy(self, now: float) -> None:
        """Closes the connections whose clients have had their time. To be called between turns."""
        for channel in list(self.active_channels.values()):
            if channel.overdue(now):
                channel.handle_close()

    def leave(self) -> None:
        """Listens no more in this process. The trigger stays, as threads at work need it."""
        self.accepting = False
        self.del_channel()
        self.socket.close()

    def handle_accept(self) -> None:
        for _ in range(self.accepted_a_turn):
            before = len(self._map)
            super().handle_accept()
            if not before < len(self._map) < self.adj.connection_limit:
                return


class TcpListener(Listener, TcpWSGIServer):
    """On an address and port, alone: what waits there waits for this worker, as long as it takes to turn again."""

    accepted_a_turn = 64


class UnixListener(Listener, UnixWSGIServer):
    """On a Unix socket, whose other workers are to have their share."""


def listen(
    application: Any,
    opened: socket.socket,
    adj: Adjustments,
    threads: ThreadedTaskDispatcher,
    map: dict[int, Any],
) -> Listener:
    """waitress on a socket that listens already, as `waitress.create_server` sets it up."""
    kind = UnixListener if opened.family == socket.AF_UNIX else TcpListener
    info = (opened.family, opened.type, opened.proto, opened.getsockname())
    return kind(application, map, True, opened, dispatcher=threads, adj=adj, bind_socket=False, sockinfo=info)
