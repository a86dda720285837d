"""The server's processes, for real: signals, crashes and reloads under load lose nothing that was accepted."""

import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from myproject.serving import sockets
from tests.servers import free_port
from tests.serving import losses
from tests.serving.server import INI, PSERVE, ROOT, Server

pytestmark = pytest.mark.integration


@pytest.fixture(params=[True, False], ids=["quick", "threads"])
def server(tmp_path, request):
    """Both ways of answering have to hold what is tested here."""
    server = Server(tmp_path, quick=request.param)
    yield server
    server.close()


def ended(ini):
    """What a pserve that cannot start leaves behind."""
    command = [sys.executable, "-W", "ignore", *PSERVE[1:], str(ini)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30)


class Load:
    """Clients that ask for one page after the other, each on a new connection, until they are told to stop."""

    def __init__(self, server: Server, clients: int = 8):
        self.server, self.running = server, True
        self.answers: list[str] = []
        self.failures: list[Exception] = []
        self.threads = [threading.Thread(target=self._ask) for _ in range(clients)]

    def _ask(self):
        while self.running:
            try:
                self.answers.append(self.server.get("/version"))
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(error)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.running = False
        for thread in self.threads:
            thread.join(30)

    def wait_for_more(self, count: int):
        target = len(self.answers) + count
        self.server.wait_for(lambda: len(self.answers) >= target, 60)


def test_both_workers_serve(server):
    server.wait_for(lambda: len(server.pids()) == 2)
    assert f"Serving on http://127.0.0.1:{server.port}" in server.text()


def test_sigterm_finishes_what_was_accepted(server):
    with ThreadPoolExecutor(8) as pool:
        # Eight requests for eight threads and two workers; how the kernel spreads them leaves some waiting in a queue.
        answers = [pool.submit(server.get, f"/sleep/{seconds}") for seconds in (0.5, 1, 1.5, 2, 2, 3, 4, 6)]
        time.sleep(0.4)
        server.process.terminate()
        assert [each.result() for each in answers] == ["done"] * 8
    assert server.process.wait(20) == 0


def test_kept_alive_connections_are_told_to_close(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", "/version")
    assert connection.getresponse().read() == b"1"
    server.process.terminate()
    time.sleep(0.2)
    connection.request("GET", "/version")
    response = connection.getresponse()
    assert response.getheader("Connection") == "close"
    assert response.read() == b"1"
    connection.close()
    assert server.process.wait(10) == 0


def test_sighup_brings_new_code_and_loses_nothing(server):
    with Load(server) as load:
        for version in ("2", "3"):
            load.wait_for_more(200)
            server.version.write_text(version)
            server.process.send_signal(signal.SIGHUP)
            server.wait_for(lambda version=version: load.answers[-1] == version)
            load.wait_for_more(500)
    assert load.failures == []
    server.wait_for(lambda: {server.get("/version") for _ in range(20)} == {"3"})


def test_signals_that_come_while_the_program_is_replaced_are_obeyed_after_it(server):
    """None of them may end the new program before it has its handlers, or be forgotten with the old one."""
    pauses = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
    for version, pause in enumerate(pauses, 2):
        server.process.send_signal(signal.SIGHUP)
        time.sleep(pause)
        server.version.write_text(str(version))
        server.process.send_signal(signal.SIGHUP)
        server.wait_for(lambda version=version: {server.get("/version") for _ in range(20)} == {str(version)})
    server.process.send_signal(signal.SIGHUP)
    time.sleep(0.3)
    server.process.terminate()
    assert server.process.wait(20) == 0


def test_while_new_code_is_tried_workers_are_replaced_and_sigterm_is_obeyed(server):
    pids = server.wait_for(lambda: len(server.pids()) == 2 and server.pids())
    server.version.write_text("hanging")
    server.process.send_signal(signal.SIGHUP)
    (trial,) = server.wait_for(lambda: server.workers() - pids)
    victim = min(pids)
    os.kill(victim, signal.SIGKILL)
    server.wait_for(lambda: len(server.workers() - {victim, trial}) == 2, 5)
    server.process.terminate()
    assert server.process.wait(5) == 0
    assert not Path(f"/proc/{trial}").exists()
    assert "do not load" not in server.text()


def test_sighup_with_code_that_does_not_load_changes_nothing(server):
    before = server.wait_for(lambda: len(pids := server.pids()) == 2 and pids)
    server.version.write_text("broken")
    server.process.send_signal(signal.SIGHUP)
    server.wait_for(lambda: "so the old ones go on" in server.text())
    assert "this version does not load" in server.text()
    assert server.get("/version") == "1"
    server.wait_for(lambda: server.pids() == before)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("threads = 4", "threads = four", "[server:main] is wrong: waitress refuses an option"),
        ("[server:main]", "[loggers]\nkeys = root\n[server:main]", "formatters"),
    ],
)
def test_sighup_with_an_ini_file_that_does_not_start_changes_nothing(server, tmp_path, before, after, said):
    """The server section and the logging are read after the application is made, when it would be too late."""
    ini = tmp_path / "server.ini"
    good = ini.read_text()
    ini.write_text(good.replace(before, after))
    server.process.send_signal(signal.SIGHUP)
    server.wait_for(lambda: "so the old ones go on" in server.text())
    assert said in server.text()
    assert server.get("/version") == "1"
    ini.write_text(good)
    server.version.write_text("2")
    server.process.send_signal(signal.SIGHUP)
    server.wait_for(lambda: {server.get("/version") for _ in range(20)} == {"2"})


