"""What a rendering does most often, in the form that CPython does in the least time.

A piece is appended by `__stream.append(text)`: CPython has an instruction of its own for that method of a list, and
none for the same method in a variable. Builtins that loops ask for are local variables. A loop that shows its items,
and does nothing after that, gives them to the variable that is shown.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from myproject.web.optimize.shapes import Shape, build, names, walk

_START = Shape("__append = __stream.append")
_BUILTINS = ("type", "int", "str", "list", "iter")
# The conversion of values.py: V changes last of all, so that a report on an exception still has the item.
_SHOWN = Shape("""
V = ITEM
if type(V) is not int:
    CONVERTED
__append(TEXT)
""")


class Calls:
    """Rewrites the calls of each function."""

    def rewrite(self, module: ast.Module) -> None:
        for node in walk(module):
            if isinstance(node, ast.FunctionDef) and any(map(_is_start, node.body)):
                self._function(node)

    def _function(self, function: ast.FunctionDef) -> None:
        own = list(_own(function))
        reads = Counter(names(function))
        for node in own:
            if isinstance(node, ast.For):
                _give_items(node, reads)
        asked = {name for node in own if isinstance(node, ast.For) for name in names(node)}
        local = {name: f"__{name}" for name in _BUILTINS if name in asked}
        for node in own:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "__append":
                node.func = ast.Attribute(ast.Name("__stream", ast.Load()), "append", ast.Load())
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                node.id = local.get(node.id, node.id)
        if "__append" not in names(function):
            function.body[:] = [each for each in function.body if not _is_start(each)]
        for name, variable in local.items():
            function.body[:0] = build("V = T", V=variable, T=name)


def _is_start(statement: ast.stmt) -> bool:
    return _START.match([statement]) is not None


def _give_items(loop: ast.For, reads: Counter[str]) -> None:
    # The first statement says which expression is under way.
    found = _SHOWN.match(loop.body, 1) if len(loop.body) == 1 + len(_SHOWN) else None
    if not found or not isinstance(loop.target, ast.Name) or not isinstance(found["ITEM"], ast.Name):
        return
    shown, item = found["V"].id, loop.target.id
    # The item is read here, and twice by the handler of exceptions.
    if shown.startswith("__v") and found["ITEM"].id == item and reads[item] == 3:
        del loop.body[1]
        for node in walk(loop):
            if isinstance(node, ast.Name) and node.id == shown:
                node.id = item


def _own(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """The nodes of a function, without those of functions in it."""
    waiting: list[ast.AST] = [*function.body]
    for node in waiting:
        yield node
        if not isinstance(node, ast.FunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)
