"""Use cases on content. A session and plain values go in, frozen dataclasses come out; no request is known here."""

from myproject.content.errors import NotFound

__all__ = ["NotFound"]
