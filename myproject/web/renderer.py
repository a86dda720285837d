"""The renderer of `.pt` templates: a view's context dataclass in, a page out.

`renderer="film.pt"` is a template of the active theme, `renderer="package:folder/name.pt"` one that a package brings
with its own static files beside it. A template sees the fields of the context and nothing else.

So Pyramid need not gather what else a template may want (`page_view`): 6 us from a context to its response, and the
page, where its way takes 16.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from pyramid.config import Configurator
from pyramid.path import AssetResolver
from pyramid.request import Request
from pyramid.viewderivers import VIEW

from myproject.settings import Settings
from myproject.web.context import is_context, names
from myproject.web.disk_cache import DiskCache
from myproject.web.metrics import metrics
from myproject.web.mount import mount
from myproject.web.response import Response
from myproject.web.template_error import TemplateError
from myproject.web.theme import Theme
from myproject.web.theme_folder import ThemeFolder
from myproject.web.themes import KEY, Themes, active_theme, themes
from myproject.web.translate import translator

log = logging.getLogger(__name__)

# The Settings instance of an application.
SETTINGS = "myproject.settings"


class Renderer:
    """Renders one template. `theme` gives, for a request or for none, the theme that the template is part of."""

    def __init__(self, name: str, theme: Callable[[Request | None], Theme], registry: Any) -> None:
        self.name = name
        self.theme = theme
        self.registry = registry

    def __call__(self, context: Any, system: dict[str, Any]) -> str:
        """The page. TemplateError, logged with file and line, if the template cannot be rendered."""
        request = system.get("request")
        localizer = request.localizer if request is not None else None
        started = perf_counter()
        try:
            return (
                self.theme(request)
                .template(self.name)
                .render(
                    names(context),
                    translate=translator(localizer) if localizer else _untranslated,
                    language=localizer.locale_name if localizer else None,
                    mount=mount(request),
                )
            )
        except TemplateError as error:
            log.error("%s", error)
            raise
        finally:
            metrics(self.registry).rendered(self.name, perf_counter() - started)


def _untranslated(msgid: Any, **given: Any) -> Any:
    return given.get("default") or msgid


def page_view(view: Callable[[Any, Request], Any], info: Any) -> Callable[[Any, Request], Any]:
    """A view deriver: the context that a view returns becomes a page here, unless somebody has a say in how."""
    helper = info.options.get("renderer")
    if getattr(helper, "type", None) != ".pt":
        return view

    def page(context: Any, request: Request) -> Any:
        result = view(context, request)
        # has_listeners: somebody may want to know before something is rendered, as the debug toolbar does.
        if info.registry.has_listeners or not is_context(result) or not _SAYS.isdisjoint(vars(request)):
            return result  # Pyramid makes a response of it
        return Response.of(helper.renderer(result, {"request": request}))

    return page


# Where a request holds what the view wants rendered with, or into.
_SAYS = frozenset(("response", "override_renderer"))


def factory(info: Any) -> Renderer:
    """Pyramid's renderer factory."""
    registry = info.registry
    if ":" not in info.name:
        return Renderer(info.name, lambda request: _active(request, registry), registry)
    path = Path(AssetResolver().resolve(info.name).abspath())
    folder = themes(registry).package(path.parent)
    return Renderer(path.name, lambda request: folder.theme(), registry)


def _active(request: Request | None, registry: Any) -> Theme:
    return active_theme(request) if request is not None else themes(registry).active.theme()


def includeme(config: Configurator) -> None:
    settings: Settings = config.registry[SETTINGS]
    follow = settings.development
    cache = DiskCache(settings.cache_dir)
    active = ThemeFolder(settings.theme, cache, follow=follow, careful=not settings.development)
    config.registry[KEY] = Themes(active, cache, follow=follow)
    config.add_renderer(".pt", factory)
    config.add_view_deriver(page_view, name="page", under="rendered_view", over=VIEW)
    config.include("myproject.web.static")
    if settings.development:
        config.include("myproject.web.template_error_page")
        config.include("myproject.web.livereload")
