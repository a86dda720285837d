"""Variables of loops and definitions become local variables of Python.

Chameleon stores them in the scope of the template, and puts back what had the name before when the element ends. In
between it is enough to know the value locally, as long as nothing else looks at the scope: a macro or a slot gets a
copy of it, and expressions may name `econtext` itself. When an exception leaves the function, the variables in force
are stored after all, so that the report on it lists them.

Does not apply, one variable at a time, where the element contains macros or slots, defines something globally or names
`econtext`; where a lambda or a generator reads the variable, perhaps later; in an element with on-error, after which
the scope stays as the exception left it.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from myproject.web.optimize.shapes import Block, Shape, blocks, build, is_written, walk, written

_ENTER = Shape("BACKUP = get(KEY, __marker)")
_LEAVE = Shape("""
if BACKUP is __marker:
    del econtext[KEY]
else:
    econtext[KEY] = BACKUP
""")
_TEXT = Shape("APPEND(TEXT)")
LOOKERS = frozenset(["econtext", "rcontext", "getname", "get"])
_LATE = (ast.Lambda, ast.GeneratorExp)


@dataclass
class _Uses:
    """What a statement does with variables of the template, but for reading them at once."""

    looks: bool = False  # reads the scope as a whole, or writes to the global one
    stored: set[str] = field(default_factory=set)
    fixed: set[str] = field(
        default_factory=set
    )  # what it has to find in the scope: deleted there, read later

    def add(self, other: _Uses) -> None:
        self.looks |= other.looks
        self.stored |= other.stored
        self.fixed |= other.fixed


class Scopes:
    """Makes variables local, function by function."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def rewrite(self, module: ast.Module) -> None:
        for node in walk(module):
            if isinstance(node, ast.FunctionDef):
                self._function(node)

    def _function(self, function: ast.FunctionDef) -> None:
        last = function.body[-1]
        handler = last.handlers[0] if isinstance(last, ast.Try) and last.handlers else None
        self._reports = handler is not None and handler.type is None
        self._local: list[tuple[int, str, str]] = []
        self._block(function.body)
        _drop_last(last.body if self._reports else function.body)
        if handler is not None and self._reports:
            for _, name, key in sorted(self._local, reverse=True):
                stored = build("if V is not __marker:\n    econtext[KEY] = V", V=name, KEY=ast.Constant(key))
                handler.body[:0] = stored
                function.body[:0] = build("V = __marker", V=name)

    def _block(self, statements: Block) -> _Uses:
        """Inner elements come first: once their variable is local, the same name may be so further out."""
        uses = [self._uses(statement) for statement in statements]
        for at in reversed(range(len(statements))):
            found = _ENTER.match(statements, at)
            if found and (end := _end(statements, at, found["BACKUP"].id)):
                key, line = found["KEY"].value, statements[at].lineno
                if local := self._element(statements[at + 1 : end], uses[at + 1 : end], key, line):
                    statements[at : end + 1] = local
                    for each in uses[at + 1 : end]:
                        each.stored.discard(key)
                    uses[at : end + 1] = [*uses[at + 1 : end], _Uses()]
        total = _Uses()
        for each in uses:
            total.add(each)
        return total

    def _uses(self, statement: ast.stmt) -> _Uses:
        if isinstance(statement, ast.FunctionDef):  # what fills a slot: it is given a copy of the scope
            return _Uses(looks=True)
        parts = list(blocks(statement))
        if not parts or _is_on_error(statement):
            return _uses(statement)
        uses = _uses(statement.iter) if isinstance(statement, ast.For) else _Uses()
        if isinstance(statement, ast.If):
            uses = _uses(statement.test)
        for _, _, block in parts:
            uses.add(self._block(block))
        return uses

    def _element(self, statements: Block, uses: list[_Uses], key: str, line: int) -> Block:
        """What happens while a variable is in force, with the variable local; empty where that cannot be."""
        first = next((at for at, each in enumerate(uses) if key in each.stored), None)
        if first is None or not isinstance(statements[first], ast.Assign):
            return []
        if any(each.looks or key in each.fixed for each in uses):
            return []
        name = f"__x{next(self._numbers)}_{key}" if key.isidentifier() else f"__x{next(self._numbers)}"
        _localize(statements[first], key, name, stores_only=True)
        for statement in statements[first + 1 :]:
            _localize(statement, key, name)
        self._local.append((line, name, key))
        return [*statements, *(build("V = __marker", V=name) if self._reports else build("pass"))]


