"""The database is asked a set number of questions a page, however long its lists are."""

import pytest
from sqlalchemy import event

from myproject.models import Article, Film
from myproject.web import remember


@pytest.fixture
def questions(app, dbsession, wsgi):
    """Counts the statements that a page takes where nothing is remembered."""

    def count(path):
        statements = []

        def note(connection, cursor, statement, *rest):
            statements.append(statement)

        wsgi.registry.pop(remember.KEY, None)
        dbsession.flush()
        dbsession.expire_all()
        engine = dbsession.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        try:
            app.get(path, status="*")
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(statements)

    return count


def keep(dbsession, table, number):
    for each in dbsession.query(table).order_by(table.id).offset(number):
        dbsession.delete(each)


@pytest.mark.parametrize("path", ["/films", "/films?genre=comedy", "/", "/sitemap.xml", "/search?q=film"])
def test_more_films_take_no_more_questions(questions, dbsession, path):
    many = questions(path)
    keep(dbsession, Film, 7)
    assert questions(path) == many <= 18


@pytest.mark.parametrize("path", ["/news", "/news.atom"])
def test_more_articles_take_no_more_questions(questions, dbsession, path):
    many = questions(path)
    keep(dbsession, Article, 3)
    assert questions(path) == many <= 12


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/films/film-05", 14),
        ("/news/article-05", 14),
        ("/about/history", 10),
        ("/contact", 4),
        ("/nothing", 8),
    ],
)
def test_pages_of_one_thing_take_few(questions, path, most):
    assert 0 < questions(path) <= most
