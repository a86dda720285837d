"""Attributes are read as attributes: `film.title` in place of a call of `lookup_attr(film, 'title')`.

Where the attribute is missing, `_item` does what lookup_attr does then, with the same AttributeError; nothing is
evaluated twice. A look-up that is all of a statement is written in place. One within a larger expression calls a small
function, one for each attribute's name, because `try` is a statement.
"""

from __future__ import annotations

import ast
import keyword

from myproject.web.optimize.shapes import Block, Shape, blocks, build, names, walk

_LOOKUP = Shape("_lookup_attr(OWNER, KEY)")
_READ = """
try:
    V = OWNER.attribute
except AttributeError as __error:
    V = _item(OWNER, KEY, __error)
"""
_GETTER = """
def getter(owner):
    try:
        return owner.attribute
    except AttributeError as error:
        return _item(owner, KEY, error)
"""


class Lookups:
    """Replaces calls of lookup_attr."""

    def rewrite(self, module: ast.Module) -> None:
        self._getters: dict[str, Block] = {}
        module.body = self._block(module.body)
        start = next(at for at, each in enumerate(module.body) if isinstance(each, ast.FunctionDef))
        module.body[start:start] = [each for getter in self._getters.values() for each in getter]

    def _block(self, statements: Block) -> Block:
        result: Block = []
        for statement in statements:
            for owner, field, block in blocks(statement):
                setattr(owner, field, self._block(block))
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                result += self._assigned(statement)
            else:
                self._expressions(statement)
                result.append(statement)
        return result

    def _assigned(self, statement: ast.Assign) -> Block:
        """Takes a chain of look-ups that is assigned, or the opposite of one, apart: one statement a look-up."""
        target, chain = statement.targets[0], []
        assert isinstance(target, ast.Name)
        value = whole = statement.value
        if opposite := isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not):
            value = value.operand
        while found := _lookup(value):
            chain.append(found[1])
            value = found[0]
        if not chain:
            statement.value = self._expression(whole)
            return [statement]
        statement.value = self._expression(value)
        owner = value if isinstance(value, ast.Name) else target
        first: Block = [] if owner is value else [statement]
        for key in reversed(chain):
            first += _named(build(_READ, V=target, OWNER=owner, KEY=ast.Constant(key)), key)
            owner = target
        return first + (build("V = not V", V=target) if opposite else [])

    def _expressions(self, statement: ast.AST) -> None:
        """Replaces the look-ups in the expressions of a statement, but not in its blocks, which are done."""
        for field, value in ast.iter_fields(statement):
            if isinstance(value, ast.expr):
                setattr(statement, field, self._expression(value))
            elif isinstance(value, list) and value and isinstance(value[0], ast.expr):
                setattr(statement, field, [self._expression(each) for each in value])
            elif isinstance(value, ast.arguments):
                self._expressions(value)

    def _expression(self, value: ast.expr) -> ast.expr:
        return _Getters(self._getters).visit(value) if "_lookup_attr" in names(value) else value


class _Getters(ast.NodeTransformer):
    """Replaces look-ups in an expression by calls of small functions."""

    def __init__(self, getters: dict[str, Block]) -> None:
        self._getters = getters

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        found = _lookup(node)
        if found is None:
            return node
        owner, key = found
        name = f"__get_{key}"
        if key not in self._getters:
            self._getters[key] = _named(build(_GETTER, KEY=ast.Constant(key)), key, name)
        return ast.Call(ast.Name(name, ast.Load()), [owner], [])


def _lookup(value: ast.expr) -> tuple[ast.expr, str] | None:
    found = _LOOKUP.match([ast.Expr(value)]) if isinstance(value, ast.Call) else None
    if not found or not isinstance(found["KEY"], ast.Constant) or keyword.iskeyword(found["KEY"].value):
        return None
    return found["OWNER"], found["KEY"].value


def _named(code: Block, attribute: str, function: str = "") -> Block:
    for statement in code:
        for node in walk(statement):
            if isinstance(node, ast.Attribute) and node.attr == "attribute":
                node.attr = attribute
            elif isinstance(node, ast.FunctionDef):
                node.name = function
    return code
