"""Which dataclass each template gets, as the application's views say in their return annotations."""

from __future__ import annotations

import typing
from dataclasses import is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from myproject.roundtrip.check.types import members

if TYPE_CHECKING:
    from pyramid.registry import Registry


class ContextError(Exception):
    """A view does not say what its template gets; the message names the view and what to do."""


def of_application(ini: str) -> dict[str, type]:
    """Template name -> context dataclass for the application of an ini file; {} where there is no such file.

    Raises ContextError.
    """
    if not Path(ini).is_file():
        return {}
    from pyramid.paster import get_appsettings

    from myproject import main

    settings = {**get_appsettings(ini), "pyramid.includes": ""}
    return collect(main({}, **settings).registry)


def collect(registry: Registry) -> dict[str, type]:
    """Template name -> context dataclass, for the theme's templates that views render. Raises ContextError."""
    contexts: dict[str, type] = {}
    for template, view in _rendered(registry):
        kind = context_of(view)
        if kind is None:
            raise ContextError(
                f"The view {_name(view)} renders {template}, but does not say what it returns: "
                "annotate it with the context dataclass, as in def film(request) -> FilmPage."
            )
        other = contexts.setdefault(template, kind)
        if other is not kind:
            raise ContextError(
                f"{template} gets {other.__name__} in one view and {kind.__name__} in {_name(view)}: "
                "return the same dataclass from both."
            )
    return contexts


def context_of(view: Any) -> type | None:
    """The dataclass among what a view says it returns, or None."""
    try:
        returned = typing.get_type_hints(view).get("return")
    except NameError as error:
        raise ContextError(f"The return annotation of {_name(view)} cannot be resolved: {error}.") from None
    return next((each for each in members(returned) if isinstance(each, type) and is_dataclass(each)), None)


def _rendered(registry: Registry) -> list[tuple[str, Any]]:
    """The theme's templates with the views that render them; templates of a package have a ":" in their name."""
    found = []
    for entry in registry.introspector.get_category("templates") or ():
        name = entry["introspectable"]["name"]
        for related in entry["related"]:
            if related.category_name == "views" and name.endswith(".pt") and ":" not in name:
                view, method = related["callable"], related.get("attr")
                found.append((name, getattr(view, method) if method else view))
    return sorted(found, key=lambda pair: (pair[0], _name(pair[1])))


def _name(view: Any) -> str:
    return f"{view.__module__}.{view.__qualname__}"
