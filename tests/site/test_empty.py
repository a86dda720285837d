"""A site that is migrated and has no content yet: its pages work, and say what to do."""

import pytest
from webtest import TestApp

from myproject import main
from tests.site.fixtures import HOST, ini_for, make_database


@pytest.fixture
def empty(tmp_path):
    make_database(tmp_path, lambda session, store: None)
    wsgi = main({}, **ini_for(tmp_path))
    yield TestApp(wsgi, extra_environ={"HTTP_HOST": HOST})
    wsgi.registry["myproject.engine"].dispose()


def test_the_home_page_says_what_to_run(empty):
    page = empty.get("/")
    assert "myproject load-sample" in page.html.main.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *(("/de/films", 200), ("/news", 200), ("/search?q=x", 200), ("/contact", 200), ("/news.atom", 200)),
        *(("/sitemap.xml", 200), ("/films/none", 404), ("/about", 404), ("/films?genre=none", 404)),
    ],
)
def test_every_page_works(empty, path, status):
    empty.get(path, status=status)


def test_a_message_is_kept_though_nobody_can_be_mailed(empty):
    form = next(form for form in empty.get("/contact").forms.values() if "csrf_token" in form.fields)
    for name in ("name", "subject", "message"):
        form[name] = "x"
    form["email"] = "x@example.org"
    form.submit(status=303)
