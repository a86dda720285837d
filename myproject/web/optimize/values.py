"""Values on their way into the page: a plain str takes a short way, all else Chameleon's own.

A str that needs no escaping, which is nearly all, costs a check of its type and one call into C; an int goes into the
page as it is. All else, every subclass of str among it, takes the way that it takes in plain Chameleon. What is
appended afterwards, `f'{value}'`, always holds plain str or int, so that Fold may put it into a longer text.

Does not apply to quotes other than HTML's, which a template class would have to ask for.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from myproject.web.optimize.shapes import Binding, Block, Shape, blocks, build, expression, kind, names

_QUOTE = "T = __quote(T, QUOTE, ENTITY, DEFAULT, MARKER)\n"
_CONVERT = """
if type(T) is not str:
    T = _converted(T, LATER, SIGN, translate, decode, __i18n_domain, __i18n_context, getname)
"""
_SHOW = "if T is not None:\n    APPEND(T)\n"
_FORMAT = "if T is not None:\n    APPEND(FORMAT % T)\n"

_QUOTED = "__quote(V, QUOTE, ENTITY, DEFAULT, MARKER)"
_CONVERTED = f"_converted({_QUOTED}, LATER, SIGN, translate, decode, __i18n_domain, __i18n_context, getname)"
_ESCAPE = """
if type(V) is str:
    if _escape(V) is not V:
        V = _escaped(V, QUOTE, ENTITY)
elif type(V) is not int:
    V = SLOW
"""
_ESCAPE_OR_SAMPLE = """
V = CACHED
if type(V) is str:
    if _escape(V) is not V:
        V = _escaped(V, QUOTE, ENTITY)
elif type(V) is not int:
    if V is SIGN:
        V = SAMPLE
    else:
        V = SLOW
"""
_ESCAPE_IN_ATTRIBUTE = """
if type(V) is str:
    if _escape(V) is not V:
        V = _escaped(V, QUOTE, ENTITY)
    V = WHOLE
elif type(V) is int:
    V = WHOLE
elif V is None:
    V = ''
else:
    V = SLOW
    V = '' if V is None else FORMAT % V
