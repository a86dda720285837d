"""The theme that a command works on, and what its team lets designers bring in."""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path

from myproject.design import folder
from myproject.design.folder import ThemeError, ThemeSource
from myproject.roundtrip import Policy
from myproject.scripts import INI
from myproject.scripts.ini import read_settings
from myproject.settings import Settings


def sentence(error: Exception) -> str:
    """What an error of a theme, a merge or the file system says to the user of a command."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'A file'}: {error.strerror}. Nothing was changed there."
    return str(error)


def add_theme_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--theme",
        type=Path,
        metavar="DIR",
        help="folder of the templates (default: the theme of the settings)",
    )


def add_template_arguments(parser: argparse.ArgumentParser) -> None:
    """For a command that tells something about one template."""
    parser.add_argument("name", metavar="NAME", help="a template, such as films.pt")
    add_theme_argument(parser)
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def theme_of_template(args: argparse.Namespace) -> ThemeSource:
    """The theme that has the template `args.name`; ThemeError where it has none of this name."""
    theme = folder.read(theme_folder(args))
    if args.name not in theme.templates:
        raise ThemeError(f"{theme.folder} has no template {args.name}; it has {', '.join(theme.templates)}.")
    return theme


def theme_folder(args: argparse.Namespace) -> Path:
    """The folder named by --theme, else the settings', else the one that ships."""
    if args.theme:
        return args.theme
    settings = _settings(args)
    return settings.theme if settings else _shipped()


def policy(args: argparse.Namespace) -> Policy:
    """What the settings allow designers to bring in; nothing that acts where there are no settings."""
    settings = _settings(args)
    return Policy(scripts=settings.designer_scripts, forms=settings.designer_forms) if settings else Policy()


def _settings(args: argparse.Namespace) -> Settings | None:
    """The settings; none where no ini file is named and none is there: a folder of templates needs none."""
    return None if args.ini == INI and not Path(INI).is_file() else read_settings(args.ini)


def _shipped() -> Path:
    default = next(one for one in fields(Settings) if one.name == "theme").metadata["default"]
    return Path(default)
