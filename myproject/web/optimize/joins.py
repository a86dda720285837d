"""A loop that shows one value an item collects the values; the text around them, the same each time, joins them.

`str.join` puts a value between two texts in less time than an f-string for each item does, and the page is made of
fewer pieces. What the loop shows is then one text, which Fold puts together with what stands before and after the loop.

Does not apply where a loop shows more than one value, none, or one only sometimes; nor where no text stands around it,
for then the page itself joins the values as well.
"""

from __future__ import annotations

import ast
from itertools import count, zip_longest

from myproject.web.optimize.loops import NO_ITEMS, TRIM
from myproject.web.optimize.pieces import outputs_of, pieces_of
from myproject.web.optimize.shapes import Block, Shape, blocks, build, expression

_JOINED = """
VALUES = []
LOOP
if VALUES:
    APPEND(TEXT)
else:
    SPACING
"""
# What the pass for loops leaves behind one for the white space between items.
_NO_ITEMS = Shape(NO_ITEMS)
_TRIM = Shape(TRIM)


class Joins:
    """Rewrites each such loop of a module."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def rewrite(self, module: ast.Module) -> None:
        module.body = self._block(module.body)

    def _block(self, statements: Block) -> Block:
        result: Block = []
        rest = zip_longest(statements, statements[1:])
        for statement, after in rest:
            for owner, field, block in blocks(statement):
                setattr(owner, field, self._block(block))
            if not isinstance(statement, ast.For) or not (shown := _shown(statement)):
                result.append(statement)
                continue
            none, end = _tail(after)
            if none or end:
                next(rest)
            values = f"__p{next(self._numbers)}"
            _collect(statement, values)
            text = _text(*shown[1:], values, end)
            result += build(
                _JOINED, VALUES=values, LOOP=[statement], APPEND=shown[0], TEXT=text, SPACING=none
            )
        return result


def _shown(loop: ast.For) -> tuple[str, str, str] | None:
    """The output of a loop, and the text before and after the one value that an item shows. None if it is otherwise."""
    appended: set[str] = set()
    pieces: list[ast.expr] = []
    for statement in loop.body:
        if found := pieces_of(statement):
            appended.add(found[0])
            pieces += found[1]
        elif outputs_of(statement):
            return None
    values = [at for at, each in enumerate(pieces) if not isinstance(each, ast.Constant)]
    if len(appended) != 1 or len(values) != 1 or len(pieces) == 1:
        return None
    before, after = pieces[: values[0]], pieces[values[0] + 1 :]
    return appended.pop(), _constant(before), _constant(after)


def _constant(pieces: list[ast.expr]) -> str:
    return "".join(piece.value for piece in pieces)


def _collect(loop: ast.For, values: str) -> None:
    """Lets a loop keep the value where it appended it."""
    body: Block = []
    for statement in loop.body:
        found = pieces_of(statement)
        if found is None:
            body.append(statement)
        elif value := [each for each in found[1] if not isinstance(each, ast.Constant)]:
            body += build("VALUES.append(VALUE)", VALUES=values, VALUE=ast.JoinedStr(value))
    loop.body = body


def _text(before: str, after: str, values: str, end: int | None) -> ast.expr:
    joined = expression("BETWEEN.join(VALUES)", BETWEEN=ast.Constant(after + before), VALUES=values)
    return ast.JoinedStr([ast.Constant(before), ast.FormattedValue(joined, -1), ast.Constant(after[:end])])


def _tail(statement: ast.stmt | None) -> tuple[Block, int | None]:
    """What to show where there was no item, and where to end the text after the last one."""
    if not isinstance(statement, ast.If):
        return [], None
    if trim := _TRIM.match([statement]):
        return [], trim["END"].value
    none = _NO_ITEMS.match([statement])
    # Chameleon's name for the variable, which no condition is about.
    counted = none is not None and getattr(none["ITEMS"], "id", "").startswith("____index_")
    return (none["SPACING"] if counted else []), None
