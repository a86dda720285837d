"""Starts the servers, each on a port of its own, and knows what they have cost so far."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

from benchmarks.serving.stacks import Place, Stack
from tests.servers import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 30  # seconds until a server has to answer
_TICKS = os.sysconf("SC_CLK_TCK")


class Running:
    """A stack that serves: its port, and the processes below the one that was started."""

    def __init__(self, stack: Stack, port: int, process: subprocess.Popen[bytes], log: Path) -> None:
        self.stack = stack
        self.port = port
        self.process = process
        self.log = log

    def page(self, path: str) -> bytes:
        """The body of a page; RuntimeError for any status but 200, with what the server has said."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as response:
                return response.read()
        except OSError as error:
            log = self.log.read_text(errors="replace")[-3000:]
            raise RuntimeError(f"{self.stack.name}, {path}: {error}\n{log}") from error

    def processes(self) -> list[int]:
        parents = {}
        for each in Path("/proc").iterdir():
            if each.name.isdigit():
                with suppress(OSError):
                    parents[int(each.name)] = int(_stat(int(each.name))[1])
        found = [self.process.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found

    def cpu(self) -> float:
        """Seconds of processor time, in user and system mode, that all processes have used since they started."""
        return sum(sum(map(int, _stat(pid)[11:13])) for pid in self.processes()) / _TICKS

    def memory(self) -> float:
        """Megabytes of all processes, what several share divided among them (PSS)."""
        total = 0
        for pid in self.processes():
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return total / 1024


@contextmanager
def serving(stacks: list[Stack], environment: dict[str, str]) -> Iterator[dict[str, Running]]:
    """All stacks at once, by name, until the context is left; each after the one that it asks for pages.

    RuntimeError with a log if one does not answer.
    """
    with ExitStack() as exit:
        folder = Path(exit.enter_context(tempfile.TemporaryDirectory()))
        started: dict[str, Running] = {}
        for number, stack in enumerate(stacks):
            own = folder / str(number)
            own.mkdir()
            place = Place(free_port(), own, started[stack.origin.name].port if stack.origin else 0)
            started[stack.name] = exit.enter_context(_started(stack, place, environment))
        yield started


@contextmanager
def _started(stack: Stack, place: Place, environment: dict[str, str]) -> Iterator[Running]:
    log = place.folder / "log"
    given = {**os.environ, "PYTHONPATH": str(ROOT), **environment, **stack.environment}
    given |= {"MYPROJECT_CACHE_DIR": str(place.folder), "MYPROJECT_MEDIA_DIR": str(place.folder)}
    given |= {"MYPROJECT_SERVER_LISTEN": place.address}
    with log.open("wb") as output:
        process = subprocess.Popen(
            stack.command(place), cwd=ROOT, env=given, stdout=output, stderr=output, process_group=0
        )
    try:
        _wait(stack, place, process, log)
        yield Running(stack, place.port, process, log)
    finally:
        _end(process)


def _wait(stack: Stack, place: Place, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", place.port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError(f"{stack.name} does not serve:\n{log.read_text(errors='replace')[-3000:]}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)
    with suppress(ProcessLookupError):  # whoever is left of its own group
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name of the program: state, parent and so on."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except ProcessLookupError as error:
        raise FileNotFoundError(pid) from error
