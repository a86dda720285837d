"""A template: its source, compiled once, bound to the theme that it belongs to."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import marshal
from collections.abc import Callable, Mapping
from functools import partial
from importlib.metadata import version
from pathlib import Path
from types import CodeType
from typing import Any

from chameleon import exc
from chameleon.nodes import Module
from chameleon.tales import ExpressionParser, ProxyExpr, PythonExpr
from chameleon.zpt.template import Macro, Macros, PageTemplate

from myproject import markup
from myproject.web import links
from myproject.web.disk_cache import DiskCache
from myproject.web.links import LINKS, MOUNT
from myproject.web.optimize import optimize
from myproject.web.optimize.runtime import Loops, Scope
from myproject.web.template_error import TemplateError, raised_in

Translate = Callable[..., Any]
# From the path of a link as written and its offset in the source to the URL of the file, without the mount point.
Link = Callable[[str], str]

# The name of the function in compiled code that makes the render functions, and of the table of links beside it.
_INITIALIZE = "initialize"
_SITES = "__sites"


def toolchain() -> bytes:
    """What compiled code depends on besides the source: Python, Chameleon and the modules that read and compile."""
    sha = hashlib.sha256(importlib.util.MAGIC_NUMBER + version("chameleon").encode())
    folders = Path(str(markup.__file__)).parent, Path(__file__).with_name("optimize")
    files = [Path(str(links.__file__)), Path(__file__), Path(__file__).with_name("program.py")]
    for file in [*files, *(file for folder in folders for file in sorted(folder.glob("*.py")))]:
        sha.update(file.read_bytes())
    return sha.digest()


_TOOLCHAIN = toolchain()


class _Expressions(ExpressionParser):
    """Chameleon's expressions; an unknown kind is an error with its place."""

    def __call__(self, expression: Any) -> Any:
        try:
            return super().__call__(expression)
        except LookupError as error:
            known = ", ".join(sorted(self.factories))
            raise exc.ExpressionError(f"{error.args[0]} There are {known}", expression) from error


class _Python(PythonExpr):
    """Chameleon's; what Python refuses only while it compiles, such as `await`, is an error with its place as well."""

    def parse(self, string: str) -> ast.expr:
        parsed: ast.expr = super().parse(string)
        if any(isinstance(node, ast.NamedExpr) for node in ast.walk(parsed)):
            raise SyntaxError("cannot assign with := in a template; use data-tal-define")
        compile(string, "<expression>", "eval")
        return parsed


class _Macros(Macros):
    """Chameleon's, with each macro made once."""

    __slots__ = ("_made",)

    def __init__(self, template: Template) -> None:
        super().__init__(template)
        self._made: dict[str, Macro] = {}

    def __getitem__(self, name: str) -> Macro:
        macro = self._made.get(name)
        if macro is None:
            macro = self._made[name] = super().__getitem__(name)
        return macro


class Template(PageTemplate):
    """A compiled template; immutable, so that threads share it.

    `load` finds the templates that `load:` names, `link` the URLs of the files that it links to. TemplateError, with
    line and column, if it does not compile or links to a file that is missing.
    """

    expression_types = {
        **{name: kind for name, kind in PageTemplate.expression_types.items() if name != "import"},
        "python": _Python,
        "load": partial(ProxyExpr, "__loader", ignore_prefix=False),
    }

    def __init__(
        self,
        text: str,
        *,
        filename: str,
        load: Callable[[str], Template],
        link: Link,
        cache: DiskCache,
    ) -> None:
        self.text = text
        self.filename = filename
        self.macros = _Macros(self)
        self._load = load
        self._bind(self._code(cache), link)

    # Compiling

    @property
    def expression_parser(self) -> ExpressionParser:
        return _Expressions(self.expression_types, self.default_expression)

    def _code(self, cache: DiskCache) -> CodeType:
        key = hashlib.sha256(_TOOLCHAIN + self.text.encode()).hexdigest() + ".code"
        if stored := cache.get(key):
            return marshal.loads(stored)
        code = self._compiled()
        cache.put(key, marshal.dumps(code))
        return code

    def _compiled(self) -> CodeType:
        # Here, because most processes start with all templates compiled.
        from myproject.web.program import Compiler, Program

        parsed = None
        try:
            parsed = Program(self.text, self.filename, self.default_marker)
            names = sorted(self._builtins())
            module = Module(_INITIALIZE, parsed)
            python = Compiler(self.engine, module, "", self.text, builtins=names, strict=True).code
            return compile(optimize(f"{python}\n{_SITES} = {parsed.sites!r}\n"), self.filename, "exec")
        except exc.TemplateError as error:
            raise self._error(_message(error), error.offset, _expression(error)) from error
        except (RecursionError, SyntaxError, MemoryError) as error:
            at = parsed.deepest.pos if parsed and parsed.deepest else 0
            advice = "Move the inner part into a template of its own."
            raise self._error(
                f"This is nested too deeply to compile ({error}).", at, advice=advice
            ) from error

    def _error(self, message: str, offset: int, expression: str = "", advice: str = "") -> TemplateError:
        return TemplateError(
            message,
            filename=self.filename,
            source=self.text,
            offset=offset,
            expression=expression,
            advice=advice,
        )

    # Binding to a theme

    def _builtins(self) -> dict[str, Any]:
        return {"nothing": None, "__loader": self._load, LINKS: ()}

    def _bind(self, code: CodeType, link: Link) -> None:
        names: dict[str, Any] = {"__template": self}
        exec(code, names)  # our own compiler's output, or the cache's, which only we write
        urls = tuple(self._url(link, *site) for site in names[_SITES])
        values = self._builtins() | {LINKS: urls}
        functions = names[_INITIALIZE](*(values[name] for name in sorted(values)))
        for name, function in functions.items():
            setattr(self, f"_{name}", function)
        self._cooked = True

    def _url(self, link: Link, path: str, offset: int, needed: bool) -> str:
        try:
            return link(path)
        except LookupError as error:
            if not needed:
                return path
            raise self._error(str(error.args[0]), offset) from error

    # Rendering

    def render(  # type: ignore[override]
        self, names: Mapping[str, Any], *, translate: Translate, language: str | None = None, mount: str = ""
    ) -> str:
        """The page: `names` is all that the template may use, `mount` the URL path that the application lives under."""
        scope = Scope(names)
        scope["repeat"] = Loops()
        scope["__translate"] = translate
        scope["__decode"] = bytes.decode
        scope["__on_error_handler"] = None
        scope["target_language"] = language  # a macro in another template reads it here
        scope[f"__{MOUNT}"] = mount
        stream: list[str] = []
        try:
            self._render(stream, scope, {}, target_language=language)
            return "".join(stream)
        except TemplateError:
            raise
        except Exception as error:
            placed = raised_in(error, names)
            if placed is None:
                raise
            raise placed from error


def _message(error: exc.TemplateError) -> str:
    # Chameleon leaves a %s where the text at fault is to stand.
    return str(error.args[0]).rstrip(":").replace("%s", str(error.token))


def _expression(error: exc.TemplateError) -> str:
    return str(error.token) if isinstance(error, exc.ExpressionError) else ""
