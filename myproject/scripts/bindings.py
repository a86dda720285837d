"""`myproject bindings`: every place where a template is dynamic, and what guards it."""

from __future__ import annotations

import argparse
import json
import sys

from myproject.design.folder import ThemeError
from myproject.roundtrip.parse.bindings import Binding, inventory
from myproject.roundtrip.parse.reading import Unreadable
from myproject.scripts.theme import add_template_arguments, theme_of_template

help = "list every place where a template is dynamic"
BAD_INPUT = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_template_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Exit status: 0 listed, 2 bad input."""
    try:
        theme = theme_of_template(args)
        found = inventory(theme.templates[args.name])
    except ThemeError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except Unreadable as error:
        print(f"{theme.folder / args.name}: {error}", file=sys.stderr)
        return BAD_INPUT
    print(
        json.dumps([as_json(each) for each in found], indent=2)
        if args.json
        else "\n".join(map(as_text, found))
    )
    return 0


def as_json(binding: Binding) -> dict:
    """A binding as plain data."""
    return {
        "id": binding.id,
        "kind": binding.kind,
        "expression": binding.expression,
        "parts": [{"target": part.target, "expression": part.expression} for part in binding.parts],
        "element": binding.element,
        "attribute": binding.attribute,
        "place": binding.place,
        "quote": binding.quote,
        "line": binding.line,
        "column": binding.column,
        "offset": binding.offset,
        "guards": [{"kind": guard.kind, "expression": guard.expression} for guard in binding.guards],
    }


def as_text(binding: Binding) -> str:
    """A binding in two lines: where and what, then its guards from the outside in."""
    folded = " ".join(binding.expression.split())
    kind = f"{binding.kind} of {binding.attribute}" if binding.kind == "attribute" else binding.kind
    guards = " > ".join(
        f"{guard.kind} {' '.join(guard.expression.split())}".strip() for guard in binding.guards
    )
    line = f"{binding.line}:{binding.column}  {binding.id}  <{binding.element}> {kind} ({binding.place}): {folded}"
    return f"{line}\n    behind {guards}" if guards else line
