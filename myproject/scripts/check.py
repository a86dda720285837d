"""`myproject check`: what is wrong with the templates of a theme, found without rendering one."""

from __future__ import annotations

import argparse
import json
import sys

from myproject.design import folder
from myproject.design.folder import ThemeError
from myproject.roundtrip.check.check import check, refreshed
from myproject.scripts import contexts
from myproject.scripts.contexts import ContextError
from myproject.scripts.theme import add_theme_argument, theme_folder

help = "check the templates of a theme"
BAD_INPUT = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="tell only of these templates, such as films.pt"
    )
    add_theme_argument(parser)
    parser.add_argument(
        "--fix", action="store_true", help="first copy the layout's markup into its pages' shells anew"
    )
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(args: argparse.Namespace) -> int:
    """Exit status: 0 nothing found, 1 findings, 2 bad input."""
    try:
        theme = folder.read(theme_folder(args))
        known = contexts.of_application(args.ini)
        if args.fix:
            theme = _fixed(theme)
        found = check(theme.templates, folder.static_files(theme.folder), known)
    except (ThemeError, ContextError) as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    unknown = set(args.names) - set(theme.templates)
    if unknown:
        print(f"{theme.folder} has no template {', '.join(sorted(unknown))}.", file=sys.stderr)
        return BAD_INPUT
    found = [finding for finding in found if not args.names or finding.template in args.names]
    if args.json:
        print(json.dumps([finding.to_json() for finding in found], indent=2))
    else:
        for finding in found:
            print(f"{theme.folder}/{finding}")
    return 1 if found else 0


def _fixed(theme: folder.ThemeSource) -> folder.ThemeSource:
    fresh = refreshed(theme.templates)
    expected = {name: theme.encode(name, theme.templates[name]) for name in fresh}
    folder.write(theme.folder, {name: theme.encode(name, text) for name, text in fresh.items()}, expected)
    for name in fresh:
        print(f"{theme.folder / name}: shell made anew", file=sys.stderr)
    return folder.read(theme.folder)
