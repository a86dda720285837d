"""What the first page of a process costs: compiled anew, and with the cache of compiled templates filled."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile

_PROJECT = """
import sys, time
from pathlib import Path
from benchmarks.engines.cases import films
from benchmarks.engines.engines import TEMPLATES
from myproject.web.disk_cache import DiskCache
from myproject.web.template import Template
names, cache, folder = films(), DiskCache(Path(sys.argv[1])), TEMPLATES / "chameleon"
def load(name):
    file = folder / name.strip()
    return Template(file.read_text(), filename=str(file), load=load, link=str, cache=cache)
start = time.process_time()
load("films.pt").render(names, translate=lambda msgid, **given: msgid)
print(time.process_time() - start)
"""
_CHAMELEON = """
import time
from benchmarks.engines.cases import films
from benchmarks.engines.engines import TEMPLATES, _Chameleon
names = films()
start = time.process_time()
_Chameleon(str(TEMPLATES / "chameleon" / "films.pt"))(**names)
print(time.process_time() - start)
"""


def cold(rounds: int = 5) -> str:
    """A table in Markdown: seconds of CPU time from the templates' files to the first page, all modules imported."""
    rows = []
    for title, code, filled in [
        ("this project, compiling", _PROJECT, False),
        ("this project, cache filled", _PROJECT, True),
        ("Chameleon, compiling", _CHAMELEON, False),
        ("Chameleon, CHAMELEON_CACHE filled", _CHAMELEON, True),
    ]:
        rows.append((title, _first_page(code, filled, rounds)))
    lines = "\n".join(f"| {title} | {seconds * 1e3:.1f} ms |" for title, seconds in rows)
    return (
        "## The first page\n\nThe film list in a new process, CPU time from the templates' files to the page, modules "
        f"imported; the median of {rounds}.\n\n| | |\n| --- | ---: |\n{lines}\n"
    )


def _first_page(code: str, filled: bool, rounds: int) -> float:
    """The median over new processes; with `filled`, after one that filled the cache."""
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds + filled):
            if not filled:
                folder_of_one = tempfile.mkdtemp(dir=folder)
            where = folder if filled else folder_of_one
            run = subprocess.run(
                [sys.executable, "-W", "ignore", "-c", code, where],
                env=os.environ | {"CHAMELEON_CACHE": where},
                capture_output=True,
                text=True,
                check=True,
            )
            if number or not filled:
                taken.append(float(run.stdout))
    return statistics.median(taken)
