"""TALES expressions, split and parsed by Chameleon's own rules.

Chameleon finds the end of `${...}` by trying: the longest text that compiles wins. So the interpolations of a text
are found here by running its Interpolator over it, not by a pattern.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from chameleon.astutil import store
from chameleon.compiler import Interpolator
from chameleon.exc import ExpressionError
from chameleon.tales import (
    ExistsExpr,
    ExpressionParser,
    ImportExpr,
    NotExpr,
    ProxyExpr,
    PythonExpr,
    StringExpr,
    StructureExpr,
)
from chameleon.tokenize import Token
from chameleon.utils import decode_htmlentities

ATTEMPTS = 2000
SHORTEST = re.compile(r"\$\{([^}]*)\}")


class TooManyBraces(ValueError):
    """A text in which Chameleon would try more endings of one `${` than is reasonable."""


@dataclass(frozen=True)
class Interpolation:
    """`${...}` in a text: `expression` decoded as Chameleon compiles it, `start` and `end` in the text's own count."""

    expression: str
    start: int
    end: int


@dataclass
class Parsed:
    """What an expression consists of: its Python parts, the types named (`string`, `not`, ...), and imports."""

    python: list[ast.expr] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    broken: bool = False

    @property
    def names(self) -> frozenset[str]:
        """The names that it takes from the template's scope."""
        return frozenset().union(*(free_names(tree) for tree in self.python))


class _Keep:
    """Stands where PythonExpr rewrites attribute access: the parts are kept as written."""

    @staticmethod
    def visit(tree: ast.expr) -> ast.expr:
        return tree


class _Python(PythonExpr):
    transform = _Keep()


class _Foreign:
    """An expression of a type that only other engines know, such as `path:`; it ends at its first brace."""

    def __init__(self, expression: str):
        self._expression = expression

    def __call__(self, target: ast.Name, engine: object) -> list[ast.stmt]:
        if "}" in self._expression:
            raise ExpressionError("unknown expression type", self._expression)
        return []


class _Engine:
    """The least that Chameleon's expression classes ask of an engine, keeping account of what passes through."""

    def __init__(self) -> None:
        self.parsed = Parsed()
        self.attempts = 0
        kinds = {
            "python": self._python,
            "string": StringExpr,
            "not": NotExpr,
            "exists": ExistsExpr,
            "import": ImportExpr,
            "structure": StructureExpr,
            "load": lambda expression: ProxyExpr("__loader", expression, ignore_prefix=False),
        }
        self._parser = ExpressionParser(
            {name: self._typed(name, kind) for name, kind in kinds.items()}, "python"
        )

    def parse(self, string: str, handle_errors: bool = True, char_escape: object = None) -> "_Compiler":
        self.attempts += 1
        if self.attempts > ATTEMPTS:
            raise TooManyBraces(
                "too many closing braces after one ${; split the text or move it out of the template"
            )
        try:
            return _Compiler(self._parser(string), self)
        except LookupError:
            self.parsed.broken = True
            return _Compiler(_Foreign(string), self)

    def _typed(self, name: str, kind):
        def make(expression: str):
            self.parsed.types.append(name)
            return kind(expression)

        return make

    def _python(self, expression: str) -> PythonExpr:
        parts = self.parsed.python

        class Recorded(_Python):
            def parse(self, string: str) -> ast.expr:
                try:
                    tree = super().parse(string)
                except (ValueError, MemoryError, RecursionError) as error:
                    raise ExpressionError(f"not a Python expression: {error}", string) from None
                parts.append(tree)
                return tree

        return Recorded(expression)


class _Compiler:
    def __init__(self, expression, engine: _Engine):
        self._expression, self._engine = expression, engine

    def assign_value(self, target: ast.Name) -> list[ast.stmt]:
        return self._expression(target, self._engine)

    assign_text = assign_value


class _Finder(_Engine):
    """Notes each expression that compiled; the Interpolator tries until one does."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def parse(self, string: str, handle_errors: bool = True, char_escape: object = None) -> "_Compiler":
        self.attempts += 1
        if self.attempts > ATTEMPTS:
            raise TooManyBraces(
                "too many closing braces after one ${; split the text or move it out of the template"
            )
        inner = _Engine().parse(string)
        finder = self

        class Noting(_Compiler):
            def assign_text(self, target: ast.Name) -> list[ast.stmt]:
                statements = inner.assign_value(target)
                finder.found.append(string)
                return statements

        return Noting(None, self)


def interpolations(text: str) -> list[Interpolation]:
    """The `${...}` of a text that Chameleon would execute, in order. Raises TooManyBraces."""
    # Nothing after the last brace can be one, and looking there takes time that grows with the square of the text.
    text = text[: text.rfind("}") + 1]
    if "${" not in text:
        return []
    finder = _Finder()
    try:
        Interpolator(Token(text, 0), True, decode_htmlentities=True)(store("__found"), finder)
    except ExpressionError:
        # Chameleon refuses the whole template; other engines may not, so each one counts as live.
        return [Interpolation(m[1], m.start(), m.end()) for m in SHORTEST.finditer(text)]
    return [_span(text, string) for string in finder.found]


def _span(text: str, expression: str) -> Interpolation:
    """The decoded expression is shorter than the text it came from: find its closing brace again."""
    start = expression.pos  # type: ignore[attr-defined]
    end = text.index("}", start + len(expression))
    while decode_htmlentities(text[start:end]) != expression:
        end = text.index("}", end + 1)
    return Interpolation(str(expression), start - 2, end + 1)


@lru_cache(maxsize=4096)
def parse(expression: str) -> Parsed:
    """Take an expression apart. `broken` where it is no expression that Chameleon knows."""
    engine = _Engine()
    try:
        engine.parse(expression).assign_value(store("__value"))
    except (ExpressionError, TooManyBraces, RecursionError):
        engine.parsed.broken = True
    return engine.parsed


def free_names(tree: ast.AST) -> frozenset[str]:
    """Names read by a Python expression and not bound inside it (by a lambda or a comprehension)."""
    return frozenset(_free(tree, frozenset()))


def _free(node: ast.AST, bound: frozenset[str]) -> Iterator[str]:
    if isinstance(node, ast.Name):
        if node.id not in bound:
            yield node.id
        return
    if isinstance(node, ast.Lambda):
        bound |= {a.arg for a in ast.walk(node.args) if isinstance(a, ast.arg)}
    elif isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
        targets = (n for g in node.generators for n in ast.walk(g.target))
        bound |= {n.id for n in targets if isinstance(n, ast.Name)}
    for child in ast.iter_child_nodes(node):
        yield from _free(child, bound)
