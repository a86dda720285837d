"""Bring edited pages back into their templates."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from myproject.roundtrip import given
from myproject.roundtrip.bindings import Binding, inventory
from myproject.roundtrip.changes import Changes, Differ, Edit
from myproject.roundtrip.match import Matching, match
from myproject.roundtrip.origin import Origin
from myproject.roundtrip.page import Page, Tag
from myproject.roundtrip.parse import Source
from myproject.roundtrip.report import Asset, Change, Decision, Fate, Policy, Refusal, Result
from myproject.roundtrip.write import Overlap, Patch, apply, check_disjoint, ordered


def merge(
    theme: Mapping[str, str],
    edited: Mapping[str, str],
    *,
    base: Mapping[str, str] | None = None,
    samples=None,
    state=None,
    unedited: Mapping[str, str] | None = None,
    policy: Policy = Policy(),
    accept: Collection[str] = (),
) -> Result:
    base = base or theme
    comparisons = []
    for name, text in edited.items():
        source = Source(name, base[name])
        page = given.raw(source)
        returned = Page(text)
        matching = match(page, returned)
        if unedited and name in unedited:
            saved = Page(unedited[name])
            first = match(page, saved)
            given.transfer(page, saved, first)
            matching = match(saved, returned)
            page = saved
        changes = Differ(page, returned, matching, policy, lambda tag, name, url: url).run()
        comparisons.append((page, returned, matching, changes))
    edits = [edit for c in comparisons for edit in c[3].edits]
    patches = []
    decisions = []
    for edit in edits:
        patches += edit.patches
        if edit.kind != "change":
            decisions.append(Decision(decision_id(edit), edit.kind, edit.origin.template, edit.origin.line, edit.words, {k: v.words for k,v in edit.choices.items()}))
    out = {}
    for name in theme:
        text = apply({name: theme[name]}, patches, name)
        if text != theme[name]: out[name] = text
    diff = "".join(d for n in out for d in difflib.unified_diff(theme[n].splitlines(True), out[n].splitlines(True), n, n))
    return Result("decide" if decisions else "merged" if out else "unchanged", out, tuple(Change(e.origin.template, e.origin.line, e.words) for e in edits if e.kind=="change"), (), tuple(decisions), tuple(r for c in comparisons for r in c[3].refused), tuple(n for c in comparisons for n in c[3].notes), (), diff)


def decision_id(edit: Edit) -> str:
    return sha256(f"{edit.kind}|{edit.origin.template}|{edit.origin.start}|{edit.words}".encode()).hexdigest()[:8]
