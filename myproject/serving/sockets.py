"""Listening sockets: one a worker and address, so that the kernel spreads connections over the workers.

The supervisor owns them and every worker inherits its own. A worker that dies or is replaced therefore loses no
connection that waits in its queue: the next worker on the same socket takes it.
"""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from waitress.adjustments import Adjustments
from waitress.utilities import cleanup_unix_socket

# Sockets that survive the supervisor's exec of itself: comma-separated file descriptors, workers divided by semicolons.
INHERITED = "MYPROJECT_SERVING_SOCKETS"

Share = list[socket.socket]  # what one worker listens on


def listen(options: dict[str, Any], workers: int) -> list[Share]:
    """The listening sockets of each worker; those that an earlier self left open are taken over."""
    adjustments = Adjustments(**options)
    shares = _inherited()
    while len(shares) < workers:
        shares.append(_open(adjustments, shares))
    # Fewer workers than before: the remaining ones serve the other sockets too, whose queues may hold connections.
    for position, share in enumerate(shares[workers:]):
        shares[position % workers].extend(share)
    return shares[:workers]


def hand_over(shares: list[Share]) -> str:
    """The sockets as text for INHERITED; they stay open over an exec."""
    for share in shares:
        for each in share:
            each.set_inheritable(True)
    return ";".join(",".join(str(each.fileno()) for each in share) for share in shares)


def close(shares: list[Share]) -> None:
    """Holds the sockets open no longer in this process."""
    for share in shares:
        for each in share:
            each.close()


def describe(shares: list[Share]) -> Iterator[str]:
    """The addresses, each once, as people write them."""
    seen = set()
    for each in shares[0]:
        name = each.getsockname()
        if each.family == socket.AF_UNIX:
            text = f"unix:{name}"
        else:
            host = f"[{name[0]}]" if each.family == socket.AF_INET6 else name[0]
            text = f"http://{host}:{name[1]}"
        if text not in seen:
            seen.add(text)
            yield text


def _inherited() -> list[Share]:
    text = os.environ.pop(INHERITED, "")
    return [
        [socket.socket(fileno=int(number)) for number in share.split(",")]
        for share in text.split(";")
        if share
    ]


def _open(adjustments: Adjustments, earlier: list[Share]) -> Share:
    if adjustments.unix_socket:
        # SO_REUSEPORT spreads nothing on Unix sockets: all workers accept from one.
        return [earlier[0][0].dup() if earlier else _open_unix(adjustments)]
    if earlier:
        return [_open_tcp(each.family, each.getsockname(), adjustments.backlog) for each in earlier[0]]
    wanted = [(family, address) for family, _, _, address in adjustments.listen]
    for each in wanted:
        # With SO_REUSEPORT another server of the same user would share the port, and each get a part of the visitors.
        _open_tcp(*each, backlog=0, share=False).close()
    return [_open_tcp(*each, adjustments.backlog) for each in wanted]


def _open_unix(adjustments: Adjustments) -> socket.socket:
    _refuse_taken(adjustments.unix_socket)
    cleanup_unix_socket(adjustments.unix_socket)
    opened = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    opened.bind(adjustments.unix_socket)
    Path(adjustments.unix_socket).chmod(adjustments.unix_socket_perms)
    opened.listen(adjustments.backlog)
    return opened


def _refuse_taken(path: str) -> None:
    """OSError where somebody listens on a Unix socket: whoever removes its file takes it away from him."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        if probe.connect_ex(path) == 0:
            raise OSError(errno.EADDRINUSE, f"{os.strerror(errno.EADDRINUSE)}: {path}")


def _open_tcp(family: int, address: Any, backlog: int, share: bool = True) -> socket.socket:
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, share)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind(address)
        opened.listen(backlog)
    except OSError as error:
        opened.close()
        raise OSError(error.errno, f"{error.strerror}: {address[0]} port {address[1]}") from None
    return opened
