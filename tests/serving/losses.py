"""Counts the requests that a server loses while it is reloaded, killed or stopped.

    python -m tests.serving.losses reload --requests 10000

What counts: a request is lost where its whole answer does not come. Nothing is asked twice, with the one exception that
HTTP makes (RFC 9112, section 9.3.1): a server may close a kept-alive connection that is idle while the next request is
on its way; then a GET that got not a byte back is sent again, on a new connection, and counted as raced.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import socket
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.serving.server import Server

PATIENCE = 60.0  # seconds that a client waits for an answer


class Raced(Exception):
    """The server closed an idle connection while a request was on its way."""


class Client:
    """One visitor; keeps its connection where `keep` says so."""

    def __init__(self, port: int, keep: bool):
        self.port, self.keep = port, keep
        self.socket: socket.socket | None = None

    def get(self, path: str) -> bytes:
        """The body; OSError or ValueError where it does not come whole, Raced where the connection was old."""
        old = self.socket is not None
        if not old:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        close = "" if self.keep else "Connection: close\r\n"
        received = b""
        try:
            self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{close}\r\n".encode())
            head, body = self._read()
        except (OSError, ValueError) as error:
            received = error.args[-1] if isinstance(error, ValueError) else b""
            self.close()
            if old and not received and not isinstance(error, TimeoutError):
                raise Raced from None
            raise
        if not self.keep or b"connection: close" in head.lower():
            self.close()
        return body

    def _read(self) -> tuple[bytes, bytes]:
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more(received)
        head, _, body = received.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200 "):
            raise ValueError("not answered with 200", received)
        length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
        while len(body) < length:
            body += self._more(received)
        return head, body

    def _more(self, received: bytes) -> bytes:
        data = self.socket.recv(65536)
        if not data:
            raise ValueError("closed too early", received)
        return data

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None


@dataclass
class Load:
    """Clients that ask for `paths` until `requests` were asked; one half keeps its connections."""

    port: int
    paths: list[str]
    requests: int
    clients: int = 16
    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    def start(self) -> None:
        self.lock = threading.Lock()
        self.left = self.requests
        self.threads = [threading.Thread(target=self._ask, args=(n % 2 == 0, n)) for n in range(self.clients)]
        for thread in self.threads:
            thread.start()

    def _ask(self, keep: bool, number: int) -> None:
        client, choose = Client(self.port, keep), random.Random(number)
        while self._next():
            path, began = choose.choice(self.paths), time.monotonic()
            try:
                client.get(path)
                outcome = "answered"
            except Raced:
                outcome = "raced" if self._again(client, path) else "lost"
            except (OSError, ValueError) as error:
                outcome = "lost"
                print(f"lost: {path}: {error!r}", flush=True)
            with self.lock:
                self.outcomes[outcome] += 1
                self.slowest = max(self.slowest, time.monotonic() - began)
        client.close()

    @staticmethod
    def _again(client: Client, path: str) -> bool:
        try:
            return bool(client.get(path))
        except (OSError, ValueError):
            return False

    def _next(self) -> bool:
        with self.lock:
            self.left -= 1
            return self.left >= 0

    @property
    def done(self) -> int:
        return sum(self.outcomes.values())

    def join(self) -> Counter[str]:
        for thread in self.threads:
            thread.join()
        return self.outcomes


def reload(server: Server, requests: int, times: int) -> Load:
    """SIGHUP `times` times while `requests` requests come, quick ones and such as take up to a second."""
    load = Load(server.port, ["/version"] * 20 + ["/sleep/0.01", "/sleep/0.2", "/sleep/1"], requests)
    load.start()
    for number in range(1, times + 1):
        wait_for(lambda number=number: load.done >= number * requests // (times + 1))
        version = f"reloaded {number} times"
        server.version.write_text(version)
        server.process.send_signal(signal.SIGHUP)
        wait_for(lambda version=version: server.get("/version") == version)
    load.join()
    return load


def kill(server: Server, requests: int, times: int) -> tuple[Load, list[float]]:
    """kill -9 of a worker `times` times meanwhile; also the seconds until its successor answers."""
    load = Load(server.port, ["/version"], requests, clients=8)
    load.start()
    back = []
    for number in range(1, times + 1):
        wait_for(lambda number=number: load.done >= number * requests // (times + 1))
        # One that dies within its first second is replaced a second later, lest it spin; not what is measured.
        time.sleep(1.1)
        known = server.workers()
        victim = random.choice(sorted(known))
        began = time.monotonic()
        os.kill(victim, signal.SIGKILL)
        wait_for(lambda known=known: int(server.get("/pid")) not in known)
        back.append(time.monotonic() - began)
    load.join()
    return load, back


def stop(server: Server, requests: int, longest: float) -> Counter[str]:
    """SIGTERM while each of `requests` requests, of 1 to `longest` seconds, is under way."""
    outcomes: Counter[str] = Counter()
    lock = threading.Lock()

    def ask(number: int) -> None:
        seconds = 1 + (longest - 1) * number / requests
        try:
            with closing(Client(server.port, keep=number % 2 == 0)) as client:
                client.get(f"/sleep/{seconds:.2f}")
            outcome = "answered"
        except (OSError, ValueError) as error:
            outcome = "lost"
            print(f"lost: {error!r}", flush=True)
        with lock:
            outcomes[outcome] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(requests)]
    for thread in threads:
        thread.start()
    time.sleep(0.9)
    server.process.terminate()
    for thread in threads:
        thread.join()
    server.process.wait(60)
    return outcomes


def wait_for(condition, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            if condition():
                return
        except OSError:
            pass
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s")
        time.sleep(0.01)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.serving.losses", description=__doc__)
    parser.add_argument("what", choices=["reload", "kill", "stop"])
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument(
        "--times", type=int, default=5, help="how often the server is reloaded, or a worker killed"
    )
    parser.add_argument("--threads-only", action="store_true", help="with quick = false")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        threads = 64 if given.what == "stop" else 4
        server = Server(Path(folder), quick=not given.threads_only, threads=threads, shutdown_timeout=40)
        try:
            match given.what:
                case "reload":
                    load = reload(server, given.requests, given.times)
                    print(dict(load.outcomes), f"slowest {load.slowest:.2f} s")
                case "kill":
                    load, back = kill(server, given.requests, given.times)
                    print(dict(load.outcomes), "back after", [f"{each:.2f} s" for each in back])
                case "stop":
                    print(dict(stop(server, given.requests, 20)))
        finally:
            server.close()


if __name__ == "__main__":
    main()
