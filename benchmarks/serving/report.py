"""What the rounds showed, as a page of Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import median

from benchmarks.serving.load import Sample
from benchmarks.serving.rounds import PAGES, Round
from benchmarks.serving.stacks import FRONT, LIMITS, PROJECT, RIVALS, Stack

INTRODUCTION = """# How fast pages are served

Written by `python -m benchmarks.serving`; do not edit.

A list of films: layout, menu, {rows} rows of 4 columns, escaped texts, a URL made by the framework and a condition in
each row; from memory, and from a table of SQLite. The applications are in benchmarks/serving/apps, each as the
documentation of its framework has it; all answer with the same page but for white space. Two processes each
(waitress alone has one), connections kept open, wrk as the clients, on the same two cores. This project does what it
does for every page: request ids, security headers, an access log line, guards; the others do none of these, and the
access logs of their servers are off. What the line costs shows where this project is without it.

Medians of {rounds} interleaved rounds of {seconds} s, in which all servers are asked for a page in a row. In brackets:
how many times as many requests a second this project answered, and how many times its CPU time the other took, as
medians of the ratios within a round. CPU time is that of all processes of the server, user and system; memory counts
shared pages once (PSS).
"""
_COLUMNS = ("requests/s", "p50 ms", "p99 ms", "CPU µs a request")


def report(rounds: Sequence[Round], stacks: Sequence[Stack], rows: int, seconds: int) -> str:
    """All is compared with the first of the stacks."""
    measured = {name for one in rounds for name, _, _ in one}
    shown = [stack for stack in stacks if stack.name in measured]
    clients = sorted({each for one in rounds for _, _, each in one})
    tables = [f"## {title}\n\n{_table(rounds, shown, path, clients)}" for path, title in PAGES.items()]
    head = INTRODUCTION.format(rows=rows, rounds=len(rounds), seconds=seconds)
    parts = [*tables, _beside_files(rounds, clients), _against_rivals(rounds, shown, clients)]
    return "\n\n".join([head.rstrip(), *filter(None, parts)]) + "\n"


def _table(rounds: Sequence[Round], stacks: Sequence[Stack], path: str, clients: Sequence[int]) -> str:
    lines = [
        _row(["", "", *(f"{column}, {number} clients" for number in clients for column in _COLUMNS), "MB"]),
        _row(["---", "---", *["---:"] * (len(_COLUMNS) * len(clients) + 1)]),
    ]
    for stack in stacks:
        cells = [f"{stack.framework}{stack.note}", stack.server.name]
        for number in clients:
            taken = _samples(rounds, stack.name, path, number)
            ours = _samples(rounds, stacks[0].name, path, number)
            cells += _cells(taken, ours)
        cells.append(
            f"{median(each.memory for each in _samples(rounds, stack.name, path, clients[-1])):,.0f}"
        )
        lines.append(_row(cells))
    return "\n".join(lines)


def _cells(taken: Sequence[Sample], ours: Sequence[Sample]) -> list[str]:
    faster = _ratio(ours, taken, lambda each: each.rate)
    cheaper = _ratio(taken, ours, lambda each: each.cpu)
    return [
        f"{median(each.rate for each in taken):,.0f} ({faster:.2f})",
        f"{median(each.p50 for each in taken) * 1e3:,.1f}",
        f"{median(each.p99 for each in taken) * 1e3:,.1f}",
        f"{median(each.cpu for each in taken) * 1e6:,.0f} ({cheaper:.2f})",
    ]


def _beside_files(rounds: Sequence[Round], clients: Sequence[int]) -> str:
    """A page that nginx keeps, beside the files that it serves in the same round."""
    if not all(stack.name in {name for one in rounds for name, _, _ in one} for stack in (FRONT, *LIMITS)):
        return ""
    header = ["", "", *(f"{what}, {number} clients" for number in clients for what in ("requests/s", "CPU"))]
    lines = [_row(header), _row(["---", "---", *["---:"] * (2 * len(clients))])]
    for path, title in PAGES.items():
        for stack in LIMITS:
            cells = [title, stack.framework]
            for number in clients:
                kept = _samples(rounds, FRONT.name, path, number)
                file = _samples(rounds, stack.name, path, number)
                cells.append(f"{_ratio(kept, file, lambda each: each.rate):.2f}")
                cells.append(f"{_ratio(kept, file, lambda each: each.cpu):.2f}")
            lines.append(_row(cells))
    return (
        "## Behind nginx, beside a file\n\nHow many times the requests a second of nginx with a file, and how many "
        "times its CPU time, a page takes that nginx keeps for a second. The second file is sent with the page's "
        "headers, so that clients get the same bytes.\n\n" + "\n".join(lines)
    )


def _against_rivals(rounds: Sequence[Round], stacks: Sequence[Stack], clients: Sequence[int]) -> str:
    """This project, each way that it serves, beside the best of the others."""
    ways = [stack.name for stack in stacks if stack.framework == PROJECT]
    rivals = [stack.name for stack in stacks if stack.framework in RIVALS]
    if not (ways and rivals):
        return ""
    header = [
        "",
        "",
        *(f"{what}, {number} clients" for number in clients for what in ("requests/s", "CPU", "p99")),
    ]
    lines = [_row(header), _row(["---", "---", *["---:"] * (3 * len(clients))])]
    for path, title in PAGES.items():
        for way in ways:
            cells = [title, way]
            for number in clients:
                cells += _beside(rounds, way, rivals, path, number)
            lines.append(_row(cells))
    return (
        f"## Beside the best of {', '.join(RIVALS)}\n\nFor each figure, the server that comes closest. How many times "
        "its requests a second, how many times less CPU time than its, and the 99th percentile of the latency as a "
        "part of its: medians of the ratios within a round.\n\n" + "\n".join(lines)
    )


def _beside(rounds: Sequence[Round], way: str, rivals: Sequence[str], path: str, clients: int) -> list[str]:
    mine = _samples(rounds, way, path, clients)
    others = [found for name in rivals if (found := _samples(rounds, name, path, clients))]
    if not (mine and others):
        return ["", "", ""]
    return [
        f"{min(_ratio(mine, other, lambda each: each.rate) for other in others):.2f}",
        f"{min(_ratio(other, mine, lambda each: each.cpu) for other in others):.2f}",
        f"{max(_ratio(mine, other, lambda each: each.p99) for other in others):.2f}",
    ]


def _samples(rounds: Sequence[Round], name: str, path: str, clients: int) -> list[Sample]:
    return [one[name, path, clients] for one in rounds if (name, path, clients) in one]


def _ratio(upper: Iterable[Sample], lower: Iterable[Sample], of: Callable[[Sample], float]) -> float:
    return median(of(one) / of(other) for one, other in zip(upper, lower, strict=True))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
