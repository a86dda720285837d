"""Work that makes many objects which all live to its end."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def collecting_later(work: Callable[P, R]) -> Callable[P, R]:
    """Runs a function without the collector of cyclic garbage.

    Trees of pages are full of cycles and live until the work is done. Going over them again and again while they grow
    finds nothing, and takes a third of the time of a large page.
    """

    @wraps(work)
    def patient(*args: P.args, **kwargs: P.kwargs) -> R:
        if not gc.isenabled():
            return work(*args, **kwargs)
        gc.disable()
        try:
            return work(*args, **kwargs)
        finally:
            gc.enable()

    return patient
