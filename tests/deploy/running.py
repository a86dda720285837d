"""Programs run as the pages on deployment say, on this machine's loopback only."""

import http.client
import os
import socket
import ssl
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
PATIENCE = 30  # seconds
HOST = "site.example"


def free_port():
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def environment(folder, **changes):
    """The environment of a site whose database and files are in `folder`."""
    settings = {
        "SECRET": "9b1d6c0f5e7a48c2a3d47f60e8b25911c4fa0d3e6b7892d5",
        "DATABASE_URL": f"sqlite:///{folder}/site.db",
        "MEDIA_DIR": str(folder / "media"),
        "CACHE_DIR": str(folder / "cache"),
        "MAIL": f"file://{folder}/mail",
        "HOSTS": HOST,
        "SERVER_WORKERS": "1",
    } | changes
    own = {f"MYPROJECT_{name}": value for name, value in settings.items()}
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, **own, "PATH": path, "PYTHONWARNINGS": "ignore"}


@contextmanager
def running(command, port, cwd=ROOT, **options):
    """Runs a server until it listens on `port`; gives the process, which ends with the block."""
    process = subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
    )
    try:
        wait_for(port, process)
        yield process
    finally:
        process.terminate()
        try:
            process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise AssertionError(f"{command} does not stop") from None


def wait_for(port, process):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, process.stdout.read()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{process.args} does not listen after {PATIENCE} seconds")


def ask(port, path, host=HOST, tls=None, **headers):
    """A GET request; the response, with its whole body as `text`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.connect()
    if tls:
        connection.sock = tls.wrap_socket(connection.sock, server_hostname=host)
    with closing(connection):
        connection.request("GET", path, headers={"Host": host, **headers})
        response = connection.getresponse()
        response.content = response.read()
        response.text = response.content.decode("utf-8", "replace")
        return response


def trusting(certificate):
    """A TLS context that takes a certificate made for these tests, and no other."""
    return ssl.create_default_context(cafile=certificate)