def _uses(node: ast.AST) -> _Uses:
    uses = _Uses()
    harmless: set[ast.AST] = set()
    for each in walk(node):  # outer nodes come first
        if isinstance(each, ast.Name):
            uses.looks |= each.id in LOOKERS and each not in harmless
        elif isinstance(each, ast.Subscript):
            if is_written(each):
                harmless.add(each.value)
                (uses.stored if isinstance(each.ctx, ast.Store) else uses.fixed).add(each.slice.value)  # type: ignore[attr-defined]
        elif isinstance(each, ast.Call) and isinstance(each.func, ast.Name):
            if _key(each) is not None:
                harmless.add(each.func)
            elif each.func.id == "_converted":
                harmless.add(each.args[-1])
                uses.fixed.add("target_language")
        elif isinstance(each, _LATE):
            uses.fixed |= {key for inner in walk(each) if (key := _key(inner)) is not None}
        elif isinstance(each, ast.comprehension):
            uses.fixed |= {inner.slice.value for inner in written(each.target)}  # type: ignore[attr-defined]
    return uses


def _key(node: ast.AST) -> str | None:
    """The name of the variable that this reads."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
        return None
    key = node.args[0]
    return key.value if node.func.id in ("getname", "get") and isinstance(key, ast.Constant) else None


def _localize(statement: ast.stmt, key: str, name: str, stores_only: bool = False) -> None:
    """Puts a local variable in the place of one of the scope."""

    def local(node: Any) -> Any:
        if isinstance(node, ast.Subscript) and is_written(node) and node.slice.value == key:  # type: ignore[attr-defined]
            return ast.Name(name, node.ctx)
        return ast.Name(name, ast.Load()) if not stores_only and _key(node) == key else node

    for node in walk(statement):
        for each, value in node.__dict__.items():
            if type(value) is list:
                value[:] = map(local, value)
            elif isinstance(value, ast.Call | ast.Subscript):
                node.__dict__[each] = local(value)
    for node in walk(statement):
        if isinstance(node, ast.For) and isinstance(node.target, ast.Name) and node.target.id == "__item":
            _store_items(node)


def _store_items(loop: ast.For) -> None:
    """Lets the loop itself store its items in the variable."""
    found = _STORE_ITEM.match(loop.body)
    if found and not written(loop.body[0]):
        loop.target = found["TARGET"]
        loop.body[:1] = build("pass") if len(loop.body) == 1 else []


_STORE_ITEM = Shape("TARGET = __item")


def _end(statements: Block, start: int, backup: str) -> int | None:
    """Where the element ends that begins at `start`."""
    for at in range(start + 1, len(statements)):
        found = _LEAVE.match(statements, at)
        if found and found["BACKUP"].id == backup:
            return at
    return None


def _drop_last(block: Block) -> None:
    """Puts nothing back where the function ends: whoever called it gave it a scope that nobody reads afterwards."""
    entered = {found["BACKUP"].id for each in block if (found := _ENTER.match([each]))}
    for at in reversed(range(len(block))):
        left, text = _LEAVE.match(block, at), _TEXT.match(block, at)
        if left and left["BACKUP"].id in entered:
            del block[at]
        elif not text or not isinstance(text["TEXT"], ast.Constant):
            return


def _is_on_error(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Try) and any(handler.name == "__exc" for handler in statement.handlers)
