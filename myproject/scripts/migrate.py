"""`myproject migrate`: brings the database's tables up to date."""

from __future__ import annotations

import argparse
import sys

from alembic.util.exc import CommandError
from sqlalchemy.exc import SQLAlchemyError

from myproject.migrations import migrate
from myproject.models import opened, reason
from myproject.scripts.ini import add_ini_argument, read_settings

help = "bring the database up to date"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_ini_argument(parser)
    parser.add_argument(
        "--to", default="head", metavar="REVISION", help="stop at this revision (default: the newest)"
    )


def run(args: argparse.Namespace) -> int:
    """Exit status: 0 the tables are as asked for; 2 nothing was changed."""
    try:
        with opened(read_settings(args.ini).database_url) as engine:
            before, after = migrate(engine, args.to)
    except (OSError, SQLAlchemyError, CommandError) as error:
        print(f"Nothing was migrated: {reason(error)}.", file=sys.stderr)
        if statement := getattr(error, "statement", None):
            print(statement, file=sys.stderr)
        return 2
    if before == after:
        print(f"The database is up to date: revision {after}.")
    else:
        print(f"Migrated the database from {before or 'nothing'} to revision {after}.")
    return 0
