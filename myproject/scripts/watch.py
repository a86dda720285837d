"""`myproject watch`: exports a theme, and merges the designer's pages whenever one is saved."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from myproject.design.folder import ThemeError
from myproject.design.incoming import Outcome
from myproject.design.watch import INTERVAL, Watch
from myproject.scripts.merge import told
from myproject.scripts.theme import add_theme_argument, policy, sentence, theme_folder

help = "keep a theme and its exported pages in step while both are edited"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "to", type=Path, metavar="DIR", help="folder of the exported pages; made where it is not there"
    )
    add_theme_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Exit status: 0 stopped by Ctrl-C, 2 bad input."""
    watch = Watch(
        theme_folder(args), args.to, policy(args), say, lambda names, outcome: show(args.to, names, outcome)
    )
    try:
        watch.start()
        say(f"Watching {watch.theme_folder} and {args.to}; Ctrl-C stops.")
        while True:
            time.sleep(INTERVAL)
            watch.look()
    except (ThemeError, OSError) as error:
        print(sentence(error), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print()
        return 0


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {text}", flush=True)


def show(to: Path, names: list[str], outcome: Outcome) -> None:
    """Tells what a merge did with the saved pages, and how to go on where somebody must decide."""
    say(f"{', '.join(names) or 'static/'} saved.")
    print(told(outcome.result), flush=True)
    if outcome.result.decisions:
        print(f"Decide with: myproject merge {to} --accept ID=choice", flush=True)
