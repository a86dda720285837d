"""`myproject rehearse`: which parts of a template would not survive which kinds of tool, and what to change."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from myproject.design.folder import ThemeError
from myproject.roundtrip import RoundtripError
from myproject.roundtrip.rehearse import Part, Rehearsal, rehearse
from myproject.scripts.theme import add_template_arguments, theme_of_template

help = "tell which parts would not survive which tools"
BAD_INPUT = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_template_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Exit status: 0 every part survives every kind of tool as an exported page, 1 some do not, 2 bad input."""
    try:
        theme = theme_of_template(args)
        found = rehearse(theme.templates, args.name, theme.samples)
    except (ThemeError, RoundtripError) as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    if args.json:
        print(json.dumps([asdict(each) for each in found], indent=2))
    else:
        print("\n".join(line for each in found for line in lines(each)))
    return 1 if any(each.with_base for each in found) else 0


def lines(rehearsal: Rehearsal) -> list[str]:
    """What a person reads about one kind of tool."""
    shown = [f"{rehearsal.tool}: a tool that {rehearsal.words}"]
    if not rehearsal.prototype:
        shown.append("  exported page: everything comes back")
    elif not rehearsal.with_base:
        shown.append(f"  exported page: {len(rehearsal.prototype)} bindings come back only with --base")
    else:
        shown.append(
            f"  exported page: {len(rehearsal.with_base)} bindings do not come back, even with --base"
        )
        shown += _listed(rehearsal.with_base)
    if not rehearsal.raw:
        shown.append("  template itself: everything survives")
    else:
        shown.append(f"  template itself: {len(rehearsal.raw)} of {rehearsal.bindings} bindings are lost")
        shown += _listed(rehearsal.raw)
    return shown


def _listed(parts: Sequence[Part], most: int = 8) -> list[str]:
    """The parts by what to change, most of them first; of many only some, and how many more."""
    by_advice: dict[str, list[Part]] = {}
    for part in parts:
        by_advice.setdefault(part.advice, []).append(part)
    shown = []
    for advice, group in sorted(by_advice.items(), key=lambda item: -len(item[1])):
        shown.append(f"    {advice}:")
        shown += [
            f"      line {part.line}: {part.kind} {' '.join(part.expression.split())[:60]}"
            for part in group[:most]
        ]
        if len(group) > most:
            shown.append(f"      and {len(group) - most} more")
    return shown
