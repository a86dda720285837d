"""Keeps worker processes alive.

SIGTERM and SIGINT end everything gracefully. SIGHUP replaces the program without losing a request: a child process
first tries whether the new program starts, by the same command and up to where it would listen; then the supervisor
executes itself anew, under its own process id, with the listening sockets open, and the old workers leave when the new
ones serve.
"""

from __future__ import annotations

import contextlib
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import time
from typing import Any

from myproject.serving import sockets, worker
from myproject.serving.options import Options
from myproject.serving.sockets import Share

log = logging.getLogger(__name__)

OLD_WORKERS = "MYPROJECT_SERVING_OLD_WORKERS"  # process ids that a new self has to end
SIGNALS = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
CRASH_SECONDS = 1.0  # a worker that lived shorter than this is not restarted at once, lest it spin
PREFLIGHT_SECONDS = 60
TICK = 1.0  # seconds between looks at the workers where no signal wakes the supervisor

TRIAL = "MYPROJECT_SERVING_TRIAL"  # set where the program is only to try whether it can start


def check(application: Any) -> None:
    """Calls the attribute `check` that an application may have, which raises SystemExit where it should not serve."""
    getattr(application, "check", lambda: None)()


def flush_output() -> None:
    """Writes what is left in the buffers, if somebody takes it: no full disk and no reader that left may end us."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # as where the program was started without it
            with contextlib.suppress(OSError):
                stream.flush()


class Supervisor:
    """One worker process for each share of listening sockets."""

    def __init__(self, application: Any, shares: list[Share], options: Options):
        self.application = application
        self.shares = shares
        self.options = options
        self.running: dict[int, tuple[int, float]] = {}  # process id -> number of its share, when it started
        self.due: dict[int, float] = {}  # number of a share without worker -> when to start one
        self.old = [int(each) for each in os.environ.pop(OLD_WORKERS, "").split(",") if each]
        self.received: list[int] = []
        self.trial: subprocess.Popen[str] | None = None
        self.ending = False
        self.wake_up, self.waker = socket.socketpair()

    def run(self) -> None:
        """Supervises until SIGTERM or SIGINT; returns when every worker has left."""
        self._catch_signals()
        self._check()
        for number in range(len(self.shares)):
            self._start(number)
        for pid in self.old:
            _send(pid, signal.SIGTERM)
        while True:
            self._wait(TICK)
            self._tend()
            while self.received:
                match self.received.pop(0):
                    case signal.SIGTERM | signal.SIGINT:
                        return self._end()
                    case signal.SIGHUP:
                        self._renew()

    def _check(self) -> None:
        """Has the application load what all workers share, as files may be gone when the next one is started."""
        try:
            check(self.application)
        except SystemExit as error:
            log.error("%s; what can be served is served", str(error).rstrip("."))

    def _catch_signals(self) -> None:
        for each in (self.wake_up, self.waker):
            each.setblocking(False)
        signal.set_wakeup_fd(self.waker.fileno(), warn_on_full_buffer=False)
        for number in SIGNALS:
            signal.signal(number, lambda received, _: self.received.append(received))
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)  # held back by who started this

    def _wait(self, seconds: float) -> None:
        select.select([self.wake_up], [], [], seconds)
        with contextlib.suppress(BlockingIOError):
            self.wake_up.recv(4096)

    def _start(self, number: int) -> None:
        self.due.pop(number, None)
        # What stands in the buffers would be written by both processes.
        flush_output()
        # Held back until the worker has its own handlers, lest an early one be lost.
        signal.pthread_sigmask(signal.SIG_BLOCK, worker.STOP_SIGNALS)
        pid = os.fork()
        if pid == 0:
            self._work(number)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, worker.STOP_SIGNALS)
        self.running[pid] = (number, time.monotonic())

    def _work(self, number: int) -> None:
        """The life of a worker process."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            # What this worker does not listen on it must not hold open when it is the last to leave.
            sockets.close(self.shares[:number] + self.shares[number + 1 :])
            worker.run(self.application, self.shares[number], self.options)
            status = 0
        except Exception:
            log.exception("A worker could not serve")
        finally:
            logging.shutdown()
            # The supervisor's own exit handlers are not for its workers.
            os._exit(status)

    def _tend(self) -> None:
        """Replaces workers that ended."""
        self._reap()
        for number in [number for number, when in self.due.items() if when <= time.monotonic()]:
            self._start(number)

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if self.trial and pid == self.trial.pid:
                self.trial.returncode = os.waitstatus_to_exitcode(status)  # else it would be taken for 0
            if pid in self.old:
                self.old.remove(pid)
            if pid in self.running:
                number, started = self.running.pop(pid)
                soon = time.monotonic() - started < CRASH_SECONDS
                self.due[number] = time.monotonic() + (CRASH_SECONDS if soon else 0)
                if not self.ending:
                    reason = _reason(os.waitstatus_to_exitcode(status))
                    log.error("Worker %d ended with %s; it is replaced", pid, reason)

    def _end(self) -> None:
        self.ending = True
        for pid in (*self.running, *self.old):
            _send(pid, signal.SIGTERM)
        # Whoever comes once the workers have left theirs is refused at once, instead of waiting for nobody.
        sockets.close(self.shares)
        # A worker bounds its own drain; the margin is for one that hangs.
        deadline = time.monotonic() + self.options.shutdown_timeout + 5
        while (self.running or self.old) and time.monotonic() < deadline:
            self._wait(TICK)
            self._reap()
        for pid in (*self.running, *self.old):
            log.error("Worker %d did not leave and is killed", pid)
            _send(pid, signal.SIGKILL)

    def _told_to_end(self) -> bool:
        return not worker.STOP_SIGNALS.isdisjoint(self.received)

    def _try(self, command: list[str]) -> str:
        """What is wrong with a program, empty where it may serve. Workers are replaced meanwhile; an end ends it."""
        deadline = time.monotonic() + PREFLIGHT_SECONDS
        pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        self.trial = trial = subprocess.Popen(command, env={**os.environ, TRIAL: "1"}, text=True, **pipes)
        while True:
            try:
                _, said = trial.communicate(timeout=TICK / 10)
                return (said.strip() or _reason(trial.returncode)) if trial.returncode else ""
            except subprocess.TimeoutExpired:
                self._tend()
            if self._told_to_end() or time.monotonic() > deadline:
                trial.kill()
                trial.wait()
                trial.stderr.close()
                return f"they did not load within {PREFLIGHT_SECONDS} s"

    def _renew(self) -> None:
        log.info("Trying the new code and settings")
        command = [sys.executable, *sys.orig_argv[1:]]
        problem = self._try(command)
        if self._told_to_end():
            return
        problem = problem or _unheard()
        if problem:
            log.error("The new code or settings do not load, so the old ones go on: %s", problem)
            return
        # A program that has just begun has no handlers, and would end at any of them: they wait until it has.
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        if self.received:
            # Came while the new code was tried, and would be forgotten.
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
            return
        os.environ[sockets.INHERITED] = sockets.hand_over(self.shares)
        os.environ[OLD_WORKERS] = ",".join(str(pid) for pid in (*self.running, *self.old))
        flush_output()
        os.execv(command[0], command)


def _unheard() -> str:
    """Why nothing can be written to standard error; a program that says there that it starts would end of it."""
    try:
        print("The new program starts", file=sys.stderr, flush=True)
    except OSError as error:
        return f"standard error cannot be written: {error}"
    return ""


def _send(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _reason(status: int) -> str:
    """Why a process ended, by its exit code as `subprocess` has it: what is below 0 is a signal."""
    return signal.Signals(-status).name if status < 0 else f"exit status {status}"
