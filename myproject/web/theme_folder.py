"""The theme that lies in a folder, followed while designers and developers save into it.

A save is many steps: an editor truncates, writes in pieces, or renames. So a folder is read only when nothing in it
changed for a moment, and read again if something changed meanwhile. A file that was emptied is waited for longer: a
shell empties it before the program starts that is to write it. What a stamp does not see (the same time, the same size)
it sees in the time of the inode's last change, which no program can set.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from myproject.web.disk_cache import DiskCache
from myproject.web.theme import STATIC, TEMPLATE, Theme

log = logging.getLogger(__name__)

# Seconds without a change after which a save counts as finished, how long a request waits for that, and between looks.
SETTLED = 0.1
PATIENCE = 1.0
LOOK = 0.02
# How long an emptied file has to stay so, as a part of PATIENCE: who waits then sees it.
EMPTIED = 0.8


class Stamp(NamedTuple):
    """What changes when a file or a folder does."""

    inode: int
    size: int
    modified: int
    changed: int


Stamps = dict[str, Stamp]


class ThemeFolder:
    """The current Theme of a folder.

    follow: look for changes each time a theme is asked for.
    careful: a changed theme replaces the last one only when all of it compiles; what is wrong with it is logged once.
    """

    def __init__(self, folder: Path, cache: DiskCache, *, follow: bool, careful: bool) -> None:
        self.folder = folder
        self._cache = cache
        self._follow = follow
        self._careful = careful
        self._read_stamps: Stamps = {}
        self._files: dict[str, bytes] = {}
        self._theme: Theme | None = None
        self._lock = Lock()

    def theme(self) -> Theme:
        """The theme as it is now. OSError if there is no such folder, or where the first theme cannot be read."""
        theme = self._theme
        if theme is not None and (not self._follow or self._stamps() == self._read_stamps):
            return theme
        # While a changed theme is checked, visitors get the last one; developers wait for the new one.
        if not self._lock.acquire(blocking=theme is None or not self._careful):
            assert theme is not None
            return theme
        try:
            return self._refreshed()
        finally:
            self._lock.release()

    def _refreshed(self) -> Theme:
        self._read()
        if self._theme is None:
            self._theme = self._made()
        elif self._files != self._theme.files:
            self._replace_by(self._made())
        return self._theme

    def _made(self) -> Theme:
        changed = max(stamp.modified for stamp in self._read_stamps.values())
        modified = datetime.fromtimestamp(changed / 1e9, UTC)
        return Theme(self._files, place=str(self.folder), modified=modified, cache=self._cache)

    def _replace_by(self, new: Theme) -> None:
        faults = new.faults() if self._careful else []
        for fault in faults:
            log.error("The changed theme is not used, the last one serves on: %s", fault)
        if not faults:
            self._theme = new

    # Reading

    def _read(self) -> None:
        """Reads what changed when the folder has come to rest; nothing if that takes too long and there is a theme."""
        deadline = time.monotonic() + PATIENCE
        while True:
            stamps = self._stamps()
            late = time.monotonic() > deadline
            if late and self._theme is not None:
                return
            if (late or self._at_rest(stamps)) and self._read_files(stamps):
                return
            time.sleep(LOOK)

    def _at_rest(self, stamps: Stamps) -> bool:
        now = time.time_ns()
        for path, stamp in stamps.items():
            known = self._read_stamps.get(path)
            if stamp == known:
                continue
            emptied = known is not None and stamp.size == 0 < known.size
            # ext4 empties a file first and sets its times later, after milliseconds where the disk is busy.
            if emptied and stamp.changed == known.changed:
                return False
            if 0 <= now - stamp.changed < (EMPTIED * PATIENCE if emptied else SETTLED) * 1e9:
                return False
        return True

    def _read_files(self, stamps: Stamps) -> bool:
        """Reads the files that changed; False, with nothing taken over, if one changed while it was read."""
        files = {}
        if not stamps:
            return False
        for path, stamp in stamps.items():
            if path.endswith("/"):
                continue
            if stamp == self._read_stamps.get(path):
                files[path] = self._files[path]
            else:
                try:
                    files[path] = (self.folder / path).read_bytes()
                except OSError as error:
                    # A file that went while it was read is a save under way; one that is not ours to read stays so.
                    if self._theme is None and not isinstance(error, FileNotFoundError):
                        raise
                    return False
        if self._stamps() != stamps:
            return False
        self._files, self._read_stamps = files, stamps
        return True

    def _stamps(self) -> Stamps:
        """The stamps of everything in the folder; none if it changed while it was walked through."""
        try:
            return dict(self._walk(""))
        except FileNotFoundError:
            if not self.folder.is_dir():
                raise
            return {}

    def _walk(self, inside: str) -> Iterator[tuple[str, Stamp]]:
        """The templates and static files, and the folders they lie in (with a slash at the end).

        Hidden files are no part of a theme, and no symbolic link is followed: it could lead out of the theme.
        """
        folder = self.folder / inside
        yield f"{inside}/", _stamp(folder.stat())
        with os.scandir(folder) as entries:
            for entry in entries:
                path = f"{inside}{entry.name}"
                if entry.name.startswith(".") or entry.is_symlink():
                    continue
                if entry.is_dir():
                    yield from self._walk(f"{path}/")
                elif path.startswith(STATIC) or path.endswith(TEMPLATE):
                    yield path, _stamp(entry.stat())


def _stamp(stat: os.stat_result) -> Stamp:
    return Stamp(stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
