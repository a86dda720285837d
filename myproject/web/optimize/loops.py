"""Loops without bookkeeping: no call for each loop, no countdown for each item.

Chameleon calls `repeat` for each loop, which registers the loop for expressions like `repeat.film.odd`. Our Loops keeps
the iterator and the items, and makes what expressions ask for when they do. Chameleon counts items down to leave out
the white space after the last one. Here it stands before every item, for the text before the loop ends with the same
white space nearly always: that text gives it up to the first item, and gets it back where there is none. In front of
other text it follows every item, and is taken back after the last. A list copies itself in two thirds of the time that
`list` needs to find out how.

Does not apply in modules that give the name `repeat` to something else, and to loops that a code block leaves by break
or continue. A `repeat` of the caller's own is called as before; the length that it gives must be that of its iterator.
"""

from __future__ import annotations

import ast

from myproject.web.optimize.shapes import Block, Shape, blocks, build, names, walk, written

_REGISTER = Shape("__iterator, INDEX = getname('repeat')(KEY, __iterator)")
_TAIL = Shape("INDEX -= 1\nif INDEX > 0:\n    APPEND(SPACE)")
REGISTERED = """
if __loops is None:
    __iterator, ITEMS = getname('repeat')(KEY, __iterator)
else:
    ITEMS = __iterator.copy() if type(__iterator) is list else () if __iterator is None else list(__iterator)
    __iterator = iter(ITEMS)
    __loops[KEY] = (__iterator, ITEMS)
"""
NO_ITEMS = """
if not ITEMS:
    SPACING
"""
TRIM = """
if ITEMS:
    __pieces = APPEND.__self__
    __pieces[-1] = __pieces[-1][:END]
"""
_APPEND = Shape("APPEND(TEXT)")
_START = Shape("get = econtext.get")


class Loops:
    """Rewrites each loop of a module."""

    def rewrite(self, module: ast.Module) -> None:
        if any(each.slice.value == "repeat" for each in written(module)):  # type: ignore[attr-defined]
            return
        module.body = self._block(module.body)

    def _block(self, statements: Block) -> Block:
        result: Block = []
        for at, statement in enumerate(statements):
            for owner, field, block in blocks(statement):
                setattr(owner, field, self._block(block))
            if _START.match(statements, at) is not None:
                result += [statement, *build("__loops = _loops_of(econtext)")]
            elif (found := _REGISTER.match(statements, at)) and _is_plain(statements[at + 1 : at + 3]):
                result += build(REGISTERED, ITEMS=found["INDEX"], KEY=found["KEY"])
            elif isinstance(statement, ast.For) and at > 1 and _is_plain(statements[at - 1 : at + 1]):
                result += (
                    self._loop(statement, result) if _REGISTER.match(statements, at - 2) else [statement]
                )
            else:
                result.append(statement)
        return result

    def _loop(self, loop: ast.For, before: Block) -> Block:
        tail = _TAIL.match(loop.body, len(loop.body) - 2)
        assert tail is not None  # _is_plain has seen it
        append, items, space = tail["APPEND"], tail["INDEX"], tail["SPACE"].value
        del loop.body[-2:]
        if not space:
            return [loop]
        spacing = build("APPEND(SPACE)", **tail)
        if _give_up(before, append.id, space):
            loop.body[1:1] = spacing  # the first statement stores the item
            return [loop, *build(NO_ITEMS, ITEMS=items, SPACING=spacing)]
        loop.body += spacing
        return [loop, *build(TRIM, ITEMS=items, APPEND=append, END=-len(space))]


def _give_up(before: Block, append: str, space: str) -> bool:
    """Takes white space from the end of the text that was appended last, if that is certain to end with it."""
    for at, statement in reversed(list(enumerate(before))):
        found = _APPEND.match([statement]) if isinstance(statement, ast.Expr) else None
        if found and isinstance(found["APPEND"], ast.Name) and found["APPEND"].id == append:
            text = getattr(found["TEXT"], "value", None)
            if not isinstance(text, str) or not text.endswith(space):
                return False
            before[at : at + 1] = build(
                "APPEND(TEXT)", APPEND=append, TEXT=ast.Constant(text.removesuffix(space))
            )
            return True
        if not isinstance(statement, ast.Assign | ast.If) or append in names(statement):
            return False
    return False


def _is_plain(statements: Block) -> bool:
    """Whether these are the two statements that follow the registration of a loop that nothing leaves early."""
    if (
        len(statements) != 2
        or not isinstance(statements[0], ast.Assign)
        or not isinstance(statements[1], ast.For)
    ):
        return False
    body = statements[1].body
    return (
        len(body) > 2
        and _TAIL.match(body, len(body) - 2) is not None
        and not any(isinstance(node, ast.Break | ast.Continue) for each in body for node in walk(each))
    )
