"""A site as an operator runs it: pserve production.ini in a folder of its own, to be published to and measured."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from pathlib import Path

from sqlalchemy import select

from myproject.content.images import Store
from myproject.migrations import migrate
from myproject.models import Site as SiteRow
from myproject.models import make_engine, opened, session_factory
from tests.deploy.running import ROOT, environment
from tests.servers import PATIENCE, free_port
from tests.site.club import fill

# Compiled templates, named by their content; for developers and tests of this checkout alike.
CACHE = ROOT / "var" / "cache"

EDITION = re.compile(rb"Edition (\d+)\.")  # stands at the foot of every page


class Site:
    """A served site. Every publish changes every page: its foot says which edition it is.

    fresh: fill it with the content of the tests; else it has what is in `folder` already.
    """

    def __init__(
        self, folder: Path, url: str | None = None, workers: int = 2, fresh: bool = True, **settings: str
    ):
        folder.mkdir(exist_ok=True)
        self.folder, self.port = folder, free_port()
        self.url = url or f"sqlite:///{folder}/site.db"
        self.published: list[float] = []  # when each edition was out, by time.monotonic()
        self.environ = environment(
            folder,
            DATABASE_URL=self.url,
            HTTPS="false",
            HOSTS="*",
            CONTACT_RATE="1000000/hour",
            SERVER_LISTEN=f"127.0.0.1:{self.port}",
            SERVER_WORKERS=str(workers),
            **{"CACHE_DIR": str(CACHE), **settings},
        )
        self.command("compile", "production.ini")
        if fresh:
            with opened(self.url) as engine:
                migrate(engine)
                with session_factory(engine).begin() as session:
                    fill(session, Store(folder / "media"))
        self.engine = make_engine(self.url)
        if fresh:
            self.publish()

    def command(self, *words: str) -> None:
        """Runs the command `myproject` with the settings of this site."""
        run = subprocess.run(
            ["myproject", *words], cwd=ROOT, env=self.environ, capture_output=True, text=True
        )
        assert run.returncode == 0, (words, run.stdout, run.stderr)

    def __enter__(self) -> Site:
        self.output = (self.folder / "output").open("w+")
        self.process = subprocess.Popen(
            ["pserve", "production.ini"],
            cwd=ROOT,
            env=self.environ,
            stdout=self.output,
            stderr=subprocess.STDOUT,
        )
        self.wait_for("Serving on")
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        try:
            self.process.wait(PATIENCE + 10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError("the server does not stop") from None
        finally:
            self.output.close()
            self.engine.dispose()

    def wait_for(self, words: str, seconds: float = PATIENCE, count: int = 1) -> None:
        """Waits until the server's output has the words, `count` times."""
        deadline = time.monotonic() + seconds
        while self.log().count(words) < count:
            assert self.process.poll() is None, self.log()
            assert time.monotonic() < deadline, (
                f"{words!r} is not in the log after {seconds} s: {self.log()[-2000:]}"
            )
            time.sleep(0.05)

    def log(self) -> str:
        return (self.folder / "output").read_text(errors="replace")

    def publish(self) -> int:
        """Changes what every page shows; returns the number of the edition."""
        with session_factory(self.engine).begin() as session:
            session.scalars(select(SiteRow)).one().footer = f"Edition {len(self.published)}."
        self.published.append(time.monotonic())
        return len(self.published) - 1

    def due(self, moment: float, within: float = 1.0) -> int:
        """The edition that a page asked for at `moment` must show at least: out for `within` seconds by then."""
        return max(
            0, sum(when <= moment - within for when in self.published[-50:]) + len(self.published[:-50]) - 1
        )

    # What the processes use

    def workers(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def memory(self) -> int:
        """The proportional share of memory of all processes together, in KiB (proc(5), smaps_rollup)."""
        return sum(
            int(re.search(r"^Pss: +(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)[1])
            for pid in (self.process.pid, *self.workers())
        )

    def handles(self) -> int:
        """The open files of all processes together."""
        return sum(
            len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in (self.process.pid, *self.workers())
        )
