"""`myproject load-sample`: fills an empty site with the sample content: a film club's films, news and pages."""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

from myproject.scripts.ini import add_ini_argument, read_settings

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from myproject.settings import Settings

help = "fill an empty site with the sample content"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_ini_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Exit status: 0 loaded, or left alone what was there; 2 nothing was loaded."""
    from sqlalchemy.exc import SQLAlchemyError

    from myproject.migrations import current_revision
    from myproject.models import opened, reason

    settings = read_settings(args.ini)
    try:
        with opened(settings.database_url) as engine:
            with engine.connect() as connection:
                has_tables = current_revision(connection) is not None
            if has_tables:
                print(_loaded(engine, settings))
                return 0
            problem = "the database has no tables yet: run myproject migrate first"
    except (OSError, SQLAlchemyError) as error:
        problem = reason(error)
    print(f"Nothing was loaded: {problem}.", file=sys.stderr)
    return 2


def _loaded(engine: Engine, settings: Settings) -> str:
    """Loads what is to be loaded, or leaves alone what is there; returns what there is to say about it."""
    from sqlalchemy.exc import IntegrityError

    from myproject.models import session_factory

    sessions = session_factory(engine)
    try:
        with sessions.begin() as session:
            return _fill(session, settings)
    except IntegrityError:
        # Whoever draws faster is first: the database takes each film once.
        with sessions() as session:
            if told := _what_was_there(session):
                return told
            raise


def _fill(session: Session, settings: Settings) -> str:
    """Loads what is to be loaded; returns what there is to say about it."""
    from myproject.content.images import store_of
    from myproject.sample.loading import load
    from myproject.sample.pictures import Studio

    if told := _what_was_there(session):
        return told
    print("Loading the sample content; drawing its pictures takes a minute the first time.", flush=True)
    began = time.monotonic()
    loaded = load(session, store_of(settings), Studio(settings.cache_dir / "sample"))
    told = ", ".join(f"{count} {name}" for name, count in loaded.items())
    return f"Loaded {told} in {time.monotonic() - began:.0f} seconds."


def _what_was_there(session: Session) -> str:
    """A sentence about the content that the site has already; empty where it has none."""
    from myproject.sample.loading import what_is_there

    there = what_is_there(session)
    return f"The site has content already ({', '.join(there)}): it was left as it is." if there else ""
