"""`myproject merge`: brings edited pages back into their templates."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from myproject.design import folder, incoming
from myproject.design.folder import ThemeError
from myproject.roundtrip import Result, RoundtripError
from myproject.scripts.theme import add_theme_argument, policy, sentence, theme_folder

help = "bring edited pages back into their templates"
EXIT = {"unchanged": 0, "merged": 0, "decide": 1, "refused": 1}
BAD_INPUT = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="DIR|FILE",
        help="a folder that was exported, an edited page, or an edited copy of a template",
    )
    add_theme_argument(parser)
    parser.add_argument(
        "--base",
        type=Path,
        metavar="DIR",
        help="the same pages as the same tool saves them unedited, for tools that lose much",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")
    parser.add_argument(
        "--accept",
        nargs="+",
        action="extend",
        default=[],
        metavar="ID",
        help="decide what a merge asked about: ID for its first choice, or ID=choice",
    )
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def run(args: argparse.Namespace) -> int:
    """Exit status: 0 merged or nothing to do, 1 needs a decision and nothing was written, 2 bad input."""
    try:
        theme = folder.read(theme_folder(args))
        came = incoming.collect(theme, args.paths, again=True)
        outcome = incoming.merge(theme, came, unedited=args.base, policy=policy(args), accept=args.accept)
        if not args.dry_run:
            incoming.write(theme, outcome)
    except (ThemeError, RoundtripError, OSError) as error:
        told_error = sentence(error)
        print(
            json.dumps({"status": "error", "error": told_error}) if args.json else told_error, file=sys.stderr
        )
        return BAD_INPUT
    result = outcome.result
    if not args.dry_run and EXIT[result.status] == 0:
        incoming.settle(theme, came, outcome)
    print(json.dumps(result.to_json(), indent=1) if args.json else told(result, dry_run=args.dry_run))
    return EXIT[result.status]


def told(result: Result, *, dry_run: bool = False) -> str:
    """A result in plain words, with its diff, for a terminal."""
    lines = [_place(one, one.words) for one in (*result.changes, *result.notes)]
    lines += [_place(one, f"left out: {one.words} ({one.reason})") for one in result.refused]
    if result.diff:
        lines += ["", result.diff.rstrip("\n")]
    for decision in result.decisions:
        lines += ["", _place(decision, decision.words)]
        lines += [f"    --accept {decision.id}={name}: {what}" for name, what in decision.choices.items()]
    return "\n".join([*lines, "", summary(result, dry_run=dry_run)]).strip()


def summary(result: Result, *, dry_run: bool = False) -> str:
    """One sentence on how a merge ended."""
    if result.status == "unchanged":
        return "Nothing to merge: the pages say what the templates say."
    if result.status == "refused":
        return "Refused; nothing was written."
    if result.status == "decide":
        count = len(result.decisions)
        return f"{count} {'decision is' if count == 1 else 'decisions are'} needed; nothing was written."
    names = ", ".join(sorted({change.template for change in result.changes} | set(result.templates)))
    return f"{'Would merge' if dry_run else 'Merged'} into {names}."


def _place(one, words: str) -> str:
    return f"{one.template}:{one.line}: {words}"
