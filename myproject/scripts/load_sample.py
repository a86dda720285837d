"""`myproject load-sample`: fills an empty site with the sample content: a film club's films, news and pages."""

from __future__ import annotations

import argparse
import sys
import time

from myproject.scripts.ini import add_ini_argument, read_settings

help = "fill an empty site with the sample content"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_ini_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Exit status: 0 loaded, or left alone what was there; 2 the database has no tables."""
    from myproject.content.images import Store
    from myproject.migrations import current_revision
    from myproject.models import make_engine, session_factory
    from myproject.sample.loading import load, what_is_there
    from myproject.sample.pictures import Studio

    settings = read_settings(args.ini)
    engine = make_engine(settings.database_url)
    with engine.connect() as connection:
        if current_revision(connection) is None:
            print("The database has no tables yet: run myproject migrate first.", file=sys.stderr)
            return 2
    with session_factory(engine).begin() as session:
        if there := what_is_there(session):
            print(f"The site has content already ({', '.join(there)}): it was left as it is.")
            return 0
        # A transaction is open, but nothing is written before the pictures are there.
        print("Loading the sample content; drawing its pictures takes a minute the first time.", flush=True)
        began = time.monotonic()
        loaded = load(session, Store(settings.media_dir), Studio(settings.cache_dir / "sample"))
    told = ", ".join(f"{count} {name}" for name, count in loaded.items())
    print(f"Loaded {told} in {time.monotonic() - began:.0f} seconds.")
    return 0