"""
_EMIT = "APPEND(f'{V}')"

_QUOTES = frozenset([None, "\0", '"', "'"])


class Values:
    """Rewrites each place where a value is shown. What it does not know stays as it is."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._parts: dict[str, str] = {}

    def rewrite(self, module: ast.Module) -> None:
        self._loads = Counter(names(module))
        module.body = self._block(module.body)

    def _block(self, statements: Block) -> Block:
        result: Block = []
        at = 0
        while at < len(statements):
            for shape, replace in _SHAPES.get(kind(statements[at]), ()):
                found = shape.match(statements, at)
                if found and _known(found):
                    replacement = replace(self, found, result, statements[at + len(shape) :])
                    if replacement is not None:
                        result += replacement
                        at += len(shape)
                        break
            else:
                for owner, field, block in blocks(statements[at]):
                    setattr(owner, field, self._block(block))
                result.append(statements[at])
                at += 1
        return result

    def _variable(self) -> str:
        return f"__v{next(self._numbers)}"

    def _own(self, target: ast.Name, before: Block) -> str:
        """A variable of its own for what is in `target`, so that no later value overwrites it before it is shown.

        Chameleon reads the variables that it shows nowhere else, so the value can be stored in the new one at once.
        """
        variable = self._variable()
        last = before[-1] if before else None
        if (
            isinstance(last, ast.Assign)
            and isinstance(last.targets[0], ast.Name)
            and last.targets[0].id == target.id
        ):
            last.targets = [ast.Name(variable, ast.Store())]
        else:
            before += build("V = T", V=variable, T=target)
        return variable

    # One method a shape: what was found, the statements before and after; None if it does not apply after all

    def _text(self, found: Binding, before: Block, after: Block) -> Block:
        """tal:content, tal:replace."""
        found["V"] = self._own(found["T"], before)
        return build(_ESCAPE + _EMIT, SLOW=expression(f"_shown({_QUOTED}, APPEND)", **found), **found)

    def _text_or_sample(self, found: Binding, before: Block, after: Block) -> Block | None:
        """The same where the sample content, shown for `default`, is plain text."""
        sample = _static_text(found)
        if sample is None:
            return None
        cached = found["CACHED"]
        if isinstance(cached, ast.Name) and self._loads[cached.id] == 2:
            found["CACHED"] = self._own(cached, before)
        found["V"] = self._variable() if found["CACHED"] is cached else found["CACHED"]
        slow = expression(f"_shown({_QUOTED}, APPEND)", **found)
        code = build(_ESCAPE_OR_SAMPLE + _EMIT, SAMPLE=sample, SLOW=slow, **found)
        return code if found["CACHED"] is cached else code[1:]

    def _structure(self, found: Binding, before: Block, after: Block) -> Block:
        found["V"] = self._own(found["T"], before)
        return build(f"if type(V) is not str:\n    V = _shown(__convert(V), APPEND)\n{_EMIT}", **found)

    def _interpolation(self, found: Binding, before: Block, after: Block) -> Block:
        """Text that is a single ${..}."""
        found["V"] = self._own(found["T"], before)
        return build(_ESCAPE + _EMIT, SLOW=expression(f"_shown({_CONVERTED}, APPEND)", **found), **found)

    def _attribute(self, found: Binding, before: Block, after: Block) -> Block | None:
        """An attribute bound by tal:attributes, or that is a single ${..}."""
        pieces = _split(found["FORMAT"])
        if pieces is None:
            return None
        variable = found["V"] = self._own(found["T"], before)
        slow = expression(_CONVERTED if "LATER" in found else _QUOTED, **found)
        whole = _text_of([pieces[0], _field(variable), pieces[1]])
        return build(_ESCAPE_IN_ATTRIBUTE + _EMIT, WHOLE=whole, SLOW=slow, **found)

    def _part(self, found: Binding, before: Block, after: Block) -> Block | None:
        """A ${..} among other text; all are joined further down, in one statement, and read nowhere else."""
        target = found["T"].id
        reader = next((each for each in after if target in names(each)), None)
        if reader is None or (join := _JOIN.match([reader])) is None or not _joins(join):
            return None
        found["V"] = self._parts[target] = self._own(found["T"], before)
        return build(_ESCAPE, SLOW=expression(f"_part({_QUOTED})", **found), **found)

    def _join(self, found: Binding, before: Block, after: Block) -> Block | None:
        """Some of what is joined may be anything: that is formatted at once, by str() as % does."""
        if not _joins(found):
            return None
        return build("T = TEXT", T=found["T"], TEXT=_text_of(list(map(self._piece, found["VALUES"].elts))))

    def _join_text(self, found: Binding, before: Block, after: Block) -> Block | None:
        pieces = self._pieces(found)
        return pieces and build("APPEND(TEXT)", APPEND=found["APPEND"], TEXT=_text_of(pieces))

    def _join_attribute(self, found: Binding, before: Block, after: Block) -> Block | None:
        ends = _split(found["FORMAT"])
        pieces = self._pieces(found) if ends else None
        return pieces and build(
            "APPEND(TEXT)", APPEND=found["APPEND"], TEXT=_text_of([ends[0], *pieces, ends[1]])
        )

    def _pieces(self, found: Binding) -> list[Any] | None:
        """What is joined, if it is plain text throughout."""
        if not _joins(found):
            return None
        values = found["VALUES"].elts
        plain = all(isinstance(each, ast.Constant) or each.body.id in self._parts for each in values)
        return list(map(self._piece, values)) if plain else None

    def _piece(self, value: Any) -> Any:
        if isinstance(value, ast.Constant):
            return value.value
        part = self._parts.pop(value.body.id, None)
        return _field(part) if part else ast.FormattedValue(value, ord("s"))

    def _translation(self, found: Binding, before: Block, after: Block) -> Block | None:
        """A translated text, or one with links to files of the theme: plain str nearly always."""
        value = found["VALUE"]
        if isinstance(value, ast.Constant | ast.JoinedStr):
            return None
        found["V"] = self._variable()
        return build(f"V = VALUE\nif type(V) is not str:\n    V = _exact(V, APPEND)\n{_EMIT}", **found)

    def _shown(self, found: Binding, before: Block, after: Block) -> Block:
        found["V"] = self._variable()
        return build(f"V = T\nif type(V) is not str:\n    V = _shown(V, APPEND)\n{_EMIT}", **found)

    def _formatted(self, found: Binding, before: Block, after: Block) -> Block:
        found["V"] = self._variable()
        return build(f"V = '' if T is None else FORMAT % T\n{_EMIT}", **found)


