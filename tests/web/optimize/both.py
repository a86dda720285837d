"""Renders a template twice, by plain Chameleon and by optimised code, and compares all that can be seen of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from unittest import mock

import chameleon.template
import chameleon.zpt.template
from chameleon import PageTemplate
from chameleon.exc import RenderError

from myproject.web.optimize import optimize, runtime


class Loader:
    """Builds optimised modules where Chameleon's MemoryLoader builds plain ones."""

    def get(self, filename: str) -> None:
        return None

    def build(self, source: str, filename: str) -> dict[str, Any]:
        module: dict[str, Any] = {}
        exec(compile(optimize(source), filename, "exec"), module)
        return module


class Plain(PageTemplate):
    enable_data_attributes = True


class Optimised(Plain):
    """Optimised code with Chameleon's own Scope and RepeatDict."""

    loader = Loader()


class Fast(Optimised):
    """Optimised code with our own."""

    def render(self, **names: Any) -> str:
        with (
            mock.patch.object(chameleon.template, "Scope", runtime.Scope),
            mock.patch.object(chameleon.zpt.template, "RepeatDict", lambda _: runtime.Loops()),
        ):
            return super().render(**names)


Names = Callable[[], dict[str, Any]]


def outcome(template: PageTemplate, names: Names) -> tuple[Any, ...]:
    """The page; or the exception with its bases, arguments, places in templates and full report."""
    try:
        return "page", neutral(template(**names()))
    except Exception as error:
        kinds = [kind.__name__ for kind in type(error).__mro__]
        places = getattr(error.__str__, "_errors", []) if isinstance(error, RenderError) else []
        return "error", kinds, neutral(repr(error.args)), [place[:4] for place in places], neutral(str(error))


def neutral(text: str) -> str:
    """Without what differs between two renderings by the same code as well, and without the name of our RepeatDict.

    Addresses, those in the names of Chameleon's own variables among them; the position in a list of pieces that joining
    names; and what Python was about to do where a macro that uses itself went too deep.
    """
    text = re.sub(r"0x[0-9a-f]+", "0x", text).replace("<Loops (", "<RepeatDict (")
    text = re.sub(r"(__\w+_)\d{6,}", r"\1", text)
    text = re.sub(r"(maximum recursion depth exceeded)[\w ]*", r"\1", text)
    return re.sub(r"sequence item \d+", "sequence item", text)


def assert_same(source: str, *cases: Names, **config: Any) -> None:
    """Compares the three for each case: a function that makes the variables anew, as showing may change them."""
    made = [kind(source, **config) for kind in (Plain, Optimised, Fast)]
    for names in cases:
        plain, *others = [outcome(template, names) for template in made]
        for template, other in zip(made[1:], others, strict=True):
            assert other == plain, f"{type(template).__name__} of {source} with {names()}"
