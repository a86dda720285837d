"""The `myproject` command. A sub-command is a module here, named in COMMANDS: it has `help`, one line; it adds its
arguments in `add_arguments(parser)`, and does its work in `run(args)`, which returns the exit status."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Sequence
from importlib import import_module

COMMANDS = (
    "backup",
    "bindings",
    "check",
    "compile",
    "docs",
    "doctor",
    "export",
    "load-sample",
    "merge",
    "migrate",
    "rehearse",
    "restore",
    "watch",
)

# Where a command is told of no ini file.
INI = "development.ini"

# As the shell reports a program that SIGINT or SIGPIPE ended.
INTERRUPTED = 130
BROKEN_PIPE = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command that the arguments (default: the program's own) name; its exit status."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    # Pyramid 2.1 imports it; that it will go one day is no news to who runs a command.
    warnings.filterwarnings("ignore", "pkg_resources is deprecated")
    try:
        args = make_parser(arguments).parse_args(arguments)
        status = args.run(args)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # Who reads has seen enough, as `head` does; Python would complain once more when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return INTERRUPTED


def make_parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """The parser. Only commands that the arguments name are imported, all of them where none is, as for --help."""
    parser = argparse.ArgumentParser(prog="myproject", description="Looks after a site and its theme.")
    parser.add_argument("--ini", default=INI, metavar="FILE", help=f"the ini file (default: {INI})")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in [name for name in COMMANDS if name in arguments] or COMMANDS:
        module = import_module(f"{__name__}.{name.replace('-', '_')}")
        command = commands.add_parser(name, help=module.help, description=module.__doc__)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser
