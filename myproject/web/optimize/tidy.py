"""Says the same in less code: what Chameleon writes out for any case is cut down to the case at hand.

Tidy runs first, so that the other passes meet fewer shapes; DropUnused late, to remove what nothing reads any more.
"""

from __future__ import annotations

import ast
from collections import Counter

from myproject.web.optimize.shapes import Block, Shape, blocks, build, names, walk

# Written out for each interpolation, but with something to do only for what __html__ or a translation gave.
_CONVERSION = Shape("""
if T is None:
    pass
elif T is MARKER:
    T = DEFAULT
else:
    __tt = type(T)
    if __tt is bytes:
        T = decode(T)
    elif __tt is not str:
        if __tt is int or __tt is float:
            T = str(T)
        else:
            __markup = getattr(T, '__html__', None)
            if __markup is None:
                __converted = translate(T, domain=__i18n_domain, context=__i18n_context,
                                        target_language=getname('target_language'))
                T = str(T) if T is __converted else __converted
            else:
                T = __markup()
""")
_CONVERTED = """
if type(T) is not str:
    T = _converted(T, DEFAULT, MARKER, translate, decode, __i18n_domain, __i18n_context, getname)
"""
_COMPARISONS = [
    (
        Shape(
            f"__expression = LEFT\n__value = RIGHT\n__condition = __expression {sign} __value\n"
            "if __condition:\n    BODY\nelse:\n    OTHERWISE"
        ),
        f"if LEFT {sign} RIGHT:\n    BODY\nelse:\n    OTHERWISE",
    )
    for sign in ("is", "is not", "==")
]
_SELF = Shape("T = T")

# What Chameleon defines anew in each rendering, because it reads variables of the rendering.
_HELPERS = {
    "__quote": """
def __quote(value, quote, entity, default, marker):
    return _quote(
        value, quote, entity, default, marker, translate, decode, __i18n_domain, __i18n_context, target_language
    )
""",
    "__convert": """
def __convert(value):
    return _convert(value, translate, decode, __i18n_domain, __i18n_context, target_language)
""",
}


class Tidy:
    """Shortens conversions, conditions and helper functions, and reads the default marker where it is."""

    def rewrite(self, module: ast.Module) -> None:
        # A chain of conditions reads __condition once more, further down: then it has to stay.
        chained = any(
            isinstance(node, ast.Compare)
            and isinstance(node.left, ast.Name)
            and node.left.id == "__condition"
            for node in walk(module)
        )
        self._comparisons = [] if chained else _COMPARISONS
        module.body = self._block(module.body)
        _read_originals(module)

    def _block(self, statements: Block) -> Block:
        result: Block = []
        at = 0
        while at < len(statements):
            done, shorter = self._shorter(statements, at)
            for statement in shorter:
                for owner, field, block in blocks(statement):
                    setattr(owner, field, self._block(block))
            result += shorter
            at += done
        return result

    def _shorter(self, statements: Block, at: int) -> tuple[int, Block]:
        """How many statements are dealt with, and what stands for them."""
        statement = statements[at]
        if isinstance(statement, ast.FunctionDef) and statement.name in _HELPERS:
            return 1, build(_HELPERS[statement.name])
        if isinstance(statement, ast.If) and (found := _CONVERSION.match(statements, at)):
            return 1, build(_CONVERTED, **found)
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Name):
            if _SELF.match(statements, at):
                return 1, []
            for shape, shorter in self._comparisons:
                if found := shape.match(statements, at):
                    return len(shape), build(shorter, **found)
        return 1, [statement]


def _read_originals(module: ast.Module) -> None:
    """Replaces the copies of the default marker, one an element, by what they are copied from."""
    nodes = walk(module)
    originals: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
            target = node.targets[0]
            if isinstance(target, ast.Name) and _is_copy(target.id):
                originals[target.id] = node.value.id
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            node.id = originals.get(node.id, node.id)


def _is_copy(name: str) -> bool:
    """Whether Chameleon made this name for a copy of the marker: __default_ and a number."""
    return name.startswith("__default_") and name[len("__default_") :].isdecimal()


class DropUnused:
    """Removes variables that nothing reads, where finding their value has no effect; imports and empty helpers too.

    Chameleon keeps the static attributes of each element, copies of the default marker, and what it needs for any
    value, in case an expression asks. Functions that define macros stay: their names are returned.
    """

    def rewrite(self, module: ast.Module) -> None:
        self._used = Counter(names(module))
        before = None
        while before != self._used:
            before = self._used.copy()
            module.body = self._block(module.body)

    def _block(self, statements: Block) -> Block:
        """Keeps what is needed. Backwards: what a statement reads may be needed by that statement alone."""
        kept: Block = []
        for statement in reversed(statements):
            for owner, field, block in blocks(statement):
                setattr(owner, field, self._block(block) or ([ast.Pass()] if field == "body" else []))
            if self._needed(statement):
                kept.append(statement)
            else:
                self._used.subtract(names(statement))
        return kept[::-1]

    def _needed(self, statement: ast.stmt) -> bool:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            return any(self._used[alias.asname or alias.name] > 0 for alias in statement.names)
        if isinstance(statement, ast.FunctionDef):
            return self._used[statement.name] > 0 or not statement.name.startswith("__")
        if isinstance(statement, ast.Pass):
            return False
        if not isinstance(statement, ast.Assign) or not _without_effect(statement.value):
            return True
        return any(
            not isinstance(target, ast.Name) or self._used[target.id] > 0 or target.id in _KEPT
            for target in statement.targets
        )


# Read from outside: the table of tokens, and the place in it, by whoever reports an error.
_KEPT = frozenset(["__tokens", "__token", "__filename"])


def _without_effect(value: ast.expr) -> bool:
    if isinstance(value, ast.Name | ast.Constant):
        return True
    if isinstance(value, ast.Attribute):  # of our own objects only: that of a view's object may be computed
        owner = value.value
        return owner.id in _OURS if isinstance(owner, ast.Name) else _without_effect(owner)
    if isinstance(value, ast.Dict):
        return all(isinstance(each, ast.Constant) for each in [*value.keys, *value.values])
    if isinstance(value, ast.Subscript):
        return isinstance(value.value, ast.Name) and value.value.id == "econtext" and _internal(value.slice)
    return isinstance(value, ast.Call) and ast.unparse(value.func) in _PURE


def _internal(key: ast.expr) -> bool:
    """Whether it is one of the names that each rendering has: __translate, __decode, __on_error_handler."""
    return isinstance(key, ast.Constant) and str(key.value).startswith("__") and "slot" not in str(key.value)


_OURS = frozenset(["econtext", "__stream"])
_PURE = frozenset(["re.compile", "intern", "object", "set", "functools.partial", "_loops_of", "get"])
