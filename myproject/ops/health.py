"""/healthz: the process answers. /readyz: it can serve visitors, as the database is there and its tables are current.

For load balancers and supervisors: they ask by address, so any Host will do, and often, so the access log leaves
them out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response
from pyramid.tweens import EXCVIEW
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from myproject.web.observe import UNLOGGED

log = logging.getLogger(__name__)


def includeme(config: Configurator) -> None:
    # Before the guards, which refuse other hosts than the site's, and before a language or a transaction begins.
    config.add_tween(
        f"{__name__}.health_tween_factory",
        under="myproject.web.headers.headers_tween_factory",
        over=[
            "myproject.web.lastresort.last_resort_tween_factory",
            "myproject.web.language.language_tween_factory",
            EXCVIEW,
        ],
    )


def health_tween_factory(handler: Callable[[Request], Response], registry):
    engine = registry["myproject.engine"]
    answers = {"/healthz": dict, "/readyz": lambda: database_problems(engine)}

    def health_tween(request: Request) -> Response:
        answer = answers.get(request.environ.get("PATH_INFO", ""))
        if answer is None or request.method not in ("GET", "HEAD"):
            return handler(request)
        request.environ[UNLOGGED] = True
        problems = answer()
        if problems:
            log.warning("Not ready: %s", problems)
        status = {"status": "not ready" if problems else "ok", **problems}
        return Response(json_body=status, status=503 if problems else 200)

    return health_tween


def database_problems(engine: Engine) -> dict[str, str]:
    """What keeps the database from serving, by what it concerns; empty where nothing does."""
    from myproject import migrations  # it needs alembic, which takes longer to import than all the web

    try:
        with engine.connect() as connection:
            found = migrations.current_revision(connection)
    except SQLAlchemyError:
        # Its message may name hosts and users.
        log.debug("The database is not reachable", exc_info=True)
        return {"database": "not reachable"}
    problem = revision_problem(found)
    return {"migrations": problem} if problem else {}


def revision_problem(found: str | None) -> str:
    """What is wrong with a database whose tables have the revision `found`; empty where it is this program's."""
    newest = _newest_revision()
    return "" if found == newest else f"the database is at {found or 'nothing'}, the program at {newest}"


@cache
def _newest_revision() -> str | None:
    """The revision that this program's tables have."""
    from alembic.script import ScriptDirectory

    from myproject import migrations

    return ScriptDirectory(str(migrations.HERE)).get_current_head()
