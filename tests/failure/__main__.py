"""Meets a misfortune in full size: python -m tests.failure NAME; docs/operations.md says what each promises."""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from pathlib import Path

from tests.failure import dripping, outage, rolling, soak
from tests.failure.report import Report
from tests.failure.servers import Postgres, Redis
from tests.failure.site import Site


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.failure", description=__doc__)
    commands = parser.add_subparsers(dest="name", required=True)
    each = commands.add_parser("dripping", help="clients that send and read a byte now and then")
    each.add_argument("--drippers", type=int, default=500)
    each.add_argument("--nginx", action="store_true", help="with deploy/nginx.conf in front")
    each.add_argument("--seconds", type=float, default=60)
    each = commands.add_parser("soak", help="many requests with publishes between")
    each.add_argument("--requests", type=int, default=1_000_000)
    each.add_argument("--publishes", type=int, default=1_000)
    each = commands.add_parser("outage", help="PostgreSQL or Redis away under load")
    each.add_argument("--of", choices=["postgresql", "redis"], default="postgresql")
    each.add_argument("--stall", action="store_true", help="it hangs instead of being stopped")
    each.add_argument("--seconds", type=float, default=30)
    each = commands.add_parser("rolling", help="publishes, reloads and kills behind nginx")
    each.add_argument("--seconds", type=float, default=60)
    given = vars(parser.parse_args())
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("tests.failure").setLevel(logging.INFO)
    with tempfile.TemporaryDirectory() as folder:
        report = MISFORTUNES[given.pop("name")](Path(folder), **given)
    print(report)
    return 1 if report.broken else 0


def _dripping(folder: Path, nginx: bool, **options: float) -> Report:
    return (dripping.run_behind_nginx if nginx else dripping.run_alone)(folder, **options)


def _soak(folder: Path, **options: int) -> Report:
    with Site(folder) as site:
        return soak.run(site, **options)


def _outage(folder: Path, of: str, **options: float) -> Report:
    if of == "postgresql":
        with Postgres() as server, Site(folder, server.url) as site:
            return outage.run(site, server, **options)
    with Redis() as server, Site(folder, PAGE_CACHE=server.url, RATE_STORAGE=server.url) as site:
        return outage.run(site, server, **options)


MISFORTUNES = {"dripping": _dripping, "soak": _soak, "outage": _outage, "rolling": rolling.run}

if __name__ == "__main__":
    sys.exit(main())
