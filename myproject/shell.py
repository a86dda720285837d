"""What an interactive shell starts with: `pshell development.ini`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any


@contextmanager
def setup(env: dict[str, Any]):
    """Puts the models, the session and a transaction manager at hand; what is not committed is rolled back."""
    from myproject import content, models

    request = env["request"]
    request.tm.begin()
    env.update(models=models, content=content, session=request.dbsession, tm=request.tm)
    try:
        yield
    finally:
        request.tm.abort()
