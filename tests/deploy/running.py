"""Programs run as the pages on deployment say, on this machine's loopback only."""

import http.client
import os
import ssl
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

from tests.servers import PATIENCE, wait_for_port

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
HOST = "site.example"


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
        wait_for_port(port, process)
        yield process
    finally:
        process.terminate()
        try:
            process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise AssertionError(f"{command} does not stop") from None


def ask(port, path, host=HOST, tls=None, source="127.0.0.1", **headers):
    """A GET request from the address `source`; the response, with its whole body as `text`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE, source_address=(source, 0))
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
