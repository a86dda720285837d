"""A site behind nginx that is published to, reloaded (SIGHUP), and has workers killed (SIGKILL), all under load."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections import Counter
from pathlib import Path

from tests.deploy.nginx import TRUSTED, configured, make_certificate, nginx, without_limits, without_tls
from tests.failure.clients import Answer, Client
from tests.failure.outage import PAGES, Watched, compare_writes, write
from tests.failure.report import Report, percentile
from tests.failure.site import EDITION, Site
from tests.servers import free_port

# A second of the site's, and the one that nginx keeps a page for, which it rounds up to whole ones.
SHOWN_WITHIN = 3.0
THREADS = 4  # of a worker in production.ini: as many requests may be under way in it when it is killed


def run(folder: Path, *, seconds: float = 60.0) -> Report:
    """Something happens every second; visitors come through nginx."""
    folder.chmod(0o755)
    make_certificate(folder)
    port, tls = free_port(), free_port()
    with Site(folder, **TRUSTED) as site:
        text = without_limits(without_tls(configured(folder, site.port, free_port(), tls), tls, port))
        with nginx(folder, text, port, level="emerg"):
            return asyncio.run(_run(site, port, seconds))


async def _run(site: Site, port: int, seconds: float) -> Report:
    seen, ended, stale = Watched(), asyncio.Event(), []
    tasks = [asyncio.create_task(_read(site, port, seen.pages, stale, ended)) for _ in range(6)]
    tasks.append(asyncio.create_task(write(port, seen.writes, ended)))
    await asyncio.sleep(1)
    happened, away = await _make_trouble(site, seconds)
    await asyncio.sleep(SHOWN_WITHIN)
    ended.set()
    await asyncio.gather(*tasks)
    return _report(site, seen, happened, away, stale)


async def _read(site: Site, port: int, answers: list[Answer], stale: list[str], ended: asyncio.Event) -> None:
    client = Client(port)
    while not ended.is_set():
        page = random.choice(PAGES)
        answer = await client.get(page)
        answers.append(answer)
        if found := EDITION.search(answer.body):
            due = site.due(answer.started, SHOWN_WITHIN)
            if int(found[1]) < due:
                stale.append(f"{page} showed edition {found[1].decode()} where {due} was out")
        await asyncio.sleep(0.01)
    client.close()


async def _make_trouble(site: Site, seconds: float) -> tuple[Counter[str], list[float]]:
    """What happened how often, and how long a killed worker was missing each time."""
    happened, away = Counter(), []
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for what in ("publish", "SIGHUP", "publish", "SIGKILL"):
            if what == "publish":
                await asyncio.to_thread(site.publish)
            elif what == "SIGHUP":
                await _reload(site)
            else:
                away.append(await _kill(site))
            happened[what] += 1
            await asyncio.sleep(1)
    return happened, away


async def _reload(site: Site) -> None:
    """Returns when the workers are other ones."""
    before = set(site.workers())
    site.process.send_signal(signal.SIGHUP)
    while before & set(site.workers()) or len(site.workers()) < len(before):
        await asyncio.sleep(0.05)


async def _kill(site: Site) -> float:
    """Kills a worker; the seconds until there is another."""
    before = site.workers()
    os.kill(random.choice(before), signal.SIGKILL)
    started = time.monotonic()
    while set(site.workers()) <= set(before) or len(site.workers()) < len(before):
        await asyncio.sleep(0.01)
    return time.monotonic() - started


def _report(site: Site, seen: Watched, happened: Counter[str], away: list[float], stale: list[str]) -> Report:
    report = Report()
    failed = [each for each in seen.pages if each.status != 200]
    unwritten = [each for _, each in seen.writes if each.status != 303]
    for what, count in happened.items():
        report.note(what, count)
    report.note("pages read", len(seen.pages))
    report.note("failed", len(failed))
    report.note("stale", len(stale))
    report.note("p95, ms", 1000 * percentile([each.seconds for each in seen.pages], 0.95))
    report.note("writes", len(seen.writes))
    report.note("of them failed", len(unwritten))
    report.note("longest without a killed worker, s", max(away))
    report.promise(not failed, f"{len(failed)} pages failed, as {failed[:1]}")
    report.promise(not stale, f"stale pages, as {stale[:3]}")
    cut_off = THREADS * happened["SIGKILL"]
    report.promise(len(unwritten) <= cut_off, f"{len(unwritten)} writes failed, as {unwritten[:1]}")
    report.promise(max(away) < 1, f"a killed worker was missing for {max(away):.1f} s")
    compare_writes(site, seen.writes, report, cut_off=cut_off)
    return report
