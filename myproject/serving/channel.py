"""A connection, as every worker has it: strict in what it reads, patient for so long, polite when its server leaves."""

from __future__ import annotations

from typing import Any

from waitress.channel import HTTPChannel

from myproject.serving.strict import StrictParser


class Channel(HTTPChannel):
    """A connection that refuses ambiguous requests, and says `Connection: close` once its server drains.

    A request that waits behind another one of its connection is begun when the other's answer is sent. Where waitress
    begins it at once, a client that sends a hundred requests and reads nothing has a hundred answers made and kept.
    """

    parser_class = StrictParser
    held = False  # the next request waits until the answer before it is sent
    unfinished: StrictParser | None = None  # the request that comes in
    since = 0.0  # when its first byte came

    def service(self) -> None:
        if self.server.draining:
            self.requests[0].headers["CONNECTION"] = "close"
        super().service()

    def idle(self) -> bool:
        return not (self.requests or self.request or self.total_outbufs_len)

    def enqueue(self) -> None:
        """The next request is there: begins it, or holds it."""
        if self.total_outbufs_len:
            self.held = True
        else:
            self.begin()

    def begin(self) -> None:
        """Gives the next request to the threads."""
        self.server.hand_over(self)

    def writable(self) -> Any:
        return super().writable() or self.held

    def handle_write(self) -> None:
        super().handle_write()
        if self.held and self.connected and not self.total_outbufs_len:
            self.held = False
            self.begin()

    def received(self, data: bytes) -> bool:
        taken = super().received(data)
        if self.request is not self.unfinished:
            self.unfinished, self.since = self.request, self.last_activity
        return taken

    def overdue(self, now: float) -> bool:
        """Whether the client has had its time: to read, to finish its request, to send another one."""
        silent = now - self.last_activity > self.adj.channel_timeout
        if self.requests or self.total_outbufs_len:
            # What it sends meanwhile is not read, so it cannot finish anything.
            self.since = now
            return silent and bool(self.total_outbufs_len)
        if self.request is None:
            return silent
        return silent or now - self.since > self.server.patience[self.request.headers_finished]
