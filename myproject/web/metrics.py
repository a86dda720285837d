"""What is counted for Prometheus, where `myproject.metrics` or `myproject.metrics_token` lets somebody read it.

`metrics(registry)` is called by whoever has something to count; where nobody may read, it counts nothing and its
library is not even imported. `/metrics` itself is in myproject/ops/scrape.py.
"""

from __future__ import annotations

from collections.abc import Mapping

from pyramid.config import Configurator

KEY = "myproject.metrics"


class Metrics:
    """The counts that there are; this one forgets them."""

    def request(self, route: str, method: str, status: int, seconds: float, cache: str = "") -> None:
        """A request was answered; `route` is the name of its route, empty where none matched.

        `cache` is hit or miss where the page cache was asked, else empty.
        """

    def rendered(self, template: str, seconds: float) -> None:
        """A template was rendered."""

    def kept(self, size: int) -> None:
        """The page cache of this process has now `size` bytes."""

    def serving(self, numbers: Mapping[str, int]) -> None:
        """How busy this process is now: its connections, and the requests that threads work on or that wait for one.

        `myproject.serving` calls it once a second.
        """


_NOTHING = Metrics()


def metrics(registry: Mapping[str, object]) -> Metrics:
    """The counts of the application that `registry` is of."""
    return registry.get(KEY, _NOTHING)  # type: ignore[return-value]


def includeme(config: Configurator) -> None:
    settings = config.registry["myproject.settings"]
    if settings.metrics or settings.metrics_token:
        # By its name: to import it takes half a hundred milliseconds, which a site without metrics does not spend.
        config.include("myproject.web.prometheus")
