"""Keeps derived bytes on disk: compiled templates, compressed files. May be deleted at any time.

Several processes share a folder. A file appears whole or not at all, and one that was damaged is taken for missing.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from pathlib import Path

log = logging.getLogger(__name__)

_CHECK = 32


class DiskCache:
    """Bytes by key in a folder; keys are safe file names, and what a key stands for never changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        try:
            stored = (self.folder / key).read_bytes()
        except OSError:
            return None
        check, content = stored[:_CHECK], stored[_CHECK:]
        return content if hashlib.sha256(content).digest() == check else None

    def put(self, key: str, content: bytes) -> None:
        """Stores `content`; where the folder cannot be written that is logged, and the work done again next time."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._write(self.folder / key, hashlib.sha256(content).digest() + content)
        except OSError as error:
            log.warning("Cannot store %s in the cache folder %s: %s", key, self.folder, error)

    def _write(self, path: Path, content: bytes) -> None:
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=f"{path.name}.", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
