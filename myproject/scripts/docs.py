"""`myproject docs`: writes docs/templates.md, what each template may use, from the dataclasses of the views."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from myproject.roundtrip.reference import reference
from myproject.scripts import contexts
from myproject.scripts.contexts import ContextError

help = "write docs/templates.md from the context dataclasses"
BAD_INPUT = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to",
        type=Path,
        default=Path("docs/templates.md"),
        metavar="FILE",
        help="default: docs/templates.md",
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing, fail where the file is not up to date"
    )


def run(args: argparse.Namespace) -> int:
    """Exit status: 0 written or up to date, 1 not up to date, 2 bad input."""
    try:
        text = reference(contexts.of_application(args.ini))
    except ContextError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    before = args.to.read_text(encoding="utf-8") if args.to.is_file() else ""
    if args.check:
        if before != text:
            print(f"{args.to} is not up to date; run: myproject docs", file=sys.stderr)
        return int(before != text)
    if before != text:
        args.to.write_text(text, encoding="utf-8")
        print(f"{args.to}: written")
    return 0
