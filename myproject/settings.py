"""Every setting of the application, declared once: its type, its default, what it is for.

An ini file gives a setting as `myproject.NAME`. The environment wins over the file: `MYPROJECT_NAME` holds the
value itself, `MYPROJECT_NAME_FILE` the path of a file to read it from, which is how secrets are mounted.
"""

from __future__ import annotations

import difflib
import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, Self, get_args
from urllib.parse import SplitResult, parse_qsl, urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "myproject."
ENVIRONMENT_PREFIX = "MYPROJECT_"

# development.ini carries it so that a newcomer needs no set-up; production refuses it.
DEVELOPMENT_SECRET = "development-only-secret-do-not-deploy"
SECRET_LENGTH = 32

_SIZE = re.compile(r"size=([1-9][0-9]{0,5})MB")
# As requests name it; what is written otherwise could never be asked for.
_HOST = re.compile(r"\*|[a-z0-9_][a-z0-9._-]*|\[[0-9a-f:.]+\]")
_RATE = re.compile(r"[1-9][0-9]*/(?:second|minute|hour|day)")

# Their text may hold a password, and is not repeated in an error.
_SECRETS = ("secret", "database_url", "rate_storage", "mail", "page_cache", "metrics_token", "sentry_dsn")

Mode = Literal["development", "production"]


class SettingsError(ValueError):
    """A setting is missing, unknown or wrong; the message is one sentence that says what to do."""


def _text(value: str) -> str:
    return value


def _number(value: str) -> int:
    if not value.isascii() or not value.isdigit():
        raise ValueError("it must be a whole number, 0 or more")
    return int(value)


def _switch(value: str) -> bool:
    words = {
        "true": True,
        "yes": True,
        "on": True,
        "1": True,
        "false": False,
        "no": False,
        "off": False,
        "0": False,
    }
    if value.lower() not in words:
        raise ValueError("it must be true or false")
    return words[value.lower()]


def _mode(value: str) -> Mode:
    if value not in get_args(Mode):
        raise ValueError("it must be development or production")
    return value  # type: ignore[return-value]


def _path(value: str) -> Path:
    return Path(value).expanduser().absolute()


def _hosts(value: str) -> tuple[str, ...]:
    hosts = tuple(value.lower().split())
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise ValueError(
                f"{host!r} is no host name: it must be names such as www.example.org, without https:// and port, "
                "with spaces between"
            )
    return hosts


def _has_port(address: SplitResult) -> bool:
    """Whether the port is a number, or none is given; a password with a / or # in it may have ended up as one."""
    try:
        return address.port != 0
    except ValueError:
        return False


# Plain rates and storages are known without the library that counts them: it takes as long to import as many others.
def _rate(value: str) -> str:
    if _RATE.fullmatch(value):
        return value
    import limits

    try:
        limits.parse(value)
    except ValueError:
        raise ValueError("it must be a rate such as 5/hour or 2 per 10 minutes") from None
    return value


def _rate_storage(value: str) -> str:
    if value == "memory://":
        return value
    from limits.errors import ConfigurationError
    from limits.storage import storage_from_string

    try:
        storage_from_string(value)
    except ConfigurationError as error:
        # It may repeat the whole address.
        problem = str(error).replace(value, value.partition(":")[0])
        raise ValueError(f"it cannot be used: {problem}") from None
    return value


@dataclass(frozen=True)
class PagePlace:
    """Where rendered pages are kept: so many bytes of each process, and the Redis that processes share, if any."""

    size: int
    redis: str | None = None


def _page_cache(value: str) -> PagePlace | None:
    if value == "off":
        return None
    parts = urlsplit(value)
    size = _SIZE.fullmatch(parts.query or "size=64MB")
    if parts.scheme not in ("memory", "redis", "rediss") or not size or not _has_port(parts):
        raise ValueError("it must be off, memory://?size=64MB or redis://HOST:PORT/0?size=64MB")
    if parts.scheme == "memory":
        return PagePlace(int(size[1]) << 20)
    if find_spec("redis") is None:
        raise ValueError("the library is missing: pip install myproject[redis]")
    return PagePlace(int(size[1]) << 20, parts._replace(query="").geturl())


