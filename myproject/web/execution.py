"""How a request is executed, from the outside in: each layer is an execution policy around the next.

Pyramid calls the policy with the WSGI environ, before there is a request and before any tween. What a layer answers by
itself costs nothing of what lies within: no Request, no tween, no database.
"""

from __future__ import annotations

from pyramid.config import Configurator

from myproject.web.compression import compressing
from myproject.web.observe import observed
from myproject.web.pagecache import cached
from myproject.web.transactions import transactional


def includeme(config: Configurator) -> None:
    config.include("myproject.web.pagecache")
    config.set_execution_policy(observed(cached(compressing(transactional))))
