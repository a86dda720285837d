"""From a template's source to Chameleon's program: our reading of HTML, Chameleon's meaning of directives.

Links to files of the theme become expressions that join the application's mount point and the file's URL: `__mount` is
given with each rendering, `__links` when a compiled template is bound to a theme. Neither costs a look-up by name.
"""

from __future__ import annotations

import ast
from typing import Any, ClassVar

from chameleon import nodes
from chameleon.astutil import Node, TokenRef, load
from chameleon.codegen import template
from chameleon.compiler import Compiler as ChameleonCompiler
from chameleon.exc import ParseError, TemplateError
from chameleon.tokenize import Token
from chameleon.utils import decode_htmlentities
from chameleon.zpt.program import MacroProgram

from myproject.markup.directives import Directives
from myproject.markup.html import BOOLEAN_ATTRIBUTES
from myproject.markup.reader import read
from myproject.web import links
from myproject.web.links import LINKS, MOUNT


class Linked(Node):
    """Text with links to files of the theme in it."""

    _fields: ClassVar[tuple[str, ...]] = ("expression",)


class Compiler(ChameleonCompiler):
    """Chameleon's compiler, which also knows linked text and the mount point, and mends on-error."""

    defaults: ClassVar[dict[str, Any]] = ChameleonCompiler.defaults | {MOUNT: None}

    visit_Program = ChameleonCompiler.visit_MacroProgram

    def visit_Linked(self, node: Linked) -> list[ast.AST]:
        return template("__append(TEXT)", TEXT=node.expression)

    def visit_OnError(self, node: Any) -> list[Any]:
        """Chameleon's, where two things go wrong.

        All of a function keep in one variable how much of the page there was before their element: an element with
        on-error inside another has a variable of its own here. And the handler looks up the place of the expression
        under way, of which there is none where a macro or a slot raises at once: then it is that of the on-error.
        """
        statements: list[Any] = super().visit_OnError(node)
        start, handler = statements[0], statements[-1].handlers[0]
        content = node.fallback.content if isinstance(node.fallback, nodes.Element) else node.fallback
        place = content.expression.value
        shared = start.targets[0].id
        for name in [*ast.walk(start), *ast.walk(handler)]:
            if isinstance(name, ast.Name) and name.id == shared:
                name.id = f"{shared}_{place.pos}"
        (unplaced,) = template("if __token is None: pass")
        unplaced.body = [TokenRef(place)]
        handler.body.insert(0, unplaced)
        return statements


class Program(MacroProgram):
    """The program of one template.

    sites: the links of the template, as (path as written, offset in the source, needed). A link that is not needed is a
    sample, replaced at run time, and may lead nowhere.
    """

    boolean_attributes = BOOLEAN_ATTRIBUTES
    enable_data_attributes = False  # Directives has sorted them

    def __init__(self, source: str, filename: str, default_marker: Any) -> None:
        self.default_marker = default_marker
        self._switches: list[Any] = []
        self._use_macro: list[Any] = []
        self._interpolation = [True]
        self._macros: dict[str, Any] = {}
        self._element = ""
        self._directives = Directives()
        self.sites: list[tuple[str, int, bool]] = []
        self.deepest: Token | None = None
        self._depth = self._greatest_depth = 0
        self.body = [self.visit(kind, value) for kind, value in read(source, filename)]

    def visit(self, kind: str, value: Any) -> Any:
        if kind != "element":
            return super().visit(kind, (value,))
        start = value[0]
        self._note_depth(start)
        self._element = start["name"].lower()
        try:
            self._directives.sort(start)
            return self.visit_element(*value)
        except TemplateError as error:
            raise _placed(error, start) from error
        except (KeyError, ValueError, AttributeError, AssertionError, TypeError, IndexError) as error:
            raise ParseError(f"A directive here cannot be read ({error}).", start["name"]) from error
        finally:
            self._depth -= 1

    def _note_depth(self, start: dict[str, Any]) -> None:
        self._depth += 1
        if self._depth > self._greatest_depth:
            self._greatest_depth, self.deepest = self._depth, start["name"]

    # Kinds of nodes that the reader gives

    def visit_text(self, node: Token) -> Any:
        self._last = node
        return super().visit_text(node) if "${" in node else nodes.Text(node)

    def visit_verbatim(self, node: Token) -> Any:
        return nodes.Text(node)

    def visit_style(self, node: Token) -> Any:
        parts = links.in_css(node)
        return Linked(self._joined(parts, node, needed=True)) if len(parts) > 1 else nodes.Text(node)

    # Links in attributes

    def _create_attributes_nodes(self, prepared: Any, translated: Any) -> Any:
        attributes, filtering = super()._create_attributes_nodes(prepared, translated)
        for attribute, (name, text, *_, expression) in zip(attributes, prepared, strict=True):
            if name is not None and text:
                self._link(attribute, name, text, expression)
        return attributes, filtering

    def _link(self, attribute: Any, name: str, text: Token, expression: str | None) -> None:
        """Replaces the links in an attribute's value, or in the default of a bound one, by expressions."""
        parts = links.in_attribute(self._element, name.lower(), text)
        if len(parts) == 1:
            return
        if expression is None and "${" in text and self._interpolation[-1]:
            if any(not part.path.startswith("${") for part in parts if isinstance(part, links.Link)):
                raise ParseError(
                    f"A link into the theme cannot be made with ${{..}}: bind the whole {name} with tal:attributes.",
                    text,
                )
            return
        joined = self._joined(parts, text, needed=expression is None)
        if expression is None:
            attribute.expression = joined
        else:
            attribute.node.expression.default = joined

    def _joined(self, parts: links.Parts, text: Token, *, needed: bool) -> ast.expr:
        values: list[ast.expr] = []
        for part in parts:
            if isinstance(part, str):
                values.append(ast.Constant(str(part)))
            else:
                values += [load(MOUNT), _item(load(LINKS), len(self.sites))]
                self.sites.append((part.path, text.pos + part.offset, needed))
        joined = values[0]
        for value in values[1:]:
            joined = ast.BinOp(joined, ast.Add(), value)
        return joined


def _item(of: ast.expr, index: int) -> ast.expr:
    return ast.Subscript(of, ast.Constant(index), ast.Load())


def _placed(error: TemplateError, start: dict[str, Any]) -> TemplateError:
    """The error with a place in the source: Chameleon gives some with a text alone."""
    if error.token.source is not None:
        return error
    wanted = str(error.token)
    tokens = [*start["ns_attrs"].values(), *(attribute["name"] for attribute in start["attrs"])]
    near = next((each for each in tokens if wanted and wanted in decode_htmlentities(each)), start["name"])
    return type(error)(error.args[0], near)