def test_sighup_where_nobody_reads_what_the_program_says_changes_nothing(tmp_path):
    """A new program that says that it starts would end of it, and with it the site."""
    server = Server(tmp_path)
    reader, writer = os.pipe()
    deaf = subprocess.Popen(
        [*PSERVE, str(tmp_path / "server.ini")],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PORT": str(port := free_port())},
        stdout=writer,
        stderr=writer,
    )
    os.close(writer)
    try:
        server.port = port
        server.wait_for(lambda: server.get("/version"))
        os.close(reader)
        old = set(Path(f"/proc/{deaf.pid}/task/{deaf.pid}/children").read_text().split())
        deaf.send_signal(signal.SIGHUP)
        time.sleep(5)
        victim = int(server.get("/pid"))
        assert str(victim) in old
        os.kill(victim, signal.SIGKILL)
        server.wait_for(lambda: len(server.pids() - {victim}) == 2)
        deaf.terminate()
        assert deaf.wait(20) == 0
    finally:
        deaf.kill()
        server.close()


def test_signals_that_come_as_soon_as_it_serves_are_obeyed(tmp_path, monkeypatch):
    """From the moment that it says so; its handlers come half a second later here."""
    program = (
        "import signal, sys, time; from pyramid.scripts.pserve import main; from myproject.serving import supervisor;"
        "catch = supervisor.Supervisor._catch_signals;"
        "supervisor.Supervisor._catch_signals = lambda self: (time.sleep(0.5), catch(self));"
        "sys.exit(main(['pserve', *sys.argv[1:]]))"
    )
    monkeypatch.setattr("tests.serving.server.PSERVE", [sys.executable, "-c", program])
    server = Server(tmp_path)
    server.process.send_signal(signal.SIGHUP)
    server.wait_for(lambda: "The new program starts" in server.text())
    server.close()
    assert server.process.returncode == 0


def test_a_killed_worker_is_replaced_and_only_its_own_requests_fail(server):
    server.wait_for(lambda: len(server.pids()) == 2)
    victim = int(server.get("/pid"))
    with Load(server, clients=4) as load:
        load.wait_for_more(100)
        os.kill(victim, signal.SIGKILL)
        server.wait_for(lambda: "SIGKILL; it is replaced" in server.text(), 2)
        load.wait_for_more(500)
    assert len(load.failures) <= 4
    server.wait_for(lambda: len(server.pids() - {victim}) == 2)


