"""Who may do what. Nobody can sign in yet, so a view that names a permission is closed to everybody."""

from __future__ import annotations

from typing import Any

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.security import Denied


class Wall:
    """A security policy that knows no one; without any policy Pyramid would open protected views to all."""

    def identity(self, request: Request) -> None:
        return None

    def authenticated_userid(self, request: Request) -> None:
        return None

    def permits(self, request: Request, context: Any, permission: str) -> Denied:
        return Denied("nobody is signed in, and %r needs somebody who is", permission)

    def remember(self, request: Request, userid: str, **kw: Any) -> list[tuple[str, str]]:
        return []

    def forget(self, request: Request, **kw: Any) -> list[tuple[str, str]]:
        return []


def includeme(config: Configurator) -> None:
    config.set_security_policy(Wall())
