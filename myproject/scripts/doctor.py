"""`myproject doctor`: examines a deployment and says what to do; changes nothing."""

from __future__ import annotations

import argparse
import json
import logging

from myproject.scripts.ini import add_ini_argument, read_settings

help = "examine a deployment and say what to do"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_ini_argument(parser)
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(args: argparse.Namespace) -> int:
    """Exit status: 0 where nothing is a problem, 1 otherwise; warnings are none."""
    import plaster
    from pyramid.paster import get_appsettings

    from myproject import main
    from myproject.ops.doctor import Deployment, examine

    settings = read_settings(args.ini)
    ini = {**get_appsettings(args.ini), "pyramid.includes": ""}
    server = plaster.get_settings(args.ini, "server:main")
    # What goes wrong on the way is told as a finding; the traceback is in the log of the server.
    logging.disable()
    try:
        found = list(examine(Deployment(settings, server, lambda: main({}, **ini))))
    finally:
        logging.disable(logging.NOTSET)
    if args.json:
        print(json.dumps([finding.to_json() for finding in found], indent=2))
    else:
        for finding in found:
            print(finding)
    return int(any(finding.level == "problem" for finding in found))
