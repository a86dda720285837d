"""Evaluating a template's expressions on sample data, as far as they are simple.

Names, attribute and item access, comparisons, boolean logic, conditional expressions, and the `string:`, `not:`,
`structure` and `load:` prefixes, over plain JSON data. Nothing is called, nothing is imported. Everything richer is
Unknown, and the template's own sample text stays.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from myproject.roundtrip.parse.expressions import interpolations
from myproject.roundtrip.parse.source import Element, Source

COMPARISONS: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: lambda a, b: a is b or a == b,
    ast.IsNot: lambda a, b: not (a is b or a == b),
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
}


class Unknown(Exception):
    """The value of an expression cannot be told from sample data."""


class Default:
    """The value of `default`: what the template itself says."""


DEFAULT = Default()


@dataclass(frozen=True)
class Template:
    """A loaded template, as `load:` gives it."""

    source: Source


@dataclass(frozen=True)
class Macro:
    """A named macro, or a whole template where `element` is None."""

    source: Source
    element: Element | None = None


@dataclass(frozen=True)
class Markup:
    """Text that is markup already, from `structure`."""

    text: str


class Scope(dict):
    """Names in sight. A name defined by an expression that is too rich is there, and Unknown."""

    def child(self, **names: Any) -> Scope:
        return Scope({**self, **names})


def evaluate(expression: str, scope: Scope, load: Callable[[str], Source | None] = lambda name: None) -> Any:
    """The value of a TALES expression; raises Unknown."""
    expression = expression.strip()
    for alternative in expression.split("|"):
        prefix, colon, rest = alternative.strip().partition(":")
        prefix = prefix.strip()
        if colon and prefix == "not":
            return not evaluate(rest, scope, load)
        if colon and prefix == "string":
            return interpolate(rest.lstrip(), scope)
        if colon and prefix == "structure":
            return Markup(as_text(evaluate(rest, scope, load)))
        if colon and prefix == "load":
            source = load(rest.strip())
            if source is None:
                raise Unknown(rest)
            return Template(source)
        break
    if expression.startswith("structure "):
        return Markup(as_text(evaluate(expression.removeprefix("structure "), scope, load)))
    tree = _parsed(expression.removeprefix("python:").strip())
    try:
        return _value(tree, scope)
    except (TypeError, KeyError, IndexError, AttributeError, ValueError) as error:
        raise Unknown(expression) from error


def interpolate(text: str, scope: Scope) -> str:
    """A text with its `${...}` put in; raises Unknown."""
    parts, place = [], 0
    for found in interpolations(text):
        parts.append(text[place : found.start])
        parts.append(as_text(evaluate(found.expression, scope)))
        place = found.end
    return "".join([*parts, text[place:]])


def as_text(value: Any) -> str:
    """A value as a page shows it; raises Unknown for what has no text."""
    if value is None or value is DEFAULT:
        return ""
    if isinstance(value, Markup):
        return value.text
    if isinstance(value, (str, int, float, bool)):
        return str(value)
    raise Unknown(value)


@lru_cache(maxsize=2048)
def _parsed(expression: str) -> ast.expr:
    try:
        return ast.parse(" ".join(expression.split()), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Unknown(expression) from error


def _value(node: ast.expr, scope: Scope) -> Any:
    match node:
        case ast.Constant():
            return node.value
        case ast.Name():
            return _name(node.id, scope)
        case ast.Attribute():
            return _item(_value(node.value, scope), node.attr)
        case ast.Subscript():
            return _item(_value(node.value, scope), _value(node.slice, scope))
        case ast.UnaryOp(op=ast.Not()):
            return not _value(node.operand, scope)
        case ast.BoolOp():
            return _boolean(node, scope)
        case ast.IfExp():
            return _value(node.body if _value(node.test, scope) else node.orelse, scope)
        case ast.Compare():
            return _compare(node, scope)
    raise Unknown(ast.dump(node))


def _name(name: str, scope: Scope) -> Any:
    if name == "nothing":
        return None
    if name == "default":
        return DEFAULT
    value = scope.get(name, Unknown)
    if value is Unknown:
        raise Unknown(name)
    return value


def _item(value: Any, key: Any) -> Any:
    if isinstance(value, (Template, Source)):
        source = value.source if isinstance(value, Template) else value
        if key == "macros":
            return source
        for element in source.elements:
            macro = element.bindings.get("metal:define-macro")
            if macro is not None and macro.value == key:
                return Macro(source, element)
        raise Unknown(key)
    if isinstance(value, Mapping) or (isinstance(value, (list, str)) and isinstance(key, int)):
        return value[key]
    raise Unknown(key)


def _boolean(node: ast.BoolOp, scope: Scope) -> Any:
    for part in node.values:
        value = _value(part, scope)
        if bool(value) == isinstance(node.op, ast.Or):
            return value
    return value


def _compare(node: ast.Compare, scope: Scope) -> bool:
    left = _value(node.left, scope)
    for operation, part in zip(node.ops, node.comparators, strict=True):
        right = _value(part, scope)
        if not COMPARISONS[type(operation)](left, right):
            return False
        left = right
    return True


def repeat_item(index: int, length: int) -> dict[str, Any]:
    """What `repeat.name` offers in a row."""
    return {
        "index": index,
        "number": index + 1,
        "start": index == 0,
        "end": index == length - 1,
        "first": index == 0,
        "last": index == length - 1,
        "even": "even" if index % 2 == 0 else "",
        "odd": "odd" if index % 2 else "",
        "parity": "odd" if index % 2 else "even",
        "length": length,
    }
