"""What is published shows at once in every process of a real server, whoever publishes it."""

import http.client
import os
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from myproject.models import Film, opened, session_factory
from tests.servers import Server, free_port
from tests.site.fixtures import make_database

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
PUBLISHES = 30


@pytest.fixture
def server(tmp_path, monkeypatch):
    """waitress in two processes."""
    make_database(tmp_path)
    port = free_port()
    ini = (ROOT / "production.ini").read_text().replace("127.0.0.1:6543", f"127.0.0.1:{port}")
    (tmp_path / "site.ini").write_text(ini.replace("\nworkers = 0\n", "\nworkers = 2\n"))
    settings = {
        "THEME": str(ROOT / "myproject" / "themes" / "default"),
        "SECRET": "for-tests-only-" * 3,
        "DATABASE_URL": f"sqlite:///{tmp_path}/site.db",
        "MEDIA_DIR": str(tmp_path / "media"),
        "CACHE_DIR": str(tmp_path / "cache"),
        "HOSTS": "127.0.0.1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"MYPROJECT_{name}", value)
    server = Server([Path(sys.executable).parent / "pserve", tmp_path / "site.ini"], port, tmp_path)
    server.start()
    for _ in range(10):  # both processes have compiled their templates then
        page(port)
    yield server
    server.process.terminate()
    server.process.wait(timeout=40)


def page(port, path="/films/film-07"):
    """By a connection of its own, so that either process may get it."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()


def test_nobody_sees_an_older_page_than_the_last_one_published(server):
    """Readers ask all the time; each answer has at least the number that was published when it was asked for."""
    published, stale, seen = 0, [], set()
    done = threading.Event()

    def read():
        while not done.is_set():
            least = published
            status, text = page(server.port)
            number = int(text.partition("<title>Take ")[2].partition(" ")[0] or 0)
            seen.add(number)
            if status != 200 or number < least:
                stale.append((status, least, number))

    with opened(os.environ["MYPROJECT_DATABASE_URL"]) as engine:
        sessions = session_factory(engine)
        readers = [threading.Thread(target=read) for _ in range(4)]
        for reader in readers:
            reader.start()
        try:
            for number in range(1, PUBLISHES + 1):
                with sessions.begin() as session:
                    session.query(Film).filter_by(slug="film-07").one().title = f"Take {number} of it"
                published = number
                time.sleep(0.05)
        finally:
            done.set()
            for reader in readers:
                reader.join()
    assert stale == []
    assert {PUBLISHES} <= seen and len(seen) > PUBLISHES / 3
