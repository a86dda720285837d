"""Settings: typed, checked at start, one clear sentence where one is wrong."""

import configparser
from pathlib import Path

import pytest

from myproject.settings import DEVELOPMENT_SECRET, BucketPlace, PagePlace, Settings, SettingsError

ROOT = Path(__file__).parent.parent
GIVEN = {
    "myproject.mode": "production",
    "myproject.secret": "x" * 40,
    "myproject.database_url": "sqlite:////srv/site.db",
    "myproject.media_dir": "/srv/media",
    "myproject.cache_dir": "/srv/cache",
    "myproject.hosts": "example.org www.example.org",
}


def read(environ=(), **changes):
    ini = GIVEN | {f"myproject.{name}": value for name, value in changes.items()}
    return Settings.read(ini, dict(environ))


def test_values_have_types():
    settings = read()
    assert settings.media_dir == Path("/srv/media")
    assert settings.hosts == ("example.org", "www.example.org")
    assert not settings.development


def test_plain_postgresql_urls_get_the_driver_that_is_installed():
    settings = read(database_url="postgresql://club:pw@db/site")
    assert settings.database_url == "postgresql+psycopg://club:pw@db/site"


def test_the_environment_wins(tmp_path):
    assert read({"MYPROJECT_HOSTS": "other.example"}).hosts == ("other.example",)
    assert read({"MYPROJECT_HOSTS": "Other.Example [::1] *"}).hosts == ("other.example", "[::1]", "*")
    secret = tmp_path / "secret"
    secret.write_text("y" * 40 + "\n")
    assert read({"MYPROJECT_SECRET_FILE": str(secret)}).secret == "y" * 40


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("off", None),
        ("memory://", PagePlace(64 << 20)),
        ("memory://?size=8MB", PagePlace(8 << 20)),
        ("redis://user:pw@cache:6379/1?size=16MB", PagePlace(16 << 20, "redis://user:pw@cache:6379/1")),
    ],
)
def test_places_for_pages(value, place):
    assert read(page_cache=value).page_cache == place


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("", None),
        ("s3://club", BucketPlace("club")),
        ("s3://club/a/b/?region=eu-1", BucketPlace("club", "a/b", region="eu-1")),
        ("s3://club?endpoint=http://127.0.0.1:9000", BucketPlace("club", endpoint="http://127.0.0.1:9000")),
    ],
)
def test_places_for_images(value, place):
    assert read(media=value).media == place


def test_other_peoples_keys_are_left_alone():
    assert Settings.read(GIVEN | {"pyramid.includes": "x"}, {"MYPROJECTION": "y"})


@pytest.mark.parametrize(
    ("environ", "changes", "message"),
    [
        ({}, {"secret": ""}, "myproject.secret is missing"),
        ({}, {"secret": "short"}, "myproject.secret is wrong: it must have 32 characters or more"),
        ({}, {"secret": DEVELOPMENT_SECRET}, "set MYPROJECT_SECRET or MYPROJECT_SECRET_FILE"),
        ({}, {"mode": "live"}, "myproject.mode is 'live', but it must be development or production"),
        ({}, {"database_url": "site.db"}, "must be a database URL"),
        ({}, {"database_url": "mysql://x/y"}, "must be sqlite or postgresql"),
        ({}, {"mail": "localhost"}, "myproject.mail is wrong: it must be smtp://HOST:PORT"),
        ({}, {"page_cache": "memory://?size=lots"}, "it must be off, memory://?size=64MB or redis://"),
        ({}, {"media": "/srv/media"}, "it must be s3://BUCKET/FOLDER"),
        ({}, {"media": "s3://club?key=x"}, "it must be s3://BUCKET/FOLDER"),
        ({}, {"media": "s3://club?endpoint=minio"}, "its endpoint must be an address"),
        ({}, {"page_cache": "disk://"}, "it must be off, memory://?size=64MB or redis://"),
        ({}, {"page_cache": "redis://cache:port/0"}, "myproject.page_cache is wrong: it must be off"),
        (
            {},
            {"mail": "smtp://club:pass#word@mail:25"},
            "myproject.mail is wrong: it must be smtp://HOST:PORT",
        ),
        ({}, {"database_url": "postgresql://db:port/x"}, "must be a database URL"),
        ({}, {"hosts": "example.org *.example.org"}, "'*.example.org' is no host name"),
        ({}, {"rate_storage": "carrier-pigeon://"}, "it cannot be used"),
        ({}, {"contact_rate": "often"}, "it must be a rate such as 5/hour"),
        (
            {},
            {"hosts": "https://example.org"},
            "'https://example.org' is no host name: it must be names such",
        ),
        ({}, {"hosts": "a.example,b.example"}, "'a.example,b.example' is no host name"),
        ({}, {"hosts": "example.org:443"}, "'example.org:443' is no host name"),
        ({}, {"hostz": "a"}, "There is no setting myproject.hostz: did you mean myproject.hosts?"),
        ({"MYPROJECT_MODE": "live"}, {}, "MYPROJECT_MODE is 'live'"),
        ({"MYPROJECT_SECRET_FILE": "/no/such/file"}, {}, "/no/such/file, which cannot be read"),
    ],
)
def test_what_is_wrong_is_one_sentence(environ, changes, message):
    with pytest.raises(SettingsError) as caught:
        read(environ, **changes)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("secret", "hush-hush"),
        ("database_url", "postgres://club:hush-hush@db/site"),
        ("database_url", "postgresql://club:hush-hush@db:port/site"),
        ("rate_storage", "rediss+cluster://:hush-hush@nowhere"),
        ("page_cache", "redis://:x#hush-hush@cache:6379/0"),
    ],
)
def test_secrets_are_not_shown(name, value):
    with pytest.raises(SettingsError) as caught:
        read(**{name: value})
    assert "hush-hush" not in str(caught.value)


def test_hosts_are_compared_in_lower_case():
    assert read(hosts="Example.org [::1] *").hosts == ("example.org", "[::1]", "*")


def keys_and_comments(name):
    """The (section, key) pairs of an ini file in order, and those that no comment line stands before."""
    pairs, bare, section, previous = [], [], "", ""
    for line in (ROOT / name).read_text().splitlines():
        if line.startswith("["):
            section = line
        elif "=" in line and not line.startswith("#"):
            pairs.append((section, line.split("=")[0].strip()))
            if not previous.startswith("#"):
                bare.append(pairs[-1])
        previous = line
    return pairs, bare


def test_both_ini_files_have_the_same_keys_in_the_same_order():
    assert keys_and_comments("development.ini")[0] == keys_and_comments("production.ini")[0]


@pytest.mark.parametrize("name", ["development.ini", "production.ini"])
def test_every_key_has_a_comment_line(name):
    bare = keys_and_comments(name)[1]
    logging = ("[logger", "[handler", "[formatter")
    assert [pair for pair in bare if not pair[0].startswith(logging)] == []


@pytest.mark.parametrize("name", ["development.ini", "production.ini"])
def test_every_setting_is_in_the_ini_files(name):
    parser = configparser.RawConfigParser()
    parser.read(ROOT / name)
    given = [key for key in parser["app:main"] if key.startswith("myproject.")]
    assert given == [f"myproject.{each}" for each in Settings.__dataclass_fields__]
