"""The class of responses that pages are rendered into."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Self

import pyramid.response
from pyramid.config import Configurator

_CONTENT_TYPE = ("Content-Type", "text/html; charset=UTF-8")


class Response(pyramid.response.Response):
    """Pyramid's response, quicker at what pages do."""

    @classmethod
    def of(cls, page: str) -> Self:
        """A page as a response: 1 us, where WebOb takes 10 to ask for the charset and set the text."""
        body = page.encode()
        return cls(app_iter=[body], headerlist=[_CONTENT_TYPE, ("Content-Length", str(len(body)))])

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "GET" and self._status == "200 OK" and not self.conditional_response:
            # Nothing to be left out, and no Location to be made absolute, for which WebOb looks at each header.
            start_response(self._status, self._headerlist)
            return self._app_iter
        return super().__call__(environ, start_response)


def includeme(config: Configurator) -> None:
    config.set_response_factory(lambda request: Response())