@dataclass(frozen=True)
class BucketPlace:
    """A bucket in S3, or at `endpoint` in a storage that speaks its protocol; `prefix` is a folder in it, or empty."""

    name: str
    prefix: str = ""
    endpoint: str = ""
    region: str = "us-east-1"


def _bucket(value: str) -> BucketPlace | None:
    if not value:
        return None
    parts = urlsplit(value)
    options = dict(parse_qsl(parts.query))
    endpoint = urlsplit(options.get("endpoint", "https://s3"))
    if parts.scheme != "s3" or not parts.netloc or options.keys() - {"endpoint", "region"}:
        raise ValueError("it must be s3://BUCKET/FOLDER, perhaps with ?region=NAME&endpoint=https://HOST")
    if endpoint.scheme not in ("http", "https") or not endpoint.hostname:
        raise ValueError("its endpoint must be an address such as https://storage.example")
    if find_spec("obstore") is None:
        raise ValueError("the library is missing: pip install myproject[s3]")
    return BucketPlace(parts.netloc, parts.path.strip("/"), **options)


def _mail(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme in ("smtp", "smtps") and parts.hostname and _has_port(parts):
        return value
    if parts.scheme == "file" and parts.path.startswith("/"):
        return value
    raise ValueError("it must be smtp://HOST:PORT, smtps://HOST:PORT or file:///FOLDER")


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _networks(value: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(each) for each in value.split())
    except ValueError as error:
        raise ValueError(
            f"it must be addresses or networks such as 127.0.0.1 10.0.0.0/8, but {error}"
        ) from None


def _token(value: str) -> str:
    return _secret(value) if value else value


def _sentry_dsn(value: str) -> str:
    if not value:
        return value
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.username or not parts.hostname:
        raise ValueError(
            "it must be an address such as https://KEY@HOST/PROJECT, as the project's page in Sentry shows"
        )
    if find_spec("sentry_sdk") is None:
        raise ValueError("the library is missing: pip install myproject[sentry]")
    return value


def _secret(value: str) -> str:
    if len(value) < SECRET_LENGTH:
        raise ValueError(
            f"it must have {SECRET_LENGTH} characters or more; "
            'python -c "import secrets; print(secrets.token_hex())" makes a good one'
        )
    return value


def _database_url(value: str) -> str:
    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        raise ValueError(
            "it must be a database URL such as sqlite:////srv/site.db or postgresql://host/name"
        ) from None
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise ValueError("the database must be sqlite or postgresql")
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)


