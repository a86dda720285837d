"""Each misfortune in a small size; `python -m tests.failure` meets it in full."""

import pytest

from tests.deploy.nginx import TRUSTED, configured, make_certificate, nginx, without_tls
from tests.deploy.running import free_port
from tests.failure import dripping, outage, rolling, soak
from tests.failure.servers import Postgres, Redis
from tests.failure.site import Site

pytestmark = pytest.mark.integration


def test_dripping_clients_stop_nobody(tmp_path):
    with Site(tmp_path) as site:
        report = dripping.run(site.port, drippers=500, seconds=3)
    assert report.broken == [], str(report)


def test_nor_behind_nginx(tmp_path):
    tmp_path.chmod(0o755)
    make_certificate(tmp_path)
    port, tls = free_port(), free_port()
    with Site(tmp_path, **TRUSTED) as site:
        text = without_tls(configured(tmp_path, site.port, free_port(), tls), tls, port)
        with nginx(tmp_path, dripping.for_all_honest(text), port, level="emerg"):
            report = dripping.run(port, drippers=500, seconds=3)
    assert report.broken == [], str(report)


def test_many_requests_with_publishes_between(tmp_path):
    with Site(tmp_path) as site:
        report = soak.run(site, requests=10_000, publishes=20)
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
