"""The clients: wrk asks for one page again and again over connections that it keeps open."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmarks.serving.running import Running

_SCRIPT = Path(__file__).with_name("wrk.lua")


@dataclass(frozen=True)
class Sample:
    """What one spell of load gave. rate: requests a second; cpu: seconds of the server's processes a request."""

    rate: float
    cpu: float
    p50: float  # seconds
    p99: float
    memory: float  # megabytes


def sample(server: Running, path: str, clients: int, seconds: int) -> Sample:
    """RuntimeError if anything but whole answers with status 200 came back."""
    before = server.cpu()
    output = _wrk(f"http://127.0.0.1:{server.port}{path}", clients, seconds)
    used = server.cpu() - before
    requests, taken, errors, p50, p99 = (float(each) for each in output.rpartition("RESULT")[2].split())
    if errors or not requests:
        raise RuntimeError(f"{server.stack.name}: {errors:.0f} of {requests:.0f} requests failed\n{output}")
    micro = 1e-6
    return Sample(requests / (taken * micro), used / requests, p50 * micro, p99 * micro, server.memory())


def _wrk(url: str, clients: int, seconds: int) -> str:
    wrk = shutil.which("wrk")
    if wrk is None:
        raise SystemExit("The benchmark needs the program wrk; on Debian: apt install wrk")
    options = ["--timeout", "30s", "-t", "1", "-c", str(clients), "-d", f"{seconds}s", "-s", str(_SCRIPT)]
    done = subprocess.run([wrk, *options, url], capture_output=True, text=True, timeout=seconds + 30)
    if done.returncode:
        raise RuntimeError(f"wrk failed for {url}: {done.stderr}")
    return done.stdout
