"""What every page shares: languages, sessions, forms' protection, headers, guards, the renderer."""

from __future__ import annotations

from pyramid.config import Configurator

PARTS = (
    "metrics",
    "sentry",
    "request",
    "response",
    "observe",
    "execution",
    "transactions",
    "headers",
    "lastresort",
    "language",
    "guards",
    "sessions",
    "csrf",
    "security",
    "contentstate",
    "conditional",
    "renderer",
)


def includeme(config: Configurator) -> None:
    for part in PARTS:
        config.include(f"myproject.web.{part}")
