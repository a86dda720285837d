"""Keeps a theme and an export of it in step while a designer and a developer both work.

The folders are polled: a save is seen on every file system and however a tool writes (in place, by a temporary file,
twice in a row), and is acted on when two looks in a row found the same. Everything that is acted on is read anew from
disk, so a look that finds nothing new changes nothing, and no save in between is missed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from myproject.design import exports, folder, incoming
from myproject.design.base import Record
from myproject.design.folder import ThemeError
from myproject.design.incoming import Outcome
from myproject.roundtrip import Policy, RoundtripError

INTERVAL = 0.25  # seconds between two looks


class Watch:
    """A theme's folder and the folder of its export. `say` is given sentences, `show` what a merge came to."""

    def __init__(
        self,
        theme_folder: Path,
        to: Path,
        policy: Policy,
        say: Callable[[str], None],
        show: Callable[[list[str], Outcome], None],
    ):
        self.theme_folder = theme_folder
        self.to = to
        self.policy = policy
        self.say = say
        self.show = show
        self.exported: dict[str, str] = {}  # file name -> the page as it was last exported
        self.seen: dict[Path, tuple[int, ...]] = {}
        self.acted: dict[Path, tuple[int, ...]] = {}
        self.told = ""

    def start(self) -> None:
        """Brings back what lies edited in the export, then exports.

        Raises ThemeError where there is no theme or the export may not be, and OSError where its folder cannot be.
        """
        theme = folder.read(self.theme_folder)
        if not self.record():
            exports.refuse_loss(theme, self.to)
        self.to.mkdir(parents=True, exist_ok=True)
        self.act()

    def look(self) -> None:
        """One look at both folders; acts when something changed and has come to rest."""
        now = self.snapshot()
        if now == self.seen and now != self.acted:
            self.acted = now
            self.act()
        self.seen = now

    def snapshot(self) -> dict[Path, tuple[int, ...]]:
        """Time, size and identity of every file that matters: it changes whenever one of them is saved."""
        found = {}
        for root in (self.theme_folder, self.to):
            for path in root.rglob("*"):
                try:
                    status = path.stat()
                except FileNotFoundError:  # a temporary file, gone already
                    continue
                if path.is_file():
                    found[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
        return found

    def act(self) -> None:
        """Merges what the designer saved, then exports what the developer changed. Errors are told, not raised."""
        try:
            saved = self.merge()
            if saved is not None:
                self.export(saved)
        except (ThemeError, RoundtripError, OSError) as error:
            self.tell(str(error))

    def tell(self, text: str) -> None:
        """Says what was not said last: one trouble is told once, not with every look."""
        if text != self.told:
            self.say(text)
        self.told = text

    def merge(self) -> set[str] | None:
        """Merges the edited pages and returns their names; None where a question is open, so that they must wait."""
        record = self.record()
        if not record:
            return set()
        theme = folder.read(self.theme_folder)
        came = incoming.collect(theme, [self.to])
        names = sorted(one.filename for one in came.edited)
        outcome = incoming.merge(theme, came, policy=self.policy)
        if outcome.result.status in ("decide", "refused"):
            question = repr(outcome)
            if question != self.told:
                self.show(names, outcome)
            self.told = question
            return None
        if names or outcome.result.status == "merged":
            incoming.write(theme, outcome)
            incoming.settle(theme, came, outcome)
            self.show(names, outcome)
            self.told = ""
        return set(names)

    def export(self, saved: set[str]) -> None:
        """Exports anew every page that reads differently now, but those that the designer just saved."""
        theme = folder.read(self.theme_folder)
        prototypes, failures = exports.make(theme)
        if failures:
            self.tell(f"Not exported: {'; '.join(failures)}")
            return
        changed = {
            name for name, prototype in prototypes.items() if self.exported.get(name) != prototype.html
        }
        self.exported |= {name: prototype.html for name, prototype in prototypes.items()}
        record = self.record()
        if record and not changed and record.static == exports.static_fingerprints(theme):
            return
        there = (
            {name: page for name, page in record.pages.items() if (self.to / name).is_file()}
            if record
            else {}
        )
        kept = {name: page for name, page in there.items() if name in saved or name not in changed}
        exports.write(theme, self.to, prototypes, {name: kept[name] for name in prototypes if name in kept})
        if changed - saved:
            self.say(f"Exported {', '.join(sorted(changed - saved))}.")

    def record(self) -> Record | None:
        return exports.read_record(self.to) if self.to.is_dir() else None
