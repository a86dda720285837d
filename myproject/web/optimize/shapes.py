"""Shapes of code, written as code: what a pass looks for, and what it puts in the place.

In the source of a shape a name in CAPITALS stands for any expression, the same one wherever it stands twice, and a line
of one such name for all statements to the end of its block.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

Binding = dict[str, Any]
Block = list[ast.stmt]

_WILD = re.compile(r"[A-Z][A-Z0-9_]*")
_WITHOUT_CONTENT = frozenset(
    [
        int,
        str,
        float,
        complex,
        bool,
        bytes,
        tuple,
        frozenset,
        type(None),
        type(...),
        ast.Load,
        ast.Store,
        ast.Del,
    ]
)
# What says nothing about the meaning of code.
_IGNORED = frozenset(["ctx", "kind", "type_comment", "type_params"])


class Shape:
    """Statements to find; `kind` is that of the first, for quick rejection."""

    def __init__(self, source: str) -> None:
        self._statements = ast.parse(source).body
        self.kind = kind(self._statements[0])

    def match(self, statements: Sequence[ast.stmt], at: int = 0) -> Binding | None:
        """What the capitals stand for, if the statements from `at` on begin with this shape."""
        if kind(statements[at]) != self.kind or len(statements) - at < len(self._statements):
            return None
        found: Binding = {}
        for offset, shape in enumerate(self._statements, at):
            if not _alike(shape, statements[offset], found):
                return None
        return found

    def __len__(self) -> int:
        return len(self._statements)


def kind(statement: ast.stmt) -> tuple[type, type]:
    """The type of a statement, and that of the expression that it is about. A shape has to be definite on both."""
    about = getattr(statement, "value", None) or getattr(statement, "test", None)
    return type(statement), type(about)


def build(source: str, **binding: Any) -> Block:
    """The statements of `source`, with each name of `binding` replaced by what it stands for.

    A node, a list of statements, a name (a str), or any other value as a constant.
    """
    return _copy(_parsed(source), binding)


def expression(source: str, **binding: Any) -> ast.expr:
    """The expression of `source`, like build."""
    statement = build(source, **binding)[0]
    assert isinstance(statement, ast.Expr)
    return statement.value


def blocks(statement: ast.AST) -> Iterator[tuple[ast.AST, str, Block]]:
    """Each block directly in a statement: its owner, the owner's field, its statements."""
    for field in ("body", "orelse", "finalbody"):
        block = getattr(statement, field, None)
        if isinstance(block, list):
            yield statement, field, block
    for handler in getattr(statement, "handlers", ()):
        yield handler, "body", handler.body


def walk(*nodes: ast.AST, into: Callable[[ast.AST], bool] | None = None) -> list[ast.AST]:
    """The nodes and all below them, like ast.walk, in a fraction of the time; `into` says which to go into."""
    found = [*nodes]
    for each in found:
        if into and not into(each):
            continue
        for value in each.__dict__.values():
            if type(value) is list:
                found += [item for item in value if isinstance(item, ast.AST)]
            elif type(value) not in _WITHOUT_CONTENT:
                found.append(value)
    return found


def names(node: ast.AST) -> list[str]:
    """The name of each variable that is read, once for each time."""
    return [each.id for each in walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)]


def written(node: ast.AST, scope: str = "econtext") -> list[ast.Subscript]:
    """Each place where a variable of the template is stored or deleted: `econtext['name']`."""
    return [each for each in walk(node) if isinstance(each, ast.Subscript) and is_written(each, scope)]


def is_written(node: ast.Subscript, scope: str = "econtext") -> bool:
    owner = node.value
    stored = not isinstance(node.ctx, ast.Load) and isinstance(node.slice, ast.Constant)
    return stored and isinstance(owner, ast.Name) and owner.id == scope


@cache
def _parsed(source: str) -> Block:
    return ast.parse(source).body


def _wild(node: Any) -> str | None:
    return node.id if type(node) is ast.Name and _WILD.fullmatch(node.id) else None


def _alike(shape: Any, node: Any, found: Binding) -> bool:
    name = _wild(shape)
    if name in found:
        return _alike(found[name], node, {})
    if name:
        found[name] = node
        return True
    if type(shape) is not type(node):
        return False
    if isinstance(shape, list):
        return _alike_blocks(shape, node, found)
    if not isinstance(shape, ast.AST):
        return bool(shape == node)
    for field in reversed(shape._fields) if isinstance(shape, ast.Assign) else shape._fields:
        if field not in _IGNORED and not _alike(
            getattr(shape, field, None), getattr(node, field, None), found
        ):
            return False
    return True


def _alike_blocks(shape: list[Any], nodes: list[Any], found: Binding) -> bool:
    rest = _wild(shape[-1].value) if shape and type(shape[-1]) is ast.Expr else None
    if rest:
        found[rest] = nodes[len(shape) - 1 :]
        shape, nodes = shape[:-1], nodes[: len(shape) - 1]
    return len(shape) == len(nodes) and all(
        _alike(one, other, found) for one, other in zip(shape, nodes, strict=True)
    )


def _copy(node: Any, binding: Binding) -> Any:
    if isinstance(node, list):
        return [copied for each in node for copied in _copies(each, binding)]
    if not isinstance(node, ast.AST):
        return node
    if type(node) is ast.Name and node.id in binding:
        return _bound(binding[node.id], node.ctx)
    return type(node)(**{field: _copy(getattr(node, field, None), binding) for field in node._fields})


def _copies(node: Any, binding: Binding) -> list[Any]:
    block = binding.get(_wild(node.value) or "") if type(node) is ast.Expr else None
    return block if isinstance(block, list) else [_copy(node, binding)]


def _bound(value: Any, context: ast.expr_context) -> ast.expr:
    if isinstance(value, str | ast.Name):
        return ast.Name(value if isinstance(value, str) else value.id, context)
    return value if isinstance(value, ast.expr) else ast.Constant(value)
