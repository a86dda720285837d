"""The one error that a template raises, whatever went wrong: where it is, and what to do."""

from __future__ import annotations

import difflib
import traceback
from collections.abc import Iterable
from types import TracebackType

from chameleon.utils import decode_htmlentities


class TemplateError(Exception):
    """A fault in a template or in another file of a theme.

    line, column: where it is, counted from 1; expression: what could not be evaluated, "" for faults of syntax;
    source: the whole text of the file, for an excerpt. The exception that was raised, if any, is the __cause__.
    """

    def __init__(
        self,
        message: str,
        *,
        filename: str,
        source: str = "",
        offset: int = 0,
        expression: str = "",
        advice: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.filename = filename
        self.source = source
        self.expression = expression
        self.advice = advice
        self.line = source.count("\n", 0, offset) + 1
        self.column = offset - source.rfind("\n", 0, offset)

    def __str__(self) -> str:
        shown = f" in {self.expression!r}" if self.expression else ""
        advice = f" {self.advice}" if self.advice else ""
        return f"{self.filename}:{self.line}:{self.column}: {self.message}{shown}{advice}"

    def excerpt(self, around: int = 4) -> list[tuple[int, str]]:
        """The lines around the fault, with their numbers."""
        lines = self.source.split("\n") if self.source else []
        first = max(self.line - 1 - around, 0)
        return list(enumerate(lines[first : self.line + around], first + 1))


def raised_in(error: Exception, names: Iterable[str]) -> TemplateError | None:
    """What was raised while a template was rendered, with its place: the innermost expression under way.

    Chameleon keeps the position of the expression in a local variable, `__token`. Its own report misses expressions in
    slots, which are most of a page; the frames of the traceback have them all. None where no template is under way.
    """
    for frame in reversed([frame for frame, _ in traceback.walk_tb(_traceback(error))]):
        template = frame.f_globals.get("__template")
        position = frame.f_locals.get("__token")
        if template is not None and position is not None:
            length = len(frame.f_globals["__tokens"][position][0])
            shown = decode_htmlentities(template.text[position : position + 8 * length])[:length]
            return TemplateError(
                f"{type(error).__name__}: {error}",
                filename=str(template.filename),
                source=template.text,
                offset=position,
                expression=shown,
                advice=_advice(error, names),
            )
    return None


def _traceback(error: Exception) -> TracebackType | None:
    return error.__traceback__


def _advice(error: Exception, names: Iterable[str]) -> str:
    if isinstance(error, NameError):
        usable = sorted(name for name in names if not name.startswith("_"))
        close = difflib.get_close_matches(str(error.args[0]), usable, n=1)
        meant = f"Did you mean {close[0]}? " if close else ""
        return f"{meant}This template may use: {', '.join(usable)}."
    if isinstance(error, AttributeError) and error.obj is not None and error.name:
        known = [name for name in dir(error.obj) if not name.startswith("_")]
        close = difflib.get_close_matches(error.name, known, n=1)
        return f"Did you mean {close[0]}?" if close else f"It has: {', '.join(known)}."
    if isinstance(error, KeyError) and str(error.args[0]).startswith("Macro does not exist"):
        return "The template that was loaded defines no macro of this name."
    return ""
