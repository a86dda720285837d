"""Counts that several processes share, with `prometheus_client`.

A scrape reaches one process of many. So each writes its counts to a file of its own in a folder of memory-mapped files,
and whichever is asked adds up the files of all: the library's multi-process mode, which works under any server.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pyramid.config import Configurator

from myproject.web.metrics import KEY, Metrics

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # the library's own variable
_OURS = "myproject-metrics-"


def _folder() -> Path:
    """The folder that the environment names, else a new one of this process and those that it forks.

    The name has the process id: a server that executes itself anew keeps its counts, and only who made the folder
    removes it in the end.
    """
    own = f"{_OURS}{os.getpid()}-"
    folder = Path(os.environ.get(FOLDER) or tempfile.mkdtemp(prefix=own))
    if folder.name.startswith(own):
        atexit.register(_remove, folder, os.getpid())
    os.environ[FOLDER] = str(folder)
    return folder


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


# Before the library is imported: it decides then whether its counts are shared.
_SHARED = _folder()

from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest  # noqa: E402
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead  # noqa: E402

METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"))
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds


class Prometheus(Metrics):
    """Counts that `exposition` tells. What anybody can make up, as a method or an address, is no label."""

    def __init__(self) -> None:
        own: dict[str, Any] = {"namespace": "myproject", "registry": CollectorRegistry()}
        requests = Histogram(
            "request_seconds",
            "Requests, and how long the application took to answer them",
            ("route", "method", "status", "cache"),
            buckets=BUCKETS,
            **own,
        )
        renders = Histogram(
            "render_seconds",
            "Templates rendered, and how long it took",
            ("template",),
            buckets=BUCKETS,
            **own,
        )
        kept = Gauge(
            "page_cache_bytes",
            "Pages kept in the memory of all processes",
            multiprocess_mode="livesum",
            **own,
        )
        busy = Gauge(
            "server",
            "Connections; requests that threads work on; requests that wait for a thread",
            ("what",),
            multiprocess_mode="livesum",
            **own,
        )
        # Finding the child of a family by its labels takes longer than counting.
        self._request = lru_cache(1000)(lambda *labels: requests.labels(*labels).observe)
        self._render = lru_cache(1000)(lambda template: renders.labels(template).observe)
        self._kept = kept.set
        self._busy = lru_cache(10)(lambda what: busy.labels(what).set)

    def request(self, route: str, method: str, status: int, seconds: float, cache: str = "") -> None:
        self._request(route, method if method in METHODS else "other", f"{status // 100}xx", cache)(seconds)

    def rendered(self, template: str, seconds: float) -> None:
        self._render(template)(seconds)

    def kept(self, size: int) -> None:
        self._kept(size)

    def serving(self, numbers: Mapping[str, int]) -> None:
        for what, number in numbers.items():
            self._busy(what)(number)


def exposition() -> bytes:
    """All counts of all processes, in Prometheus' text format 0.0.4."""
    for file in _SHARED.glob("gauge_live*_*.db"):
        pid = int(file.stem.rpartition("_")[2])
        if not _lives(pid):
            mark_process_dead(pid, str(_SHARED))
    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(_SHARED))
    return generate_latest(registry)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def includeme(config: Configurator) -> None:
    config.registry[KEY] = Prometheus()