def test_workers_leave_when_their_supervisor_is_killed(server):
    pids = server.wait_for(lambda: len(server.pids()) == 2 and server.pids())
    server.process.kill()
    server.process.wait()
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("unix", [False, True])
def test_who_comes_while_a_slow_request_is_finished_is_refused_and_the_next_server_can_start(
    tmp_path, end, unix
):
    path = tmp_path / "socket"
    server = Server(tmp_path, where=f"unix_socket = {path}" if unix else "")
    kind, address = (socket.AF_UNIX, str(path)) if unix else (socket.AF_INET, ("127.0.0.1", server.port))
    workers = server.workers()
    try:
        with socket.socket(kind) as slow:
            slow.settimeout(20)
            slow.connect(address)
            slow.sendall(b"GET /sleep/4 HTTP/1.0\r\n\r\n")
            time.sleep(0.2)
            server.process.send_signal(end)
            deadline = time.monotonic() + 3
            refused = False
            while not refused and time.monotonic() < deadline:
                time.sleep(0.1)
                with socket.socket(kind) as visitor:
                    refused = visitor.connect_ex(address) == errno.ECONNREFUSED
            assert refused
            if end == signal.SIGKILL:
                server.process.wait()
                ini = (tmp_path / "server.ini").read_text()
                (tmp_path / "next").mkdir()
                where = next(line for line in ini.splitlines() if line.startswith(("listen", "unix_socket")))
                Server(tmp_path / "next", where=where).close()
            assert slow.makefile("rb").readline().startswith(b"HTTP/1.0 200")
    finally:
        server.close()
        for pid in workers:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def test_a_taken_port_is_one_clear_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        (tmp_path / "version").write_text("1")
        ini = tmp_path / "server.ini"
        where = f"listen = 127.0.0.1:{taken.getsockname()[1]}"
        ini.write_text(INI.format(folder=tmp_path, where=where, quick="true", threads=4, shutdown_timeout=20))
        result = ended(ini)
    assert result.returncode == 1
    assert "The server cannot listen: " in result.stderr
    assert "Traceback" not in result.stderr


def test_a_second_server_does_not_share_the_place_of_the_first(server, tmp_path):
    """Sharing it, each would answer a part of the visitors, one of them with what is out of date."""
    second = ended(tmp_path / "server.ini")
    assert second.returncode == 1
    assert "The server cannot listen: [Errno 98] Address already in use: 127.0.0.1 port" in second.stderr
    assert server.get("/version") == "1"


def test_a_unix_socket_is_not_taken_away_from_who_listens_on_it(tmp_path):
    path = str(tmp_path / "socket")
    with socket.socket(socket.AF_UNIX) as taken:
        taken.bind(path)
        taken.listen()
        with pytest.raises(OSError, match=f"Address already in use: {path}"):
            sockets.listen({"unix_socket": path}, 1)
    # Its file is left behind.
    ((opened,),) = sockets.listen({"unix_socket": path}, 1)
    opened.close()


def test_workers_share_a_unix_socket(tmp_path):
    path = tmp_path / "socket"
    server = Server(tmp_path, f"unix_socket = {path}")
    pids = set()
    for _ in range(400):
        if len(pids) == 2:
            break
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(path))
            client.sendall(b"GET /pid HTTP/1.0\r\n\r\n")
            answer = client.makefile("rb").read()
        pids.add(answer.split(b"\r\n\r\n")[1])
    server.close()
    assert len(pids) == 2
    assert server.process.returncode == 0


def test_reloads_lose_nothing_of_slow_and_quick_requests(server):
    """A small run of `python -m tests.serving.losses reload`."""
    load = losses.reload(server, requests=600, times=2)
    assert load.outcomes["answered"] + load.outcomes["raced"] == 600
    assert load.outcomes["raced"] <= 3


def test_a_kill_loses_no_more_than_was_under_way_and_is_made_good_within_a_second(server):
    load, back = losses.kill(server, requests=1000, times=1)
    assert load.outcomes["lost"] + load.outcomes["raced"] <= load.clients
    assert max(back) < 1


def test_a_stop_waits_for_each_request(tmp_path):
    server = Server(tmp_path, threads=16)
    try:
        assert losses.stop(server, requests=24, longest=6) == {"answered": 24}
    finally:
        server.close()
    assert server.process.returncode == 0


def test_more_connections_than_files_wait_their_turn(tmp_path):
    """Where no file is left for the next connection, nobody may turn in circles and fill the disk with log."""
    server = Server(tmp_path, open_files=80)
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(250)]
    time.sleep(2)
    assert "A process may open 80 files: it holds 20 connections at most, not 100" in server.text()
    assert len(server.text()) < 2000
    for each in idle:
        each.close()
    assert server.get("/version") == "1"
    server.close()
