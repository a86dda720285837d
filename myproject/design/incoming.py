"""What comes back from a designer: edited pages and files of an export folder, or single pages, merged into a theme."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from myproject import roundtrip
from myproject.design import base, carried, exports, folder
from myproject.design.base import Record, fingerprint
from myproject.design.folder import STATIC, ThemeError, ThemeSource
from myproject.roundtrip import Policy, Result, bounds

GRAVITY = ("unchanged", "merged", "decide", "refused")


@dataclass(frozen=True)
class Edited:
    """One file that came back: `filename` is its place in the export, `root` the folder its links may not leave."""

    template: str
    filename: str
    text: str
    root: Path
    record: Record | None  # None for an edited copy of a template itself


@dataclass(frozen=True)
class Incoming:
    """Everything that came back at once. `exports` are the export folders among it, with their records."""

    edited: tuple[Edited, ...]
    exports: Mapping[Path, Record] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What a merge came to: `result` of all pages together, and the static files to write with its templates."""

    result: Result
    files: Mapping[str, bytes] = field(default_factory=dict)


def collect(theme: ThemeSource, paths: Iterable[Path]) -> Incoming:
    """Reads edited pages. A folder stands for every page of it that changed. Raises ThemeError."""
    edited: list[Edited] = []
    found: dict[Path, Record] = {}
    for path in paths:
        if path.is_dir():
            record = exports.read_record(path)
            if record:
                found[path] = record
            edited += [_edited(theme, path, name, record) for name in _pages_in(theme, path, record)]
        elif path.is_file():
            root = next(
                (parent for parent in path.absolute().parents if (parent / exports.RECORD).is_file()),
                path.parent,
            )
            filename = path.absolute().relative_to(root.absolute()).as_posix()
            edited.append(_edited(theme, root, filename, exports.read_record(root)))
        else:
            raise ThemeError(f"There is no file or folder {path}.")
    return Incoming(tuple(edited), found)


def _pages_in(theme: ThemeSource, root: Path, record: Record | None) -> list[str]:
    """The pages to merge from a folder: the changed ones, or all where nothing says what they were."""
    if record:
        return exports.edited_pages(root, record)
    known = sorted({roundtrip.prototype_filename(name) for name in theme.templates} | set(theme.templates))
    if not (names := [name for name in known if (root / name).is_file()]):
        raise ThemeError(f"{root} holds no page of the theme in {theme.folder}: {', '.join(known)}.")
    return names


def _edited(theme: ThemeSource, root: Path, filename: str, record: Record | None) -> Edited:
    path = root / filename
    try:
        text = bounds.decode(path.read_bytes(), str(path))
    except bounds.OutOfBounds as error:
        raise ThemeError(str(error)) from None
    if filename in theme.templates and not base.stamps(text) and not (record and filename in record.pages):
        return Edited(filename, filename, text, root, None)
    found = base.find(filename, text, record if record and filename in record.pages else None)
    if not found:
        pages = sorted(roundtrip.prototype_filename(name) for name in theme.templates)
        raise ThemeError(
            f"{path} cannot be traced to an export: it bears no stamp that is known here, and lies in no export "
            f"folder. Put it back into the folder that was exported, under the name of its page ({', '.join(pages)})."
        )
    return Edited(found.pages[filename].template, filename, text, root, found)


def merge(
    theme: ThemeSource,
    incoming: Incoming,
    *,
    unedited: Path | None = None,
    policy: Policy = Policy(),  # noqa: B008 - frozen
    accept: Sequence[str] = (),
) -> Outcome:
    """Merges all that came back into the theme; nothing is written. Raises ThemeError and RoundtripError."""
    policy = replace(policy, static=f"{STATIC}/" if (theme.folder / STATIC).is_dir() else "")
    now = theme
    results = []
    for group in _by_export(incoming.edited):
        result = _merge_group(now, group, unedited, policy, accept)
        results.append(result)
        now = replace(now, templates={**now.templates, **result.templates})
    pages = [(one.root / one.filename, one.root) for one in incoming.edited]
    wanted = [asset for result in results for asset in result.assets]
    files, more = carried.linked(theme, wanted, pages, policy)
    told = [more]
    for root, record in incoming.exports.items():
        changed, more = carried.changed(theme, root, record, policy, accept)
        files |= changed
        told.append(more)
    return Outcome(combine(theme, now, [*results, *told]), files)


def _by_export(edited: Iterable[Edited]) -> Iterator[list[Edited]]:
    """Pages that have one base together: those of the same export."""
    groups: list[list[Edited]] = []
    for one in edited:
        for group in groups:
            if group[0].record == one.record:
                group.append(one)
                break
        else:
            groups.append([one])
    return iter(groups)


def _merge_group(
    now: ThemeSource, group: Sequence[Edited], unedited: Path | None, policy: Policy, accept: Sequence[str]
) -> Result:
    record = group[0].record
    then = base.recall(record, now) if record else now
    return roundtrip.merge(
        now.templates,
        {one.template: one.text for one in group},
        base=then.templates,
        samples=then.samples,
        state={one.template: record.pages[one.filename].state for one in group} if record else None,
        unedited=_unedited(group, unedited) if unedited else None,
        policy=policy,
        accept=tuple(accept),
    )


def _unedited(group: Sequence[Edited], root: Path) -> dict[str, str]:
    """The same tool's unedited saves of a group's pages, of at least one. Raises ThemeError."""
    found = {}
    for one in group:
        path = root / one.filename
        if path.is_file():
            found[one.template] = bounds.decode(path.read_bytes(), str(path))
    if not found:
        raise ThemeError(f"{root} holds no unedited save of {', '.join(one.filename for one in group)}.")
    return found


def combine(before: ThemeSource, after: ThemeSource, results: Sequence[Result]) -> Result:
    """One result for several: the gravest status, everything that they tell, and one diff where all merged."""
    status = max((result.status for result in results), key=GRAVITY.index)
    merged = {name: text for name, text in after.templates.items() if text != before.templates.get(name)}
    lists = ("changes", "bindings", "decisions", "refused", "notes", "assets")
    told = {name: tuple(one for result in results for one in getattr(result, name)) for name in lists}
    if status != "merged":
        return Result(status, diff="".join(result.diff for result in results), **told)
    return Result(status, merged, diff="".join(_diff(before.templates, merged)), **told)


def _diff(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for name, text in after.items():
        for line in difflib.unified_diff(_lines(before[name]), _lines(text), f"a/{name}", f"b/{name}"):
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """Lines as diff and patch know them; `str.splitlines` knows others."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def write(theme: ThemeSource, outcome: Outcome) -> None:
    """Writes a merged outcome into the theme's folder, all or nothing. Raises ThemeError where the theme changed."""
    if outcome.result.status != "merged":
        return
    templates = {name: theme.encode(name, text) for name, text in outcome.result.templates.items()}
    expected = {name: theme.encode(name, theme.templates[name]) for name in templates}
    folder.write(theme.folder, {**outcome.files, **templates}, expected)


def settle(incoming: Incoming) -> None:
    """Marks in their export folders that these pages and files are merged, so that they are not merged again."""
    for root, record in incoming.exports.items():
        done = {one.filename: one for one in incoming.edited if one.root == root}
        pages = {
            name: replace(page, fingerprint=fingerprint(done[name].text.encode())) if name in done else page
            for name, page in record.pages.items()
        }
        static = {path: fingerprint(file.read_bytes()) for path, file in folder.static_files(root).items()}
        content = replace(record, pages=pages, static=static).to_json().encode()
        folder.write(root, {exports.RECORD: content})
