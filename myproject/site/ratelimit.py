"""How often one address may send a form."""

from __future__ import annotations

import logging
import math
import time
from functools import cached_property
from typing import TYPE_CHECKING

from pyramid.config import Configurator

if TYPE_CHECKING:
    from limits import RateLimitItem
    from limits.strategies import MovingWindowRateLimiter

log = logging.getLogger(__name__)


class RateLimit:
    """Counts what each sender does within a moving window of time."""

    def __init__(self, rate: str, storage: str) -> None:
        self._given = rate, storage

    # Not before somebody sends a form: the library takes as long to import as many others.
    @cached_property
    def _rate(self) -> RateLimitItem:
        from limits import parse

        return parse(self._given[0])

    @cached_property
    def _limiter(self) -> MovingWindowRateLimiter:
        from limits.storage import storage_from_string
        from limits.strategies import MovingWindowRateLimiter

        return MovingWindowRateLimiter(storage_from_string(self._given[1], wrap_exceptions=True))

    def wait(self, sender: str) -> int:
        """Counts one more of `sender`: 0 where it is within the rate, else the seconds to wait.

        Everything is within the rate while the storage is away: a message is worth more than the limit.
        """
        from limits.errors import StorageError

        try:
            if self._limiter.hit(self._rate, sender):
                return 0
            return max(
                1, math.ceil(self._limiter.get_window_stats(self._rate, sender).reset_time - time.time())
            )
        except StorageError:
            log.exception("Rates are not limited, as their storage does not answer")
            return 0


def includeme(config: Configurator) -> None:
    settings = config.registry["myproject.settings"]
    config.registry["myproject.contact_rate"] = RateLimit(settings.contact_rate, settings.rate_storage)
