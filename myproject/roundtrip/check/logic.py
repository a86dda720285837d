"""Rules 2 and 3: little logic, scripts isolated; and interpolations where they are not safe or not seen from disk."""

import ast
from collections.abc import Iterator

from chameleon import i18n, metal, tal

from myproject.roundtrip.check.finding import Finding, Template, Theme
from myproject.roundtrip.parse.bindings import Binding
from myproject.roundtrip.parse.expressions import parse

SIMPLE = (
    *(ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.Compare, ast.BoolOp, ast.UnaryOp, ast.Load),
    *(ast.And, ast.Or, ast.Not, ast.cmpop, ast.USub),
)
TYPES = frozenset({"python", "not", "string", "structure", "load"})
STATEMENTS = {
    "tal": tal.WHITELIST,
    "metal": metal.WHITELIST,
    "i18n": i18n.WHITELIST,
    "meta": {"interpolation"},
}

DATA = "Put the data in a JSON block or a data attribute, and read it there"
UNSAFE = {
    "handler": "an event handler",
    "comment": "a comment",
    "cdata": "a CDATA section",
    "pi": "a processing instruction",
}


def check(theme: Theme) -> Iterator[Finding]:
    for template in theme.templates.values():
        yield from _style(template)
        for binding in template.bindings:
            yield from _logic(template, binding)
            yield from _position(template, binding)


def _style(template: Template) -> Iterator[Finding]:
    """One style a file; mixed on one element, Chameleon drops attributes without a word."""
    first = ""
    for element in template.document.elements:
        for binding, attribute in element.bindings.items():
            language, _, name = binding.partition(":")
            if name not in STATEMENTS[language] and not element.language:
                message = f"{attribute.name} is no statement"
                fix = f"Use one of {', '.join(sorted(STATEMENTS[language] - {'xml', 'xmlns'}))}"
                yield template.finding("unknown-statement", attribute.value_start, message, fix)
            style = "data-tal-" if attribute.name.startswith("data-") else "tal:"
            first = first or style
            if style != first:
                message = f"{attribute.name} is in another style than the rest of the file"
                yield template.finding(
                    "mixed-style", attribute.value_start, message, f"Write it in the style of {first}"
                )
                return


def _logic(template: Template, binding: Binding) -> Iterator[Finding]:
    for expression in evaluated(binding):
        parsed = parse(expression)
        if parsed.broken:
            message = f"{expression!r} is no expression"
            yield template.at(binding, "bad-expression", message, "Correct it, or remove it")
            continue
        reason = _beyond(parsed.types, parsed.python, expression)
        if reason:
            yield template.at(binding, "too-much-logic", reason, "Compute it in the view and show the result")
    if binding.kind == "python":
        message = "a <?python?> block runs statements"
        yield template.at(binding, "too-much-logic", message, "Compute it in the view and show the result")


def evaluated(binding: Binding) -> list[str]:
    """The expressions that a binding evaluates."""
    if binding.kind in ("define", "repeat", "attributes"):
        return [part.expression for part in binding.parts]
    if binding.kind in ("content", "replace", "on-error"):
        return [tal.parse_substitution(binding.expression)[1]]
    simple = ("text", "attribute", "condition", "switch", "case", "use-macro", "extend-macro", "omit-tag")
    return [binding.expression] if binding.kind in simple and binding.expression.strip() else []


def _beyond(types: list[str], trees: list[ast.expr], expression: str) -> str:
    """What an expression does beyond names, attributes, items, comparisons and boolean logic; "" for nothing."""
    odd = [name for name in types if name not in TYPES]
    if odd:
        return f"{expression!r} uses {odd[0]}:"
    for tree in trees:
        for node in ast.walk(tree):
            if not isinstance(node, SIMPLE):
                return f"{expression!r} has {_called(node)}"
    if len(trees) > 1 and types[:1] == ["python"]:
        return f"{expression!r} has a | alternative"
    return ""


def _called(node: ast.AST) -> str:
    words = {
        "Call": "a call",
        "BinOp": "arithmetic",
        "IfExp": "an if expression",
        "JoinedStr": "a formatted string",
    }
    return words.get(type(node).__name__, f"a {type(node).__name__}")


def _position(template: Template, binding: Binding) -> Iterator[Finding]:
    if binding.kind in ("content", "replace") and binding.place == "script" and not _is_data(binding):
        message = f"{binding.attribute} writes a script"
        yield template.at(binding, "script", message, DATA)
    if binding.kind not in ("text", "attribute"):
        if binding.kind == "attributes" and binding.place in ("handler", "script"):
            message = f"{binding.attribute} computes code that a browser runs"
            yield template.at(
                binding, "unsafe-position", message, "Use a data attribute and read it in a script file"
            )
        yield from _unquoted(template, binding)
        return
    shown = f"${{{binding.expression}}}"
    if binding.place == "script":
        message = f"{shown} stands inside a script"
        yield template.at(binding, "script", message, DATA)
    elif binding.place in UNSAFE:
        message = f"{shown} stands in {UNSAFE[binding.place]}"
        yield template.at(binding, "unsafe-position", message, "Move it into a text or a plain attribute")
    elif binding.place == "style":
        message = f"{shown} stands in a style"
        yield template.at(
            binding, "unsafe-position", message, "Compute the whole style by a statement, or use a class"
        )
    elif binding.kind == "attribute" and not binding.quote:
        message = f"{shown} is not inside quotes"
        yield template.at(binding, "unsafe-position", message, f'Write {binding.attribute}="..."')
    elif binding.place == "url":
        message = f"{shown} makes {binding.attribute} a dead link when the file is opened from disk"
        fix = f'Keep a sample link and compute it: data-tal-attributes="{binding.attribute} ..."'
        yield template.at(binding, "dead-link", message, fix)
    elif binding.kind == "text":
        message = f"{shown} shows as it is when the file is opened from disk"
        yield template.at(
            binding, "visible-code", message, "Put sample text in an element with data-tal-content"
        )


def _is_data(binding: Binding) -> bool:
    """Whether a script element is a block of data, which browsers do not run."""
    kind = (binding.host.get("type") or "") if binding.host else ""
    return kind.strip().lower().endswith("json")


def _unquoted(template: Template, binding: Binding) -> Iterator[Finding]:
    """A computed attribute takes over the quotes of the one it replaces."""
    if binding.kind != "attributes" or binding.host is None:
        return
    computed = {part.target.lower() for part in binding.parts}
    for attribute in binding.host.plain:
        if attribute.lower in computed and attribute.value and not attribute.quote:
            message = f"{attribute.name} is computed, but its sample has no quotes"
            yield template.at(
                binding, "unsafe-position", message, f'Write {attribute.name}="{attribute.value}"'
            )
