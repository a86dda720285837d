"""`myproject export`: plain pages that a designer opens by double click."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from myproject.design import exports, folder
from myproject.design.folder import ThemeError
from myproject.scripts.theme import add_theme_argument, sentence, theme_folder

help = "write templates as plain pages for a designer"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="a template, such as films.pt (default: every page)"
    )
    add_theme_argument(parser)
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="folder to write the pages to")
    parser.add_argument(
        "--state", metavar="NAME", help="show this sample, where a page has it, such as empty"
    )


def run(args: argparse.Namespace) -> int:
    """Exit status: 0 exported, 2 bad input."""
    try:
        record, failures = exports.export(folder.read(theme_folder(args)), args.to, args.names, args.state)
    except (ThemeError, OSError) as error:
        print(sentence(error), file=sys.stderr)
        return 2
    for filename, page in record.pages.items():
        print(f"{args.to / filename}  from {page.template}{f', showing {page.state}' if page.state else ''}")
    for failure in failures:
        print(f"Not exported: {failure}", file=sys.stderr)
    return 2 if failures else 0
