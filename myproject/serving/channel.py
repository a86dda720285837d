"""A connection, as every worker has it: strict about what it reads, polite when its server leaves."""

from __future__ import annotations

from waitress.channel import HTTPChannel

from myproject.serving.strict import StrictParser


class Channel(HTTPChannel):
    """A connection that refuses ambiguous requests, and says `Connection: close` once its server drains."""

    parser_class = StrictParser

    def service(self) -> None:
        if self.server.draining:
            self.requests[0].headers["CONNECTION"] = "close"
        super().service()

    def enqueue(self) -> None:
        """Gives the next request to the threads."""
        self.server.task_dispatcher.add_task(self)

    def idle(self) -> bool:
        return not (self.requests or self.request or self.total_outbufs_len)
