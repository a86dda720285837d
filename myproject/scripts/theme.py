"""The theme that a command works on, and what its team lets designers bring in."""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path

from myproject.roundtrip import Policy
from myproject.scripts.ini import read_settings
from myproject.settings import Settings


def add_theme_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--theme",
        type=Path,
        metavar="DIR",
        help="folder of the templates (default: the theme of the settings)",
    )


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
    """The settings, where there is an ini file: a folder of templates can be worked on without one."""
    return read_settings(args.ini) if Path(args.ini).is_file() else None


def _shipped() -> Path:
    default = next(one for one in fields(Settings) if one.name == "theme").metadata["default"]
    return Path(default)
