"""Clients that send a byte now and then, or read one: they hold what they can while honest visitors want pages.

A quarter drips the header of a request, a quarter its body, a quarter reads slowly, and a quarter asks again and again
on one connection without reading what comes. Who is cut off comes back.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import socket
import time
from pathlib import Path

from tests.deploy.nginx import TRUSTED, configured, make_certificate, nginx, without_tls
from tests.failure.clients import Answer, Client
from tests.failure.report import Report, percentile
from tests.failure.site import Site
from tests.servers import free_port

HARMFUL = "127.0.0.2"
PAUSE = 0.5  # seconds between two bytes
SMALL = 4096  # bytes that a slow reader's kernel takes in advance

PATHS = ("/", "/films", "/news", "/films/film-05", "/about", "/search?q=film")


def run_alone(folder: Path, **options: float) -> Report:
    with Site(folder) as site:
        return run(site.port, **options)


def run_behind_nginx(folder: Path, **options: float) -> Report:
    """Honest visitors are one address here, which may ask as often as many would; who drips meets nginx's limits."""
    folder.chmod(0o755)
    make_certificate(folder)
    port, tls = free_port(), free_port()
    with Site(folder, **TRUSTED) as site:
        text = without_tls(configured(folder, site.port, free_port(), tls), tls, port)
        assert "rate=20r/s" in text
        with nginx(folder, text.replace("rate=20r/s", "rate=10000r/s"), port, level="emerg"):
            return run(port, **options)


def run(port: int, *, drippers: int = 500, visitors: int = 8, seconds: float = 30.0) -> Report:
    """Honest requests to the site on `port` while `drippers` connections drip at it."""
    return asyncio.run(_run(port, drippers, visitors, seconds))


async def _run(port: int, drippers: int, visitors: int, seconds: float) -> Report:
    kinds = KINDS
    before = await _visits(port, visitors, seconds / 3)
    state = {"connections": 0, "open": 0}
    dripping = [
        asyncio.create_task(_again_and_again(kinds[number % len(kinds)], port, state))
        for number in range(drippers)
    ]
    await asyncio.sleep(min(5.0, seconds / 3))  # until all of them hold a connection
    held = state["open"]
    answers = await _visits(port, visitors, seconds)
    for each in dripping:
        each.cancel()
    await asyncio.gather(*dripping, return_exceptions=True)

    report = Report()
    good = [each for each in answers if each.status == 200]
    share, p95 = len(good) / len(answers), percentile([each.seconds for each in answers], 0.95)
    usual = percentile([each.seconds for each in before], 0.95)
    report.note("connections that drip", held)
    report.note("of them opened in all", state["connections"])
    report.note("honest requests", len(answers))
    report.note("answered, %", 100 * share)
    report.note("p95 without them, ms", 1000 * usual)
    report.note("p50, ms", 1000 * percentile([each.seconds for each in answers], 0.5))
    report.note("p95, ms", 1000 * p95)
    report.note("slowest, ms", 1000 * max(each.seconds for each in answers))
    report.promise(share >= 0.999, f"{len(answers) - len(good)} of {len(answers)} honest requests failed")
    # A machine that is busy with other things is slow without them, too.
    report.promise(p95 < max(0.1, 2 * usual), f"the 95th percentile is {1000 * p95:.0f} ms")
    return report


async def _visits(port: int, visitors: int, seconds: float) -> list[Answer]:
    deadline = time.monotonic() + seconds
    each = await asyncio.gather(*(_visit(port, deadline) for _ in range(visitors)))
    return list(itertools.chain(*each))


async def _visit(port: int, deadline: float) -> list[Answer]:
    """Now on a kept connection, now on a new one; a moment of reading in between."""
    client, answers = Client(port), []
    while time.monotonic() < deadline:
        answers.append(await client.get(random.choice(PATHS)))
        if random.random() < 0.3:
            client.close()
        await asyncio.sleep(0.02)
    client.close()
    return answers


async def _again_and_again(drip, port: int, state: dict[str, int]) -> None:
    while True:
        connection = socket.socket()
        connection.setblocking(False)
        connection.bind((HARMFUL, 0))
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        loop = asyncio.get_running_loop()
        with contextlib.closing(connection), contextlib.suppress(OSError):
            await loop.sock_connect(connection, ("127.0.0.1", port))
            state["connections"] += 1
            state["open"] += 1
            try:
                await drip(loop, connection)
            finally:
                state["open"] -= 1
        await asyncio.sleep(PAUSE)


async def _pause() -> None:
    await asyncio.sleep(PAUSE * random.uniform(0.5, 1.5))


async def _header(loop, connection) -> None:
    await loop.sock_sendall(connection, b"GET /films HTTP/1.1\r\nHost: site.example\r\nX-Slow: ")
    while True:
        await loop.sock_sendall(connection, b"x")
        await _pause()


async def _body(loop, connection) -> None:
    head = b"POST /contact HTTP/1.1\r\nHost: site.example\r\nContent-Length: 100000\r\n"
    await loop.sock_sendall(connection, head + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n")
    while True:
        await loop.sock_sendall(connection, b"x")
        await _pause()


async def _slow_reader(loop, connection) -> None:
    await loop.sock_sendall(connection, b"GET /films HTTP/1.1\r\nHost: site.example\r\n\r\n")
    while await loop.sock_recv(connection, 1):
        await _pause()


async def _greedy_reader(loop, connection) -> None:
    """Many requests, none of whose answers it takes."""
    requests = b"GET /films HTTP/1.1\r\nHost: site.example\r\n\r\n" * 20
    for _ in range(50):
        # What the site does not read any more, it has reason not to.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(5):
                await loop.sock_sendall(connection, requests)
        await _pause()
    while True:
        await _pause()
        await loop.sock_sendall(connection, b"G")


KINDS = (_header, _body, _slow_reader, _greedy_reader)
