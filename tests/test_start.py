"""A process that starts to show pages imports and does nothing that only commands, or those who write, need."""

import subprocess
import sys

from tests.site.fixtures import make_database

LATER = (
    "PIL",
    "alembic",
    "brotli",
    "justhtml",
    "limits",
    "mako",
    "markdown_it",
    "myproject.markup.reader",
    "myproject.web.optimize.passes",
    "myproject.web.program",
    "obstore",
    "prometheus_client",
    "psycopg",
    "pyramid_mailer",
    "redis",
    "sentry_sdk",
    "smtplib",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.orm",
    "wtforms",
    "zope.sqlalchemy",
)

START = """
import sys
import myproject
ini = {{"mode": "production", "secret": "x" * 40, "database_url": "sqlite:///{folder}/site.db", "media_dir": "{folder}",
       "cache_dir": "{folder}", "hosts": "*"}}
application = myproject.main({{}}, **{{"myproject." + name: value for name, value in ini.items()}})
"""
# Finding the source of a decorated function takes Python through the files of all modules.
REFUSE = """
import inspect
def refuse(*_): raise AssertionError
inspect.findsource = refuse
"""
PAGES = """
from webtest import TestApp
visitor = TestApp(application)
paths = {link["href"] for link in visitor.get("/").html.select("a[href^='/']")}
for path in [*paths, "/films?sort=rating", "/search?q=film", "/news.atom", "/sitemap.xml", "/healthz"]:
    visitor.get(path)
print(*paths, *sys.modules)
"""


def output(folder, *, before="", after=""):
    code = before + START.format(folder=folder) + after
    command = [sys.executable, "-W", "ignore", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_starting_imports_what_serving_needs(tmp_path):
    modules = output(tmp_path, after="print(*sys.modules)").split()
    assert "myproject.site.views.films" in modules
    assert not set(LATER) & set(modules)


def test_starting_looks_for_no_source(tmp_path):
    output(tmp_path, before=REFUSE)


def test_pages_are_shown_without_the_classes_of_objects(tmp_path):
    make_database(tmp_path)
    seen = output(tmp_path, after=PAGES).split()
    assert {"/films/film-07", "/news/article-10", "/about", "/contact", "myproject.models.tables"} <= set(
        seen
    )
    assert "sqlalchemy.orm" not in seen


def test_garbage_is_collected_again_once_started(tmp_path):
    assert (
        output(tmp_path, after="import gc; print(gc.isenabled(), gc.get_freeze_count() > 0)") == "True True\n"
    )