def _known(found: Binding) -> bool:
    """Whether the parts that Chameleon varies are of the kinds that the code in their place is made for."""
    append, quote, form = found.get("APPEND"), found.get("QUOTE"), found.get("FORMAT")
    return (
        (append is None or (isinstance(append, ast.Name) and append.id.startswith("__append")))
        and (quote is None or (isinstance(quote, ast.Constant) and quote.value in _QUOTES))
        and (form is None or (isinstance(form, ast.Constant) and isinstance(form.value, str)))
    )


def _static_text(found: Binding) -> ast.expr | None:
    """The text that the sample content of an element is, if it is nothing else."""
    body = found["BODY"]
    if not body or isinstance(body[0], ast.Pass):
        return ast.Constant("")
    shown = _APPEND.match(body)
    static = shown and len(body) == 1 and shown["APPEND"].id == found["APPEND"].id
    return shown["VALUE"] if static and isinstance(shown["VALUE"], ast.Constant) else None


def _split(form: ast.Constant) -> list[str] | None:
    """What stands before and after the one %s of a format."""
    pieces: list[str] = form.value.split("%s")
    return pieces if len(pieces) == 2 and "%" not in "".join(pieces) else None


def _joins(found: Binding) -> bool:
    form, values = found["JOINED"], found["VALUES"]
    return (
        isinstance(form, ast.Constant)
        and isinstance(values, ast.Tuple)
        and form.value == "%s" * len(values.elts)
        and all(
            isinstance(each, ast.Constant)
            or (_OPTIONAL.match([ast.Expr(each)]) and isinstance(each.body, ast.Name))
            for each in values.elts
        )
    )


def _field(variable: str) -> ast.FormattedValue:
    return ast.FormattedValue(ast.Name(variable, ast.Load()), -1)


def _text_of(pieces: Sequence[Any]) -> ast.JoinedStr:
    return ast.JoinedStr([ast.Constant(each) if isinstance(each, str) else each for each in pieces])


_JOIN = Shape("T = JOINED % VALUES")
_APPEND = Shape("APPEND(VALUE)")
_OPTIONAL = Shape("T if T is not None else ''")

Replace = Callable[[Values, Binding, Block, Block], Block | None]
_ALL: list[tuple[Shape, Replace]] = [
    (Shape(_QUOTE + _CONVERT + _SHOW), Values._interpolation),
    (Shape(_QUOTE + _CONVERT + _FORMAT), Values._attribute),
    (Shape(_QUOTE + _SHOW), Values._text),
    (Shape(_QUOTE + _FORMAT), Values._attribute),
    (Shape(_QUOTE), Values._part),
    (Shape(f"T = JOINED % VALUES\n{_CONVERT}{_SHOW}"), Values._join_text),
    (Shape(f"T = JOINED % VALUES\n{_CONVERT}{_FORMAT}"), Values._join_attribute),
    (Shape(f"T = JOINED % VALUES\n{_CONVERT}"), Values._join),
    (_JOIN, Values._join),
    (
        Shape(
            "if CACHED is SIGN:\n    BODY\nelse:\n    T = CACHED\n    T = __quote(T, QUOTE, ENTITY, DEFAULT, MARKER)\n"
            "    if T is not None:\n        APPEND(T)"
        ),
        Values._text_or_sample,
    ),
    (Shape(f"T = __convert(T)\n{_SHOW}"), Values._structure),
    (Shape(_SHOW), Values._shown),
    (Shape(_FORMAT), Values._formatted),
    (_APPEND, Values._translation),
]
_SHAPES = {each: [row for row in _ALL if row[0].kind == each] for each in {shape.kind for shape, _ in _ALL}}
