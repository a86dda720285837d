"""How it grows: rows on a page, clients at a time, templates in a theme; and what a new process costs.

    python -m benchmarks.serving.growth

prints the tables and writes docs/benchmark-growth.md.
"""

from __future__ import annotations

import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.serving import content, rounds
from benchmarks.serving.cold import cold
from benchmarks.serving.load import Sample, sample
from benchmarks.serving.running import ROOT, serving
from benchmarks.serving.stacks import CACHED, FASTAPI, FLASK, GRANIAN, TORNADO_STACK, WITHOUT, Stack, under

REPORT = ROOT / "docs" / "benchmark-growth.md"
ROWS = (10, 100, 1000, 10_000)
CLIENTS = (1, 4, 16, 64, 256)
SECONDS = 2
WARM_UP = 10  # requests; a page of 10,000 rows takes its time
STACKS = [WITHOUT, CACHED, *under(FLASK, GRANIAN), FASTAPI[1], TORNADO_STACK]

INTRODUCTION = """# How serving grows, and starts

Written by `python -m benchmarks.serving.growth`; do not edit. The page and the applications are those of
docs/benchmark-serving.md, from memory. Each cell: requests a second, and microseconds of CPU time a request.
"""


def rows() -> str:
    """A page of more and more rows, for 4 clients."""
    columns = {f"{number:,} rows": _measured(number, (4,))[0] for number in ROWS}
    return _table("Rows on the page, 4 clients", columns)


def clients() -> str:
    """More and more clients, for a page of 50 rows."""
    columns = dict(zip((f"{number} clients" for number in CLIENTS), _measured(50, CLIENTS), strict=True))
    return _table("Clients, 50 rows", columns)


def _measured(rows: int, clients: Sequence[int]) -> list[dict[str, Sample]]:
    """For each number of clients, what each stack gave."""
    with tempfile.TemporaryDirectory() as folder:
        environment = content.environment(Path(folder), rows)
        with serving(STACKS, environment) as servers:
            rounds.check(servers)
            rounds.warm(servers, WARM_UP)
            return [
                {name: sample(server, "/memory", number, SECONDS) for name, server in servers.items()}
                for number in clients
            ]


def _table(title: str, columns: dict[str, dict[str, Sample]]) -> str:
    def cells(stack: Stack) -> str:
        found = [column[stack.name] for column in columns.values()]
        return " | ".join(f"{each.rate:,.0f} ({each.cpu * 1e6:,.0f} µs)" for each in found)

    header = f"| | {' | '.join(columns)} |\n| --- |{' ---: |' * len(columns)}"
    lines = "\n".join(f"| {stack.name} | {cells(stack)} |" for stack in STACKS)
    return f"## {title}\n\n{header}\n{lines}\n"


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("The benchmark was told to stop."))
    text = "\n".join([INTRODUCTION, rows(), clients(), cold()])
    print(text)
    REPORT.write_text(text)


if __name__ == "__main__":
    main()
