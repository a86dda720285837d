"""`myproject restore`: brings a backup back."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from myproject.scripts.ini import add_ini_argument, read_settings

help = "put a backup back"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the backup")
    add_ini_argument(parser)
    parser.add_argument("--replace", action="store_true", help="let what is there go")
    parser.add_argument("--theme", action="store_true", help="bring the theme back as well")


def run(args: argparse.Namespace) -> int:
    from sqlalchemy.exc import SQLAlchemyError

    from myproject.models import reason
    from myproject.ops.archive import ArchiveError
    from myproject.ops.backup import RestoreRefused, ThemeNotRestored, restore

    try:
        summary = restore(read_settings(args.ini), args.file, replace=args.replace, theme=args.theme)
    except (OSError, ArchiveError, RestoreRefused, SQLAlchemyError) as error:
        print(f"Nothing was restored: {reason(error)}.", file=sys.stderr)
        return 2
    except ThemeNotRestored as error:
        print(f"Database and media were restored, the theme was not: {error}.", file=sys.stderr)
        return 2
    print(f"Restored {summary.rows} rows and {summary.files} files, saved {summary.created}.")
    return 0
