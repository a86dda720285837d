"""A turn of a worker's loop, as applications see it in the environ of the requests that the I/O thread answers.

All of them were there when the turn began, so what is found out for the first of them holds for all. And what is to be
done for each may wait for the others: code that runs again and again in a row is in the processor's caches.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

log = logging.getLogger(__name__)

Item = TypeVar("Item")


class Turn:
    """The same object for all requests of one turn."""

    def __init__(self) -> None:
        self._gathered: dict[Callable[[list], object], list] = {}

    def gather(self, function: Callable[[list[Item]], object], item: Item) -> None:
        """Has `function` called with what was gathered for it, in a list, before the answer to this request is sent."""
        self._gathered.setdefault(function, []).append(item)

    def settle(self) -> None:
        """Calls the functions for which something was gathered."""
        while self._gathered:
            function, items = self._gathered.popitem()
            try:
                function(items)
            except BaseException:  # the answers are made, and their visitors wait for them
                log.exception("Exception in %r, for %d requests", function, len(items))
