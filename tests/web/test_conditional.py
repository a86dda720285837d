"""Conditional requests: what did not change is not sent again, and what did always is."""

import json
import os
import subprocess
import sys
from copy import copy
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from sqlalchemy import event

from myproject.models import Film
from myproject.web.security import Wall
from myproject.web.themes import KEY, themes
from tests.site.fixtures import HOST, ini_for

PAGES = [
    "/",
    "/films?genre=drama",
    "/films/film-05",
    "/news",
    "/about",
    "/search?q=history",
    "/news.atom",
    "/sitemap.xml",
]

# Prints the tag of a page, made by a process of its own.
PROCESS = """
import json, sys
from webtest import TestApp
from myproject import main
app = TestApp(main({}, **json.loads(sys.argv[1])), extra_environ={"HTTP_HOST": sys.argv[2]})
print(app.get("/films").headers["ETag"])
"""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_did_not_change_is_not_sent_again(app, path):
    first = app.get(path)
    assert first.headers["ETag"].startswith('W/"')
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = app.get(path, headers={"If-None-Match": first.headers["ETag"]}, status=304)
    assert again.body == b"" and "Content-Type" not in again.headers
    for name in ("ETag", "Cache-Control", "Vary", "Last-Modified", "Content-Language"):
        assert again.headers.get(name) == first.headers.get(name)
    app.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]}, status=304)


def test_head_says_the_same_without_the_page(app):
    get, head = app.get("/films"), app.head("/films")
    assert head.body == b""
    assert head.headers["ETag"] == get.headers["ETag"]
    assert head.headers["Content-Length"] == get.headers["Content-Length"]
    app.head("/films", headers={"If-None-Match": get.headers["ETag"]}, status=304)


def test_several_tags_weak_or_strong(app):
    tag = app.get("/films").headers["ETag"]
    app.get("/films", headers={"If-None-Match": f'"x", {tag}'}, status=304)
    app.get("/films", headers={"If-None-Match": tag.removeprefix("W/")}, status=304)
    app.get("/films", headers={"If-None-Match": '"x"'}, status=200)


def test_the_tag_decides_before_the_time(app):
    first = app.get("/films")
    headers = {"If-None-Match": '"other"', "If-Modified-Since": first.headers["Last-Modified"]}
    app.get("/films", headers=headers, status=200)


def test_an_older_copy_gets_the_page(app):
    changed = parsedate_to_datetime(app.get("/films").headers["Last-Modified"])
    headers = {"If-Modified-Since": format_datetime(changed - timedelta(seconds=1), usegmt=True)}
    app.get("/films", headers=headers, status=200)


def test_a_change_of_content_changes_every_page(app, dbsession):
    before = {path: app.get(path).headers["ETag"] for path in PAGES}
    dbsession.query(Film).filter_by(slug="film-07").one().title = "Renamed"
    dbsession.flush()
    for path, tag in before.items():
        assert app.get(path, headers={"If-None-Match": tag}, status=200).headers["ETag"] != tag


def test_a_change_of_the_theme_changes_every_page(app, wsgi):
    first = app.get("/films")
    later = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    theme = copy(themes(wsgi.registry).active.theme())
    theme.digest, theme.modified = "another", later
    headers = {"If-None-Match": first.headers["ETag"]}
    again = app.get("/films", headers=headers, extra_environ={KEY: theme}, status=200)
    assert again.headers["ETag"] != first.headers["ETag"]
    assert parsedate_to_datetime(again.headers["Last-Modified"]) == later


def test_languages_and_addresses_have_their_own_tags(app):
    tags = [
        app.get("/films", headers={"Accept-Language": "de"}).headers["ETag"],
        app.get("/films", headers={"Accept-Language": "fr"}).headers["ETag"],
        app.get("/de/films").headers["ETag"],
        app.get("/de/films?page=2").headers["ETag"],
    ]
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("path", ["/films/none", "/films?page=99", "/nothing"])
def test_a_page_that_is_not_there_is_never_unchanged(app, path):
    tag = app.get("/films").headers["ETag"]
    tomorrow = format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True)
    for headers in ({"If-None-Match": tag}, {"If-None-Match": "*"}, {"If-Modified-Since": tomorrow}):
        response = app.get(path, headers=headers, status=404)
        assert "ETag" not in response.headers


def test_tags_are_the_same_in_every_process(site_folder):
    """Python's own hash() of a text differs from process to process; nothing here may use it."""

    def tag(seed):
        return subprocess.run(
            [sys.executable, "-c", PROCESS, json.dumps(ini_for(site_folder)), HOST],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout

    assert tag("1") == tag("2") != ""


def test_people_who_are_signed_in_get_pages_of_their_own(app, wsgi, monkeypatch):
    tag = app.get("/films").headers["ETag"]
    monkeypatch.setattr(Wall, "authenticated_userid", lambda self, request: "anna")
    response = app.get("/films", headers={"If-None-Match": tag}, status=200)
    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


def test_an_unchanged_page_costs_two_questions_to_the_database(app, dbsession):
    tag = app.get("/films").headers["ETag"]
    statements = []

    def note(connection, cursor, statement, *rest):
        statements.append(statement)

    engine = dbsession.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        app.get("/films", headers={"If-None-Match": tag}, status=304)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert len(statements) <= 4 and all("film" not in statement for statement in statements)
