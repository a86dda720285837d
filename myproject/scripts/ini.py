"""The ini file that a command works by."""

from __future__ import annotations

import argparse
import configparser
import os
from pathlib import Path

from myproject.settings import Settings, SettingsError


def add_ini_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "ini", nargs="?", default=argparse.SUPPRESS, help="the ini file (default: that of --ini)"
    )


def read_settings(ini: str) -> Settings:
    """The settings that `ini` and the environment give; stops the command with a sentence where they are wrong."""
    from pyramid.paster import get_appsettings

    try:
        return Settings.read(get_appsettings(ini), os.environ)
    except (LookupError, SettingsError) as error:
        raise SystemExit(f"{ini}: {error}") from None
    except (OSError, ValueError, configparser.Error, ImportError) as error:
        if isinstance(error, FileNotFoundError) or not Path(ini.partition("#")[0]).exists():
            raise SystemExit(f"There is no file {ini}: name the ini file to work by.") from None
        raise SystemExit(f"{ini} is no ini file to work by: {' '.join(str(error).split())}") from None
