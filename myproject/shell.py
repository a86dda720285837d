"""What an interactive shell starts with: `pshell development.ini`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def setup(env: dict[str, Any]) -> Iterator[None]:
    """Puts the models, the session and a transaction manager at hand; what is not committed is rolled back."""
    from myproject import content, models
    from myproject.models import writing_session

    request = env["request"]
    request.tm.begin()
    env.update(models=models, content=content, session=writing_session(request), tm=request.tm)
    try:
        yield
    finally:
        request.tm.abort()