def setting(help: str, parse: Callable[[str], Any] = _text, *, default: str | None = None) -> Any:
    """A setting: one sentence on what it is for, how its text is read, the text that stands in where none is given."""
    return field(metadata={"help": help, "parse": parse, "default": default})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings, parsed and checked."""

    mode: Mode = setting("development shows errors and reloads templates; production is calm and fast", _mode)
    secret: str = setting("signs sessions; keep it out of the file in production", _secret)
    database_url: str = setting("where the content lives: sqlite or postgresql", _database_url)
    database_timeout: int = setting(
        "seconds after which a PostgreSQL that does not answer is given up", _number, default="5"
    )
    media_dir: Path = setting("folder of uploaded images and of the sizes made from them", _path)
    media: BucketPlace | None = setting(
        "a bucket that holds the images for all machines, s3://BUCKET/FOLDER?endpoint=https://HOST&region=NAME; "
        "media_dir is a cache of it then; none where empty",
        _bucket,
        default="",
    )
    cache_dir: Path = setting("folder of compiled templates; may be deleted at any time", _path)
    theme: Path = setting(
        "folder of the theme", _path, default=str(Path(__file__).parent / "themes" / "default")
    )
    hosts: tuple[str, ...] = setting("host names the site answers to, with spaces between; * for any", _hosts)
    https: bool = setting(
        "true where visitors come over https: cookies travel nowhere else, browsers never come back over http",
        _switch,
        default="false",
    )
    max_body: int = setting("the largest request body to accept, in bytes", _number, default="1048576")
    contact_rate: str = setting(
        "how often one address may send the contact form, such as 5/hour", _rate, default="5/hour"
    )
    rate_storage: str = setting(
        "where rates are counted: memory:// in each process, or a redis:// URL",
        _rate_storage,
        default="memory://",
    )
    page_cache: PagePlace | None = setting(
        "where rendered pages are kept: memory://?size=64MB in each process, redis://HOST:PORT/0?size=64MB in a Redis "
        "as well, or off",
        _page_cache,
        default="memory://?size=64MB",
    )
    mail: str = setting(
        "where mails go: smtp:// or smtps:// with USER:PASSWORD@HOST:PORT, or file:// with a folder",
        _mail,
        default="smtp://localhost:25",
    )
    metrics: tuple[Network, ...] = setting(
        "addresses or networks that may read /metrics, for Prometheus, with spaces between; none where empty",
        _networks,
        default="",
    )
    metrics_token: str = setting(
        "whoever sends it as `Authorization: Bearer` may read /metrics as well; nobody where empty",
        _token,
        default="",
    )
    sentry_dsn: str = setting(
        "where errors are sent to, without personal data: the DSN of a project in Sentry; nowhere where empty",
        _sentry_dsn,
        default="",
    )
    designer_scripts: bool = setting(
        "true lets a merge bring in scripts, event handlers and embedded documents from designers",
        _switch,
        default="false",
    )
    designer_forms: bool = setting(
        "true lets a merge bring in new forms and changed form targets from designers",
        _switch,
        default="false",
    )

    @property
    def development(self) -> bool:
        return self.mode == "development"

    @classmethod
    def read(cls, ini: Mapping[str, Any], environ: Mapping[str, str]) -> Self:
        """The settings from an ini section and the environment; SettingsError names the first that is wrong."""
        declared = {each.name: each for each in fields(cls)}
        _refuse_unknown(ini, declared)
        settings = cls(**{name: _value(each, ini, environ) for name, each in declared.items()})
        if not settings.development and settings.secret == DEVELOPMENT_SECRET:
            raise SettingsError(
                f"{PREFIX}secret is the one from development.ini, which everybody knows: "
                f"set {ENVIRONMENT_PREFIX}SECRET or {ENVIRONMENT_PREFIX}SECRET_FILE to one of your own."
            )
        return settings


def _refuse_unknown(ini: Mapping[str, Any], declared: Mapping[str, Field[Any]]) -> None:
    for key in ini:
        name = key.removeprefix(PREFIX)
        if key.startswith(PREFIX) and name not in declared:
            close = difflib.get_close_matches(name, declared, n=1)
            advice = f"did you mean {PREFIX}{close[0]}?" if close else "docs/settings.md lists all there are."
            raise SettingsError(f"There is no setting {key}: {advice}")


def _value(each: Field[Any], ini: Mapping[str, Any], environ: Mapping[str, str]) -> Any:
    source, text = _given(each.name, ini, environ)
    if text is None:
        text = each.metadata["default"]
    if text is None:
        raise SettingsError(
            f"{PREFIX}{each.name} is missing ({each.metadata['help']}): give it in the ini file "
            f"or as {ENVIRONMENT_PREFIX}{each.name.upper()}."
        )
    try:
        return each.metadata["parse"](text)
    except ValueError as error:
        shown = "" if each.name in _SECRETS else f" is {text!r}, but"
        raise SettingsError(f"{source}{shown or ' is wrong:'} {error}.") from None


def _given(name: str, ini: Mapping[str, Any], environ: Mapping[str, str]) -> tuple[str, str | None]:
    """Where a setting was given, in words, and its text; None where it was not, or is empty."""
    variable = ENVIRONMENT_PREFIX + name.upper()
    if value := environ.get(variable, "").strip():
        return variable, value
    if file := environ.get(f"{variable}_FILE", "").strip():
        try:
            return f"{variable}_FILE", Path(file).read_text(encoding="utf-8").strip() or None
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{variable}_FILE names {file}, which cannot be read: {error}.") from None
    return f"{PREFIX}{name}", str(ini.get(PREFIX + name, "")).strip() or None
