"""The tables of the benchmark, as text: the same for the terminal and for docs/benchmark-roundtrip.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from benchmarks.roundtrip.corpus import Outcome
from benchmarks.roundtrip.cost import Cost
from benchmarks.roundtrip.score import Score


class Key(NamedTuple):
    """What a score is of."""

    corpus: str
    tool: str
    template: str
    edit: str
    method: str

    @property
    def saves(self) -> str:
        return "unedited" if self.edit == "unedited" else "edited"


Results = Mapping[Key, Score]

INTRODUCTION = """\
# How well the round trip works

Written by `python -m benchmarks.roundtrip`; do not edit.

- *found*: bindings of the template that are in the new text, in the same guard chain (recall); *true*: bindings in the
  new text that were in the template (precision).
- *silent*: bindings that are gone and that nobody was told about.
- *asked*: questions, conflicts and refusals. Some gestures double, empty or retag what is bound (copy, duplicate,
  enter, clear, format, retype); in all other saves each is a false alarm or a loss of the tool.
- *needless*: bytes changed in a template beyond what a hand edit of the same changes, in bytes a case.
- *arrived*: edits that the tool's file shows and the new template shows too.
- *failed*: the method gave no result at all: a conflict, a question that was not settled by its first answer, an error.
- *time*: milliseconds a case.
"""
COLUMNS = ("cases", "found", "true", "silent", "asked", "needless", "arrived", "failed", "time")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table with aligned columns: text on the left, numbers on the right."""
    lines = [tuple(map(str, head)), *(tuple(map(str, row)) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    left = [not any(cell[:1].isdigit() for cell in column[1:]) for column in zip(*lines, strict=True)]

    def line(cells: Sequence[str]) -> str:
        aligned = (
            cell.ljust(width) if to_left else cell.rjust(width)
            for cell, width, to_left in zip(cells, widths, left, strict=True)
        )
        return f"| {' | '.join(aligned)} |"

    rule = [
        ("-" * width) if to_left else "-" * (width - 1) + ":"
        for width, to_left in zip(widths, left, strict=True)
    ]
    return "\n".join([line(lines[0]), line(rule), *map(line, lines[1:])])


def cells(score: Score) -> tuple[str, ...]:
    """A score as COLUMNS."""
    return (
        str(score.cases),
        f"{score.recall:.1%}",
        f"{score.precision:.1%}" if score.after else "none",
        str(score.silent),
        str(score.asked),
        str(round(score.needless / score.cases)),
        f"{score.arrived}/{score.edits}",
        str(score.failed),
        str(round(1000 * score.seconds / score.cases)),
    )


def grouped(results: Results, *fields: str) -> list[tuple]:
    """Rows of (group.., columns..): the sums of the scores whose keys agree in `fields`."""

    def group(item: tuple[Key, Score]) -> tuple[str, ...]:
        return tuple(getattr(item[0], name) for name in fields)

    ordered = sorted(results.items(), key=group)
    return [
        (*key, *cells(sum((score for _, score in items), Score())))
        for key, items in groupby(ordered, key=group)
    ]


def scores(results: Results) -> str:
    """All tables about scores."""
    parts = []
    for corpus in sorted({key.corpus for key in results}, reverse=True):
        own = {key: score for key, score in results.items() if key.corpus == corpus}
        parts += [
            f"## {TITLES[corpus]}\n",
            table(("saves", "method", *COLUMNS), grouped(own, "saves", "method")),
        ]
        for method in ("merge", "merge --base"):
            mine = {key: score for key, score in own.items() if key.method == method}
            parts += [f"\nEach tool, with {method}:\n", table(("tool", *COLUMNS), grouped(mine, "tool"))]
            if len({key.edit for key in mine}) > 2:
                parts += [f"\nEach edit, with {method}:\n", table(("edit", *COLUMNS), grouped(mine, "edit"))]
        parts.append("")
    return "\n".join(parts)


TITLES = {
    "recordings": "Prototypes: real tools' saves of exported pages",
    "lab": "Raw templates: real tools' saves of templates opened as they are",
}


def costs(measured: Iterable[Cost]) -> str:
    """The table of times by size."""
    rows = []
    for cost in measured:
        times = (cost.html, cost.renderer, cost.chameleon, cost.export, cost.merge, cost.merge_many)
        each = 1000 * cost.merge / cost.size
        parses = cost.merge / (cost.html + cost.renderer + cost.chameleon)
        rows.append(
            (cost.size, *(round(1000 * seconds) for seconds in times), f"{each:.1f}", f"{parses:.1f}")
        )
    head = (
        "KB",
        "HTML parse",
        "renderer's parse",
        "Chameleon's parse",
        "export",
        "merge",
        "merge, many edits",
        "ms a KB",
        "merge / parses",
    )
    return "## Time by size\n\nMilliseconds of one processor.\n\n" + table(head, rows) + "\n"


def corpus(outcomes: Iterable[Outcome]) -> str:
    """The table of other people's templates."""
    head = (
        "package",
        "templates",
        "compile",
        "refused",
        "changed unedited",
        "edits",
        "merged",
        "crashed",
        "new executions",
    )
    rows = [
        (
            one.name,
            one.templates,
            one.compiled,
            one.unreadable,
            one.changed,
            one.edits,
            one.merged,
            one.crashed,
            one.executions,
        )
        for one in outcomes
    ]
    total = ("all", *(sum(column) for column in list(zip(*rows, strict=True))[1:]))
    return "## Other people's templates\n\n" + table(head, [*rows, total]) + "\n"
