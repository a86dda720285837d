"""In development: a fault in a template, as a page in the browser."""

from __future__ import annotations

from dataclasses import dataclass

from pyramid.config import Configurator
from pyramid.request import Request

from myproject.web.context import help_text
from myproject.web.template_error import TemplateError


@dataclass(frozen=True)
class Line:
    """A line of the file that is at fault."""

    number: int = help_text("Its number, counted from 1")
    before: str = help_text("The line up to the fault; the whole line where the fault is in another")
    fault: str = help_text("What is at fault; empty where the fault is in another line")
    after: str = help_text("The line after the fault")
    current: bool = help_text("True for the line with the fault")


@dataclass(frozen=True)
class TemplateErrorPage:
    """template_error.pt"""

    message: str = help_text("What is wrong")
    advice: str = help_text("What to do about it; empty where the message says it")
    file: str = help_text("The file's name without its folders")
    folder: str = help_text("The folder that the file is in")
    line: int = help_text("The number of the line with the fault; counted from 1")
    column: int = help_text("The column of the fault; counted from 1")
    expression: str = help_text("The expression at fault; empty for a fault in the markup")
    lines: list[Line] = help_text("The lines around the fault")


def page(error: TemplateError, request: Request) -> TemplateErrorPage:
    request.response.status_int = 500
    request.response.cache_control = "no-store"
    folder, _, file = error.filename.rpartition("/")
    return TemplateErrorPage(
        message=error.message,
        advice=error.advice,
        file=file,
        folder=folder,
        line=error.line,
        column=error.column,
        expression=error.expression,
        lines=[_line(error, number, text) for number, text in error.excerpt()],
    )


def _line(error: TemplateError, number: int, text: str) -> Line:
    if number != error.line:
        return Line(number, text, "", "", False)
    start = error.column - 1
    first_line_of_expression = error.expression.split("\n")[0]
    end = start + max(len(first_line_of_expression), 1)
    return Line(number, text[:start], text[start:end], text[end:], True)


def includeme(config: Configurator) -> None:
    config.add_exception_view(
        page, context=TemplateError, renderer="myproject.web:templates/template_error.pt"
    )
