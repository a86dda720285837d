"""`myproject migrate`: brings the database's tables up to date."""

from __future__ import annotations

import argparse

from alembic.util import CommandError

from myproject.migrations import migrate
from myproject.models import opened
from myproject.scripts.database import used_database
from myproject.scripts.ini import add_ini_argument, read_settings

help = "bring the database up to date"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_ini_argument(parser)
    parser.add_argument(
        "--to", default="head", metavar="REVISION", help="stop at this revision (default: the newest)"
    )


def run(args: argparse.Namespace) -> int:
    with used_database(), opened(read_settings(args.ini).database_url) as engine:
        try:
            before, after = migrate(engine, args.to)
        except CommandError as error:
            raise SystemExit(f"The database was left as it is: {error}.") from None
    if before == after:
        print(f"The database is up to date: revision {after}.")
    else:
        print(f"Migrated the database from {before or 'nothing'} to revision {after}.")
    return 0
