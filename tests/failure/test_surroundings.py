"""A full disk, a folder that cannot be written to, a theme that cannot be read: pages keep coming, the log says why."""

import asyncio
import os
import resource
import shutil
import signal
import sqlite3
import time

import pytest

from tests.deploy.running import ROOT, ask
from tests.failure.crawl import crawl
from tests.failure.outage import Watched, write
from tests.failure.site import Site

pytestmark = pytest.mark.integration

UNLIMITED = resource.RLIM_INFINITY


def write_for(port, seconds):
    """Sends the contact form again and again; the statuses of the answers, and what of the last the visitor reads."""

    async def run():
        seen, ended = Watched(), asyncio.Event()
        task = asyncio.create_task(write(port, seen.writes, ended))
        await asyncio.sleep(seconds)
        while not seen.writes:
            await asyncio.sleep(0.05)
        ended.set()
        await task
        return {answer.status for _, answer in seen.writes}, seen.writes[-1][1].body.decode()

    return asyncio.run(run())


def fill_disk(site, limit):
    """Lets the processes make no file longer than `limit` bytes, which to them is a disk that is full."""
    for pid in (site.process.pid, *site.workers()):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (limit, UNLIMITED))


def test_a_full_disk_refuses_what_is_written_and_nothing_else(tmp_path):
    with Site(tmp_path) as site:
        assert write_for(site.port, 0.5)[0] == {303}
        fill_disk(site, 0)
        statuses, shown = write_for(site.port, 0.5)
        assert statuses == {503}
        assert "Something went wrong on our side" in shown
        assert (
            ask(site.port, "/films").status
            == ask(site.port, f"/films?page=2&{time.monotonic()}").status
            == 200
        )
        fill_disk(site, UNLIMITED)
        assert write_for(site.port, 0.5)[0] == {303}
    with sqlite3.connect(tmp_path / "site.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_cache_that_cannot_be_written_to_costs_time_only(tmp_path):
    with Site(tmp_path) as site:
        before = crawl(site.port)
    with Site(tmp_path, fresh=False, CACHE_DIR="/proc/nowhere") as site:
        assert crawl(site.port) == before
        site.wait_for("in the cache folder /proc/nowhere")


def test_a_damaged_theme_is_named_and_the_last_good_one_serves_on(tmp_path):
    theme = tmp_path / "theme"
    good = shutil.copytree(ROOT / "myproject/themes/default", tmp_path / "good")
    shutil.copytree(good, theme)
    with Site(tmp_path, THEME=str(theme)) as site:
        before, workers = ask(site.port, "/en/films").text, until_there_are(2, site)
        for number, damage in enumerate((no_text, cut_off, gone), 1):
            name = damage(theme)
            site.process.send_signal(signal.SIGHUP)
            site.wait_for("so the old ones go on", count=number)
            assert name in site.log().splitlines()[-1]
            assert set(site.workers()) == workers
            # Nor do workers need it that are started now.
            os.kill(workers.pop(), signal.SIGKILL)
            site.wait_for("SIGKILL; it is replaced", count=number)
            workers = until_there_are(2, site)
            assert {ask(site.port, "/en/films").text for _ in range(8)} == {before}
            shutil.copytree(good, theme, dirs_exist_ok=True)


def until_there_are(number, site):
    """The process ids of the workers, once there are so many: who dies is replaced a moment after it is said."""
    deadline = time.monotonic() + 30
    while len(workers := set(site.workers())) != number:
        assert time.monotonic() < deadline, f"there are {len(workers)} workers"
        time.sleep(0.05)
    return workers


def no_text(theme):
    (theme / "films.pt").write_bytes(b"\xff\xfe\xfa")
    return "films.pt"


def cut_off(theme):
    (theme / "film.pt").write_text("<html><p data-tal-content='x.'>")
    return "film.pt"


def gone(theme):
    shutil.rmtree(theme)
    return str(theme)
