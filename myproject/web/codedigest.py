"""Tells one state of the program from another, so that no page of an older one is taken for current."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

PACKAGE = Path(__file__).parents[1]

# What pages are made by; the rest of the package (the round trip, commands, servers) does not show in them.
_PARTS = ("__init__.py", "settings.py", "content", "models", "web", "markup", "site", "locale")
_KINDS = (".py", ".pt", ".html", ".mo")


@cache
def code_digest() -> str:
    """The same for the same files, on every machine; of their content, as a deployment may well keep the version."""
    digest = blake2b(digest_size=8)
    for path in sorted(_files()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(PACKAGE)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for part in _PARTS:
        place = PACKAGE / part
        if place.is_file():
            yield place
        yield from (path for path in place.rglob("*") if path.suffix in _KINDS)
