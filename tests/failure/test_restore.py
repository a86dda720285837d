"""A site that was saved under load, wiped and restored is the same, byte by byte; what is damaged is refused."""

import asyncio
import shutil
import subprocess

import pytest
from sqlalchemy import select

from myproject.models import Message, session_factory
from tests.deploy.running import ROOT, ask
from tests.failure.clients import Client
from tests.failure.crawl import crawl
from tests.failure.outage import Watched, write
from tests.failure.site import EDITION, Site

pytestmark = pytest.mark.integration


def wipe(site):
    for name in ("site.db", "site.db-wal", "site.db-shm"):
        (site.folder / name).unlink(missing_ok=True)
    for name in ("media", "theme"):
        shutil.rmtree(site.folder / name)


def refuse_when_damaged(site, backup):
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    damaged = backup.with_name("damaged.backup")
    damaged.write_bytes(content)
    command = ["myproject", "restore", str(damaged), "production.ini", "--replace", "--theme"]
    run = subprocess.run(command, cwd=ROOT, env=site.environ, capture_output=True, text=True)
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert f"{damaged} is damaged" in run.stderr


async def load(site, during):
    """Visitors read, write and see publishes while `during` runs in a thread; what the writers saw."""
    seen, ended = Watched(), asyncio.Event()

    async def read():
        client = Client(site.port)
        while not ended.is_set():
            assert (await client.get("/en/films")).status == 200
        client.close()

    async def publish():
        while not ended.is_set():
            await asyncio.to_thread(site.publish)
            await asyncio.sleep(0.05)

    tasks = [asyncio.create_task(each) for each in (read(), publish(), write(site.port, seen.writes, ended))]
    await asyncio.sleep(1)
    await asyncio.to_thread(during)
    ended.set()
    await asyncio.gather(*tasks)
    return seen


def test_what_is_saved_under_load_is_one_moment_of_the_site(tmp_path):
    theme = shutil.copytree(ROOT / "myproject/themes/default", tmp_path / "theme")
    backup, late = tmp_path / "site.backup", tmp_path / "late.backup"
    with Site(tmp_path, THEME=str(theme)) as site:

        def save():
            first.append(len(site.published) - 1)
            site.command("backup", "production.ini", "--to", str(backup))

        first = []
        seen = asyncio.run(load(site, save))
        last = len(site.published) - 1
        site.command("backup", "production.ini", "--to", str(late))
        before = crawl(site.port)
        refuse_when_damaged(site, late)
        assert crawl(site.port) == before
    assert len([status for status, _ in before.values() if status == 200]) > 60

    # The last state, byte by byte.
    wipe(site)
    site.command("restore", str(late), "production.ini", "--theme")
    with Site(tmp_path, fresh=False, THEME=str(theme)) as again:
        assert crawl(again.port) == before

    # The state under load: one edition, and every message that was acknowledged until then, in order.
    wipe(site)
    site.command("restore", str(backup), "production.ini", "--theme")
    with Site(tmp_path, fresh=False, THEME=str(theme)) as again:
        assert first[0] <= int(EDITION.search(ask(again.port, "/en/films").content)[1]) <= last
        with session_factory(again.engine)() as session:
            stored = session.scalars(select(Message.body).order_by(Message.id)).all()
    sent = [words for words, answer in seen.writes if answer.status == 303]
    assert stored == sent[: len(stored)]
    assert 0 < len(stored) < len(sent)
