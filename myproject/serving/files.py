"""How many connections a process may hold open by the system's limit on open files (`ulimit -n`, LimitNOFILE).

A server that reaches that limit can neither take the next connection nor stop hearing of it: it would turn without
pause, and log each turn. The usual limit of a shell is 1024, half of the usual `connection_limit`.
"""

from __future__ import annotations

import logging
from resource import RLIM_INFINITY, RLIMIT_NOFILE, getrlimit, setrlimit

log = logging.getLogger(__name__)

OTHERS = 200  # files that are no connection: the database, what is sent, what is read


def room(connections: int) -> int:
    """So many of `connections` as there may be; raises the limit of this process as far as it may itself."""
    soft, hard = getrlimit(RLIMIT_NOFILE)
    # Each may be sent a file that is open meanwhile.
    wanted = 2 * connections + OTHERS
    if RLIM_INFINITY != soft < wanted:
        soft = wanted if hard == RLIM_INFINITY else min(wanted, hard)
        setrlimit(RLIMIT_NOFILE, (soft, hard))
    if soft == RLIM_INFINITY or soft >= wanted:
        return connections
    possible = max((soft - OTHERS) // 2, soft // 4)
    log.warning(
        "A process may open %d files: it holds %d connections at most, not %d; raise the limit (ulimit -n)",
        soft,
        possible,
        connections,
    )
    return possible
