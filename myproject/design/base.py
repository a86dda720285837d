"""What a theme was when it was exported: remembered on the developer's machine, never in what a designer gets.

An export carries only fingerprints of texts. A text is found again by its fingerprint: in the theme as it is now, in
the store (a folder of the developer's, see `store_folder`), or in the theme's git history, because a fingerprint is the
id that git gives the same content. So a colleague can merge too, as long as the export was of committed texts.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from myproject.design.folder import ThemeError, ThemeSource

FINGERPRINT = re.compile(r"[0-9a-f]{40}")
GIT_SECONDS = 20
VERSIONS = 20  # of a template, among which that of an edited copy is looked for
STAMP = re.compile(r"""data-stamp\s*=\s*["']?([0-9A-Za-z]+)-""")


@dataclass(frozen=True)
class Merged:
    """A page that was merged before: its fingerprint as it was then, and those of the texts after that."""

    fingerprint: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Page:
    """One exported page: its template, the state shown, its fingerprint, what its stamps begin with, and the
    fingerprints of the texts that it was made of, by path in the theme."""

    template: str
    state: str | None
    fingerprint: str
    stamps: tuple[str, ...]
    texts: Mapping[str, str]
    merged: Merged | None = None

    @property
    def known(self) -> str:
        """The fingerprint of the page in which there is nothing new."""
        return self.merged.fingerprint if self.merged else self.fingerprint


