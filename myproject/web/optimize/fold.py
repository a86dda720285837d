"""Many small appends become few: neighbouring pieces of text are put together in one f-string.

A piece may be appended later than it was made as long as nothing in between looks at the output, so pieces wait until
a statement does: a macro, a slot, a loop, the end of the block. An `if` that only chooses between texts becomes a text
itself, and takes constant text beside it into its branches where nothing is left to put together then. Blocks that a
translation collects have an output of their own and do not stop the page's.

Does not apply across a `try` that contains output, for on-error takes back what its element has shown so far.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import count, groupby

from myproject.web.optimize.pieces import outputs_of, pieces_of
from myproject.web.optimize.shapes import Block, blocks, build

# CPython builds an f-string of more values through a list, which is slower.
_MOST = 30
# Longer text is not worth having twice.
_TWICE = 1000


class _Waiting:
    """The statements of a block so far, and the pieces that wait, by the name of the function that appends them.

    choices: by variable, what stores the one or the other text in it; outputs: what the statements look at or append to
    themselves.
    """

    def __init__(self) -> None:
        self.statements: Block = []
        self.pieces: dict[str, list[ast.expr]] = {}
        self.choices: dict[str, list[ast.Assign]] = {}
        self.outputs: set[str] = set()

    def add(self, append: str, pieces: list[ast.expr]) -> None:
        self.pieces.setdefault(append, []).extend(pieces)

    def flush(self, outputs: set[str] | None = None) -> None:
        """Appends what waits for these outputs, or for all."""
        for append in [each for each in self.pieces if outputs is None or each in outputs]:
            for text in _texts(self._chosen(self.pieces.pop(append))):
                self.statements += build("APPEND(TEXT)", APPEND=append, TEXT=text)

    def _chosen(self, pieces: list[ast.expr]) -> list[ast.expr]:
        """A choice between texts alone in place of one with constant text before or after it."""
        variables = [each for each in pieces if not isinstance(each, ast.Constant)]
        if (
            len(variables) != 1
            or sum(len(each.value) for each in pieces if each is not variables[0]) > _TWICE
        ):
            return pieces
        at = pieces.index(variables[0])
        stored = self.choices.get(getattr(variables[0].value, "id", ""), ())
        for each in stored:
            chosen = each.value.values if isinstance(each.value, ast.JoinedStr) else [each.value]
            each.value = _text([*pieces[:at], *chosen, *pieces[at + 1 :]])
        return variables if stored else pieces

    def look(self, statement: ast.stmt, outputs: set[str]) -> None:
        """Adds a statement that looks at these outputs, or appends to them itself."""
        self.outputs |= outputs
        self.flush(outputs)
        self.statements.append(statement)


class Fold:
    """Puts appends together, function by function."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def rewrite(self, module: ast.Module) -> None:
        module.body, _ = self._finished(module.body)

    def _finished(self, block: Block) -> tuple[Block, set[str]]:
        waiting = self._folded(block)
        outputs = waiting.outputs | set(waiting.pieces)
        waiting.flush()
        return waiting.statements, outputs

    def _folded(self, block: Block) -> _Waiting:
        waiting = _Waiting()
        for statement in block:
            if piece := pieces_of(statement):
                waiting.add(*piece)
            elif isinstance(statement, ast.If):
                self._choose(statement, waiting)
            else:
                waiting.look(statement, self._inside(statement))
        return waiting

    def _inside(self, statement: ast.stmt) -> set[str]:
        """Folds the blocks of a statement, each by itself; the outputs that the statement looks at or appends to."""
        parts = list(blocks(statement))
        if not parts:
            return outputs_of(statement)
        outputs = outputs_of(statement.iter) if isinstance(statement, ast.For) else set()
        for owner, field, block in parts:
            folded, inner = self._finished(block)
            setattr(owner, field, folded or ([ast.Pass()] if field == "body" else []))
            outputs |= inner
        return outputs

    def _choose(self, statement: ast.If, waiting: _Waiting) -> None:
        """Makes an `if` whose branches only append to one output, or one of them, a piece of that output."""
        branches = [self._folded(statement.body), self._folded(statement.orelse)]
        appended = {append for branch in branches for append in branch.pieces}
        looked = {output for branch in branches for output in branch.outputs}
        if len(appended) == 1 and not looked:
            (append,) = appended
            variable = f"__t{next(self._numbers)}"
            stored = waiting.choices[variable] = []
            for branch in branches:
                stored += build("V = TEXT", V=variable, TEXT=_text(branch.pieces.pop(append, [])))
                branch.statements.append(stored[-1])
        for branch in branches:
            branch.flush()
        statement.body = branches[0].statements or [ast.Pass()]
        statement.orelse = branches[1].statements
        if len(appended) == 1 and not looked:
            waiting.statements.append(statement)
            waiting.add(append, [ast.FormattedValue(ast.Name(variable, ast.Load()), -1)])
        else:
            waiting.look(statement, appended | looked | outputs_of(statement.test))


def _text(pieces: list[ast.expr]) -> ast.expr:
    """One expression for all the pieces, neighbouring constants joined."""
    values: list[ast.expr] = []
    for constant, group in groupby(pieces, lambda piece: isinstance(piece, ast.Constant)):
        if not constant:
            values += group
        elif text := "".join(piece.value for piece in group):
            values.append(ast.Constant(text))
    if all(isinstance(value, ast.Constant) for value in values):
        return values[0] if values else ast.Constant("")
    return ast.JoinedStr(values)


def _texts(pieces: list[ast.expr]) -> Iterator[ast.expr]:
    text = _text(pieces)
    if not isinstance(text, ast.JoinedStr):
        if text.value:
            yield text
        return
    for first in range(0, len(text.values), _MOST):
        yield _text(text.values[first : first + _MOST])
