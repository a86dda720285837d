"""pserve with the example application, for tests."""

import http.client
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from resource import RLIMIT_NOFILE, setrlimit

from tests.servers import free_port

ROOT = Path(__file__).parent.parent.parent
INI = """
[app:main]
paste.app_factory = tests.serving.example:make
version_file = {folder}/version

[server:main]
use = egg:myproject#waitress
{where}
workers = 2
threads = {threads}
backlog = 4096
shutdown_timeout = {shutdown_timeout}
quick = {quick}
"""
PSERVE = [sys.executable, "-m", "pyramid.scripts.pserve"]


class Server:
    """pserve with the example application."""

    def __init__(
        self,
        folder: Path,
        where: str = "",
        quick: bool = True,
        threads: int = 4,
        shutdown_timeout: int = 20,
        open_files: int = 0,
    ):
        self.port = free_port()
        self.version = folder / "version"
        self.version.write_text("1")
        ini = folder / "server.ini"
        where = where or f"listen = 127.0.0.1:{self.port}"
        ini.write_text(
            INI.format(
                folder=folder,
                where=where,
                quick=str(quick).lower(),
                threads=threads,
                shutdown_timeout=shutdown_timeout,
            )
        )
        self.output = (folder / "output").open("w+")
        self.process = subprocess.Popen(
            [*PSERVE, str(ini)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"},
            stdout=self.output,
            stderr=subprocess.STDOUT,
            preexec_fn=partial(setrlimit, RLIMIT_NOFILE, (open_files, open_files)) if open_files else None,
        )
        self.wait_for(lambda: "Serving on" in self.text())

    def get(self, path: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    def wait_for(self, condition, seconds: float = 20):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if result := condition():
                    return result
            except OSError:
                pass
            assert self.process.poll() is None, self.text()
            time.sleep(0.02)
        raise AssertionError(f"not within {seconds} s: {self.text()}")

    def text(self) -> str:
        self.output.seek(0)
        return self.output.read()

    def pids(self) -> set[int]:
        return {int(self.get("/pid")) for _ in range(40)}

    def workers(self) -> set[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return {int(pid) for pid in children.read_text().split()}

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(30)
        self.output.close()
