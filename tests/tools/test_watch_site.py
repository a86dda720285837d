"""`myproject watch` beside a running site: what is saved in Chromium shows on the site."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from functools import partial
from pathlib import Path

import pytest

from tests.servers import free_port

from .chromium import TOOLS
from .gestures import Gesture
from .pages import SHIPPED

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
FOLLOW_SECONDS = 15  # on a busy machine; a second or two is usual

pytestmark = pytest.mark.integration


class Program:
    """A command of ours as a process of its own, stopped as Ctrl-C stops it."""

    def __init__(self, *command: str, environ: dict[str, str], log: Path):
        self.log = log
        program = [str(Path(sys.executable).parent / command[0]), *command[1:]]
        with log.open("w") as output:
            self.process = subprocess.Popen(
                program,
                cwd=ROOT,
                env=environ,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                # Whoever runs the tests in the background may ignore it, and so would we.
                preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
            )

    def stop(self) -> int:
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(30)


@pytest.fixture
def environ(tmp_path) -> dict[str, str]:
    """A site of its own: theme, database and state in a folder of this test, on a free port."""
    shutil.copytree(SHIPPED, tmp_path / "theme")
    return {
        **os.environ,
        "MYPROJECT_THEME": str(tmp_path / "theme"),
        "MYPROJECT_DATABASE_URL": f"sqlite:///{tmp_path}/site.db",
        "MYPROJECT_MEDIA_DIR": str(tmp_path / "media"),
        "MYPROJECT_CACHE_DIR": str(tmp_path / "cache"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "PORT": str(free_port()),
        "PYTHONUNBUFFERED": "1",
    }


@pytest.fixture
def site(environ, tmp_path):
    """The address of the running site."""
    for command in ("migrate", "load-sample"):
        subprocess.run(
            [str(Path(sys.executable).parent / "myproject"), command], cwd=ROOT, env=environ, check=True
        )
    server = Program("pserve", "development.ini", environ=environ, log=tmp_path / "pserve.log")
    address = f"http://127.0.0.1:{environ['PORT']}/"
    wait_for(lambda: read(address), START_SECONDS, server.log)
    yield address
    server.stop()


@pytest.fixture
def watch(environ, tmp_path):
    """The watching command, once it has exported."""
    program = Program(
        "myproject", "watch", str(tmp_path / "out"), environ=environ, log=tmp_path / "watch.log"
    )
    wait_for(lambda: "Watching" in program.log.read_text(), START_SECONDS, program.log)
    yield program
    if program.process.poll() is None:
        program.stop()


def read(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=10) as response:
            return response.read().decode()
    except OSError:
        return ""


def wait_for(happened, seconds: float, log: Path) -> float:
    """Waits until something is true; how long it took. Fails with what the program logged."""
    started = time.monotonic()
    while time.monotonic() < started + seconds:
        if happened():
            return time.monotonic() - started
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s:\n{log.read_text()[-4000:]}")


def test_a_save_in_chromium_changes_the_running_site_and_back_again(site, watch, tmp_path):
    out, page = tmp_path / "out", tmp_path / "out" / "home.html"
    assert "Worth a look" in read(site)

    gesture = Gesture("heading", "type_over", ("Worth a look", "Seen and loved"))
    with TOOLS["chromium"](out) as browser:
        saved = browser.save(page.read_text(encoding="utf-8"), [gesture])
    page.write_text(saved, encoding="utf-8")
    wait_for(lambda: "Seen and loved" in read(site), FOLLOW_SECONDS, watch.log)
    assert "Worth a look" not in read(site)
    template = tmp_path / "theme" / "home.pt"
    shipped = (SHIPPED / "home.pt").read_text(encoding="utf-8")
    assert template.read_text(encoding="utf-8") == shipped.replace("Worth a look", "Seen and loved")

    template.write_text(shipped.replace("Worth a look", "Worth your Thursday"), encoding="utf-8")
    wait_for(lambda: "Worth your Thursday" in page.read_text(encoding="utf-8"), FOLLOW_SECONDS, watch.log)
    assert "Worth your Thursday" in read(site)

    assert watch.stop() == 0
    assert "Traceback" not in watch.log.read_text()
