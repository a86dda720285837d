"""What operators need beside the site itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    config.include("myproject.ops.health")
    config.include("myproject.ops.scrape")
