"""`myproject backup`: saves database, media and theme in one file, while the site runs."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from myproject.scripts.ini import add_ini_argument, read_settings

help = "save database, media and theme in one file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_ini_argument(parser)
    parser.add_argument(
        "--to", type=Path, metavar="FILE", help="the file to write (default: site-DATE.backup)"
    )


def run(args: argparse.Namespace) -> int:
    from sqlalchemy.exc import SQLAlchemyError

    from myproject.models import reason
    from myproject.ops.backup import RestoreRefused, backup

    path = args.to or Path(f"site-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.backup")
    try:
        summary = backup(read_settings(args.ini), path)
    except (OSError, RestoreRefused, SQLAlchemyError) as error:
        print(f"No backup was made: {reason(error)}.", file=sys.stderr)
        return 2
    print(f"Saved {summary.rows} rows and {summary.files} files to {path}, and read them back.")
    return 0
