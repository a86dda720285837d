"""The URL path that the application is mounted at, such as /club behind a proxy; "" at the root of a host."""

from __future__ import annotations

from urllib.parse import quote

from pyramid.request import Request

# SCRIPT_NAME also takes what a page's URL is relative to, such as the prefix of a language; this key keeps the mount.
KEY = "myproject.mount"


def mount(request: Request | None) -> str:
    """The mount point, quoted for a URL."""
    if request is None:
        return ""
    path = request.environ.get(KEY)
    if path is None:
        path = request.environ.get("SCRIPT_NAME", "")
    return quote(path.encode("latin-1"), safe="/~") if path else ""
