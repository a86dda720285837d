"""What comes back from a designer: edited pages and files of an export folder, or single pages, merged into a theme."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from myproject import roundtrip
from myproject.design import assets, base, carried, exports, folder
from myproject.design.base import Merged, Page, Record, fingerprint
from myproject.design.folder import STATIC, ThemeError, ThemeSource
from myproject.roundtrip import Note, Policy, Result
from myproject.roundtrip.parse import bounds

TAG = re.compile("<[a-zA-Z]")
CUT = re.compile(r"</?[a-zA-Z][^<>]{0,4000}\Z")
ZIP = b"PK\x03\x04"
GRAVITY = ("unchanged", "merged", "decide", "refused")


@dataclass(frozen=True)
class Edited:
    """One file that came back: `filename` is its place in the export, `root` the folder its links may not leave."""

    template: str
    filename: str
    text: str
    root: Path
    page: Page | None  # as it was exported; None for an edited copy of a template itself


@dataclass(frozen=True)
class Incoming:
    """Everything that came back at once. `exports` are the export folders among it, with their records, `strangers` the
    pages in them that are none of the export's, each with the page whose stamps it bears, if any."""

    edited: tuple[Edited, ...]
    exports: Mapping[Path, Record] = field(default_factory=dict)
    strangers: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What a merge came to: `result` of all pages together, and the static files to write with its templates."""

    result: Result
    files: Mapping[str, bytes] = field(default_factory=dict)


def collect(theme: ThemeSource, paths: Iterable[Path], *, again: bool = False) -> Incoming:
    """Reads edited pages. A folder stands for every page of it that changed; `again` tells that what was merged and
    taken back since is to be merged once more. Raises ThemeError."""
    edited: list[Edited] = []
    found: dict[Path, Record] = {}
    strangers: dict[str, str | None] = {}
    for path in paths:
        if path.is_dir():
            record = _record(theme, path, again)
            if record:
                found[path] = record
                _check_theme(theme, path, record)
                strangers |= _strangers(path, record)
            for name in _pages_in(theme, path, record):
                assets.within(path, path / name)
                edited.append(_edited(theme, path, name, record))
        elif path.is_file():
            root = next(
                (parent for parent in path.absolute().parents if (parent / exports.RECORD).is_file()),
                path.parent,
            )
            filename = path.absolute().relative_to(root.absolute()).as_posix()
            edited.append(_edited(theme, root, filename, _record(theme, root, again)))
        else:
            raise ThemeError(f"There is no file or folder {path}.")
    return Incoming(tuple(edited), found, strangers)


def _record(theme: ThemeSource, root: Path, again: bool) -> Record | None:
    """The record of an export. Where `again`, without the merges of which a template is as it was exported again."""
    record = exports.read_record(root)
    if record is None or not again:
        return record
    now = {path: fingerprint(text.encode()) for path, text in theme.templates.items()}

    def taken_back(page: Page) -> bool:
        after = page.merged.texts if page.merged else {}
        return any(after[path] != was == now.get(path) for path, was in page.texts.items() if path in after)

    pages = {
        name: replace(page, merged=None) if taken_back(page) else page for name, page in record.pages.items()
    }
    return replace(record, pages=pages)


def _check_theme(theme: ThemeSource, root: Path, record: Record) -> None:
    """Raises ThemeError for an export of another theme."""
    names = sorted({page.template for page in record.pages.values()})
    if names and theme.templates.keys().isdisjoint(names):
        raise ThemeError(
            f"{root} was exported from another theme: {theme.folder} has none of its templates ({', '.join(names)}). "
            "Name the theme's folder with --theme."
        )


def _strangers(root: Path, record: Record) -> dict[str, str | None]:
    """The pages in an export's folder that the export did not make, each with the page whose stamps it bears, if any.
    Raises ThemeError for one of its own pages that lies there under another name alone: it was renamed."""
    found: dict[str, str | None] = {}
    for path in sorted(root.rglob("*.htm*")):
        name = path.relative_to(root).as_posix()
        hidden = path.name.startswith(".")  # such as ._home.html, which a Mac puts beside home.html
        if name in record.pages or name.startswith(f"{STATIC}/") or hidden or not path.is_file():
            continue
        marks = set(base.stamps(path.read_text(encoding="utf-8", errors="replace")))
        missing = [page for page in record.pages if not (root / page).is_file()]
        if own := next((page for page in missing if marks & set(record.pages[page].stamps)), None):
            raise ThemeError(
                f"{path} is the page {own}, by its stamps: give it that name, and merge it again."
            )
        shared = {page: len(marks.intersection(record.pages[page].stamps)) for page in record.pages}
        nearest = max(shared, key=shared.__getitem__, default=None)
        found[name] = nearest if nearest and shared[nearest] else None
    return found


def _pages_in(theme: ThemeSource, root: Path, record: Record | None) -> list[str]:
    """The pages to merge from a folder: the changed ones, or all where nothing says what they were."""
    if record:
        return exports.edited_pages(root, record)
    known = sorted({roundtrip.prototype_filename(name) for name in theme.templates} | set(theme.templates))
    if not (names := [name for name in known if (root / name).is_file()]):
        inner = next((path.parent for path in sorted(root.glob(f"*/{exports.RECORD}"))), None)
        where = f" An export lies in {inner}: merge that folder." if inner else ""
        raise ThemeError(f"{root} holds no page of the theme in {theme.folder}: {', '.join(known)}.{where}")
    return names


def _edited(theme: ThemeSource, root: Path, filename: str, record: Record | None) -> Edited:
    path = root / filename
    content = path.read_bytes()
    if content.startswith(ZIP):
        raise ThemeError(f"{path} is a zip archive: unpack it, and merge the folder that was in it.")
    try:
        text = bounds.decode(content, str(path))
    except bounds.OutOfBounds as error:
        raise ThemeError(str(error)) from None
    if cut := CUT.search(text):
        line = text.count("\n", 0, cut.start()) + 1
        raise ThemeError(
            f"{path}, line {line}: the file ends in the middle of a tag. Save the page again, whole."
        )
    if filename in theme.templates and not base.stamps(text) and not (record and filename in record.pages):
        return Edited(filename, filename, text, root, None)
    found = base.find(filename, text, record)
    if other := base.other_name(text, found, record):
        raise ThemeError(f"{path} is the page {other}, by its stamps: give it that name, and merge it again.")
    if not found:
        pages = sorted(roundtrip.prototype_filename(name) for name in theme.templates)
        raise ThemeError(
            f"{path} cannot be traced to an export: it bears no stamp that is known here, and lies in no export "
            f"folder. Put it back into the folder that was exported, under the name of its page ({', '.join(pages)})."
        )
    if found.stamps and not TAG.search(text):
        raise ThemeError(
            f"{path} {'holds nothing of a page' if text.strip() else 'is empty'}: save the page again."
        )
    return Edited(found.template, filename, text, root, found)


def merge(
    theme: ThemeSource,
    incoming: Incoming,
    *,
    unedited: Path | None = None,
    policy: Policy = Policy(),  # noqa: B008 - frozen
    accept: Sequence[str] = (),
) -> Outcome:
    """Merges all that came back into the theme; nothing is written. Raises ThemeError and RoundtripError."""
    if unedited:
        _check_unedited(unedited, incoming.edited)
    policy = replace(policy, static=f"{STATIC}/" if (theme.folder / STATIC).is_dir() else "")
    now = theme
    results = []
    for group in _by_base(incoming.edited):
        result = _merge_group(now, group, unedited, policy, accept)
        results.append(result)
        now = replace(now, templates={**now.templates, **result.templates})
    pages = [(one.root / one.filename, one.root) for one in incoming.edited]
    wanted = [asset for result in results for asset in result.assets]
    files, more = carried.linked(theme, wanted, pages, policy)
    told = [more, Result("unchanged", notes=tuple(map(_stranger, incoming.strangers.items())))]
    for root, record in incoming.exports.items():
        changed, more = carried.changed(theme, root, record, policy, accept, files)
        files |= changed
        told.append(more)
    result = combine(theme, now, [*results, *told])
    _check_answers(accept, result)
    return Outcome(result, files)


def _stranger(found: tuple[str, str | None]) -> Note:
    """A note on a page that the export did not make."""
    name, copied = found
    new = "a template for a new one is for a developer to make"
    if copied is None:
        return Note(name, 1, f"left out: the export has no such page; {new}")
    words = f"left out: by its stamps it is a copy of {copied}. To merge it, give it that name; if it is a new page,"
    return Note(name, 1, f"{words} {new}")


def _check_unedited(folder: Path, edited: Iterable[Edited]) -> None:
    """Raises ThemeError for a folder that cannot be one of unedited saves."""
    if not folder.is_dir():
        raise ThemeError(f"There is no folder {folder}: name with --base the folder of the unedited saves.")
    for one in edited:
        path = one.root / one.filename
        if (folder / one.filename).exists() and path.samefile(folder / one.filename):
            raise ThemeError(
                f"{path} cannot be its own --base: save the page unedited with the same tool into another folder."
            )


def _check_answers(accept: Sequence[str], result: Result) -> None:
    """Raises ThemeError for an answer to which there is no question: most likely it was mistyped."""
    if strange := [answer for answer in accept if answer not in result.answered]:
        asked = [f"{one.id} ({' or '.join(one.choices)})" for one in result.decisions]
        open = f"These are open: {', '.join(asked)}" if asked else "No other is open"
        raise ThemeError(
            f"There is no question that {', '.join(strange)} would answer. {open}. Nothing was written."
        )


def _by_base(edited: Iterable[Edited]) -> list[list[Edited]]:
    """Pages that can be merged at once: those that were made of the same texts. One merged before goes alone."""
    groups: list[list[Edited]] = []
    for one in edited:
        group = next(
            (group for group in groups if all(_agree(one.page, other.page) for other in group)), None
        )
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return groups


def _agree(one: Page | None, other: Page | None) -> bool:
    if not one or not other or one.merged or other.merged:
        return False
    return all(one.texts[path] == other.texts[path] for path in one.texts.keys() & other.texts.keys())


def _merge_group(
    now: ThemeSource, group: Sequence[Edited], unedited: Path | None, policy: Policy, accept: Sequence[str]
) -> Result:
    pages = {one.template: one.page for one in group if one.page}
    then = base.recall({path: name for page in pages.values() for path, name in page.texts.items()}, now)
    copied = {one.template: base.ancestor(one.template, one.text, now) for one in group if not one.page}
    saved = _unedited(group, unedited) if unedited else None
    if again := _merged_before(now, group[0]):
        then, saved = again
    result = roundtrip.merge(
        now.templates,
        {one.template: one.text for one in group},
        base={**now.templates, **then.templates, **copied},
        samples=then.samples,
        state={template: page.state for template, page in pages.items()},
        unedited=saved,
        policy=policy,
        accept=tuple(accept),
    )
    older = [name for name, text in copied.items() if text != now.templates[name]]
    words = "the edited copy is of an older version of this template: what was changed since stays"
    return replace(result, notes=(*result.notes, *(Note(name, 1, words) for name in older)))


def _merged_before(now: ThemeSource, one: Edited) -> tuple[ThemeSource, dict[str, str]] | None:
    """The theme after this page was merged the last time, and the page as it was then; None where it was not, or
    nobody here remembers. What the designer did since lies between these two and now, and may be an undoing."""
    if not one.page or not one.page.merged:
        return None
    page = base.recall_text(one.page.merged.fingerprint, now.folder)
    if page is None:
        return None
    return base.recall(one.page.merged.texts, now), {one.template: page}


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
    lists = ("changes", "bindings", "decisions", "refused", "notes", "assets", "answered")
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


def settle(theme: ThemeSource, incoming: Incoming, outcome: Outcome) -> None:
    """Notes in their export folders, and remembers, that these pages and files are merged, into which texts."""
    after = {**theme.templates, **outcome.result.templates}
    for root, record in incoming.exports.items():
        edited = {one.filename: one for one in incoming.edited if one.root == root and one.page}
        pages = {**record.pages, **{name: _settled(one, theme, after) for name, one in edited.items()}}
        static = {path: fingerprint(file.read_bytes()) for path, file in folder.static_files(root).items()}
        settled = Record(pages, static)
        base.remember(settled, [*after.values(), *(one.text for one in edited.values())])
        folder.write(root, {exports.RECORD: settled.to_json().encode()})


def _settled(one: Edited, theme: ThemeSource, after: Mapping[str, str]) -> Page:
    texts = {**theme.sample_texts, **after}
    shown = {path: fingerprint(texts[path].encode()) for path in one.page.texts if path in texts}
    return replace(one.page, merged=Merged(fingerprint(one.text.encode()), shown))
