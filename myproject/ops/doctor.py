"""What keeps a deployment from working well: one finding a check, each with what to do about it. Changes nothing."""

from __future__ import annotations

import math
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pyramid.request import Request
from pyramid.router import Router
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from myproject import migrations
from myproject.content.bucket import Bucket, BucketAway
from myproject.content.images import FOLDERS, ORIGINALS
from myproject.content.site import NEW, site_info
from myproject.design.folder import ThemeError, read, static_files
from myproject.models import opened, reason, session_factory
from myproject.ops.health import revision_problem
from myproject.ops.proxy import proxy_problems
from myproject.ops.surroundings import clock_is_kept, redis_problem, redis_urls
from myproject.roundtrip.check.check import check as check_theme
from myproject.settings import BucketPlace, Settings
from myproject.web.disk_cache import DiskCache
from myproject.web.theme_folder import ThemeFolder

Level = Literal["ok", "warning", "problem"]

SECRET_BITS = 100
SPACE = 500 << 20  # bytes that should be free
CLOCK_SECONDS = 5  # that two machines' clocks may differ
SECURITY_HEADERS = (
    "Content-Security-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
)


@dataclass(frozen=True)
class Finding:
    """What one check found, and what to do where it is not ok."""

    check: str
    level: Level
    text: str
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.level:8}{self.check:10} {self.text.rstrip('.')}{self.advice and f'; {self.advice}'}"

    def to_json(self) -> dict[str, str]:
        return asdict(self)


@dataclass
class Deployment:
    """What is examined: the settings, the options of the ini file's server section, and what makes its application."""

    settings: Settings
    server: Mapping[str, str]
    make_application: Callable[[], Router]

    @cached_property
    def database_file(self) -> Path | None:
        url = make_url(self.settings.database_url)
        return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def examine(deployment: Deployment) -> Iterator[Finding]:
    """Every check; those that need a database only where there is one."""
    settings = deployment.settings
    yield mode(settings)
    yield secret(settings.secret)
    yield hosts(settings)
    database_works = True
    for finding in database(deployment):
        database_works = database_works and finding.level == "ok"
        yield finding
    yield folder("media", settings.media_dir, "media_dir")
    yield from unwritable("media", [settings.media_dir / each for each in FOLDERS])
    if settings.media:
        yield bucket(settings.media)
    yield folder("cache", settings.cache_dir, "cache_dir")
    for name, url in redis_urls(settings).items():
        yield redis(name, url)
    theme_readable = True
    try:
        yield from theme(settings)
    except (OSError, ThemeError) as error:
        theme_readable = False
        advice = "let the user of the server read it, or set myproject.theme to the folder of a theme"
        yield Finding("theme", "problem", f"it cannot be read: {error}", advice)
    if database_works and theme_readable:
        yield page(deployment)
    yield from proxy_findings(deployment)
    yield scrape(settings)
    yield clock()


def mode(settings: Settings) -> Finding:
    if settings.development:
        return Finding(
            "mode", "warning", "development shows errors to visitors", "set myproject.mode = production"
        )
    return Finding("mode", "ok", "production")


def secret(value: str) -> Finding:
    """Judges by Shannon's entropy of the characters, after what repeats is counted once."""
    period = (value + value).find(value, 1)
    counts = Counter(value[:period])
    bits = -sum(count * math.log2(count / period) for count in counts.values())
    if bits < SECRET_BITS:
        return Finding(
            "secret",
            "problem",
            "it looks guessable, and who guesses it can forge sessions",
            'make one with python -c "import secrets; print(secrets.token_hex())"',
        )
    return Finding("secret", "ok", "it looks random")


def hosts(settings: Settings) -> Finding:
    if "*" in settings.hosts and not settings.development:
        return Finding(
            "hosts",
            "warning",
            "any host name is taken, so that strangers' names can get into pages",
            "name the site's own in myproject.hosts",
        )
    return Finding("hosts", "ok", " ".join(settings.hosts))


