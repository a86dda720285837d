"""A static file as it is served: its type, a digest of its content, and its compressed forms."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import posixpath
from functools import cached_property

from myproject.web.disk_cache import DiskCache

# Those that the tables of an operating system often miss.
_TYPES = {
    ".avif": "image/avif",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
_COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/manifest+json",
    "application/wasm",
    "image/svg+xml",
)


def _brotli(content: bytes) -> bytes:
    # Here, because most processes start with all files compressed.
    import brotli

    return brotli.compress(content, quality=11)


_COMPRESSORS = {
    "br": _brotli,
    "gzip": lambda content: gzip.compress(content, 9, mtime=0),
}
ENCODINGS = tuple(_COMPRESSORS)


class Asset:
    """A static file; the digest is of what is served, so a URL with it may be cached for ever."""

    def __init__(self, path: str, content: bytes, cache: DiskCache) -> None:
        self.path = path
        self.content = content
        self._cache = cache
        self._encoded: dict[str, bytes] = {}

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:16]

    @cached_property
    def content_type(self) -> str:
        suffix = posixpath.splitext(self.path)[1].lower()
        return _TYPES.get(suffix) or mimetypes.guess_type(self.path)[0] or "application/octet-stream"

    @property
    def compressible(self) -> bool:
        return self.content_type.startswith(_COMPRESSIBLE)

    def encoded(self, encoding: str) -> bytes:
        """The content in an encoding of ENCODINGS; compressed once a content, whoever asks first."""
        if encoding not in self._encoded:
            key = f"{hashlib.sha256(self.content).hexdigest()}.{encoding}"
            compressed = self._cache.get(key)
            if compressed is None:
                compressed = _COMPRESSORS[encoding](self.content)
                self._cache.put(key, compressed)
            self._encoded[encoding] = compressed
        return self._encoded[encoding]
