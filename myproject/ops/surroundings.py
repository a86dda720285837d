"""What a deployment leans on outside of itself: a Redis, the machine's clock."""

from __future__ import annotations

import ctypes
import sys
from urllib.parse import urlsplit

from myproject.settings import Settings

PATIENCE = 2.0  # seconds
_TIME_ERROR = 5  # adjtimex(2): nobody keeps the clock
_TIMEX = 512  # bytes, more than struct timex has anywhere


def redis_urls(settings: Settings) -> dict[str, str]:
    """The Redis servers that the settings name, by the setting."""
    named = {
        "page_cache": (settings.page_cache and settings.page_cache.redis) or "",
        "rate_storage": settings.rate_storage,
    }
    return {name: url for name, url in named.items() if urlsplit(url).scheme in ("redis", "rediss")}


def redis_problem(url: str) -> str:
    """Why the Redis at `url` cannot be used, without its password; empty where it can."""
    import redis

    client = redis.Redis.from_url(url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE)
    try:
        client.ping()
    except (redis.RedisError, OSError) as error:
        return str(error).rstrip(".")
    finally:
        client.close()
    return ""


def clock_is_kept() -> bool:
    """Whether the kernel knows that somebody, as an NTP client, keeps the clock; True where it cannot be asked."""
    if sys.platform != "linux":
        return True
    return ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX)) != _TIME_ERROR