def database(deployment: Deployment) -> Iterator[Finding]:
    file = deployment.database_file
    try:
        if file:
            file.stat()  # before it is opened, which would make it
        with opened(deployment.settings.database_url) as engine:
            yield from tables(engine)
    except FileNotFoundError:
        yield Finding("database", "problem", f"there is no file {file}", "run: myproject migrate")
        return
    except (OSError, SQLAlchemyError) as error:
        advice = "is the server running, and are the name, user and password right?"
        if file:
            advice = "let the user of the server read it; if it is damaged, restore a backup in its place"
        yield Finding("database", "problem", f"it cannot be read: {reason(error)}", advice)
        return
    if file:
        yield folder("database", file.parent, "database_url")
        yield from unwritable("database", [file, *file.parent.glob(f"{file.name}-*")])


def tables(engine: Engine) -> Iterator[Finding]:
    """Whether they are those of this program, and what is in them; SQLAlchemyError where they cannot be read."""
    with engine.connect() as connection:
        found = migrations.current_revision(connection)
    yield Finding("database", "ok", engine.dialect.name)
    if problem := revision_problem(found):
        known = found is None or migrations.is_known(found)
        advice = (
            "run: myproject migrate"
            if known
            else "install the program that it was migrated with, or a newer one"
        )
        yield Finding("migrations", "problem", problem, advice)
    else:
        yield Finding("migrations", "ok", "the tables are current")
        yield content(engine)
    if engine.dialect.name == "postgresql":
        yield database_clock(engine)


def content(engine: Engine) -> Finding:
    """A site without content works, and looks like one."""
    with session_factory(engine)() as session:
        info = site_info(session)
    if info == NEW:
        advice = "run myproject load-sample, or myproject restore"
        return Finding("content", "warning", "the site is empty", advice)
    return Finding("content", "ok", f"the site is {info.name}")


