"""Makes the Python that Chameleon compiles a template to faster, without changing what it does.

`optimize` takes the source of the generated module and gives the syntax tree of one that renders the same bytes, raises
the same exceptions, and keeps the position of the expression under way in the same variable (`__token`) of the same
frames. Each pass is a small class in a module that says what it changes, why, and where it does not apply:

tidy      conversions, conditions and helper functions cut down to the case at hand; what nothing reads removed
loops     no call for each loop, no countdown for each item
values    values that are plain str or int go the short way into the page, all else Chameleon's
scopes    variables of loops and definitions are local variables
nests     loops within loops are registered once
lookups   attributes are read as attributes
joins     what a loop shows of its items is joined by the text between them
fold      neighbouring pieces of text are put together before they are appended
calls     what is done most often takes the form that CPython is quickest with

What the code calls while it renders is in runtime. Its Scope and Loops make more of the code; with Chameleon's own
Scope and RepeatDict it does the same, slower. Passes change what they recognise and leave all else as it is, and for a
version of Chameleon that they were not proven with nothing is changed at all.
"""

from __future__ import annotations

import ast
from importlib.metadata import version

PROVEN = ("4.6.0",)


def optimize(source: str) -> ast.Module:
    """The syntax tree of the optimised module, ready to be compiled; of the same module for an unknown Chameleon."""
    module = ast.parse(source)
    if version("chameleon") not in PROVEN:
        return module
    # Here, because most processes start with all templates compiled.
    from myproject.web.optimize.passes import rewrite

    rewrite(module)
    return ast.fix_missing_locations(module)
