"""A worker in a thread of the test's process, and clients that say to it exactly what a test wants said."""

import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import replace

from myproject.serving.options import Options
from myproject.serving.worker import Worker

HOST = b"Host: example.org\r\n"


@contextmanager
def served(application, changes=None, **waitress):
    """Serves an application with options of waitress, and `changes` of our own; gives the port."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(64)
    options = replace(Options(1, 5, {"threads": "2", **waitress}), **(changes or {}))
    worker = Worker(application, [listening], options)
    thread = threading.Thread(target=worker.run, name="I/O")
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        worker.stop()
        thread.join(10)
        for each in worker.listeners:
            each.close()
    assert not thread.is_alive()


def connect(port):
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def exchange(port, data):
    """All that comes until the server closes, after `data` and the end of what is sent."""
    with connect(port) as client:
        client.sendall(data)
        client.shutdown(socket.SHUT_WR)
        return client.makefile("rb").read()


def get(path, *headers, method=b"GET", version=b"1.1"):
    lines = b"".join(header + b"\r\n" for header in headers)
    return method + b" " + path + b" HTTP/" + version + b"\r\n" + HOST + lines + b"\r\n"


LAST = get(b"/last", b"Connection: close")


def wait_for(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
