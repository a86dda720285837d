"""What several threads need at the same time is done once: the first does it, the others wait for him."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from threading import Event, Lock


class SingleFlight:
    """patience: the seconds after which those who wait help themselves."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._lock = Lock()
        self._under_way: dict[Hashable, Event] = {}

    @contextmanager
    def turn(self, key: Hashable) -> Iterator[bool]:
        """True for the first who comes for `key`; False, once he is done, for who came meanwhile."""
        with self._lock:
            done = self._under_way.get(key)
            first = done is None
            if done is None:
                done = self._under_way[key] = Event()
        if not first:
            done.wait(self._patience)
            yield False
            return
        try:
            yield True
        finally:
            with self._lock:
                del self._under_way[key]
            done.set()