def database_clock(engine: Engine) -> Finding:
    with engine.connect() as connection:
        there = connection.execute(text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one()
    apart = abs(float(there) - time.time())
    if apart > CLOCK_SECONDS:
        return Finding(
            "clock", "problem", f"this machine and the database are {apart:.0f} s apart", "run an NTP client"
        )
    return Finding("clock", "ok", "as the database's")


def _is_there(path: Path) -> bool:
    """Whether there is such a file or folder, as far as we may look; `Path.exists` raises where we may not."""
    try:
        path.stat()
    except OSError:
        return False
    return True


def folder(check: str, path: Path, setting: str) -> Finding:
    """Whether files can be written there, or where the folder would be made, and what space is left."""
    existing = next(each for each in (path, *path.parents) if _is_there(each))
    try:
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        advice = f"let the user of the server write there, or set myproject.{setting} to another folder"
        return Finding(check, "problem", f"{path} cannot be written to: {error.strerror}", advice)
    free = shutil.disk_usage(existing).free
    if free < SPACE:
        return Finding(check, "warning", f"{path} has {free >> 20} MB left", "make room")
    return Finding(check, "ok", f"{path} can be written to and has {free >> 20} MB left")


def unwritable(check: str, paths: Iterable[Path]) -> Iterator[Finding]:
    """The first of files and folders that is there and cannot be written to, as where another user made it."""
    for path in paths:
        if _is_there(path) and not os.access(path, os.W_OK):
            advice = (
                "give it to the user of the server, as commands that root runs make files that are root's"
            )
            yield Finding(check, "problem", f"{path} cannot be written to", advice)
            return


def bucket(place: BucketPlace) -> Finding:
    """Whether it can be read; it is not written to."""
    try:
        count = sum(1 for _ in Bucket(place).names(ORIGINALS))
    except BucketAway as error:
        advice = (
            "compare myproject.media, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY with what the storage says"
        )
        return Finding("bucket", "problem", f"{place.name} cannot be read: {error}", advice)
    return Finding("bucket", "ok", f"{place.name} holds {count} images")


def redis(setting: str, url: str) -> Finding:
    if problem := redis_problem(url):
        advice = f"the site goes on without; start it, or correct myproject.{setting}"
        return Finding("redis", "warning", f"that of {setting} does not answer: {problem}", advice)
    return Finding("redis", "ok", f"that of {setting} answers")


class _Reading(DiskCache):
    """The cache, left as it is; counts what is not in it."""

    missing = 0

    def get(self, key: str) -> bytes | None:
        found = super().get(key)
        self.missing += found is None
        return found

    def put(self, key: str, content: bytes) -> None:
        pass


def theme(settings: Settings) -> Iterator[Finding]:
    cache = _Reading(settings.cache_dir)
    loaded = ThemeFolder(settings.theme, cache, follow=False, careful=False).theme()
    if faults := loaded.faults():
        first = str(faults[0]).splitlines()[0]
        yield Finding(
            "theme", "problem", f"{len(faults)} files are wrong, as {first}", "run: myproject compile"
        )
        return
    if found := check_theme(read(settings.theme).templates, static_files(settings.theme)):
        yield Finding("theme", "warning", f"{len(found)} findings, as {found[0]}", "run: myproject check")
    else:
        yield Finding("theme", "ok", f"all {len(loaded.template_names)} templates compile and are clean")
    if cache.missing:
        text = f"{cache.missing} templates are not compiled ahead, visitors wait for it"
        yield Finding("compiled", "warning", text, "run: myproject compile")
    else:
        yield Finding("compiled", "ok", "all templates are compiled ahead")


def page(deployment: Deployment) -> Finding:
    """Asks the application for the home page, as a visitor would."""
    settings = deployment.settings
    host = next((each for each in settings.hosts if each != "*"), "localhost")
    request = Request.blank("/", base_url=f"{'https' if settings.https else 'http'}://{host}")
    application = deployment.make_application()
    try:
        response = request.get_response(application)
    finally:
        application.registry["myproject.engine"].dispose()
    if response.status_int != 200:
        return Finding("page", "problem", f"the home page answers {response.status}", "look into the log")
    expected = [*SECURITY_HEADERS, *(["Strict-Transport-Security"] if settings.https else [])]
    if missing := [name for name in expected if name not in response.headers]:
        advice = "something removes them: compare myproject/web/headers.py"
        return Finding("headers", "problem", f"pages have no {', '.join(missing)}", advice)
    if not settings.https and not settings.development:
        advice = "serve the site over https and set myproject.https = true"
        return Finding("headers", "warning", "visitors come over plain http", advice)
    return Finding("headers", "ok", f"the home page answers with all {len(expected)} security headers")


def proxy_findings(deployment: Deployment) -> Iterator[Finding]:
    found = list(proxy_problems(deployment.server, os.environ, https=deployment.settings.https))
    for level, sentence, advice in found:
        yield Finding("proxy", level, sentence, advice)
    if not found:
        yield Finding("proxy", "ok", "the server section fits myproject.https")


def scrape(settings: Settings) -> Finding:
    open_to = [str(network) for network in settings.metrics if network.prefixlen == 0]
    if open_to:
        advice = "name the network of your Prometheus in myproject.metrics, or set myproject.metrics_token"
        return Finding("metrics", "warning", f"/metrics is open to everybody ({', '.join(open_to)})", advice)
    readers = [*map(str, settings.metrics), *(["who has the token"] if settings.metrics_token else [])]
    return Finding("metrics", "ok", f"/metrics is for {', '.join(readers) or 'nobody'}")


def clock() -> Finding:
    """A clock that stands before the program was installed is wrong; sessions and publishing go by it."""
    installed = max(path.stat().st_mtime for path in migrations.HERE.glob("*.py"))
    if time.time() < installed:
        return Finding("clock", "problem", "it stands before the program was installed", "run an NTP client")
    if not clock_is_kept():
        return Finding("clock", "warning", "nothing keeps it, so it drifts", "run an NTP client")
    return Finding("clock", "ok", time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime()))
