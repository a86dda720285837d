"""Rule 1, only what is needed: every name that is used is supplied, every context field that is supplied is used."""

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass, field, is_dataclass
from typing import Any

from chameleon import tal

from myproject.roundtrip.check import types
from myproject.roundtrip.check.finding import Finding, Template, Theme
from myproject.roundtrip.check.layout import layout_of
from myproject.roundtrip.parse.bindings import Binding
from myproject.roundtrip.parse.expressions import parse
from myproject.roundtrip.parse.statements import Guard

SUPPLIED = dict.fromkeys(("repeat", "default", "template", "macros", "attrs", "error", "macroname"), Any)
SUPPLIED |= {"nothing": type(None), "target_language": str} | dict.fromkeys(dir(builtins), Any)

Scope = dict[str, Any]


@dataclass
class Uses:
    """What the templates of a theme take: the fields of each dataclass."""

    fields: set[tuple[type, str]] = field(default_factory=set)
    reached: dict[type, str] = field(default_factory=dict)


def check(theme: Theme) -> Iterator[Finding]:
    """All findings of the rule; templates without a known context are only looked at as layouts of others."""
    uses = Uses()
    for template in theme.templates.values():
        if template.context is None:
            continue
        own = Uses()
        yield from _checked(template, _fields(template.context), own)
        layout = layout_of(theme, template)
        if layout is not None:
            scope = _fields(template.context) | _defined_around(template, own)
            # A layout is checked once for each page that uses it; what is wrong for all is told once.
            yield from _checked(layout, scope, own)
        for name in types.fields_of(template.context):
            if (template.context, name) not in own.fields:
                message = f"{template.context.__name__}.{name} is not used"
                yield Finding(
                    template.name, 1, 1, "unused-field", message, "Show it, or take it out of the view"
                )
        uses.fields |= own.fields
        uses.reached |= {kind: uses.reached.get(kind, template.name) for kind in own.reached}
    yield from _unused(uses, {template.context for template in theme.templates.values()})


def _unused(uses: Uses, contexts: set[type | None]) -> Iterator[Finding]:
    """Fields of nested dataclasses that no template shows."""
    for kind, name in uses.reached.items():
        for each in types.fields_of(kind) if kind not in contexts else ():
            if (kind, each) not in uses.fields:
                message = f"{kind.__name__}.{each} is used by no template"
                yield Finding(name, 1, 1, "unused-field", message, "Show it, or take it out of the context")


def _fields(context: type) -> Scope:
    return {name: _Field(context, name, kind) for name, kind in types.fields_of(context).items()}


@dataclass(frozen=True)
class _Field:
    """A name that is a field of the context: using the name uses the field."""

    context: type
    name: str
    kind: Any


def _defined_around(template: Template, uses: Uses) -> Scope:
    """The names that a page defines around its layout, for the layout to use."""
    for binding in template.bindings:
        if binding.kind == "use-macro":
            return _Names(template, {}, uses).scope(binding.guards)
    return {}


def _checked(template: Template, scope: Scope, uses: Uses) -> Iterator[Finding]:
    names = _Names(template, scope, uses)
    for binding in template.bindings:
        names.visit(binding)
    yield from names.findings


