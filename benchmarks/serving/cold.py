"""What a new process costs: until its application is made, and for its first page.

    python -m benchmarks.serving.cold

CPU time, user and system, of new processes in interleaved rounds; it prints its tables, which `python -m
benchmarks.serving.growth` puts at the end of its page.
"""

from __future__ import annotations

import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from benchmarks.serving import content
from benchmarks.serving.running import ROOT

ROUNDS = 5
TEMPLATES = (10, 100, 1000)
_THEME = ROOT / "benchmarks" / "serving" / "apps" / "project" / "theme"

# Each makes an application, as a server does before it answers.
_MAIN = """
import sys
ini = {{"mode": "production", "secret": "x" * 40, "database_url": "sqlite:///{folder}/films.sqlite", "hosts": "*",
       "media_dir": "{folder}", "cache_dir": "{folder}/cache", "theme": "{theme}", "page_cache": "off"}}
from {module} import main
application = main({{}}, **{{"myproject." + name: value for name, value in ini.items()}})
"""
_SITE = ROOT / "myproject" / "themes" / "default"
_ORM = """
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker
class Base(DeclarativeBase): pass
class Film(Base):
    __tablename__ = "film_list"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
application = Flask(__name__)
session = sessionmaker(create_engine("sqlite:///{folder}/films.sqlite"))
"""
_FLASK = "from benchmarks.serving.apps.flask import application\n"
_FIRST_PAGE = """
import time
from wsgiref.util import setup_testing_defaults
begin = {"PATH_INFO": "/memory", "SCRIPT_NAME": ""}
setup_testing_defaults(begin)
start = time.process_time()
page = b"".join(application(begin, lambda status, headers, error=None: None))
taken = time.process_time() - start
assert b"The Third Man" in page
print(taken)
"""
_ALL_TEMPLATES = """
import time
from myproject.web.themes import themes
start = time.process_time()
theme = themes(application.registry).active.theme()
for name in theme.template_names:
    theme.template(name)
print(time.process_time() - start)
"""


def cold(rounds: int = ROUNDS) -> str:
    """The tables, in Markdown."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        content.fill(folder / "films.sqlite", content.ROWS)
        return f"{_starts(folder, rounds)}\n{_first_pages(folder, rounds)}\n{_growth(folder, rounds)}"


def _starts(folder: Path, rounds: int) -> str:
    codes = {
        "nothing but Python": "",
        "this project, the application of the benchmark": _main(folder, _THEME),
        "this project, its whole site": _main(folder, _SITE, "myproject"),
        "Flask + SQLAlchemy's Core, the application of the benchmark": _FLASK,
        "Flask + SQLAlchemy's ORM, one table and no page": _ORM.format(folder=folder),
    }
    times = {name: median(taken) for name, taken in _measured(codes, folder, rounds)[0].items()}
    return _table("The start of a process, until its application is made", times)


def _first_pages(folder: Path, rounds: int) -> str:
    codes = {
        "this project, templates from its cache": _main(folder, _THEME) + _FIRST_PAGE,
        "Flask + Jinja2": _FLASK + _FIRST_PAGE,
    }
    _, printed = _measured(codes, folder, rounds)
    return _table(
        "The first page of a process, its application made", {k: median(v) for k, v in printed.items()}
    )


def _growth(folder: Path, rounds: int) -> str:
    """How start and templates grow with the number of templates, all compiled ahead."""
    times: dict[str, float] = {}
    codes = {}
    for number in TEMPLATES:
        theme = folder / f"theme-{number}"
        shutil.copytree(_THEME, theme)
        source = (_THEME / "films.pt").read_text()
        for each in range(number - 2):
            (theme / f"page-{each}.pt").write_text(source.replace("<h1", f'<h1 id="page-{each}"'))
        codes[number] = _main(folder, theme)
    started, _ = _measured({f"{n}": code for n, code in codes.items()}, folder, rounds)
    loaded = _measured({f"{n}": code + _ALL_TEMPLATES for n, code in codes.items()}, folder, rounds)[1]
    for number in TEMPLATES:
        times[f"{number} templates, until the application is made"] = median(started[str(number)])
        times[f"{number} templates, to load all of them from the cache"] = median(loaded[str(number)])
    return _table("Many templates", times)


def _main(folder: Path, theme: Path, module: str = "benchmarks.serving.apps.project") -> str:
    return _MAIN.format(folder=folder, theme=theme, module=module)


def _measured(
    codes: Mapping[str, str], folder: Path, rounds: int
) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """By name, for each round but the first, which fills caches: seconds of CPU time, and the number printed."""
    taken: dict[str, list[float]] = {name: [] for name in codes}
    printed: dict[str, list[float]] = {name: [] for name in codes}
    for number in range(rounds + 1):
        for name in random.sample(list(codes), len(codes)):
            seconds, output = _run(codes[name], folder)
            if number:
                taken[name].append(seconds)
                printed[name] += [float(output)] if output else []
    return taken, printed


def _run(code: str, folder: Path) -> tuple[float, str]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT,
        env={"BENCHMARK_DATABASE": str(folder / "films.sqlite"), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout.strip()


def _table(title: str, seconds: Mapping[str, float]) -> str:
    rows = "\n".join(f"| {name} | {each * 1e3:,.1f} ms |" for name, each in seconds.items())
    return f"## {title}\n\n| | CPU time |\n| --- | ---: |\n{rows}\n"


if __name__ == "__main__":
    print(cold())
