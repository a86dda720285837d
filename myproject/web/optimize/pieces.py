"""Pieces of output: what a statement appends, and which outputs code looks at."""

from __future__ import annotations

import ast

from myproject.web.optimize.shapes import Shape, walk

_APPEND = Shape("APPEND(VALUE)")


def pieces_of(statement: ast.stmt) -> tuple[str, list[ast.expr]] | None:
    """The output and the pieces of a statement that appends a text whose parts are plain str and int."""
    found = _APPEND.match([statement]) if isinstance(statement, ast.Expr) else None
    if (
        not found
        or not isinstance(found["APPEND"], ast.Name)
        or not found["APPEND"].id.startswith("__append")
    ):
        return None
    value = found["VALUE"]
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return found["APPEND"].id, [value]
    return (found["APPEND"].id, value.values) if isinstance(value, ast.JoinedStr) else None


def outputs_of(node: ast.AST) -> set[str]:
    """The outputs that code looks at, by the names of their append functions.

    _shown and _exact use theirs only to make the page fail on what is no text.
    """
    found: set[str] = set()
    unused: set[ast.AST] = set()
    for each in walk(node):
        if (
            isinstance(each, ast.Call)
            and isinstance(each.func, ast.Name)
            and each.func.id in ("_shown", "_exact")
        ):
            unused.add(each.args[1])
        elif (
            isinstance(each, ast.Name) and each.id.startswith(("__append", "__stream")) and each not in unused
        ):
            found.add(each.id.replace("__stream", "__append", 1))
    return found
