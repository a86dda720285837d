"""Measures in interleaved rounds: a page and a number of clients after the other, each with all servers in a row.

The clients run on the cores of the servers, and a machine may have other work, and be slower for a minute. So what
counts are ratios within a round, of what was measured close together; and of these, those of the CPU time a request
are the steadiest. In what order things come is left to chance, each round anew.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import product

from benchmarks.engines.measure import normal
from benchmarks.serving.load import Sample, sample
from benchmarks.serving.running import Running

PAGES = {"/memory": "From memory", "/sqlite": "From SQLite"}
WARM_UP = 50  # requests that do not count, before the first round

# One measurement: the name of the stack, the page, the number of clients.
Key = tuple[str, str, int]
Round = dict[Key, Sample]


def check(servers: Mapping[str, Running]) -> bytes:
    """The page that all agree on but for white space; SystemExit names those that answer with another one."""
    pages = {(name, path): server.page(path) for name, server in servers.items() for path in PAGES}
    expected = next(iter(pages.values()))
    different = [
        f"{name}: {path}" for (name, path), page in pages.items() if _normal(page) != _normal(expected)
    ]
    if different:
        raise SystemExit(f"These answer with another page: {', '.join(different)}")
    return expected


def warm(servers: Mapping[str, Running], requests: int = WARM_UP) -> None:
    for server, path in product(servers.values(), PAGES):
        for _ in range(requests):
            server.page(path)


def measure(servers: Mapping[str, Running], clients: Sequence[int], seconds: int) -> Round:
    asked = list(product(PAGES, clients))
    return {
        (name, path, number): sample(servers[name], path, number, seconds)
        for path, number in random.sample(asked, len(asked))
        for name in random.sample(list(servers), len(servers))
    }


def to_json(rounds: Sequence[Round]) -> list[list[object]]:
    return [[[*key, asdict(each)] for key, each in one.items()] for one in rounds]


def from_json(stored: Sequence[Sequence[tuple[str, str, int, dict[str, float]]]]) -> list[Round]:
    return [
        {(name, path, clients): Sample(**values) for name, path, clients, values in one} for one in stored
    ]


def _normal(page: bytes) -> str:
    return normal(page.decode())