@dataclass(frozen=True)
class Record:
    """One export: its pages by file name, and the fingerprints of static files by path in the theme."""

    pages: Mapping[str, Page]
    static: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str, source: Path) -> Record:
        """Raises ThemeError where the text is not what `to_json` writes: it may come from anywhere."""
        try:
            data = json.loads(text)
            return cls(
                {name: _page(page) for name, page in data["pages"].items()}, _fingerprints(data["static"])
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ThemeError(f"{source} is not the record of an export ({error}): export anew.") from None


def _page(data: Mapping[str, Any]) -> Page:
    known = (data["template"], data["state"] or "", *data["stamps"])
    if not all(isinstance(value, str) for value in known):
        raise ValueError("a page is not described by texts")
    merged = data["merged"] and Merged(**_merged(data["merged"]))
    texts = _fingerprints(data["texts"])
    return Page(data["template"], data["state"], data["fingerprint"], tuple(data["stamps"]), texts, merged)


def _merged(data: Mapping[str, Any]) -> dict[str, Any]:
    checked = _fingerprints({"page": data["fingerprint"]})
    return {"fingerprint": checked["page"], "texts": _fingerprints(data["texts"])}


def _fingerprints(data: Mapping[str, str]) -> dict[str, str]:
    if not all(FINGERPRINT.fullmatch(value) for value in data.values()):
        raise ValueError("a fingerprint is not 40 hex digits")
    return dict(data)


def fingerprint(content: bytes) -> str:
    """The name that git gives a file with this content."""
    return hashlib.sha1(b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest()


def stamps(html: str) -> tuple[str, ...]:
    """What the stamps in a page begin with: it tells the texts apart that the page was made of."""
    return tuple(sorted(set(STAMP.findall(html))))


def store_folder() -> Path:
    """Where exports are remembered, for this user of this machine."""
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home, "myproject", "exports")


def remember(record: Record, texts: Iterable[str]) -> None:
    """Keeps the record, and the texts that it names."""
    folder = store_folder() / "texts"
    folder.mkdir(parents=True, exist_ok=True)
    for text in texts:
        content = text.encode()
        _keep(folder / fingerprint(content), content)
    content = record.to_json().encode()
    _keep(store_folder() / f"{fingerprint(content)}.json", content)


def _keep(path: Path, content: bytes) -> None:
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(path)


def remembered() -> Iterator[Record]:
    """Every record kept on this machine, the newest first."""
    paths = sorted(store_folder().glob("*.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in paths:
        yield Record.from_json(path.read_text(encoding="utf-8"), path)


def find(filename: str, html: str, first: Record | None = None) -> Page | None:
    """The exported page that an edited page came from: the one that shares most of its stamps, the newest of several.

    `first` is asked before all others, and is the answer for a page that has lost its stamps.
    """
    wanted = set(stamps(html))
    best, most = first and first.pages.get(filename), 0
    if best:
        most = len(wanted.intersection(best.stamps))
    for record in remembered():
        if most == len(wanted):
            break
        page = record.pages.get(filename)
        if page and len(wanted.intersection(page.stamps)) > most:
            best, most = page, len(wanted.intersection(page.stamps))
    return best


def other_name(html: str, found: Page | None, first: Record | None = None) -> str | None:
    """The file name of the exported page whose stamps an edited one bears, where it shares more of them than the page
    `found` by its own name: it was saved under another's name. None where it was not."""
    wanted = set(stamps(html))
    if found and wanted.issuperset(found.stamps):
        return None  # parts of other pages may have been pasted into it
    best, most = None, len(wanted.intersection(found.stamps)) if found else 0
    for record in itertools.chain([first] if first else [], itertools.islice(remembered(), VERSIONS)):
        for name, page in record.pages.items():
            if len(wanted.intersection(page.stamps)) > most:
                best, most = name, len(wanted.intersection(page.stamps))
    return best


def recall(texts: Mapping[str, str], now: ThemeSource) -> ThemeSource:
    """Texts of a theme by their fingerprints. Raises ThemeError that names those which are nowhere to be found."""
    current = {fingerprint(text.encode()): text for text in now.texts.values()}
    found = {path: current.get(name) or recall_text(name, now.folder) for path, name in texts.items()}
    if gone := sorted(path for path, text in found.items() if text is None):
        raise ThemeError(
            f"Nobody here remembers what {', '.join(gone)} was when this was exported. Merge on the "
            "machine that exported it, or fetch into this repository the commit that it was exported from."
        )
    samples = {path: text for path, text in found.items() if path.endswith(".json")}
    templates = {path: text for path, text in found.items() if path not in samples}
    return ThemeSource(now.folder, templates, samples)


def ancestor(path: str, copy: str, now: ThemeSource) -> str:
    """The version of a template that an edited copy was taken of: of those that are known, the newest that shares most
    of the copy's lines."""
    lines = Counter(copy.splitlines())

    def shared(text: str) -> int:
        return (Counter(text.splitlines()) & lines).total()

    best = now.templates[path]
    for name in dict.fromkeys([*_committed(now.folder, path), *_exported(path)]):
        text = recall_text(name, now.folder)
        if text is not None and shared(text) > shared(best):
            best = text
    return best


def _committed(folder: Path, path: str) -> list[str]:
    """The fingerprints of the last versions of a file in git's history, the newest first."""
    command = [
        "git",
        "-C",
        str(folder),
        "log",
        f"-{VERSIONS}",
        "--format=",
        "--raw",
        "--no-abbrev",
        "--",
        path,
    ]
    with suppress(FileNotFoundError, subprocess.TimeoutExpired):
        done = subprocess.run(command, capture_output=True, timeout=GIT_SECONDS, check=False)
        fields = [line.split() for line in done.stdout.decode(errors="replace").splitlines()]
        return [names[3] for names in fields if len(names) > 3 and FINGERPRINT.fullmatch(names[3])]
    return []


def _exported(path: str) -> Iterator[str]:
    """The fingerprints of a template in the exports that this machine remembers, the newest first."""
    for record in itertools.islice(remembered(), VERSIONS):
        yield from (page.texts[path] for page in record.pages.values() if path in page.texts)


def recall_text(name: str, folder: Path) -> str | None:
    """A text by its fingerprint, out of the store or the git history of a folder; None where neither has it."""
    with suppress(FileNotFoundError):
        return (store_folder() / "texts" / name).read_bytes().decode()
    command = ["git", "-C", str(folder), "cat-file", "blob", name]
    with suppress(FileNotFoundError, subprocess.TimeoutExpired):
        done = subprocess.run(command, capture_output=True, timeout=GIT_SECONDS, check=False)
        if done.returncode == 0:
            return done.stdout.decode()
    return None