class _Names:
    """Follows the types of one template's expressions, from a scope."""

    def __init__(self, template: Template, scope: Scope, uses: Uses):
        self.template = template
        self.base = SUPPLIED | scope
        self.uses = uses
        self.findings: list[Finding] = []
        self.binding: Binding | None = None
        self.tested: frozenset[str] = frozenset()
        self.scopes: dict[tuple[Guard, ...], Scope] = {(): self.base}

    def visit(self, binding: Binding) -> None:
        scope = self.scope(binding.guards)
        self.binding = binding
        conditions = [guard.value for guard in binding.guards if guard.kind == "condition"]
        self.tested = frozenset().union(*(_asked(condition) for condition in conditions))
        if binding.kind == "define":
            for part in binding.parts:
                scope = {**scope, **self.assigned(part.target.split(), part.expression, scope)}
        elif binding.kind == "repeat":
            for part in binding.parts:
                self.repeated(part.target.split(), part.expression, scope)
        elif binding.kind == "attributes":
            for part in binding.parts:
                self.value(part.expression, scope)
        elif binding.kind in ("content", "replace", "on-error"):
            key, expression = tal.parse_substitution(binding.expression)
            self.shown(key, self.value(expression, scope))
        elif binding.kind in ("text", "attribute", "condition", "switch", "case", "use-macro", "omit-tag"):
            self.value(binding.expression, scope)
        self.binding = None

    def scope(self, guards: tuple[Guard, ...]) -> Scope:
        """The names in force behind guards; findings about the guards themselves are made where they stand."""
        if guards not in self.scopes:
            scope, last = self.scope(guards[:-1]), guards[-1]
            if last.kind in ("define", "global"):
                scope = {**scope, **self.assigned(list(last.names), last.value, scope)}
            elif last.kind == "repeat":
                scope = {**scope, **self.repeated(list(last.names), last.value, scope)}
            self.scopes[guards] = scope
        return self.scopes[guards]

    def assigned(self, names: list[str], expression: str, scope: Scope) -> Scope:
        kind = self.value(expression, scope)
        return {names[0]: kind} if len(names) == 1 else dict.fromkeys(names, Any)

    def repeated(self, names: list[str], expression: str, scope: Scope) -> Scope:
        try:
            kind = types.element(self.value(expression, scope))
        except types.NoSuchThing as error:
            self.report("not-a-list", str(error), "Repeat over a list of the context")
            kind = Any
        return {names[0]: kind} if len(names) == 1 else dict.fromkeys(names, Any)

    def shown(self, key: str, kind: Any) -> None:
        if key == "structure" and not types.is_markup(kind):
            message = f"structure writes {types.title(kind)} unescaped"
            self.report("unsafe-structure", message, "Declare the field as Markup, or leave structure out")

    def value(self, expression: str, scope: Scope) -> Any:
        """The type of an expression's value, Any where it cannot be told; notes what is used and what is wrong."""
        parsed = parse(expression)
        kinds = [self.infer(tree, scope) for tree in parsed.python]
        if parsed.types[:1] == ["python"] and len(kinds) == 1:
            return kinds[0]
        if parsed.types[:1] == ["structure"]:
            self.shown("structure", kinds[0] if len(kinds) == 1 else Any)
        return {"string": str, "not": bool, "exists": bool}.get("".join(parsed.types[:1]), Any)

    def infer(self, tree: ast.expr, scope: Scope) -> Any:
        match tree:
            case ast.Name(id=name):
                return self.name(name, scope)
            case ast.Attribute(value=ast.Name(id="repeat")) | ast.Subscript(value=ast.Name(id="repeat")):
                return Any
            case ast.Attribute(value=inner, attr=name):
                return self.attribute(self.present(inner, scope), name)
            case ast.Subscript(value=inner, slice=ast.Constant(value=str(name))):
                return self.attribute(self.present(inner, scope), name)
            case ast.BoolOp(op=ast.And(), values=values):
                before = self.tested
                for value in values:
                    self.infer(value, scope)
                    self.tested = self.tested | _tested(value)
                self.tested = before
            case ast.Subscript(value=inner, slice=index):
                self.infer(index, scope)
                return self.item(self.infer(inner, scope))
            case ast.Constant(value=value):
                return type(value)
            case ast.Compare() | ast.UnaryOp(op=ast.Not()):
                self.children(tree, scope)
                return bool
            case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                self.children(tree, scope | {n.id: Any for n in ast.walk(tree) if isinstance(n, ast.Name)})
            case _:
                self.children(tree, scope)
        return Any

    def present(self, tree: ast.expr, scope: Scope) -> Any:
        """The type of something that has to be there: not `nothing`, or behind a condition that asks for it."""
        kind = self.infer(tree, scope)
        shown = ast.unparse(tree)
        if types.is_optional(kind) and shown not in self.tested:
            message = f"{shown} may be nothing here"
            self.report("unguarded", message, f'Put it behind data-tal-condition="{shown}"')
        return kind

    def children(self, tree: ast.AST, scope: Scope) -> None:
        for child in ast.iter_child_nodes(tree):
            if isinstance(child, ast.expr):
                self.infer(child, scope)
            else:
                self.children(child, scope)

    def name(self, name: str, scope: Scope) -> Any:
        kind = scope.get(name, self)
        if kind is self:
            known = sorted(each for each in scope if each not in SUPPLIED)
            fix = f"Use one of {', '.join(known)}" if known else "Let the view supply it"
            self.report("unknown-name", f"{name} is supplied by nothing", fix)
            return Any
        if isinstance(kind, _Field):
            self.uses.fields.add((kind.context, kind.name))
            kind = kind.kind
        return self.reached(kind)

    def attribute(self, kind: Any, name: str) -> Any:
        for member in types.members(kind):
            if is_dataclass(member) and name in types.fields_of(member):
                self.uses.fields.add((member, name))
        try:
            return self.reached(types.attribute(kind, name))
        except types.NoSuchThing as error:
            self.report("unknown-field", str(error), "Correct the name, or add the field to the context")
            return Any

    def item(self, kind: Any) -> Any:
        try:
            return self.reached(types.item(kind))
        except types.NoSuchThing as error:
            self.report("unknown-field", str(error), "Use an attribute")
            return Any

    def reached(self, kind: Any) -> Any:
        """Notes the dataclasses that the templates get hold of, for the fields that none of them shows."""
        for member in types.members(kind):
            try:
                inner = types.element(member)
            except types.NoSuchThing:
                inner = member
            for each in types.members(inner):
                if is_dataclass(each):
                    self.uses.reached.setdefault(each, self.template.name)
        return kind

    def report(self, rule: str, message: str, fix: str) -> None:
        if self.binding is not None:
            self.findings.append(self.template.at(self.binding, rule, message, fix))


def _asked(condition: str) -> frozenset[str]:
    """What is there where a condition holds."""
    parsed = parse(condition)
    return (
        _tested(parsed.python[0]) if parsed.types == ["python"] and len(parsed.python) == 1 else frozenset()
    )


def _tested(tree: ast.expr) -> frozenset[str]:
    if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And):
        return frozenset().union(*(_tested(value) for value in tree.values))
    return frozenset({ast.unparse(tree)})
