"""What every change of content brings with it, whoever makes it: a new content version and a fresh search index."""

from __future__ import annotations

from importlib import import_module

from sqlalchemy import Engine, event, inspect, update
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker

from myproject.models.base import Content
from myproject.models.search import Findable, Mentioned, put_document, remove_document
from myproject.models.tables import content_version, now

_STALE = "myproject.search.stale"


class BulkChange(TypeError):
    """A bulk statement on content, which would go past the search index."""


class ContentSession(Session):
    """A session that keeps the content version and the search index true to what is written through it."""


def session_factory(engine: Engine) -> sessionmaker[ContentSession]:
    return sessionmaker(engine, class_=ContentSession)


@event.listens_for(ContentSession, "before_flush")
def _note_changes(session: Session, flush_context: object, instances: object) -> None:
    changed = [each for each in (*session.new, *session.deleted) if isinstance(each, Content)]
    changed += [each for each in session.dirty if isinstance(each, Content) and session.is_modified(each)]
    if not changed:
        return
    _raise_version(session)
    stale: dict[Findable, set[str]] = session.info.setdefault(_STALE, {})
    for each in changed:
        if isinstance(each, Findable | Mentioned):
            for findable in each.findables():
                stale.setdefault(findable, set()).update(_slugs(findable))


@event.listens_for(ContentSession, "after_flush_postexec")
def _refresh_index(session: Session, flush_context: object) -> None:
    for findable, slugs in session.info.pop(_STALE, {}).items():
        for slug in slugs:
            remove_document(session, findable.kind, slug)
        document = findable.document() if inspect(findable).persistent else None
        if document is not None:
            put_document(session, document)


@event.listens_for(ContentSession, "do_orm_execute")
def _refuse_bulk_changes(state: ORMExecuteState) -> None:
    writes = state.is_update or state.is_delete or state.is_insert
    if writes and state.bind_mapper is not None and issubclass(state.bind_mapper.class_, Content):
        raise BulkChange(
            f"a bulk statement on {state.bind_mapper.class_.__name__} would leave the search index behind: "
            "load the objects and change those"
        )


def _slugs(findable: Findable) -> set[str]:
    """The slugs under which a row may stand in the index: the one it has, and the one it had."""
    history = inspect(findable).attrs[findable.slug_attribute].history
    return {slug for slug in history.sum() if slug is not None}


def _raise_version(session: Session) -> None:
    """Raises the content version, in the transaction of the change."""
    later = {"number": content_version.c.number + 1, "changed": now()}
    if session.execute(update(content_version).values(later)).rowcount:
        return
    dialect = import_module(f"sqlalchemy.dialects.{session.get_bind().dialect.name}")
    first = dialect.insert(content_version).values(id=1, number=1, changed=now())
    session.execute(first.on_conflict_do_update(index_elements=["id"], set_=later))
