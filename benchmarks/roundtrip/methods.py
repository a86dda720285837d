"""Ways to bring a save back: the merge, and those that a team would use today."""

from __future__ import annotations

import signal
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import lxml.html
from xmldiff import main as xmldiff
from xmldiff.patch import Patcher

from benchmarks.roundtrip.cases import Case
from myproject import roundtrip

ROUNDS = 3  # an answer may bring up another question
XMLDIFF_SECONDS = 3
GIT_CONFLICTS = 127  # git merge-file exits with the number of conflicts; from here on it failed


@dataclass(frozen=True)
class Brought:
    """What a method made of a case: the template's new text, and what it told about."""

    text: str
    asked: int = 0  # questions, conflicts and refusals
    reported: frozenset[str] = frozenset()  # ids of bindings that it named as lost, moved or duplicated
    failed: str = ""


def merge(case: Case, *, calibrated: bool = False) -> Brought:
    """The merge, with every question answered by its first choice, as somebody in a hurry would."""
    options = {
        "samples": case.samples,
        "state": {case.template: case.state} if case.state else None,
        "unedited": {case.template: case.unedited} if calibrated else None,
    }
    edited = {case.template: case.edited}
    result = roundtrip.merge(case.theme, edited, **options)
    asked = len(result.decisions) + len(result.refused)
    reported = {fate.id for fate in result.bindings if fate.template == case.template and fate.fate != "kept"}
    accept: tuple[str, ...] = ()
    for _ in range(ROUNDS):
        if result.status != "decide":
            break
        accept += tuple(decision.id for decision in result.decisions)
        result = roundtrip.merge(case.theme, edited, accept=accept, **options)
        reported |= {fate.id for fate in result.bindings if fate.fate != "kept"}
    text = result.templates.get(case.template, case.theme[case.template])
    return Brought(
        text, asked, frozenset(reported), "" if result.status in ("merged", "unchanged") else result.status
    )


def merge_calibrated(case: Case) -> Brought:
    """The merge, given the tool's unedited save as well (--base)."""
    return merge(case, calibrated=True)


def copy(case: Case) -> Brought:
    """The tool's file becomes the template."""
    return Brought(case.edited)


def git_merge_file(case: Case) -> Brought:
    """`git merge-file`: the template and the tool's file, with what the tool was given as their common base."""
    with tempfile.TemporaryDirectory() as folder:
        texts = {"ours": case.theme[case.template], "base": case.given, "theirs": case.edited}
        for name, text in texts.items():
            Path(folder, name).write_bytes(text.encode())
        command = ["git", "merge-file", "--stdout", *texts]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if done.returncode >= GIT_CONFLICTS:
        return Brought(case.theme[case.template], failed=done.stderr.decode())
    if done.returncode:
        return Brought(case.theme[case.template], asked=done.returncode, failed="conflict")
    return Brought(done.stdout.decode())


def xml_diff(case: Case) -> Brought:
    """xmldiff: the edit script from the unedited to the edited save, applied to the template's tree."""
    signal.signal(signal.SIGALRM, _stop)
    signal.alarm(XMLDIFF_SECONDS)
    try:
        before, after, template = map(_tree, (case.unedited, case.edited, case.theme[case.template]))
        patched = Patcher().patch(xmldiff.diff_trees(before, after), template)
        return Brought(lxml.html.tostring(patched, encoding="unicode", doctype="<!DOCTYPE html>"))
    except Exception as error:  # whatever it cannot do is its score
        return Brought(case.theme[case.template], failed=f"{type(error).__name__}: {error}")
    finally:
        signal.alarm(0)


def _stop(*_) -> None:
    raise TimeoutError(f"more than {XMLDIFF_SECONDS} s")


def _tree(text: str):
    return lxml.html.document_fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))


METHODS: dict[str, Callable[[Case], Brought]] = {
    "merge": merge,
    "merge --base": merge_calibrated,
    "copy": copy,
    "git merge-file": git_merge_file,
    "xmldiff": xml_diff,
}
