"""The passes, in their order, and what the code that they make imports."""

from __future__ import annotations

import ast

from myproject.web.optimize.calls import Calls
from myproject.web.optimize.fold import Fold
from myproject.web.optimize.joins import Joins
from myproject.web.optimize.lookups import Lookups
from myproject.web.optimize.loops import Loops
from myproject.web.optimize.nests import Nests
from myproject.web.optimize.scopes import Scopes
from myproject.web.optimize.shapes import build
from myproject.web.optimize.tidy import DropUnused, Tidy
from myproject.web.optimize.values import Values

_PASSES = (Tidy, Loops, Values, Scopes, Nests, Lookups, Joins, Fold, DropUnused, Calls)
_IMPORTS = """
from myproject.web.optimize.runtime import convert as _convert
from myproject.web.optimize.runtime import converted as _converted
from myproject.web.optimize.runtime import escape as _escape
from myproject.web.optimize.runtime import escaped as _escaped
from myproject.web.optimize.runtime import exact as _exact
from myproject.web.optimize.runtime import item as _item
from myproject.web.optimize.runtime import loops_of as _loops_of
from myproject.web.optimize.runtime import part as _part
from myproject.web.optimize.runtime import quote as _quote
from myproject.web.optimize.runtime import shown as _shown
"""


def rewrite(module: ast.Module) -> None:
    """Applies all passes to a generated module."""
    module.body = build(_IMPORTS) + module.body
    for each in _PASSES:
        each().rewrite(module)
