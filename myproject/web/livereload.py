"""In development: a saved template or stylesheet shows in the open browser, without a restart.

Each page gets a small script that asks a few times a second whether the theme changed. It asks instead of waiting on an
open connection, because each of those would hold one of the server's threads.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from pyramid.tweens import EXCVIEW

from myproject.web.mount import mount
from myproject.web.template_error import TemplateError
from myproject.web.theme import Theme
from myproject.web.themes import active_theme, themes

_FOLDER = Path(__file__).parent / "templates"
# Differs after each start, so that changed Python code reloads the page as well.
_PROCESS = secrets.token_hex(4)
_END = b"</body>"


def revision(request: Request) -> dict[str, Any]:
    """What the open page is compared with: a token of all but stylesheets, and the stylesheets' URLs by their paths."""
    request.response.cache_control = "no-store"
    theme = active_theme(request)
    return {"page": _page(theme), "styles": dict(_styles(theme, mount(request)))}


def _page(theme: Theme) -> str:
    return f"{_PROCESS}-{theme.page_digest}"


def _styles(theme: Theme, mounted: str) -> Iterator[tuple[str, str]]:
    for path in theme.static_paths:
        if path.endswith(".css"):
            try:
                yield path, mounted + theme.url(path)
            except TemplateError:
                continue  # the page that links to it shows what is wrong


def inject_tween_factory(
    handler: Callable[[Request], Response], registry: Any
) -> Callable[[Request], Response]:
    def inject(request: Request) -> Response:
        response = handler(request)
        if response.content_type == "text/html" and request.method == "GET":
            response.body = _with_script(response.body, _script(request))
        return response

    return inject


def _script(request: Request) -> bytes:
    mounted = mount(request)
    source = mounted + themes(request.registry).package(_FOLDER).theme().url("static/livereload.js")
    page = _page(active_theme(request))
    return f'<script src="{source}" data-revision="{mounted}/_revision" data-page="{page}" defer></script>'.encode()


def _with_script(body: bytes, script: bytes) -> bytes:
    before, end, after = body.rpartition(_END)
    return before + script + end + after if end else body + script


def includeme(config: Configurator) -> None:
    config.add_route("revision", "/_revision")
    config.add_view(revision, route_name="revision", renderer="json")
    config.add_tween("myproject.web.livereload.inject_tween_factory", over=EXCVIEW)
