"""Many requests of many kinds with publishes between: no error, no page older than a second, no memory or file lost."""

from __future__ import annotations

import asyncio
import itertools
import logging
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.failure.clients import Answer, Client
from tests.failure.report import Report
from tests.failure.site import EDITION, Site

LANGUAGES = ("", "/en", "/de", "/fr")
PAGES = (
    *("/", "/films", "/news", "/about", "/about/history/start", "/films?genre=drama", "/films?page=2"),
    *(f"/films/film-{number:02}" for number in range(30)),
    *(f"/news/article-{number:02}" for number in range(13)),
    *("/search?q=film", "/contact"),
)
# Some pages are asked for far more often than others, as in life (Zipf's law).
WEIGHTS = [1 / rank for rank in range(1, len(PAGES) + 1)]
# The share of requests, and their least number, after which memory is taken for what it will be.
WARM_SHARE = 0.1
WARM_NUMBER = 3_000
SAMPLES = 20


log = logging.getLogger(__name__)


@dataclass
class Tally:
    """What the visitors saw, all together."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    kept: dict[str, tuple[str, int]] = field(default_factory=dict)  # address -> entity tag, edition

    def __str__(self) -> str:
        return f"{len(self.wrong)} wrong answers, {len(self.stale)} stale pages"


def run(site: Site, *, requests: int = 1_000_000, publishes: int = 1_000, visitors: int = 8) -> Report:
    """`requests` to a served site, and `publishes` spread over them."""
    return asyncio.run(_run(site, requests, publishes, visitors))


async def _run(site: Site, requests: int, publishes: int, visitors: int) -> Report:
    tally, numbers, started = Tally(), itertools.count(), time.monotonic()
    every, sampling = max(1, requests // publishes), max(1, requests // SAMPLES)
    samples: list[tuple[int, int]] = []  # KiB, open files

    async def visit() -> None:
        client = Client(site.port)
        while (number := next(numbers)) < requests:
            if number % every == every - 1:
                await asyncio.to_thread(site.publish)
            if number % sampling == sampling - 1:
                samples.append((site.memory(), site.handles()))
                log.info("%d requests: %d KiB, %d files, %s", number, *samples[-1], tally)
            if number % 100 == 99:
                client.close()
            await _once(client, site, tally)
        client.close()

    await asyncio.gather(*(visit() for _ in range(visitors)))
    return _report(site, tally, samples, time.monotonic() - started)


async def _once(client: Client, site: Site, tally: Tally) -> None:
    """One request of some kind, and whether its answer is what it has to be."""
    kind = random.random()
    if kind < 0.02:
        address, method = f"/nowhere/{random.randrange(1000)}", "GET"
    else:
        (page,) = random.choices(PAGES, WEIGHTS)
        address, method = random.choice(LANGUAGES) + page, "HEAD" if kind < 0.06 else "GET"
    tag, kept = tally.kept.get(address, ("", 0)) if kind > 0.7 else ("", 0)
    headers = {"If-None-Match": tag} if tag else {}
    answer = await client.ask(method, address, headers)
    tally.statuses[answer.status] += 1
    expected = {404} if address.startswith("/nowhere") else {200, 304} if tag else {200}
    if answer.status not in expected:
        tally.wrong.append(f"{method} {address}: {answer.status} {answer.head[:200]!r}")
        return
    if method == "GET":
        _compare(address, answer, kept, site, tally)


def _compare(address: str, answer: Answer, kept: int, site: Site, tally: Tally) -> None:
    """`kept` is the edition of the page that the visitor had already, which a 304 says is still the one."""
    if answer.status == 304:
        edition = kept
    elif found := EDITION.search(answer.body):
        edition = int(found[1])
    else:
        tally.wrong.append(f"{address} has no foot")
        return
    if edition < (due := site.due(answer.started)):
        tally.stale.append(
            f"{address} ({answer.status}) showed edition {edition} where {due} was out for a second"
        )
    if answer.status == 200 and (tag := answer.header("ETag")):
        tally.kept[address] = tag, edition


def _report(site: Site, tally: Tally, samples: list[tuple[int, int]], seconds: float) -> Report:
    report, total = Report(), tally.statuses.total()
    warm = samples[max(0, int(len(samples) * max(WARM_SHARE, WARM_NUMBER / total)) - 1)]
    last = samples[-1]
    drift = 100 * (last[0] - warm[0]) / warm[0]
    report.note("requests", total)
    report.note("a second", total / seconds)
    report.note("publishes", len(site.published) - 1)
    report.note(
        "answers by status",
        ", ".join(f"{status}: {count:,}" for status, count in sorted(tally.statuses.items())),
    )
    report.note("memory, MiB", " ".join(f"{memory / 1024:.1f}" for memory, _ in samples))
    report.note("memory drift, %", drift)
    report.note("open files", " ".join(str(handles) for _, handles in samples))
    report.note("wrong answers", len(tally.wrong))
    report.note("stale pages", len(tally.stale))
    report.promise(not tally.wrong, f"wrong answers, as {tally.wrong[:3]}")
    report.promise(not tally.stale, f"stale pages, as {tally.stale[:3]}")
    report.promise(drift < 5, f"memory grew by {drift:.1f} %")
    report.promise(last[1] <= warm[1] + 8, f"open files grew from {warm[1]} to {last[1]}")
    # An error in the log is one that visitors were spared.
    with (site.folder / "output").open(errors="replace") as log:
        errors = [line for line in log if re.search(r'"level": "(?:ERROR|CRITICAL)"', line)]
    report.promise(not errors, f"{len(errors)} errors in the log, as {errors[:2]}")
    return report
