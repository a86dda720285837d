"""The options of `[server:main]`: how waitress is started, what it is told, and what the environment changes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from waitress.adjustments import Adjustments

ENVIRONMENT_PREFIX = "MYPROJECT_SERVER_"
LARGEST_PORT = 65535


class OptionError(ValueError):
    """An option of the server section is wrong; the message says which and what to do."""


@dataclass(frozen=True)
class Options:
    """How many processes, how long they may take to leave, how they serve, and what waitress itself understands."""

    workers: int
    shutdown_timeout: float  # seconds
    waitress: dict[str, Any]
    quick: bool = True  # whether requests that the application calls quick are answered on the I/O thread
    header_timeout: float = 10.0  # seconds that a client has for the header of a request
    body_timeout: float = 120.0  # seconds that it has for the body

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
        quick = _switch(waitress.pop("quick", "true"), "quick")
        header_timeout = _number(waitress.pop("header_timeout", "10"), "header_timeout")
        body_timeout = _number(waitress.pop("body_timeout", "120"), "body_timeout")
        if port := environ.get("PORT", "").strip():
            for key in ("host", "port"):
                waitress.pop(key, None)
            waitress["listen"] = f"*:{_number(port, 'The environment variable PORT')}"
        if waitress.get("trusted_proxy") and not waitress.get("trusted_proxy_headers"):
            raise OptionError("trusted_proxy needs trusted_proxy_headers, which say what to believe of it")
        for each in waitress.get("listen", "").split():
            # Where a host name is looked up, a larger one is taken for what is left of it modulo 65536.
            if (number := each.rpartition(":")[2]).isdecimal() and int(number) > LARGEST_PORT:
                raise OptionError(
                    f"there is no port {number}, which listen names; the largest is {LARGEST_PORT}"
                )
        try:
            adjustments = Adjustments(**waitress)
        except ValueError as error:
            raise OptionError(f"waitress refuses an option: {str(error).rstrip('.')}") from None
        if adjustments.connection_limit > 1000 and not adjustments.asyncore_use_poll:
            raise OptionError(
                "connection_limit above 1000 needs asyncore_use_poll = true, or the process dies of it"
            )
        return cls(workers, shutdown_timeout, waitress, quick, header_timeout, body_timeout)


def available_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _switch(text: str, name: str) -> bool:
    if text.strip().lower() not in ("true", "false"):
        raise OptionError(f"{name} must be true or false, but is {text!r}")
    return text.strip().lower() == "true"


def _number(text: str, name: str) -> int:
    if not text.strip().isascii() or not text.strip().isdigit():
        raise OptionError(f"{name} must be a whole number, but is {text!r}")
    return int(text)
