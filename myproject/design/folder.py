"""A theme as a folder on disk: read whole, written all or nothing.

A template is a file with one of SUFFIXES outside of `static/` and `samples/`; its name is its path in the folder,
with "/" between the parts. A sample is `samples/<template without suffix>.<state>.json`.
"""

from __future__ import annotations

import codecs
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from myproject.roundtrip.parse import bounds

SUFFIXES = {".pt", ".cpt", ".html", ".htm", ".xhtml"}
STATIC = "static"
SAMPLES = "samples"


class ThemeError(Exception):
    """A folder is not what it should be; the message is a sentence that says which and what to do."""


@dataclass(frozen=True)
class ThemeSource:
    """The texts of a theme, exactly as they are on disk but for byte order marks."""

    folder: Path
    templates: Mapping[str, str]
    sample_texts: Mapping[str, str]  # path in the theme -> JSON text
    marked: frozenset[str] = frozenset()  # templates that begin with a byte order mark

    def encode(self, name: str, text: str) -> bytes:
        """A template's text as the bytes of its file."""
        return (codecs.BOM_UTF8 if name in self.marked else b"") + text.encode()

    @property
    def samples(self) -> dict[str, dict[str, Any]]:
        """Template name -> state -> plain data. Raises ThemeError for JSON that cannot be read."""
        found: dict[str, dict[str, Any]] = {}
        for path, text in self.sample_texts.items():
            stem, _, state = path.removeprefix(f"{SAMPLES}/").removesuffix(".json").rpartition(".")
            for template in self.templates:
                if str(PurePosixPath(template).with_suffix("")) == stem:
                    found.setdefault(template, {})[state] = _json(self.folder / path, text)
        return found

    @property
    def texts(self) -> dict[str, str]:
        """Every text of the theme: templates and samples by their paths."""
        return {**self.templates, **self.sample_texts}


def _json(path: Path, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ThemeError(f"{path}, line {error.lineno}, column {error.colno}: {error.msg}.") from None


def read(folder: Path) -> ThemeSource:
    """The theme in a folder. Raises ThemeError where there is none, or a file that cannot be read as text."""
    if not folder.is_dir():
        raise ThemeError(f"There is no folder {folder}: name the theme's folder with --theme.")
    templates = {_name(folder, path): _text(path) for path in _files(folder) if _is_template(folder, path)}
    if not templates:
        raise ThemeError(f"{folder} holds no template, no file ending in {', '.join(sorted(SUFFIXES))}.")
    samples = {_name(folder, path): _text(path) for path in sorted((folder / SAMPLES).rglob("*.json"))}
    marked = frozenset(name for name in templates if (folder / name).read_bytes().startswith(codecs.BOM_UTF8))
    return ThemeSource(folder, templates, samples, marked)


def _files(folder: Path) -> Iterator[Path]:
    """Every file of the folder but hidden ones, in a stable order."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path


def _is_template(folder: Path, path: Path) -> bool:
    top = path.relative_to(folder).parts[0]
    return path.suffix in SUFFIXES and top not in (STATIC, SAMPLES)


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _text(path: Path) -> str:
    try:
        return bounds.decode(path.read_bytes(), str(path))
    except bounds.OutOfBounds as error:
        raise ThemeError(str(error)) from None


def static_files(folder: Path) -> dict[str, Path]:
    """What lies in the theme's static/, as path in the theme -> file."""
    return {
        _name(folder, path): path for path in _files(folder) if path.relative_to(folder).parts[0] == STATIC
    }


def write(
    folder: Path, files: Mapping[str, bytes], expected: Mapping[str, bytes | None] | None = None
) -> None:
    """Writes files (path in the folder -> content) so that all of them change or none.

    Each is written beside its place first and then moved over it, so no reader ever sees half a file. `expected` says
    what a file must still hold (None: must not exist) when its turn comes. Raises ThemeError where it does not, and
    OSError; both leave the folder as it was.
    """
    for name, content in (expected or {}).items():
        if _content(folder / name) != content:
            raise ThemeError(
                f"{folder / name} was changed meanwhile; nothing was written. Run the command again."
            )
    with ExitStack() as clean_up:
        staged = {name: _stage(folder / name, content, clean_up) for name, content in files.items()}
        before = {name: _content(folder / name) for name in files}
        replaced = []
        try:
            for name, temporary in staged.items():
                temporary.replace(_place(folder / name))
                replaced.append(name)
        except OSError:
            for name in replaced:
                _restore(folder / name, before[name])
            raise


def _place(path: Path) -> Path:
    """Where a file really lies: a link stays a link, and what it points to is written."""
    return path.resolve()


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _stage(path: Path, content: bytes, clean_up: ExitStack) -> Path:
    """A temporary file beside `path` with the content and the mode that `path` has, gone at the end if unused."""
    place = _place(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=place.parent)
    clean_up.callback(lambda: Path(name).unlink(missing_ok=True))
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if place.exists():
        shutil.copymode(place, name)
    else:
        Path(name).chmod(0o666 & ~_umask())
    return Path(name)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _restore(path: Path, content: bytes | None) -> None:
    with suppress(OSError):
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
