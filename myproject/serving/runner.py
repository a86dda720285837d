"""The PasteDeploy entry point: reads the options of `[server:main]` and starts what they ask for."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import hupper
from waitress.adjustments import Adjustments

from myproject.serving import sockets, supervisor, worker

ENVIRONMENT_PREFIX = "MYPROJECT_SERVER_"


class OptionError(ValueError):
    """An option of the server section is wrong; the message says which and what to do."""


@dataclass(frozen=True)
class Options:
    """How many processes, how long they may take to leave, and what waitress itself understands."""

    workers: int
    shutdown_timeout: float  # seconds
    waitress: dict[str, Any]

    @classmethod
    def read(cls, given: Mapping[str, str], environ: Mapping[str, str]) -> Options:
        """The options of a server section. MYPROJECT_SERVER_NAME wins over its option NAME, where that is there.

        `$PORT`, as hosting platforms set it, wins over `listen`.
        """
        waitress = {
            name: environ.get(f"{ENVIRONMENT_PREFIX}{name.upper()}", value) for name, value in given.items()
        }
        workers = _number(waitress.pop("workers", "0"), "workers") or available_cores()
        shutdown_timeout = _number(waitress.pop("shutdown_timeout", "30"), "shutdown_timeout")
        if port := environ.get("PORT", "").strip():
            for key in ("host", "port"):
                waitress.pop(key, None)
            waitress["listen"] = f"*:{_number(port, 'The environment variable PORT')}"
        if waitress.get("trusted_proxy") and not waitress.get("trusted_proxy_headers"):
            raise OptionError("trusted_proxy needs trusted_proxy_headers, which say what to believe of it")
        try:
            adjustments = Adjustments(**waitress)
        except ValueError as error:
            raise OptionError(f"waitress refuses an option: {error}") from None
        if adjustments.connection_limit > 1000 and not adjustments.asyncore_use_poll:
            raise OptionError(
                "connection_limit above 1000 needs asyncore_use_poll = true, or the process dies of it"
            )
        return cls(workers, shutdown_timeout, waitress)


def available_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def serve(application: Any, global_config: Mapping[str, str] | None, **given: str) -> None:
    """Serves a WSGI application until SIGTERM or SIGINT (source: the `paste.server_runner` protocol)."""
    try:
        options = Options.read(given, os.environ)
        # A reloading development server restarts the process itself, so there is nothing to supervise.
        alone = hupper.is_active() or not hasattr(os, "fork")
        listening = sockets.listen(options.waitress, 1 if alone else options.workers)
    except OptionError as error:
        _stop(f"[server:main] is wrong: {error}.")
    except OSError as error:
        _stop(f"The server cannot listen: {error}.")

    for address in sockets.describe(listening):
        print(f"Serving on {address}", flush=True)
    if alone:
        worker.run(application, listening[0], options.waitress, options.shutdown_timeout)
    else:
        ini = (global_config or {}).get("__file__")
        supervisor.Supervisor(application, listening, options.waitress, options.shutdown_timeout, ini).run()


def _stop(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr, flush=True)
    # pserve turns SystemExit into status 0, which tells whoever supervises it that all went well.
    os._exit(1)


def _number(text: str, name: str) -> int:
    if not text.strip().isascii() or not text.strip().isdigit():
        raise OptionError(f"{name} must be a whole number, but is {text!r}")
    return int(text)
