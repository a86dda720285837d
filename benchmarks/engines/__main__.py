"""Prints the table and writes docs/benchmark-engines.md."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.engines.cases import CASES
from benchmarks.engines.cold import cold
from benchmarks.engines.engines import ENGINES
from benchmarks.engines.measure import medians, normal

REPORT = Path(__file__).parents[2] / "docs" / "benchmark-engines.md"

INTRODUCTION = """# How fast templates are rendered

One page, its data in memory, rendered again and again in one process; made by `python -m benchmarks.engines`. Each
figure is CPU time a page, the median of {rounds} interleaved rounds, and in brackets how many times this project's time
it is (the median of the ratios within a round). All engines escape, and all pages are the same but for white space.

"By hand" is an f-string for each piece, with html.escape. The last row calls markupsafe's C function where a value is
known to be a str; no engine may assume that.
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines", description=__doc__)
    parser.add_argument("--rounds", type=int, default=31, help="interleaved rounds a case")
    rounds = parser.parse_args().rounds
    cells: dict[str, list[str]] = {name: [] for name in ENGINES}
    for case in CASES:
        renders = {name: engine(case) for name, engine in ENGINES.items()}
        pages = {name: normal(render()) for name, render in renders.items()}
        different = [name for name, page in pages.items() if page != pages["this project"]]
        if different:
            raise SystemExit(f"{case.title}: {', '.join(different)} rendered another page")
        seconds, ratios = medians(renders, rounds)
        for name in ENGINES:
            cells[name].append(f"{seconds[name] * 1e6:,.1f} µs ({ratios[name]:.2f})")
    header = ["", *(case.title for case in CASES)]
    lines = [_row(header), _row(["---"] + ["---:"] * len(CASES))]
    lines += [_row([name, *row]) for name, row in cells.items()]
    table = "\n".join(lines)
    report = f"{INTRODUCTION.format(rounds=rounds)}\n{table}\n\n{cold()}"
    print(report)
    REPORT.write_text(report)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
