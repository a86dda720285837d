"""The loop of a worker: which connections have something to do, asked of the kernel at the cost of those that have.

waitress's own loop asks every connection at every turn what it waits for, and tells the kernel all of it anew: 2,000
connections kept alive, of which one speaks, cost 2 ms a turn. Here the kernel remembers (epoll): a connection is asked
after something happened to it, or while threads work for it, as what they do changes what it waits for.

Where a system has no epoll, waitress's loop serves.
"""

from __future__ import annotations

import select
from collections.abc import Iterable
from typing import Any

from waitress import wasyncore

# What wasyncore calls a dispatcher: readable(), writable(), handle_read_event() and so on.
Dispatcher = Any

if hasattr(select, "epoll"):
    _READ, _WRITE = select.EPOLLIN, select.EPOLLOUT


def loop(use_poll: bool) -> Loop:
    """The loop for this system; `use_poll` as waitress has it, for its own."""
    return EpollLoop() if hasattr(select, "epoll") else Loop(use_poll)


class Loop:
    """waitress's loop. `map` is what it and its dispatchers call by this name: the dispatchers by file number."""

    def __init__(self, use_poll: bool) -> None:
        self.use_poll = use_poll
        self.map: dict[int, Dispatcher] = {}

    def turn(self, seconds: float, changed: Iterable[Dispatcher]) -> None:
        """Lets those act for whom something happened, after waiting for that as long as `seconds`.

        `changed` are those that may wait for something else than when they last acted.
        """
        wasyncore.loop(seconds, self.use_poll, self.map, count=1)


class EpollLoop(Loop):
    """One that the kernel does the remembering for.

    What is waited for is told to the kernel at once. That something is not waited for any longer is told when it
    happens nevertheless: a connection that threads work for, rarely spoken to meanwhile, costs no call at all.
    """

    def __init__(self) -> None:
        self.map = _Watched()

    def turn(self, seconds: float, changed: Iterable[Dispatcher]) -> None:
        for dispatcher in changed:
            self._tell(dispatcher)
        happened = self.map.epoll.poll(seconds)
        # Looked up before anybody acts: the number of one that is closed may soon be that of another.
        for dispatcher, events in [(self.map[number], events) for number, events in happened]:
            if dispatcher._fileno is not None:
                self._act(dispatcher, events)

    def _act(self, dispatcher: Dispatcher, events: int) -> None:
        if events != _READ or not dispatcher.readable():
            number, wanted = dispatcher._fileno, _wanted(dispatcher)
            if not wanted or events & self.map.told[number] & ~wanted:
                self.map.tell(number, wanted)
                events &= wanted
        if events:
            wasyncore.readwrite(dispatcher, events)
            self._tell(dispatcher)

    def _tell(self, dispatcher: Dispatcher) -> None:
        number = dispatcher._fileno
        if number is None:
            return
        told = self.map.told[number]
        if (not told & _READ and dispatcher.readable()) or (not told & _WRITE and _writes(dispatcher)):
            self.map.tell(number, _wanted(dispatcher))


def _wanted(dispatcher: Dispatcher) -> int:
    """What a dispatcher waits for."""
    wanted = _READ if dispatcher.readable() else 0
    return wanted | _WRITE if _writes(dispatcher) else wanted


def _writes(dispatcher: Dispatcher) -> bool:
    """Whether it waits to write; who accepts connections never does."""
    return dispatcher.writable() and not dispatcher.accepting


class _Watched(dict[int, Dispatcher]):
    """Dispatchers by the numbers of their files, which the kernel watches from the moment that they are put here.

    At first for something to read, as what comes here has yet to be set up and may not be asked.
    """

    def __init__(self) -> None:
        self.epoll = select.epoll()
        self.told: dict[int, int] = {}  # what is watched for; not at all where it is 0

    def __setitem__(self, number: int, dispatcher: Dispatcher) -> None:
        super().__setitem__(number, dispatcher)
        self.tell(number, _READ)

    def __delitem__(self, number: int) -> None:
        super().__delitem__(number)
        self.tell(number, 0)
        del self.told[number]

    def tell(self, number: int, wanted: int) -> None:
        """Has the kernel watch for `wanted` and for nothing else."""
        told = self.told.get(number, 0)
        if wanted and told:
            self.epoll.modify(number, wanted)
        elif wanted:
            self.epoll.register(number, wanted)
        elif told:  # not modify: it would go on telling of a client that is gone
            self.epoll.unregister(number)
        self.told[number] = wanted
