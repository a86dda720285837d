"""PostgreSQL or Redis away under load, stopped or stalled: pages keep coming, writes are whole or not at all."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import select

from myproject.models import Message, session_factory
from tests.failure.clients import Answer, Client
from tests.failure.report import Report, percentile
from tests.failure.servers import Postgres, Redis
from tests.failure.site import EDITION, Site

PAGES = ("/en/", "/en/films", "/en/news", "/en/about", "/en/films/film-05", "/de/films", "/en/search?q=film")
BEFORE = 2.0  # seconds of load before the outage
RECOVERY = 5.0  # seconds after which everything has to work again
_TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')


@dataclass
class Watched:
    """What visitors and writers saw."""

    pages: list[Answer] = field(default_factory=list)
    others: list[Answer] = field(default_factory=list)
    writes: list[tuple[str, Answer]] = field(default_factory=list)  # what was sent


def run(site: Site, server: Postgres | Redis, *, stall: bool, seconds: float = 30.0) -> Report:
    """`server`, which `site` uses, is away for `seconds` while visitors read and write."""
    return asyncio.run(_run(site, server, stall, seconds))


async def _run(site: Site, server: Postgres | Redis, stall: bool, seconds: float) -> Report:
    seen, running = Watched(), asyncio.Event()
    await _warm(site)
    tasks = [asyncio.create_task(_read(site, seen.pages, PAGES, running, 0.02)) for _ in range(4)]
    # Addresses that no cache holds: each needs the database.
    tasks.append(asyncio.create_task(_read(site, seen.others, ("/en/nowhere", "/en/contact"), running, 0.1)))
    tasks.append(asyncio.create_task(write(site.port, seen.writes, running)))
    await asyncio.sleep(BEFORE)
    away = time.monotonic()
    await asyncio.to_thread(server.stall if stall else server.stop)
    await asyncio.sleep(seconds)
    await asyncio.to_thread(server.resume if stall else server.start)
    back = time.monotonic()
    await _recovered(seen, back)
    edition = await asyncio.to_thread(site.publish)
    await asyncio.sleep(1.0)
    shown = await _editions(site)
    running.set()
    await asyncio.gather(*tasks)
    return _report(site, seen, away, back, isinstance(server, Postgres), shown, edition)


async def _recovered(seen: Watched, back: float) -> None:
    """Waits until whatever is asked succeeds, for a second longer, and no longer than is promised."""
    while time.monotonic() < back + RECOVERY:
        asked = [
            each for each in (*seen.others, *(answer for _, answer in seen.writes)) if each.started > back
        ]
        if len(asked) > 5 and not any(_fails(each) for each in asked[-5:]):
            break
        await asyncio.sleep(0.1)
    await asyncio.sleep(1)


def _fails(answer: Answer) -> bool:
    return answer.status not in (200, 303, 404)


async def _warm(site: Site) -> None:
    """Every page often enough that each process has it."""
    for _ in range(12):
        for page in PAGES:
            client = Client(site.port)
            await client.get(page)
            client.close()


async def _read(
    site: Site, answers: list[Answer], pages: tuple[str, ...], ended: asyncio.Event, pause: float
) -> None:
    client = Client(site.port)
    while not ended.is_set():
        for page in pages:
            answers.append(await client.get(page))
            await asyncio.sleep(pause)
        client.close()


async def write(port: int, writes: list[tuple[str, Answer]], ended: asyncio.Event) -> None:
    """Sends the contact form again and again, each with words of its own."""
    client = Client(port)
    form = await client.get("/en/contact")
    fields = {
        "csrf_token": _TOKEN.search(form.body)[1].decode(),
        "name": "N",
        "email": "n@example.org",
        "subject": "S",
    }
    headers = {
        "Cookie": form.header("Set-Cookie").partition(";")[0],
        "Content-Type": "application/x-www-form-urlencoded",
    }
    while not ended.is_set():
        words = f"message {len(writes)}"
        body = urlencode({**fields, "message": words}).encode()
        writes.append((words, await client.ask("POST", "/en/contact", headers, body)))
        await asyncio.sleep(0.1)
    client.close()


async def _editions(site: Site) -> set[int]:
    found = set()
    for page in PAGES * 4:
        client = Client(site.port)
        answer = await client.get(page)
        client.close()
        found.add(int(match[1]) if (match := EDITION.search(answer.body)) else -1)
    return found


def _report(
    site: Site, seen: Watched, away: float, back: float, essential: bool, shown: set[int], edition: int
) -> Report:
    report = Report()
    during = [each for each in seen.pages if away <= each.started < back]
    failed = [each for each in seen.pages if each.status != 200]
    report.note("away, s", back - away)
    report.note("pages read", len(seen.pages))
    report.note("while away", len(during))
    report.note("failed", len(failed))
    report.note("p95 while away, ms", 1000 * percentile([each.seconds for each in during], 0.95))
    report.note("slowest while away, ms", 1000 * max(each.seconds for each in during))
    others = [each for each in seen.others if away <= each.started < back]
    report.note("other pages while away", _statuses(others))
    report.note("slowest of them, s", max((each.seconds for each in others), default=0.0))
    report.promise(not failed, f"{len(failed)} published pages failed, as {failed[:1]}")

    writes = [each for _, each in seen.writes]
    report.note("writes while away", _statuses(each for each in writes if away <= each.started < back))
    late = [each for each in (*writes, *seen.others) if each.started >= back and _fails(each)]
    recovered = max((each.started + each.seconds - back for each in late), default=0.0)
    report.note("last failure after it is back, s", recovered)
    report.promise(
        recovered <= RECOVERY, f"{recovered:.1f} s after it was back a request failed: {late[-1:]}"
    )
    report.promise(
        shown == {edition}, f"a second after a publish pages show the editions {shown} instead of {edition}"
    )
    compare_writes(site, seen.writes, report)
    if not essential:
        lost = [each for each in (*writes, *seen.others) if _fails(each)]
        report.promise(not lost, f"{len(lost)} requests failed without a need, as {lost[:1]}")
    unclear = [
        each for each in (*writes, *seen.others) if each.status == 0 or (each.status >= 500 and not each.body)
    ]
    report.promise(not unclear, f"{len(unclear)} visitors were not told what happened, as {unclear[:1]}")
    return report


def compare_writes(site: Site, writes: list[tuple[str, Answer]], report: Report, *, cut_off: int = 0) -> None:
    """What was acknowledged is stored once and mailed once; what was refused is neither.

    Of so many requests that were `cut_off` with their worker nobody can say what had been done.
    """
    with session_factory(site.engine)() as session:
        stored = Counter(session.scalars(select(Message.body)))
    mailed = Counter(_words(path) for path in (site.folder / "mail").rglob("*.eml"))
    acknowledged = {words for words, answer in writes if answer.status == 303}
    refused = {words for words, answer in writes if answer.status != 303}
    report.note("writes acknowledged", len(acknowledged))
    report.note("writes stored", stored.total())
    for name, found in (("stored", stored), ("mailed", mailed)):
        report.promise(
            acknowledged <= set(found),
            f"acknowledged, but not {name}: {sorted(acknowledged - set(found))[:3]}",
        )
        wrongly = refused & set(found)
        report.promise(len(wrongly) <= cut_off, f"refused, but {name}: {sorted(wrongly)[:3]}")
        report.promise(max(found.values(), default=0) <= 1, f"{name} twice: {found.most_common(2)}")


def _words(mail: Path) -> str:
    body = message_from_bytes(mail.read_bytes()).get_payload(decode=True)
    return re.search(r"message \d+", body.decode())[0]


def _statuses(answers) -> str:
    counted = Counter(each.status for each in answers)
    return ", ".join(f"{status}: {count:,}" for status, count in sorted(counted.items())) or "none"
