"""Tells one state of the program from another, so that no page of an older one is taken for current."""

from __future__ import annotations

import os
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
        content = (PACKAGE / path).read_bytes()
        digest.update(f"{path}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _files() -> Iterator[str]:
    """Paths in the package. Path.rglob would take five times as long, and each process that starts waits for it."""
    start = len(str(PACKAGE)) + 1
    for part in _PARTS:
        if part.endswith(".py"):
            yield part
        for folder, _, names in os.walk(PACKAGE / part):
            yield from (f"{folder[start:]}/{name}" for name in names if name.endswith(_KINDS))
