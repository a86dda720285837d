"""What a rendering does most often, in the form that CPython does in the least time.

A piece is appended by `__stream.append(text)`: CPython has an instruction of its own for that method of a list, and
none for the same method in a variable. Builtins are local variables where there are loops. A loop that shows its items,
and does nothing after that, gives them to the variable that is shown. What each rendering has, and the contents of
slots, are read by `get_name`, which is a dictionary's own in our Scope, for its `[]` is Chameleon's.
"""

from __future__ import annotations

import ast
from collections import Counter

from myproject.web.optimize.shapes import Shape, build, expression, names, walk

_START = Shape("__append = __stream.append")
_BUILTINS = ("type", "int", "str", "list", "iter")
_NAMES = ("__translate", "__decode", "__on_error_handler")
_GIVEN = Shape("T = econtext[KEY]")
# Whatever this raises, there is nothing to fill the slot with.
_SLOT = Shape("T = econtext[KEY].pop()")
# The conversion of values.py: V changes last of all, so that a report on an exception still has the item.
_SHOWN = Shape("""
V = ITEM
if type(V) is str:
    ESCAPED
elif type(V) is not int:
    CONVERTED
APPEND(TEXT)
""")


class Calls:
    """Rewrites the calls of each function."""

    def rewrite(self, module: ast.Module) -> None:
        for node in walk(module):
            if isinstance(node, ast.FunctionDef):
                starts = any(map(_is_start, node.body))
                if starts or node.name.startswith("__fill_"):
                    self._function(node, starts)

    def _function(self, function: ast.FunctionDef, starts: bool) -> None:
        own = _own(function)
        loops = [node for node in own if isinstance(node, ast.For)]
        if loops:
            reads = Counter(names(function))
            for loop in loops:
                _give_items(loop, reads)
        if starts:
            _append_to_stream(function, own)
        for node in own:
            if isinstance(node, ast.Assign):
                _read_by_name(node)
        read = [
            node for node in _own(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        ]
        if loops:
            asked = {node.id for node in read}.intersection(_BUILTINS)
            for node in read:
                if node.id in asked:
                    node.id = f"__{node.id}"
            for name in sorted(asked):
                function.body[:0] = build("V = T", V=f"__{name}", T=name)


def _is_start(statement: ast.stmt) -> bool:
    return _START.match([statement]) is not None


def _give_items(loop: ast.For, reads: Counter[str]) -> None:
    # The first statement says which expression is under way.
    found = _SHOWN.match(loop.body, 1) if len(loop.body) == 1 + len(_SHOWN) else None
    if not found or not isinstance(loop.target, ast.Name) or not isinstance(found["ITEM"], ast.Name):
        return
    shown, item = found["V"].id, loop.target.id
    # The item is read here, and twice by the handler of exceptions where the function has one.
    if shown.startswith("__v") and found["ITEM"].id == item and reads[item] in (1, 3):
        del loop.body[1]
        for node in walk(loop):
            if isinstance(node, ast.Name) and node.id == shown:
                node.id = item


def _append_to_stream(function: ast.FunctionDef, own: list[ast.AST]) -> None:
    for node in own:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "__append":
            node.func = ast.Attribute(ast.Name("__stream", ast.Load()), "append", ast.Load())
    # What fills a slot appends by the variable of the function around it.
    if "__append" not in names(function):
        function.body[:] = [each for each in function.body if not _is_start(each)]


def _read_by_name(statement: ast.Assign) -> None:
    if (found := _GIVEN.match([statement])) and getattr(found["KEY"], "value", None) in _NAMES:
        statement.value = expression("econtext.get_name(KEY)", KEY=found["KEY"])
    elif (found := _SLOT.match([statement])) and getattr(found["KEY"], "value", "") == found["T"].id:
        statement.value = expression("econtext.get_name(KEY).pop()", KEY=found["KEY"])


def _own(function: ast.FunctionDef) -> list[ast.AST]:
    """The nodes of a function, without those of functions in it."""
    return walk(*function.body, into=lambda node: type(node) not in (ast.FunctionDef, ast.Lambda))
