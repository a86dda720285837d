"""What is compared: each framework under the servers that its users run it with."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.serving import nginx

APPS = "benchmarks.serving.apps"
BIN = Path(sys.executable).parent
PROCESSES = 2
PROJECT = "this project"
# Those that the project is to be compared with; the other Pyramids show what the parts of it change.
RIVALS = ("Flask + Jinja2", "Django", "FastAPI + Jinja2", "Tornado")


@dataclass(frozen=True)
class Place:
    """Where a stack is to listen, its folder, and the port of the one that it asks for pages, 0 if it makes them."""

    port: int
    folder: Path
    origin: int

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"


Command = Callable[[str, Place], list[str]]


@dataclass(frozen=True)
class Server:
    """How an application, `module:name`, is started; needs: the packages and programs that have to be installed."""

    name: str
    command: Command
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Stack:
    """A framework under a server: one row of the table."""

    framework: str
    server: Server
    application: str = ""
    needs: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    origin: Stack | None = None  # the one that it asks for pages

    @property
    def name(self) -> str:
        return f"{self.framework}{self.note}, {self.server.name}"

    def command(self, place: Place) -> list[str]:
        return self.server.command(self.application, place)

    def missing(self) -> list[str]:
        """What is not installed."""
        return [
            name
            for name in (*self.needs, *self.server.needs)
            if importlib.util.find_spec(name) is None and shutil.which(name) is None
        ]


def _python(module: str, *arguments: object) -> list[str]:
    return [sys.executable, "-W", "ignore", "-m", module, *map(str, arguments)]


def _waitress(application: str, place: Place) -> list[str]:
    return _python("waitress", f"--listen={place.address}", application)


def _gunicorn(*options: str) -> Command:
    def command(application: str, place: Place) -> list[str]:
        return _python("gunicorn", "-w", PROCESSES, "-b", place.address, *options, application)

    return command


def _uwsgi(*options: str) -> Command:
    def command(application: str, place: Place) -> list[str]:
        given = [each.format(address=place.address) for each in options]
        fixed = ["--master", "--need-app", "--die-on-term", "--disable-logging"]
        return [str(BIN / "uwsgi"), *given, *fixed, "--processes", str(PROCESSES), "--module", application]

    return command


def _bjoern(application: str, place: Place) -> list[str]:
    return _python("benchmarks.serving.bjoern", application, place.port, PROCESSES)


def _granian(interface: str) -> Command:
    def command(application: str, place: Place) -> list[str]:
        options = [
            "--interface",
            interface,
            "--workers",
            PROCESSES,
            "--port",
            place.port,
            "--log-level",
            "warning",
        ]
        return _python("granian", *options, application)

    return command


def _uvicorn(application: str, place: Place) -> list[str]:
    options = ["--workers", PROCESSES, "--loop", "uvloop", "--http", "httptools", "--no-access-log"]
    return _python("uvicorn", *options, "--log-level", "warning", "--port", place.port, application)


def _tornado(application: str, place: Place) -> list[str]:
    return _python(application, place.port, PROCESSES)


def _pserve(log: str) -> Command:
    def command(application: str, place: Place) -> list[str]:
        ini = Path(__file__).parent / "apps" / "project" / "serving.ini"
        return [sys.executable, "-W", "ignore", str(BIN / "pserve"), str(ini), f"log={log}"]

    return command


def _nginx(settings: Callable[[Path, int, int, int], Path]) -> Command:
    def command(application: str, place: Place) -> list[str]:
        file = settings(place.folder, place.port, PROCESSES, place.origin)
        return ["nginx", "-p", str(place.folder), "-c", str(file), "-e", "stderr"]

    return command


WAITRESS = Server("waitress", _waitress, ("waitress",))  # it has one process
GUNICORN = Server("gunicorn sync", _gunicorn(), ("gunicorn",))
GTHREAD = Server("gunicorn gthread", _gunicorn("-k", "gthread", "--threads", "4"), ("gunicorn",))
UWSGI = Server(
    "uWSGI", _uwsgi("--http-socket", "{address}", "--add-header", "Connection: close"), ("pyuwsgi",)
)
UWSGI_HTTP = Server("uWSGI, its HTTP router", _uwsgi("--http", "{address}", "--http-keepalive"), ("pyuwsgi",))
BJOERN = Server("bjoern", _bjoern, ("bjoern",))
GRANIAN = Server("granian", _granian("wsgi"), ("granian",))
WSGI = (WAITRESS, GUNICORN, GTHREAD, UWSGI, UWSGI_HTTP, BJOERN, GRANIAN)
UVICORN = Server("uvicorn", _uvicorn, ("uvicorn", "uvloop", "httptools"))
GRANIAN_ASGI = Server("granian", _granian("asgi"), ("granian",))
OURS = Server("its waitress", _pserve("INFO"), ())
SILENT = Server("its waitress, no access log", _pserve("WARN"), ())
TORNADO = Server("its own", _tornado, ())

FLASK = ("Flask + Jinja2", f"{APPS}.flask:application", ("flask",))
DJANGO = ("Django", f"{APPS}.django.wsgi:application", ("django",))
CHAMELEON = ("Pyramid + Chameleon", f"{APPS}.pyramid_chameleon:application", ("pyramid_chameleon",))
JINJA2 = ("Pyramid + Jinja2", f"{APPS}.pyramid_jinja2:application", ("pyramid_jinja2",))
MAKO = ("Pyramid + Mako", f"{APPS}.pyramid_mako:application", ("pyramid_mako",))


def under(framework: tuple[str, str, tuple[str, ...]], *servers: Server) -> list[Stack]:
    name, application, needs = framework
    return [Stack(name, server, application, needs) for server in servers]


WITHOUT = Stack(PROJECT, OURS, environment={"MYPROJECT_PAGE_CACHE": "off"})
UNLOGGED = Stack(PROJECT, SILENT, environment=WITHOUT.environment)
CACHED = Stack(PROJECT, OURS, note=" with its page cache")
FASTAPI = [
    Stack("FastAPI + Jinja2", server, f"{APPS}.fastapi:application", ("fastapi",))
    for server in (UVICORN, GRANIAN_ASGI)
]
TORNADO_STACK = Stack("Tornado", TORNADO, f"{APPS}.tornado", ("tornado",))
FRONT = Stack(PROJECT, Server("behind nginx", _nginx(nginx.in_front), ("nginx",)), origin=CACHED)
# The most that a page kept in front can come to.
LIMITS = [
    Stack(name, Server("nginx", _nginx(settings), ("nginx",)), origin=FRONT)
    for name, settings in (
        ("a file", nginx.with_files),
        ("a file with the page's headers", nginx.with_files_and_headers),
    )
]

# In the table: each with the servers that a run of EVERY showed to be its best, Pyramid also as it is made.
BEST = [
    WITHOUT,
    UNLOGGED,
    CACHED,
    FRONT,
    *under(FLASK, GRANIAN, UWSGI, BJOERN),
    *under(DJANGO, GRANIAN, UWSGI, BJOERN),
    *FASTAPI,
    TORNADO_STACK,
    *under(CHAMELEON, WAITRESS, GRANIAN),
    *under(JINJA2, GRANIAN),
    *under(MAKO, GRANIAN),
    *LIMITS,
]
EVERY = [
    WITHOUT,
    UNLOGGED,
    CACHED,
    FRONT,
    *(stack for framework in (FLASK, DJANGO, CHAMELEON, JINJA2, MAKO) for stack in under(framework, *WSGI)),
    *FASTAPI,
    TORNADO_STACK,
    *LIMITS,
]
