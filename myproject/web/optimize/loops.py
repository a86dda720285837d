"""Loops without bookkeeping: no call for each loop, no countdown for each item.

Chameleon calls `repeat` for each loop, which registers the loop for expressions like `repeat.film.odd`. Our Loops keeps
the iterator and the items, and makes what expressions ask for when they do. Chameleon counts items down to leave out
the white space after the last one; here it follows every item, and is taken back after the last.

Does not apply in modules that give the name `repeat` to something else, and to loops that a code block leaves by break
or continue. A `repeat` of the caller's own is called as before; the length that it gives must be that of its iterator.
"""

from __future__ import annotations

import ast

from myproject.web.optimize.shapes import Block, Shape, blocks, build, walk, written

_REGISTER = Shape("__iterator, INDEX = getname('repeat')(KEY, __iterator)")
_TAIL = Shape("INDEX -= 1\nif INDEX > 0:\n    APPEND(SPACE)")
_REGISTERED = """
if __loops is None:
    __iterator, ITEMS = getname('repeat')(KEY, __iterator)
else:
    ITEMS = () if __iterator is None else list(__iterator)
    __iterator = iter(ITEMS)
    __loops[KEY] = (__iterator, ITEMS)
"""
_TRIM = """
if ITEMS:
    __pieces = APPEND.__self__
    __pieces[-1] = __pieces[-1][:END]
"""
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
                result += build(_REGISTERED, ITEMS=found["INDEX"], KEY=found["KEY"])
            elif isinstance(statement, ast.For) and at > 1 and _is_plain(statements[at - 1 : at + 1]):
                result += self._loop(statement) if _REGISTER.match(statements, at - 2) else [statement]
            else:
                result.append(statement)
        return result

    def _loop(self, loop: ast.For) -> Block:
        tail = _TAIL.match(loop.body, len(loop.body) - 2)
        assert tail is not None  # _is_plain has seen it
        space = tail["SPACE"].value
        loop.body[-2:] = build("APPEND(SPACE)", **tail) if space else []
        if not space:
            return [loop]
        return [loop, *build(_TRIM, ITEMS=tail["INDEX"], APPEND=tail["APPEND"], END=-len(space))]


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
