"""Exports: a folder of plain pages that a designer opens by double click, and what is remembered about it.

The folder holds the pages, a copy of the theme's static/, README.txt for the designer, and export.json, which has only
names and fingerprints. No expression and no template text is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from myproject import roundtrip
from myproject.design import base, folder
from myproject.design.base import Page, Record, fingerprint
from myproject.design.folder import ThemeError, ThemeSource

RECORD = "export.json"
README = "README.txt"
README_TEXT = """\
These pages are yours to change
===============================

Open any page by double click; the links between the pages work. Change it in the tool you like best: a visual
editor, the browser's developer tools, a text editor. Save it under the same name and send the folder back.

* Texts, headings, sections, order, classes, styles, images: change, move, add, delete as you like.
* New images and style sheets go into static/, and are linked as static/img/new.jpg is.
* Films, news and names are samples: on the site other words stand there. How a sample looks is yours, what it says
  is not. To change all rows of a list, change the first one.
* What carries data-part="layout" is on every page: change it on one page and it changes on all.
* data-stamp tells us which part of the site an element is. Please leave it. When you copy an element, copy it with
  the stamp; when you make a new one, it needs none.
* Scripts and forms are for the developers: tell them what you would like.

Nothing that you can do here breaks the site: what cannot be brought back is asked about first.
"""


def pages_of(theme: ThemeSource) -> list[str]:
    """The templates that are pages of their own: those that no other template shows as its layout or part."""
    shown: set[str] = set()
    for name in theme.templates:
        try:
            shown.update(roundtrip.export(theme.templates, name, samples=theme.samples).templates[1:])
        except roundtrip.RoundtripError:
            continue  # named when it is exported
    return [name for name in theme.templates if name not in shown]


def make(
    theme: ThemeSource, names: Iterable[str] = (), state: str | None = None
) -> tuple[dict[str, roundtrip.Prototype], list[str]]:
    """Prototypes by file name, of the named templates or of every page; and a sentence for each that failed.

    `state` is shown by the templates that have a sample of it; raises ThemeError where none has, or a name is unknown.
    """
    names = list(names)
    if unknown := [name for name in names if name not in theme.templates]:
        raise ThemeError(
            f"{theme.folder} has no template {', '.join(unknown)}; it has {', '.join(theme.templates)}."
        )
    samples = theme.samples
    if state and not any(state in states for states in samples.values()):
        raise ThemeError(f"No template in {theme.folder} has a sample named {state}.")
    prototypes, failures = {}, []
    for name in names or pages_of(theme):
        own = state if state in samples.get(name, {}) else None
        try:
            prototype = roundtrip.export(theme.templates, name, samples=samples, state=own)
        except roundtrip.RoundtripError as error:
            failures.append(str(error))
        else:
            prototypes[prototype.filename] = prototype
    return prototypes, failures


def export(
    theme: ThemeSource, to: Path, names: Iterable[str] = (), state: str | None = None
) -> tuple[Record, list[str]]:
    """Writes an export to a folder and remembers its base; the record, and a sentence for each template that failed.

    Raises ThemeError where that would overwrite what somebody else put or edited there.
    """
    refuse_loss(theme, to)
    prototypes, failures = make(theme, names, state)
    return write(theme, to, prototypes), failures


def write(
    theme: ThemeSource,
    to: Path,
    prototypes: Mapping[str, roundtrip.Prototype],
    kept: Mapping[str, Page] | None = None,
) -> Record:
    """Writes the pages and all that belongs to them, and remembers the theme. Pages in `kept` stay as they are there,
    and are described as they are there."""
    fresh = {
        filename: prototype for filename, prototype in prototypes.items() if filename not in (kept or {})
    }
    pages = {filename: _page(theme, prototype) for filename, prototype in fresh.items()}
    record = Record({**pages, **(kept or {})}, static_fingerprints(theme))
    base.remember(record, theme.texts.values())
    files = _linked(theme.folder, prototypes)
    files |= {path: file.read_bytes() for path, file in folder.static_files(theme.folder).items()}
    files |= {filename: prototype.html.encode() for filename, prototype in fresh.items()}
    files |= {README: README_TEXT.encode(), RECORD: record.to_json().encode()}
    to.mkdir(parents=True, exist_ok=True)
    folder.write(to, {path: content for path, content in files.items() if not _holds(to / path, content)})
    return record


def static_fingerprints(theme: ThemeSource) -> dict[str, str]:
    """The fingerprints of what lies in the theme's static/, by path."""
    return {path: fingerprint(file.read_bytes()) for path, file in folder.static_files(theme.folder).items()}


def _page(theme: ThemeSource, prototype: roundtrip.Prototype) -> Page:
    samples = f"{folder.SAMPLES}/{PurePosixPath(prototype.name).with_suffix('')}."
    made_of = [*prototype.templates, *(path for path in theme.sample_texts if path.startswith(samples))]
    texts = {path: fingerprint(theme.texts[path].encode()) for path in made_of}
    content = prototype.html.encode()
    return Page(prototype.name, prototype.state, fingerprint(content), base.stamps(prototype.html), texts)


def _linked(theme_folder: Path, prototypes: Mapping[str, roundtrip.Prototype]) -> dict[str, bytes]:
    """Files of the theme outside of static/ that the pages refer to, such as images of any folder of templates."""
    files = {}
    for filename, prototype in prototypes.items():
        for asset in prototype.assets:
            path = _inside(PurePosixPath(filename).parent / asset)
            if path and (theme_folder / path).is_file() and Path(path).suffix not in folder.SUFFIXES:
                files[path] = (theme_folder / path).read_bytes()
    return files


def _inside(path: PurePosixPath) -> str | None:
    """A path with `..` taken out; None where it leads out of the folder."""
    parts: list[str] = []
    for part in path.parts:
        if part != "..":
            parts.append(part)
        elif parts:
            parts.pop()
        else:
            return None
    return None if path.is_absolute() else "/".join(parts)


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def read_record(export_folder: Path) -> Record | None:
    """The record in an export's folder; None where there is none."""
    path = export_folder / RECORD
    if not path.is_file():
        return None
    return Record.from_json(path.read_text(encoding="utf-8", errors="replace"), path)


def refuse_loss(theme: ThemeSource, to: Path) -> None:
    """Raises ThemeError where an export to this folder would overwrite what somebody else put or edited there."""
    if to.resolve().is_relative_to(theme.folder.resolve()):
        raise ThemeError(f"{to} lies in the theme itself: export to a folder outside of {theme.folder}.")
    if not to.exists():
        return
    if not to.is_dir():
        raise ThemeError(f"{to} is a file: name a folder to export to.")
    record = read_record(to)
    if record is None and any(to.iterdir()):
        raise ThemeError(f"{to} holds other files and was not made by an export: name an empty folder.")
    if record and (edited := edited_pages(to, record)):
        raise ThemeError(
            f"{', '.join(edited)} in {to} changed since the export: merge first (`myproject merge {to}`), or export to "
            "another folder."
        )


def edited_pages(export_folder: Path, record: Record) -> list[str]:
    """The pages of an export that are not as they were exported."""
    return [
        filename
        for filename, page in record.pages.items()
        if (export_folder / filename).is_file()
        and fingerprint((export_folder / filename).read_bytes()) != page.known
    ]
