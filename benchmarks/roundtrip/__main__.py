"""`python -m benchmarks.roundtrip`: measures, prints the tables, and writes them to docs/benchmark-roundtrip.md."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.roundtrip import cases, corpus, cost, report
from benchmarks.roundtrip.methods import METHODS
from benchmarks.roundtrip.score import score

PAGE = Path(__file__).parents[2] / "docs" / "benchmark-roundtrip.md"


def scores(lab: Path | None) -> str:
    """Every case by every method."""
    found = [*cases.recorded(), *(cases.lab(lab) if lab else ())]
    results = {}
    for case in found:
        for method in METHODS:
            key = report.Key(case.corpus, case.tool, case.template, case.edit, method)
            results[key] = score(case, method)
    return report.scores(results)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.roundtrip")
    parser.add_argument("--lab", type=Path, help="a folder of saves of raw templates, with a manifest.json")
    parser.add_argument(
        "--edits", type=int, default=20, help="fuzzed edits a template of the corpus (default: 20)"
    )
    parser.add_argument(
        "--only", choices=["scores", "cost", "corpus"], help="one part, printed and not written"
    )
    args = parser.parse_args()
    parts = {
        "scores": lambda: scores(args.lab),
        "cost": lambda: report.costs(cost.measure(size) for size in cost.SIZES),
        "corpus": lambda: report.corpus(corpus.main(args.edits)),
    }
    made = [make() for name, make in parts.items() if args.only in (None, name)]
    print("\n".join(made))
    if not args.only:
        PAGE.write_text("\n".join([report.INTRODUCTION, *made]), encoding="utf-8")


if __name__ == "__main__":
    main()
