"""The file of a backup: a zip archive that ends with the digest of everything before, so that any damage shows."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
FORMAT = 1
CHUNK = 1 << 20  # bytes
DIGEST_LENGTH = 64  # of a SHA-256 in hexadecimal digits; it stands in the comment that ends a zip file


class ArchiveError(ValueError):
    """A file that is no backup, or a damaged one; the message says what is wrong with it."""


class Writer:
    """Writes an archive under a temporary name and puts it in place when it is whole."""

    def __init__(self, path: Path):
        self.path = path
        self.partial = path.with_name(f".{path.name}.partial")
        # For its owner alone: it holds what visitors wrote.
        self.partial.touch(0o600, exist_ok=False)
        self.zip = zipfile.ZipFile(self.partial, "w")

    def add(self, name: str, chunks: Iterable[bytes], *, compress: bool = True) -> None:
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
        with self.zip.open(entry, "w", force_zip64=True) as file:
            for chunk in chunks:
                file.write(chunk)

    def add_folder(self, name: str, folder: Path, *, compress: bool = True) -> None:
        """Every file below `folder`, as NAME/relative/path."""
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                self.add(f"{name}/{path.relative_to(folder).as_posix()}", _chunks(path), compress=compress)

    def finish(self, about: dict[str, Any]) -> None:
        self.zip.writestr(MANIFEST, json.dumps({"format": FORMAT, **about}, indent=1))
        self.zip.comment = b"-" * DIGEST_LENGTH
        self.zip.close()
        digest = _digest(self.partial)
        with self.partial.open("r+b") as file:
            file.seek(-DIGEST_LENGTH, 2)
            file.write(digest)
        self.partial.replace(self.path)

    def discard(self) -> None:
        self.zip.close()
        self.partial.unlink(missing_ok=True)


class Reader:
    """Reads an archive that is undamaged; ArchiveError for any other."""

    def __init__(self, path: Path):
        try:
            with path.open("rb") as file:
                file.seek(-DIGEST_LENGTH, 2)
                undamaged = file.read() == _digest(path)
            self.zip = zipfile.ZipFile(path)
            self.manifest: dict[str, Any] = json.loads(self.zip.read(MANIFEST))
        except FileNotFoundError:
            raise ArchiveError(f"there is no file {path}") from None
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise ArchiveError(f"{path} is no backup, or is cut off: {error}") from None
        if not undamaged:
            raise ArchiveError(f"{path} is damaged: it is not what was saved")
        if self.manifest.get("format") != FORMAT:
            raise ArchiveError(
                f"{path} has the format {self.manifest.get('format')!r}; this program reads {FORMAT}"
            )
        # "media//etc/passwd" has an empty part: below a folder it would be an address from the root.
        if outside := [name for name in self.zip.namelist() if not {"", ".."}.isdisjoint(name.split("/"))]:
            raise ArchiveError(f"{path} is not to be trusted: {outside[0]} leads out of its folder")

    def names(self, folder: str) -> list[str]:
        return [name for name in self.zip.namelist() if name.startswith(f"{folder}/")]

    def lines(self, name: str) -> Iterator[bytes]:
        with self.zip.open(name) as file:
            yield from file

    def extract(self, folder: str, target: Path) -> None:
        """The files of FOLDER/ under `target`, each put in place when it is whole."""
        for name in self.names(folder):
            path = target / name.removeprefix(f"{folder}/")
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_name(f".{path.name}.partial")
            with self.zip.open(name) as source, partial.open("wb") as file:
                while chunk := source.read(CHUNK):
                    file.write(chunk)
            partial.replace(path)


def _digest(path: Path) -> bytes:
    """The digest of all of a file but the digest that ends it."""
    digest, left = hashlib.sha256(), path.stat().st_size - DIGEST_LENGTH
    for chunk in _chunks(path):
        digest.update(chunk[:left])
        left = max(0, left - len(chunk))
    return digest.hexdigest().encode()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
