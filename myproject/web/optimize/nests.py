"""Loops within loops are registered once, when the outermost ends, instead of each time that they begin.

Only expressions like `repeat.cell.odd` ask for what a loop registers, and they do it through the scope: as long as
nothing in the outer loop looks there, it is enough that the last run of each inner loop is known afterwards. When an
exception leaves the function they are registered all the same, so that whoever handles it finds what it would have.

Does not apply where the outer loop reads any variable that is not local, as all are in an element with on-error, where
it contains a macro or a slot, and to loops of the same name.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from itertools import count

from myproject.web.optimize.loops import REGISTERED
from myproject.web.optimize.scopes import LOOKERS
from myproject.web.optimize.shapes import Binding, Block, Shape, blocks, build, walk

# With the function that looks up a name caught as well.
_REGISTERED = Shape(REGISTERED.replace("getname(", "REPEAT("))
_KEPT = """
if __loops is None:
    __iterator, ITEMS = REPEAT('repeat')(KEY, __iterator)
else:
    ITEMS = __iterator.copy() if type(__iterator) is list else () if __iterator is None else list(__iterator)
    __iterator = ITERATOR = iter(ITEMS)
"""
_REGISTER = """
if ITERATOR is not None:
    __loops[KEY] = (ITERATOR, ITEMS)
"""

# A block, the place in it, and what is registered there.
Registration = tuple[Block, int, Binding]


class Nests:
    """Rewrites each nest of loops, function by function."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def rewrite(self, module: ast.Module) -> None:
        for node in walk(module):
            if isinstance(node, ast.FunctionDef):
                self._function(node)

    def _function(self, function: ast.FunctionDef) -> None:
        last = function.body[-1]
        if isinstance(last, ast.Try) and last.handlers and last.handlers[0].type is None:
            self._later: list[Binding] = []
            last.body = self._block(last.body)
            for found in self._later:
                function.body[:0] = build("ITERATOR = None", **found)
                last.handlers[0].body[:0] = build(_REGISTER, **found)

    def _block(self, statements: Block) -> Block:
        result: Block = []
        for statement in statements:
            result.append(statement)
            if isinstance(statement, ast.FunctionDef):  # it has a turn of its own
                continue
            inner = list(_registrations(statement)) if isinstance(statement, ast.For) else []
            if inner and not _looks(statement, inner):
                result += self._registered_later(inner)
            else:
                for owner, field, block in blocks(statement):
                    setattr(owner, field, self._block(block))
        return result

    def _registered_later(self, inner: list[Registration]) -> Block:
        """Lets inner loops only keep what is registered by the statements that this returns."""
        # The key of a loop that unpacks its items is a tuple of names.
        keys = [ast.unparse(found["KEY"]) for _, _, found in inner]
        times = Counter(keys)
        result: Block = []
        for key, (block, at, found) in zip(keys, inner, strict=True):
            if times[key] == 1:
                found["ITERATOR"] = f"__i{next(self._numbers)}"
                block[at : at + 1] = build(_KEPT, **found)
                result += build(f"{_REGISTER}    ITERATOR = None", **found)
                self._later.append(found)
        return result


def _registrations(statement: ast.stmt) -> Iterator[Registration]:
    """The registrations of loops within a statement."""
    for _, _, block in blocks(statement):
        for at, each in enumerate(block):
            if found := _REGISTERED.match(block, at):
                yield block, at, found
            else:
                yield from _registrations(each)


def _looks(loop: ast.For, inner: list[Registration]) -> bool:
    """Whether anything in a loop but these registrations may look at the scope, where `repeat` is."""
    harmless: set[ast.AST] = {found["REPEAT"] for _, _, found in inner}
    for node in walk(loop):  # outer nodes come first
        if isinstance(node, ast.FunctionDef | ast.Lambda | ast.GeneratorExp | ast.Try):
            return True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_converted":
            harmless.add(node.args[-1])  # for the target language only
        if isinstance(node, ast.Name) and node.id in LOOKERS and node not in harmless:
            return True
    return False
