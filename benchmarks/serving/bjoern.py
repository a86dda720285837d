"""Runs an application under bjoern: `python -m benchmarks.serving.bjoern MODULE:NAME PORT PROCESSES`.

bjoern has no command of its own; its documentation forks after listening, as here.
"""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module

import bjoern


def main() -> None:
    module, _, name = sys.argv[1].partition(":")
    bjoern.listen(getattr(import_module(module), name), "127.0.0.1", int(sys.argv[2]))
    children = [pid for _ in range(int(sys.argv[3])) if (pid := _forked())]
    signal.signal(signal.SIGTERM, lambda *_: [os.kill(pid, signal.SIGTERM) for pid in children])
    for pid in children:
        os.waitpid(pid, 0)


def _forked() -> int:
    pid = os.fork()
    if not pid:
        bjoern.run()
        os._exit(0)
    return pid


if __name__ == "__main__":
    main()
