"""What the server itself costs a request: waitress as it comes, ours with threads, ours with quick requests.

    python -m benchmarks.dispatch

Processor time of the serving process divided by the requests that it answered, in interleaved rounds; the median of the
rounds, and the best, as other work on the machine only ever adds. The load is `wrk` on connections that are kept alive.
The application does nothing: what is left is the server. docs/adr/quick-requests.md quotes a run.
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from waitress.server import create_server

from myproject.serving.options import Options
from myproject.serving.worker import run as run_worker

WAYS = ("waitress", "threads", "quick")
SIZES = {"2 bytes": 2, "10 KB": 10_240}
# As many as a page of ours has, of about the same length.
HEADERS = [("Content-Type", "text/html; charset=utf-8")] + [
    (f"X-Header-{n}", "value " * 8) for n in range(11)
]
# As a browser sends them.
BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-US,en;q=0.5",
    "Accept-Encoding": "gzip, deflate, br, zstd",
}


def application(size: int) -> Any:
    """A WSGI application that answers `size` bytes: two alone, more as a page with its headers."""
    body = b"x" * size
    headers = HEADERS if size > 100 else HEADERS[:1]

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [*headers, ("Content-Length", str(size))])
        return [body]

    answer.quick = lambda method, path: True  # type: ignore[attr-defined]
    return answer


def serve(way: str, size: int, listening: socket.socket) -> None:
    # Its line for each request that waits would be measured as well.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    options: dict[str, Any] = {"threads": "4", "connection_limit": "500", "asyncore_use_poll": "true"}
    if way == "waitress":
        create_server(application(size), sockets=[listening], **options).run()
    else:
        run_worker(application(size), [listening], Options(1, 5, options, quick=way == "quick"))


@contextmanager
def server(way: str, size: int) -> Iterator[tuple[int, int]]:
    """The process id and the port of a server in a process of its own."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(512)
        port = listening.getsockname()[1]
        pid = os.fork()
        if pid == 0:
            try:
                serve(way, size, listening)
            finally:
                os._exit(0)
    try:
        yield pid, port
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)


def processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load(port: int, clients: int, seconds: int) -> int:
    """How many requests were answered."""
    command = ["wrk", "--threads=1", f"--connections={clients}", f"--duration={seconds}s"]
    command += [part for header in BROWSER.items() for part in ("--header", ": ".join(header))]
    told = subprocess.run(
        [*command, f"http://127.0.0.1:{port}/"], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in told or "Socket errors" in told:
        raise RuntimeError(told)
    return int(re.search(r"(\d+) requests in", told)[1])


def measure(clients: int, seconds: int, rounds: int) -> dict[tuple[str, str], list[float]]:
    """Microseconds of processor time a request, of each round, by way and size."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for name, size in SIZES.items():
        for round in range(rounds + 1):
            for way in WAYS:
                with server(way, size) as (pid, port):
                    time.sleep(0.2)
                    load(port, clients, 1)
                    before = processor_seconds(pid)
                    answered = load(port, clients, seconds)
                    if round:  # the first warms the machine up
                        found[way, name].append((processor_seconds(pid) - before) / answered * 1e6)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dispatch", description=__doc__)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    found = measure(given.clients, given.seconds, given.rounds)
    print(f"us a request, {given.clients} clients, {sys.version.split()[0]}: median (best)")
    for name in SIZES:
        cells = [
            f"{way} {statistics.median(found[way, name]):.0f} ({min(found[way, name]):.0f})" for way in WAYS
        ]
        print(f"{name:8} {'  '.join(cells)}")


if __name__ == "__main__":
    main()
