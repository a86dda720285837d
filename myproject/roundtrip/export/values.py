"""What a template's statements come to on sample data: names, rows, contents, attributes, the macros that are used."""

from __future__ import annotations

import contextlib
import html
import posixpath
import re
from collections.abc import Mapping
from typing import Any

from chameleon import tal

from myproject.roundtrip.export import layouts
from myproject.roundtrip.export.sample import (
    DEFAULT,
    Markup,
    Scope,
    Unknown,
    as_text,
    evaluate,
    interpolate,
)
from myproject.roundtrip.pages import noise
from myproject.roundtrip.parse.expressions import interpolations
from myproject.roundtrip.parse.source import Attribute, Element, Source, Sources

ROWS = 20  # rows of one repeat that a prototype shows at most


class Switch:
    """The value that cases are compared with, and whether one of them was shown."""

    def __init__(self, value: Any):
        self.value, self.done = value, False

    def shows(self, case: Any) -> bool:
        """Whether a case is shown: the first that is equal, or `default`; all where that cannot be told."""
        if self.value is Unknown or case is Unknown:
            return True
        if self.done or not (case is DEFAULT or case == self.value):
            return False
        self.done = True
        return True


class Values:
    """Those of the templates of a theme. `sources` are the templates that were asked for, in that order."""

    def __init__(self, theme: Mapping[str, str]):
        self.theme = theme
        self.sources = Sources(theme)

    def load(self, user: Source, name: str) -> Source | None:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(user.name), name))
        return self.sources[path] if path in self.theme else None

    def value(self, expression: str, scope: Scope, source: Source) -> Any:
        return evaluate(html.unescape(expression), scope, lambda name: self.load(source, name))

    def known(self, expression: str, scope: Scope, source: Source, otherwise: Any) -> Any:
        try:
            return self.value(expression, scope, source)
        except Unknown:
            return otherwise

    def used(self, expression: str, scope: Scope, source: Source) -> Any:
        """The macro that is used: one that the template loads, or the one that a view is likely to pass in."""
        try:
            return self.value(expression, scope, source)
        except Unknown:
            macro = layouts.passed_in(html.unescape(expression), source.name, self.theme)
            if macro is not None:
                self.sources.setdefault(macro.source.name, macro.source)
            return macro

    def defined(self, element: Element, scope: Scope, source: Source) -> tuple[Scope, Scope | None]:
        """The scope inside an element with tal:define, and the one after it where names are global."""
        clause = element.bindings.get("tal:define")
        if clause is None:
            return scope, None
        inner, lasting = Scope(scope), {}
        try:
            defines = tal.parse_defines(clause.value) or ()
        except Exception:  # whatever Chameleon raises on a clause that it cannot read
            return scope, None
        for context, names, expression in defines:
            value = self.known(expression, inner, source, Unknown)
            for name in names:
                inner[name] = value
                if context == "global":
                    lasting[name] = value
        return inner, scope.child(**lasting) if lasting else None

    def rows(self, repeat: Attribute, scope: Scope, source: Source) -> tuple[list[str], list[Any]]:
        try:
            ((_, names, expression),) = tal.parse_defines(repeat.value)
        except Exception:  # whatever Chameleon raises on a clause that it cannot read
            return ["_"], [Unknown]
        rows = self.known(expression, scope, source, Unknown)
        return list(names), rows[:ROWS] if isinstance(rows, list) else [Unknown]

    def content(self, element: Element, scope: Scope, source: Source) -> Any:
        clause = element.bindings.get("tal:content") or element.bindings.get("tal:replace")
        if clause is None or clause.value.strip() == "nothing":
            return Unknown
        expression = clause.value.strip()
        try:
            key, expression = tal.parse_substitution(clause.value)
            value = self.value(expression, scope, source)
            if value is DEFAULT or isinstance(value, Markup):
                return value
            return Markup(as_text(value)) if key == "structure" else as_text(value)
        except Exception:  # unknown, or a clause that Chameleon cannot read
            return Unknown

    def computed(self, element: Element, scope: Scope, source: Source) -> dict[str, str | None]:
        """The attributes that tal:attributes computes, as far as their values are known."""
        clause = element.bindings.get("tal:attributes")
        found: dict[str, str | None] = {}
        if clause is None:
            return found
        try:
            parsed = tal.parse_attributes(clause.value)
        except Exception:  # whatever Chameleon raises on a clause that it cannot read
            return found
        for name, expression in parsed:
            value = self.known(expression, scope, source, Unknown) if name else Unknown
            if value is Unknown or value is DEFAULT:
                continue
            if name.lower() in noise.BOOLEAN:
                found[name.lower()] = name.lower() if value else None
            elif value is None or value is False:
                found[name.lower()] = None
            else:
                try:
                    found[name.lower()] = as_text(value)
                except Unknown:
                    continue
        return found


def interpolated(value: str, scope: Scope) -> str:
    """An attribute's value with what is known put in, and nothing in place of the rest."""
    try:
        return interpolate(html.unescape(value), scope)
    except Unknown:
        parts, place = [], 0
        for found in interpolations(value):
            parts.append(value[place : found.start])
            with contextlib.suppress(Unknown):
                parts.append(as_text(evaluate(found.expression, scope)))
            place = found.end
        return html.unescape("".join([*parts, value[place:]])).strip()


def placeholder(expression: str) -> str:
    """A word in place of a value that is not known: the last name of the expression."""
    names = re.findall(r"[A-Za-z_]\w*", re.sub(r"'[^']*'|\"[^\"]*\"", "", expression))
    return names[-1].replace("_", " ") if names else "text"
