"""Believes a proxy's headers under servers that do not, as gunicorn: `[filter-app:proxied]` in production.ini.

It is waitress's own reading of them, by the options `trusted_proxy` and `trusted_proxy_headers` of `[server:main]`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import plaster
from waitress.adjustments import Adjustments
from waitress.proxy_headers import proxy_headers_middleware

from myproject.serving.options import Options


def filter_factory(application: Any, global_config: Mapping[str, str]) -> Any:
    """The application behind the proxy of the server section (source: the `paste.filter_app_factory` protocol)."""
    section = plaster.get_settings(global_config["__file__"], "server:main")
    given = {name: value for name, value in section.items() if name not in ("use", "here", "__file__")}
    adj = Adjustments(**Options.read(given, os.environ).waitress)
    return proxy_headers_middleware(
        application,
        trusted_proxy=adj.trusted_proxy,
        trusted_proxy_count=adj.trusted_proxy_count,
        trusted_proxy_headers=adj.trusted_proxy_headers,
        clear_untrusted=adj.clear_untrusted_proxy_headers,
        log_untrusted=adj.log_untrusted_proxy_headers,
    )
