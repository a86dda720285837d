"""The start of a process: much is made, and all of it lives as long as the process."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def starting() -> Iterator[None]:
    """Imports and configures without the collector of cyclic garbage, which would look through all of it many times.

    What the first start of a process made is never looked at again: else a visitor would wait for that, and each
    worker process would write to, and so copy, the memory that it shares with the others.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
        if collecting:
            gc.enable()
