"""`myproject compile`: fills the cache of compiled templates and compressed files, so that no visitor waits for it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import myproject
from myproject.scripts.ini import add_ini_argument, read_settings
from myproject.web.asset import ENCODINGS
from myproject.web.disk_cache import DiskCache
from myproject.web.theme import TEMPLATE, Theme
from myproject.web.theme_folder import ThemeFolder

help = "compile the templates ahead"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_ini_argument(parser)


def run(args: argparse.Namespace) -> int:
    """Compiles the theme and the templates that the packages bring; 1 if something in them is wrong."""
    settings = read_settings(args.ini)
    cache = DiskCache(settings.cache_dir)
    folders = [settings.theme, *_package_folders(settings.theme)]
    loaded = [ThemeFolder(folder, cache, follow=False, careful=False).theme() for folder in folders]
    faults = [fault for theme in loaded for fault in theme.faults()]
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        return 1
    for theme in loaded:
        _compress(theme)
    templates = sum(len(theme.template_names) for theme in loaded)
    files = sum(len(theme.static_paths) for theme in loaded)
    print(f"Compiled {templates} templates and prepared {files} static files in {settings.cache_dir}.")
    return 0


def _package_folders(theme: Path) -> list[Path]:
    """The folders of the package's own templates, themes left out."""
    package = Path(myproject.__file__).parent
    found = {
        path.parent for path in package.rglob(f"*{TEMPLATE}") if not path.is_relative_to(package / "themes")
    }
    return sorted(found - {theme})


def _compress(theme: Theme) -> None:
    for path in theme.static_paths:
        asset = theme.asset(path)
        if asset.compressible:
            for encoding in ENCODINGS:
                asset.encoded(encoding)
