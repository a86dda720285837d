"""Prints the table and writes docs/benchmark-serving.md."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.serving import content, rounds
from benchmarks.serving.report import report
from benchmarks.serving.running import ROOT, serving
from benchmarks.serving.stacks import BEST, EVERY, Stack

REPORT = ROOT / "docs" / "benchmark-serving.md"
# What was measured, round by round, so that a later run can add rounds to it.
MEASURED = ROOT / "var" / "benchmark-serving.json"


def main() -> None:
    given = _arguments()
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit("The benchmark was told to stop.")
    )  # and to stop its servers
    stacks = _installed(_chosen(EVERY if given.every else BEST, given.only))
    measured = rounds.from_json(json.loads(MEASURED.read_text())) if given.add else []
    with tempfile.TemporaryDirectory() as folder:
        environment = content.environment(Path(folder), given.rows)
        with serving(stacks, environment) as servers:
            rounds.check(servers)
            rounds.warm(servers)
            for number in range(given.rounds):
                measured.append(rounds.measure(servers, given.clients, given.seconds))
                print(f"Round {number + 1} of {given.rounds}", flush=True)
    text = report(measured, stacks, given.rows, given.seconds)
    print(text)
    if not (given.quick or given.every or given.only):
        MEASURED.parent.mkdir(exist_ok=True)
        MEASURED.write_text(json.dumps(rounds.to_json(measured)))
        REPORT.write_text(text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serving", description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="interleaved rounds")
    parser.add_argument("--seconds", type=int, default=1, help="of load for each server and page in a round")
    parser.add_argument(
        "--clients", type=int, nargs="+", default=[16, 64], help="connections that are kept open"
    )
    parser.add_argument("--rows", type=int, default=50, help="films on the page")
    parser.add_argument("--quick", action="store_true", help="one short round, printed and not written")
    parser.add_argument("--every", action="store_true", help="every server, printed and not written")
    parser.add_argument("--only", default="", help="what has this in its name, printed and not written")
    parser.add_argument("--add", action="store_true", help="add to the rounds that were measured before")
    given = parser.parse_args()
    if given.quick:
        given.rounds, given.seconds, given.clients = 1, 1, [16]
    return given


def _chosen(stacks: Sequence[Stack], part: str) -> list[Stack]:
    """Those with `part` in their names, and the ones that these ask for pages."""
    chosen = [each for each in stacks if part in each.name]
    for each in chosen:  # and those that are added here
        if each.origin and each.origin not in chosen:
            chosen.append(each.origin)
    return [each for each in stacks if each in chosen]


def _installed(stacks: Sequence[Stack]) -> list[Stack]:
    """Those that can run; says what the others need."""
    for stack in stacks:
        if missing := stack.missing():
            print(f"Left out: {stack.name}. It needs {' and '.join(missing)}.")
    return [stack for stack in stacks if not stack.missing()]


if __name__ == "__main__":
    main()
