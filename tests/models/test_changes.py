"""Whatever visitors see: a change of it raises the content version and shows in the search."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select, update

from myproject.content.search import search
from myproject.models import (
    Article,
    ContentVersion,
    Credit,
    Film,
    Genre,
    Media,
    MenuItem,
    Message,
    Page,
    Person,
    Site,
    Tag,
    session_factory,
)
from myproject.models.changes import BulkChange


@pytest.fixture
def full(session):
    film = Film(slug="m", title="M", year=1931, running_time=111, synopsis="A murderer is hunted.")
    film.directors.append(Person(slug="lang", name="Fritz Lang"))
    film.genres.append(Genre(slug="crime", name="Crime"))
    film.poster = Media(key="m", digest="0" * 32, alt="The letter M", width=2, height=3)
    article = Article(
        slug="new", title="News", published=date(2026, 1, 2), author="Ann", summary="Short.", body="Long."
    )
    article.tags.append(Tag(slug="house", name="The house"))
    session.add_all([film, article, Page(path="about", title="About", summary="", body="We are a club.")])
    session.add(Site(name="Club", tagline="T", description="D", email="c@example.org", footer="F"))
    session.add(MenuItem(menu="main", position=0, label="Films", target="route:films"))
    session.add(Message(name="N", email="n@example.org", subject="S", body="B", sender_address_digest=""))
    session.commit()
    return session


def version(session):
    return session.scalar(select(ContentVersion.number))


def found(session, query):
    return [hit.slug for hit in search(session, query, 1, 10).items]


CHANGES = [
    (Film, "synopsis", "Other."),
    (Person, "name", "F. Lang"),
    (Genre, "name", "Noir"),
    (Media, "alt", "Other."),
    (Article, "body", "Other."),
    (Tag, "name", "The roof"),
    (Page, "title", "Other"),
    (Site, "footer", "Other"),
    (MenuItem, "label", "Other"),
]


@pytest.mark.parametrize(("table", "field", "value"), CHANGES, ids=lambda each: getattr(each, "__name__", ""))
def test_each_change_raises_the_version(full, table, field, value):
    before = version(full)
    setattr(full.scalar(select(table)), field, value)
    full.commit()
    assert version(full) == before + 1


@pytest.mark.parametrize("table", [Film, Article, Page, Site, MenuItem, Tag, Media])
def test_each_removal_raises_the_version(full, table):
    before = version(full)
    full.delete(full.scalar(select(table)))
    full.commit()
    assert version(full) > before


@pytest.mark.parametrize("relation", ["genres", "directors"])
def test_a_relation_counts_as_a_change(full, relation):
    before = version(full)
    getattr(full.scalar(select(Film)), relation).clear()
    full.commit()
    assert version(full) > before


def test_all_tables_of_content_are_covered():
    from myproject.models import Base
    from myproject.models.base import Content

    tables = {mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Content)}
    assert tables - {Credit} == {table for table, _, _ in CHANGES}


def test_what_visitors_do_not_see_leaves_the_version_alone(full):
    before = version(full)
    full.scalar(select(Message)).subject = "Other"
    film = full.scalar(select(Film))
    film.title = str(film.title)
    full.commit()
    assert version(full) == before


def test_a_change_taken_back_is_none(full):
    before = version(full)
    full.scalar(select(Film)).synopsis = "Unicorns."
    full.flush()
    full.rollback()
    assert version(full) == before
    assert found(full, "unicorns") == []
    assert found(full, "murderer") == ["m"]


def test_two_writers_raise_the_version_twice(engine, full):
    before = version(full)
    full.rollback()
    for label in ("One", "Two"):
        with session_factory(engine).begin() as writer:
            writer.scalar(select(MenuItem)).label = label
    assert version(full) == before + 2


def test_the_time_of_the_change_is_noted(full):
    before = datetime.now(UTC)
    full.scalar(select(Site)).name = "Other"
    full.commit()
    assert before <= full.scalar(select(ContentVersion.changed)) <= datetime.now(UTC)


def test_the_search_follows_a_text(full):
    full.scalar(select(Film)).synopsis = "A balloon rises."
    full.commit()
    assert found(full, "murderer") == []
    assert found(full, "balloon") == ["m"]


@pytest.mark.parametrize(
    ("table", "old", "new", "slug"),
    [(Person, "lang", "Thea", "m"), (Genre, "crime", "Noir", "m"), (Tag, "house", "Roof", "new")],
)
def test_the_search_follows_what_a_text_mentions(full, table, old, new, slug):
    assert found(full, old) == [slug]
    full.scalar(select(table)).name = new
    full.commit()
    assert found(full, old) == []
    assert found(full, new) == [slug]


def test_the_search_follows_a_new_address(full):
    full.scalar(select(Film)).slug = "m-1931"
    full.commit()
    assert found(full, "murderer") == ["m-1931"]


def test_what_is_gone_is_not_found(full):
    for table in (Film, Article, Page):
        full.delete(full.scalar(select(table)))
    full.commit()
    assert found(full, "murderer") == found(full, "news") == found(full, "club") == []


def test_an_article_taken_back_is_not_found(full):
    full.scalar(select(Article)).published = None
    full.commit()
    assert found(full, "news") == []


@pytest.mark.parametrize("statement", [delete(Film), update(Genre).values(name="x")])
def test_a_bulk_statement_is_refused(full, statement):
    with pytest.raises(BulkChange, match="load the objects"):
        full.execute(statement)
