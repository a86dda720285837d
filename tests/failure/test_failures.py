"""Each misfortune in a small size; `python -m tests.failure` meets it in full."""

import pytest

from tests.failure import dripping, outage, rolling, soak
from tests.failure.servers import Postgres, Redis
from tests.failure.site import Site

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("run", [dripping.run_alone, dripping.run_behind_nginx])
def test_dripping_clients_stop_nobody(tmp_path, run):
    report = run(tmp_path, drippers=500, seconds=3)
    assert report.broken == [], str(report)


def test_many_requests_with_publishes_between(tmp_path):
    with Site(tmp_path) as site:
        report = soak.run(site, requests=5_000, publishes=20)
    assert report.broken == [], str(report)


@pytest.mark.parametrize("stall", [False, True], ids=["stopped", "stalled"])
def test_postgresql_is_away(tmp_path, stall):
    with Postgres() as server, Site(tmp_path, server.url, DATABASE_TIMEOUT="1") as site:
        report = outage.run(site, server, stall=stall, seconds=3)
    assert report.broken == [], str(report)


@pytest.mark.parametrize("stall", [False, True], ids=["stopped", "stalled"])
def test_redis_is_away(tmp_path, stall):
    with Redis() as server, Site(tmp_path, PAGE_CACHE=server.url, RATE_STORAGE=server.url) as site:
        report = outage.run(site, server, stall=stall, seconds=3)
    assert report.broken == [], str(report)


def test_everything_at_once_behind_nginx(tmp_path):
    report = rolling.run(tmp_path, seconds=1)
    assert report.broken == [], str(report)
