"""Layouts that a view passes in: which template of the theme an expression is likely to mean.

`main_template.macros['master']`, `layout.macros.page`, `api.macro('kotti:templates/view/master.pt')`: nothing in the
template says what these are. Names do: of the variable, of the macro, of a file in a path.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from myproject.roundtrip.export.sample import Macro
from myproject.roundtrip.parse.source import Source
from myproject.roundtrip.report import RoundtripError

MACRO = "metal:define-macro"


def passed_in(expression: str, user: str, theme: Mapping[str, str]) -> Macro | None:
    """The macro that template `user` uses by an expression that cannot be evaluated; None where names do not tell."""
    try:
        tree = ast.parse(expression.strip().removeprefix("python:").strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    words = list(dict.fromkeys(_words(tree)))
    meant = [name for name in theme if name != user and any(_called(name, word) for word in words)]
    found = [macro for name in meant for macro in _macros(name, theme[name])]
    named = [macro for macro in found if macro.element and macro.element.bindings[MACRO].value in words]
    for macros in (named, found):
        if len(macros) == 1:
            return macros[0]
    return None


def _words(tree: ast.AST) -> Iterator[str]:
    """The names, attributes and texts in an expression."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute) and node.attr != "macros":
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _called(name: str, word: str) -> bool:
    """Whether a word is the stem of a template's file, or a path that ends in the template's."""
    path = word.rpartition(":")[2]
    return word == PurePosixPath(name).stem or path == name or path.endswith(f"/{name}")


def _macros(name: str, text: str) -> list[Macro]:
    try:
        template = Source(name, text)
    except RoundtripError:
        return []
    return [Macro(template, element) for element in template.elements if MACRO in element.bindings]
