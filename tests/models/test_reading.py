"""Sessions that read: they see what is committed, and whatever would be written is refused with a sentence."""

import pytest
from sqlalchemy import bindparam, func, select, text, update
from sqlalchemy.exc import DBAPIError

from myproject.models import Page, ReadingSession, ReadingSessions, WriteRefused, reading_engine


@pytest.fixture
def about(session):
    page = Page(path="about", title="About", summary="", body="")
    session.add(page)
    session.commit()
    return page


@pytest.fixture
def reader(url):
    engine = reading_engine(url)
    with ReadingSession(engine) as session:
        yield session
    engine.dispose()


def test_it_sees_what_is_committed_meanwhile(about, session, reader):
    assert reader.scalars(select(Page.title)).all() == ["About"]
    about.title = "About us"
    session.flush()
    assert reader.scalars(select(Page.title)).all() == ["About"]
    session.commit()
    assert reader.scalars(select(Page.title)).all() == ["About us"]


def test_rows_and_objects_come_over_one_connection(about, reader):
    columns = Page.__table__.c
    for _ in range(2):
        assert reader.execute(select(columns.path, columns.title)).all() == [("about", "About")]
        assert reader.scalar(select(columns.title).where(columns.path == "about")) == "About"
        assert reader.scalars(select(columns.title)).all() == ["About"]
        assert (
            reader.execute(
                select(columns.title).where(columns.path == bindparam("path")), {"path": "x"}
            ).all()
            == []
        )
        page = reader.scalars(select(Page)).one()
        assert page.title == "About" and page is reader.get(Page, page.id)
        assert reader.scalar(select(func.count()).select_from(Page)) == 1
        pool = reader.get_bind().engine.pool
        assert pool.checkedout() == 1
        reader.close()
        assert pool.checkedout() == 0


def test_new_changed_and_deleted_objects_are_refused(about, reader):
    page = reader.scalars(select(Page)).one()
    page.title = "Ours"
    with pytest.raises(WriteRefused, match="about to write Page: let a form send it with POST"):
        reader.flush()
    reader.expunge(page)
    reader.add(Page(path="new", title="New", summary="", body=""))
    with pytest.raises(WriteRefused):
        reader.execute(select(Page)).all()
    reader.rollback()
    reader.delete(reader.scalars(select(Page)).one())
    with pytest.raises(WriteRefused):
        reader.commit()


@pytest.mark.parametrize(
    "statement", [update(Page.__table__).values(title="x"), text("DELETE FROM page")], ids=["core", "text"]
)
def test_the_database_itself_refuses_statements(about, session, reader, statement):
    for _ in range(2):
        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            reader.execute(statement)
        reader.rollback()
    session.expire_all()
    assert session.scalar(select(Page.title)) == "About"


def test_sessions_are_kept_for_the_next_request_where_the_database_is_a_file(about, session, url):
    engine = reading_engine(url)
    sessions = ReadingSessions(engine)
    kept = engine.dialect.name == "sqlite"
    first = sessions.take()
    page = first.scalars(select(Page)).one()
    assert first.scalars(select(Page.__table__.c.title)).all() == ["About"]
    sessions.give_back(first)
    assert page not in first and engine.pool.checkedout() == kept
    second = sessions.take()
    assert (second is first) is kept and second is not sessions.take()

    about.title = "About us"
    session.commit()
    assert second.scalars(select(Page.__table__.c.title)).all() == ["About us"]
    assert second.scalars(select(Page)).one().title == "About us"
    sessions.give_back(second)
    engine.dispose()
    assert engine.pool.checkedout() == 0 and sessions.take() is not second


def test_what_went_wrong_in_one_request_is_forgotten_in_the_next(about, url):
    engine = reading_engine(url)
    sessions = ReadingSessions(engine)
    for broken in (text("SELECT nothing"), update(Page.__table__).values(title="x")):
        session = sessions.take()
        with pytest.raises(DBAPIError):
            session.execute(broken)
        session.add(Page(path="new", title="New", summary="", body=""))
        sessions.give_back(session)
        again = sessions.take()
        assert not again.new
        assert again.scalars(select(Page.__table__.c.title)).all() == ["About"]
        sessions.give_back(again)
    engine.dispose()


def test_only_so_many_sessions_are_kept(about, url):
    engine = reading_engine(url)
    sessions = ReadingSessions(engine)
    taken = [sessions.take() for _ in range(2 * ReadingSessions.KEPT)]
    for each in taken:
        each.scalars(select(Page.__table__.c.title)).all()
    for each in taken:
        sessions.give_back(each)
    assert engine.pool.checkedout() == (ReadingSessions.KEPT if engine.dialect.name == "sqlite" else 0)
    engine.dispose()
