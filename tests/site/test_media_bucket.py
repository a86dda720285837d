"""A site whose images are in a bucket: shown, saved, brought back, and calm while the bucket is away."""

import re
import shutil
from urllib.request import Request as Fetch
from urllib.request import urlopen

import pytest
from webtest import TestApp

from myproject import main
from myproject.content.images import store_of
from myproject.ops import doctor
from myproject.ops.backup import backup, restore
from myproject.settings import Settings
from tests.servers import s3_server
from tests.site.fixtures import HOST, ini_for, make_database

pytestmark = pytest.mark.integration


@pytest.fixture
def server(tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    server = s3_server(tmp_path).start()
    urlopen(Fetch(f"http://127.0.0.1:{server.port}/club", method="PUT")).close()
    yield server
    server.stop()


@pytest.fixture
def machine(tmp_path, server):
    """Makes the settings of a machine: a folder of its own, the bucket of all."""

    def make(name, prefix="site"):
        (tmp_path / name).mkdir()
        bucket = f"s3://club/{prefix}?endpoint=http://127.0.0.1:{server.port}"
        return ini_for(tmp_path / name, media=bucket)

    return make


def fill(ini):
    """Writes the content of the club; returns the settings."""
    settings = Settings.read(ini, {})
    make_database(settings.media_dir.parent)
    store_of(settings).send_originals()
    return settings


def ask(application, path):
    return TestApp(application, extra_environ={"HTTP_HOST": HOST}).get(path, status="*")


def image_path(application, width=320):
    return re.search(rf"/media/\w{{32}}/{width}\.webp", ask(application, "/films/film-05").text)[0]


def test_images_are_shown_from_the_bucket_and_then_without_it(machine, server):
    ini = machine("one")
    settings = fill(ini)
    shutil.rmtree(settings.media_dir)
    application = main({}, **ini)
    small, large = image_path(application), image_path(application, 640)
    response = ask(application, small)
    assert (response.status_int, response.content_type) == (200, "image/webp")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    server.stop()
    assert ask(application, small).body == response.body
    shutil.rmtree(settings.media_dir)
    away = ask(application, large)
    assert (away.status_int, away.headers["Retry-After"]) == (503, "10")
    assert away.headers["Cache-Control"] == "no-store"
    application.registry["myproject.engine"].dispose()


def test_a_backup_has_what_only_the_bucket_has_and_a_restore_fills_another(machine, tmp_path):
    settings = fill(machine("one"))
    digests = set(store_of(settings).bucket.names("originals"))
    shutil.rmtree(settings.media_dir)
    assert backup(settings, tmp_path / "site.backup").files > len(digests) > 0
    other = Settings.read(machine("two", prefix="restored"), {})
    restore(other, tmp_path / "site.backup")
    assert set(store_of(other).bucket.names("originals")) == digests
    for digest in digests:
        assert (
            store_of(other).original(digest).read_bytes() == store_of(settings).original(digest).read_bytes()
        )


def test_the_doctor_looks_into_the_bucket(machine, server):
    settings = fill(machine("one"))
    assert doctor.bucket(settings.media).level == "ok"
    server.stop()
    finding = doctor.bucket(settings.media)
    assert finding.level == "problem" and "AWS_ACCESS_KEY_ID" in finding.advice
