"""Templates of other people: `python -m benchmarks.roundtrip corpus`.

Fetches the packages of corpus.txt by name, version and checksum, and gives every template in them that compiles, and
those of our own themes, an unedited round trip (which must change no byte) and fuzzed edits (after which nothing may be
compiled that was not compiled before).
"""

from __future__ import annotations

import hashlib
import random
import re
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from chameleon.tales import ProxyExpr

from benchmarks.roundtrip import fuzz
from myproject import roundtrip
from myproject.roundtrip.parse import bounds
from tests.roundtrip.rendering import Compiled

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
STORE = ROOT / "var" / "corpus"
THEMES = ROOT / "myproject" / "themes"
OTHER_DATA = re.compile(r"\bdata-(?!tal-|metal-|i18n-|meta-)[\w-]+")
SUFFIXES = (".pt", ".zpt", ".cpt")
ACCEPT_ROUNDS = 3  # a first answer may bring up another question


@dataclass
class Outcome:
    """Counts of one package, and what was found, a line each."""

    name: str
    templates: int = 0
    compiled: int = 0
    unreadable: int = 0  # compile, but are refused by us with a reason
    changed: int = 0  # by an unedited round trip
    edits: int = 0
    merged: int = 0  # of the edits
    executions: int = 0  # new ones after an edit
    crashed: int = 0
    findings: list[str] = field(default_factory=list)


def fetch() -> list[Path]:
    """The packages, fetched where they are not there."""
    pins = HERE / "corpus.txt"
    place = STORE / hashlib.sha256(pins.read_bytes()).hexdigest()[:12]
    if not place.exists():
        fresh = place.with_suffix(".part")
        command = [sys.executable, "-m", "pip", "download", "-qq", "--no-deps", "--require-hashes"]
        subprocess.run([*command, "--dest", str(fresh), "--requirement", str(pins)], check=True)
        fresh.rename(place)
    return sorted(place.iterdir())


def files_of(package: Path) -> Iterator[tuple[str, bytes]]:
    """The templates in a wheel or a source archive, by path."""
    if package.suffix == ".whl":
        with zipfile.ZipFile(package) as archive:
            for name in archive.namelist():
                if name.endswith(SUFFIXES):
                    yield name, archive.read(name)
    else:
        with tarfile.open(package) as archive:
            for member in archive:
                if member.isfile() and member.name.endswith(SUFFIXES):
                    yield member.name, archive.extractfile(member).read()


def themes() -> dict[str, dict[str, bytes]]:
    """Our own themes, as a package each."""
    folders = [path for path in [*THEMES.iterdir(), ROOT / "tests" / "tools" / "theme"] if path.is_dir()]
    return {
        path.relative_to(ROOT).as_posix(): {
            file.name: file.read_bytes() for file in sorted(path.glob("*.pt"))
        }
        for path in folders
    }


class Template(Compiled):
    """With the expression type that templates read from files have: their layouts are not loaded to compile them.
    Chameleon fails on data attributes of two hyphens, which our renderer adapts; here they lose a hyphen."""

    expression_types = {
        **Compiled.expression_types,
        "load": partial(ProxyExpr, "__loader", ignore_prefix=False),
    }

    def __init__(self, body: str):
        super().__init__(OTHER_DATA.sub(lambda name: "data-" + name[0][5:].replace("-", "_"), body))


def compiled(text: str) -> Counter | None:
    """The expressions that Chameleon compiles in a text, with their number; None where it does not compile."""
    try:
        template = Template(text)
        template.cook_check()
    except Exception:  # as many kinds as there are mistakes in templates
        return None
    return Counter(template.expressions)


def run(name: str, files: dict[str, bytes], edits: int, seed: int) -> Outcome:
    """All templates of one package."""
    outcome = Outcome(name, templates=len(files))
    theme = {}
    for path, content in files.items():
        try:
            theme[path] = bounds.decode(content, path)
        except bounds.OutOfBounds:
            continue
    for path, text in theme.items():
        expressions = compiled(text)
        if expressions is None:
            continue
        outcome.compiled += 1
        _unedited(outcome, theme, path)
        for number in range(edits):
            _edited(outcome, theme, path, expressions, random.Random(f"{seed} {path} {number}"))
    return outcome


def _unedited(outcome: Outcome, theme: dict[str, str], path: str) -> None:
    for kind in ("prototype", "template"):
        try:
            text = roundtrip.export(theme, path).html if kind == "prototype" else theme[path]
            result = roundtrip.merge(theme, {path: text})
        except roundtrip.RoundtripError as error:
            outcome.unreadable += kind == "prototype"
            outcome.findings.append(f"{path}: {kind} not read: {error}")
            continue
        if result.status != "unchanged":
            outcome.changed += 1
            words = [one.words for one in (*result.changes, *result.decisions, *result.refused)]
            outcome.findings.append(f"{path}: unedited {kind} is {result.status}: {'; '.join(words)[:300]}")


def _edited(
    outcome: Outcome, theme: dict[str, str], path: str, before: Counter, chance: random.Random
) -> None:
    outcome.edits += 1
    given = theme[path] if chance.random() < 0.5 else roundtrip.export(theme, path).html
    edited = fuzz.edit(given, chance)
    try:
        result = roundtrip.merge(theme, {path: edited})
        for _ in range(ACCEPT_ROUNDS):
            if not result.decisions:
                break
            accept = tuple(f"{one.id}={chance.choice([*one.choices])}" for one in result.decisions)
            result = roundtrip.merge(theme, {path: edited}, accept=accept)
    except roundtrip.RoundtripError:
        return
    except Exception as error:
        outcome.crashed += 1
        outcome.findings.append(f"{path}: {type(error).__name__} {error!s:.200} after {edited!r}")
        return
    outcome.merged += result.status == "merged"
    for name, text in result.templates.items():
        after = compiled(text)
        known = before if name == path else compiled(theme[name])
        if after is None:
            outcome.findings.append(f"{name}: does not compile after a merged edit: {edited!r:.2000}")
        elif new := after.keys() - known.keys():
            outcome.executions += len(new)
            outcome.findings.append(f"{name}: executes {sorted(new)} after {edited!r:.2000}")


def main(edits: int = 20, seed: int = 1, only: str = "") -> list[Outcome]:
    """Runs everything and prints a line a package; the outcomes."""
    packages = {path.name: dict(files_of(path)) for path in fetch()}
    outcomes = []
    for name, files in {**packages, **themes()}.items():
        if only in name:
            outcome = run(name, files, edits, seed)
            outcomes.append(outcome)
            for finding in outcome.findings:
                print("   ", finding)
            print(
                outcome.name,
                {key: value for key, value in vars(outcome).items() if isinstance(value, int)},
                flush=True,
            )
    return outcomes
