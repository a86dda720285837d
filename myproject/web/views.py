"""Pyramid's `view_config` and `exception_view_config` for functions, found by the same scan.

Pyramid's own note the line of source that they stand on, for reports on conflicts. Python has to find out the files of
all modules for that, which took 5% of the start of a process. These note the line of the function, which it knows.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

from venusian import ATTACH_ATTR, Categories

View = TypeVar("View", bound=Callable[..., Any])
Decorator = Callable[[View], View]


def view_config(**settings: Any) -> Decorator:
    """Declares a view; settings: those of `Configurator.add_view`."""
    return _declared("add_view", settings)


def exception_view_config(context: type[Exception], **settings: Any) -> Decorator:
    """Declares what answers an exception; settings: those of `Configurator.add_exception_view`."""
    return _declared("add_exception_view", {"context": context, **settings})


def _declared(directive: str, settings: dict[str, Any]) -> Decorator:
    def declare(view: View) -> View:
        code, module = view.__code__, view.__module__
        place = (code.co_filename, code.co_firstlineno, module, f"def {view.__name__}")

        def add(scanner: Any, name: str, found: View) -> None:
            config = scanner.config.with_package(sys.modules[module])
            getattr(config, directive)(view=found, _info=place, **settings)

        # As venusian.attach leaves it: the callbacks of a category, each with where it was attached and how.
        categories = getattr(view, ATTACH_ATTR, None) or Categories(view)
        categories.setdefault("pyramid", []).append((add, module, f"{view.__name__} None", "module"))
        setattr(view, ATTACH_ATTR, categories)
        return view

    return declare
