"""Files that come back with edited pages: those that the pages link to, and what changed in the export's static/."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from myproject.design import assets, folder
from myproject.design.assets import AssetRefused
from myproject.design.base import Record, fingerprint
from myproject.design.folder import STATIC, ThemeSource
from myproject.roundtrip import Asset, Change, Decision, Note, Policy, Refusal, Result
from myproject.roundtrip.pages import css, links

CHOICES = {"designer": "take the designer's file", "developer": "keep the file as it is here"}
Files = dict[str, bytes]  # path in the theme -> content


def linked(
    theme: ThemeSource, wanted: Iterable[Asset], pages: Sequence[tuple[Path, Path]], policy: Policy
) -> tuple[Files, Result]:
    """The new files that edited pages link to, and those that their style sheets need. `pages` are the pages' own
    paths, each with the folder that it may not leave. A file that may not come in, or that nobody has, refuses the
    merge: the site shows no page whose files it lacks."""
    files: Files = {}
    refused, notes = [], []
    pending = list(wanted)
    seen = {(asset.source, asset.target) for asset in pending}
    while pending:
        asset = pending.pop(0)
        try:
            content = _find(asset.source, pages)
            if content and asset.target.lower().endswith(".css"):
                content, needed = _with_files(asset, content)
                fresh = [one for one in needed if (one.source, one.target) not in seen]
                seen |= {(one.source, one.target) for one in fresh}
                pending += [one for one in fresh if not (theme.folder / one.target).is_file()]
            if content is not None:
                _admit(theme, asset.target, content, policy)
                files[asset.target] = content
            elif policy.static and not (theme.folder / asset.target).is_file():
                raise AssetRefused(_not_sent(asset.target, theme, [root for _, root in pages]))
            elif not policy.static:
                words = f"{asset.source} is linked, but was not sent along."
                notes.append(Note(asset.template, asset.line, words))
        except AssetRefused as error:
            refused.append(Refusal(asset.template, asset.line, asset.source, str(error), "file"))
    return files, Result("refused" if refused else "unchanged", refused=tuple(refused), notes=tuple(notes))


def _with_files(asset: Asset, content: bytes) -> tuple[bytes, list[Asset]]:
    """A style sheet with its addresses as they are where it goes, and the files of the page's folder that it needs."""
    needed: list[Asset] = []
    folder, target = posixpath.dirname(asset.source), posixpath.dirname(asset.target)

    def translate(url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
            return url
        source = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
        place = links.place(source, f"{STATIC}/")
        needed.append(Asset(source, place, asset.template, asset.line))
        path = posixpath.relpath(place, target)
        same = path == posixpath.normpath(unquote(parts.path))
        return url if same else quote(path) + url[len(parts.path) :]

    try:
        text = content.decode()
    except UnicodeDecodeError:
        return content, []
    return css.with_urls(text, translate).encode(), needed


def _find(source: str, pages: Sequence[tuple[Path, Path]]) -> bytes | None:
    for page, root in pages:
        path = assets.within(root, page.parent / source)
        if place := path if path.is_file() else _written_apart(path):
            return assets.within(root, place).read_bytes()
    return None


def _written_apart(path: Path) -> Path | None:
    """The file of that name with letters and their accents taken apart, as archives made on a Mac have them."""
    beside = sorted(path.parent.iterdir()) if path.parent.is_dir() else []
    alike = (one for one in beside if _composed(one.name) == _composed(path.name))
    return next((one for one in alike if one.is_file()), None)


def _composed(name: str) -> str:
    """A name with each letter and its accents in one character."""
    return unicodedata.normalize("NFC", name)


def _not_sent(target: str, theme: ThemeSource, roots: Iterable[Path]) -> str:
    """Why a file that is nowhere refuses a merge, with the one that was meant where only capitals differ."""
    names = [name for folder_ in (theme.folder, *roots) for name in folder.static_files(folder_)]
    meant = next((name for name in names if name.casefold() == target.casefold()), None)
    if meant:
        return f"there is no such file, but {meant}: the site tells capitals apart. Correct the link"
    return "it is linked, but was not sent along: put the file into the folder, or take the link out"


def _admit(theme: ThemeSource, target: str, content: bytes, policy: Policy) -> None:
    """Raises AssetRefused for a file that may not come in, or whose name is taken by another."""
    present = theme.folder / target
    if present.is_file() and present.read_bytes() == content:
        return  # whatever it is, a developer put it there
    assets.check(target, content, scripts=policy.scripts)
    if present.is_file():
        raise AssetRefused(f"{target} is another file already: give the new one another name.")


def changed(
    theme: ThemeSource,
    root: Path,
    record: Record,
    policy: Policy,
    accept: Sequence[str],
    known: Collection[str] = (),
) -> tuple[Files, Result]:
    """Files of an export's static/ that are new or changed. Where both sides changed one, somebody must decide.
    `known` are the paths of those that come in already, because a page links to them."""
    files: Files = {}
    changes, decisions, refused, answered = [], [], [], []
    for name, file in folder.static_files(root).items():
        path = name if name in record.static or name in known else _composed(name)
        content = assets.within(root, file).read_bytes()
        exported, ours = record.static.get(path), _fingerprint(theme.folder / path)
        if fingerprint(content) in (exported, ours):
            continue
        answers = {f"file:{path}": "designer", **{f"file:{path}={name}": name for name in CHOICES}}
        given = [answer for answer in accept if answer in answers]
        answered += given
        taken = "designer" if ours == exported else answers[given[0]] if given else None
        if taken is None:
            words = f"{path} was changed here and by the designer."
            decisions.append(Decision(f"file:{path}", "conflict", path, 1, words, CHOICES))
        elif taken == "designer":
            try:
                assets.check(path, content, scripts=policy.scripts)
                _check_needs(theme, root, path, content)
            except AssetRefused as error:
                refused.append(Refusal(path, 1, path, str(error), "file"))
            else:
                files[path] = content
                changes.append(Change(path, 1, "changed file" if ours else "new file"))
    status = "decide" if decisions else "merged" if files else "unchanged"
    told = {"changes": tuple(changes), "decisions": tuple(decisions), "refused": tuple(refused)}
    return files, Result(status, **told, answered=tuple(answered))


def _check_needs(theme: ThemeSource, root: Path, path: str, content: bytes) -> None:
    """Raises AssetRefused for a style sheet that refers to a file which nobody has."""
    if path.lower().endswith(".css"):
        _, needed = _with_files(Asset(path, path, path, 1), content)
        for one in needed:
            if not any((place / one.source).is_file() for place in (theme.folder, root)):
                raise AssetRefused(f"{one.source}, to which it refers, was not sent along")


def _fingerprint(path: Path) -> str | None:
    return fingerprint(path.read_bytes()) if path.is_file() else None
