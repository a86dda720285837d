"""The PasteDeploy entry point: reads the options of `[server:main]` and starts what they ask for."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Mapping
from typing import Any, NoReturn

import hupper

from myproject.serving import sockets, supervisor, worker
from myproject.serving.options import OptionError, Options


def serve(application: Any, global_config: Mapping[str, str] | None, **given: str) -> None:
    """Serves a WSGI application until SIGTERM or SIGINT (source: the `paste.server_runner` protocol)."""
    try:
        options = Options.read(given, os.environ)
    except OptionError as error:
        _stop(f"[server:main] is wrong: {error}.")
    if supervisor.TRIAL in os.environ:
        _try(application)
        return
    try:
        # A reloading development server restarts the process itself, so there is nothing to supervise.
        alone = hupper.is_active() or not hasattr(os, "fork")
        listening = sockets.listen(options.waitress, 1 if alone else options.workers)
    except OSError as error:
        _stop(f"The server cannot listen: {error}.")

    if not alone:
        # Who reads that it serves may send one at once: it waits for the supervisor's handlers.
        signal.pthread_sigmask(signal.SIG_BLOCK, supervisor.SIGNALS)
    with contextlib.suppress(OSError):  # a full disk, or a reader that left
        for address in sockets.describe(listening):
            print(f"Serving on {address}", flush=True)
    if alone:
        worker.run(application, listening[0], options)
    else:
        supervisor.Supervisor(application, listening, options).run()


def _try(application: Any) -> None:
    """Returns where the application may be let serve; what comes after this in a start needs the sockets."""
    try:
        supervisor.check(application)
    except SystemExit as error:
        _stop(str(error))


def _stop(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr, flush=True)
    # pserve turns SystemExit into status 0, which tells whoever supervises it that all went well.
    os._exit(1)
