"""The recorded saves of real tools, which lie beside the checkout."""

import json
import os
from functools import cache
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[4] / "shared" / "wysiwyg"
TEMPLATES = ("tal-articles", "data-articles")


def needed() -> None:
    """Skip a test without the recordings, except in CI, where they have to be there."""
    if not FOLDER.is_dir() and not os.environ.get("CI"):
        pytest.skip(f"no recordings in {FOLDER}")


def read(path: str) -> str:
    with (FOLDER / path).open(encoding="utf-8", newline="") as file:
        return file.read()


@cache
def tools() -> tuple[str, ...]:
    if not FOLDER.is_dir():
        return ("none",)
    return tuple(sorted(path.name for path in (FOLDER / "outputs").iterdir()))


@cache
def verified() -> dict[tuple[str, str], dict[str, bool]]:
    """Which of the scripted edits each tool really made."""
    manifest = json.loads(read("manifest.json"))
    return {
        (run["tool"], run["template"]): run["edits_verified"]
        for run in manifest["runs"]
        if run.get("edits_verified")
    }


def theme() -> dict[str, str]:
    names = [f"{template}.html" for template in TEMPLATES] + [
        "support/layout.html",
        "support/layout-data.html",
    ]
    return {name: read(f"inputs/{name}") for name in names}


def saved(tool: str, template: str, mode: str) -> str:
    return read(f"outputs/{tool}/{template}.{mode}.html")
