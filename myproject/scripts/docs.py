"""`myproject docs`: writes the pages of docs/ that say what the code says: templates.md and settings.md."""

from __future__ import annotations

import argparse
import sys
from dataclasses import fields
from pathlib import Path

import myproject
from myproject.roundtrip.reference import reference
from myproject.scripts import contexts
from myproject.scripts.contexts import ContextError
from myproject.settings import ENVIRONMENT_PREFIX, PREFIX, Settings

help = "write docs/templates.md and docs/settings.md from the code"
BAD_INPUT = 2

SETTINGS = f"""\
# Settings

Written by `myproject docs` from `myproject/settings.py`; a test keeps it true. The ini file gives a setting as
`{PREFIX}NAME`. The environment wins: `{ENVIRONMENT_PREFIX}NAME` holds the value, `{ENVIRONMENT_PREFIX}NAME_FILE` names
a file to read it from, as secrets are mounted. What is missing, unknown or wrong stops the start with one sentence.

The options of the server stand in `[server:main]` of [production.ini](../production.ini), each with its explanation;
there `{ENVIRONMENT_PREFIX}SERVER_NAME` wins over the option `NAME`, and `PORT` over `listen`.

| setting | environment | where it is not given | what it is for |
|---|---|---|---|
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to", type=Path, default=Path("docs"), metavar="DIR", help="folder of the pages (default: docs)"
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing, fail where a page is not up to date"
    )


def run(args: argparse.Namespace) -> int:
    """Exit status: 0 written or up to date, 1 not up to date, 2 bad input."""
    try:
        pages = {"templates.md": reference(contexts.of_application(args.ini)), "settings.md": settings()}
    except ContextError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    stale = {args.to / name: text for name, text in pages.items() if _text(args.to / name) != text}
    for path, text in stale.items():
        if args.check:
            print(f"{path} is not up to date; run: myproject docs", file=sys.stderr)
        else:
            path.write_text(text, encoding="utf-8")
            print(f"{path}: written")
    return int(args.check and bool(stale))


def settings() -> str:
    """Markdown: a table of all settings."""
    return SETTINGS + "".join(
        f"| `{PREFIX}{each.name}` | `{ENVIRONMENT_PREFIX}{each.name.upper()}` "
        f"| {_default(each.metadata['default'])} | {each.metadata['help']} |\n"
        for each in fields(Settings)
    )


def _default(text: str | None) -> str:
    if text is None:
        return "the start is refused"
    # Paths inside the package are the same for everybody only when told from where it lies.
    here = Path(myproject.__file__).parent.parent
    return f"`{text.removeprefix(f'{here}/')}`"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
