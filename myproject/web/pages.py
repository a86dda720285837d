"""Where rendered pages are kept: in the memory of each process, and where there is a Redis in that as well.

Memory is bounded in bytes, and what was not asked for the longest goes first. Addresses out of the ordinary, of which
anybody can make up any number (a query, a port), share a quarter of it, so that they displace nothing but each other.

A page is JSON and bytes in Redis, never a pickle: who can write there can change pages, but run nothing.
"""

from __future__ import annotations

import json
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from threading import Lock
from typing import Any, NamedTuple, Self, TypeVar

from myproject.web.compression import Headers, gzip_headers

log = logging.getLogger(__name__)
T = TypeVar("T")

# What a page takes besides its body: headers, and again as a server sends them, both in two forms, key, bookkeeping.
OVERHEAD = 4096
# No page may take more than this part of its share.
LARGEST = 8

# Seconds: for how long Redis is left alone after a failure, what a page waits for it, how long it keeps a page.
RETRY = 2.0
PATIENCE = 0.25
KEPT = 24 * 60 * 60


class Address(NamedTuple):
    """All that a request says of the page it wants."""

    scheme: str
    host: str
    mount: str
    path: str
    query: str
    language: str
    ordinary: bool


class Form:
    """How a page is sent: the headers that every answer with it begins with, and the body.

    `made` is where a server remembers how the headers look.
    """

    __slots__ = ("body", "headers", "made")

    def __init__(self, headers: Headers, body: bytes) -> None:
        self.headers = headers
        self.body = body
        self.made: Any = None


@dataclass(frozen=True, slots=True)
class Page:
    """A response as it left the application; `stamp` names the state of everything that it was made from.

    compressed: the body by gzip, empty where that is not worth it.
    """

    stamp: str
    etag: str
    modified: datetime
    headers: Headers
    body: bytes
    route: str = ""
    compressed: bytes = b""
    plain: Form = field(init=False, repr=False, compare=False)
    gzipped: Form = field(init=False, repr=False, compare=False)  # the plain one where that is not worth it

    def __post_init__(self) -> None:
        plain = Form(self.headers, self.body)
        gzipped = (
            Form(gzip_headers(self.headers, self.compressed), self.compressed) if self.compressed else plain
        )
        object.__setattr__(self, "plain", plain)
        object.__setattr__(self, "gzipped", gzipped)

    @property
    def weight(self) -> int:
        """The bytes that it takes."""
        return len(self.body) + len(self.compressed) + OVERHEAD

    def to_bytes(self) -> bytes:
        head = {name: getattr(self, name) for name in ("stamp", "etag", "headers", "route")}
        head |= {"modified": self.modified.isoformat(), "lengths": [len(self.body), len(self.compressed)]}
        return json.dumps(head).encode() + b"\n" + self.body + self.compressed

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """ValueError, TypeError or KeyError where `data` did not come whole from `to_bytes`."""
        head, _, bodies = data.partition(b"\n")
        values = dict(json.loads(head))
        modified = datetime.fromisoformat(values.pop("modified"))
        headers = [(str(name), str(value)) for name, value in values.pop("headers")]
        length, small = values.pop("lengths")
        body, compressed = bodies[:length], bodies[length:]
        if [len(body), len(compressed)] != [length, small]:
            raise ValueError("a part of the page is missing")
        return cls(**values, modified=modified, headers=headers, body=body, compressed=compressed)


class Share:
    """A bounded part of the memory; the page that was not asked for the longest goes first."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.used = 0
        self._pages: OrderedDict[Address, Page] = OrderedDict()
        self._lock = Lock()

    def get(self, address: Address) -> Page | None:
        with self._lock:
            page = self._pages.get(address)
            if page is not None:
                self._pages.move_to_end(address)
            return page

    def put(self, address: Address, page: Page) -> None:
        if page.weight > self.size // LARGEST:
            return
        with self._lock:
            if (old := self._pages.pop(address, None)) is not None:
                self.used -= old.weight
            self._pages[address] = page
            self.used += page.weight
            while self.used > self.size:
                _, dropped = self._pages.popitem(last=False)
                self.used -= dropped.weight

    def __len__(self) -> int:
        return len(self._pages)


class Memory:
    """The pages of this process, at most `size` bytes of them."""

    def __init__(self, size: int) -> None:
        self.ordinary, self.others = Share(size - size // 4), Share(size // 4)

    def get(self, address: Address, stamp: str) -> Page | None:
        """The page where it is of the state `stamp`."""
        page = (self.ordinary if address.ordinary else self.others).get(address)
        return page if page is not None and page.stamp == stamp else None

    def put(self, address: Address, page: Page) -> None:
        (self.ordinary if address.ordinary else self.others).put(address, page)

    @property
    def used(self) -> int:
        return self.ordinary.used + self.others.used


class Redis:
    """Pages that processes and machines share: one renders, the others fetch. Its being away is no error.

    One entry an address, replaced by each new state, so it holds as many pages as the site has.
    """

    def __init__(self, url: str) -> None:
        import redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        self._errors = redis.RedisError
        self._refusal = redis.ResponseError
        self._redis = redis.Redis.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 0)
        )
        self._away_until = 0.0
        self._away = False
        self._refused: set[str] = set()  # what it would not do when it was last asked

    def get(self, address: Address, stamp: str) -> Page | None:
        """The page where it is of the state `stamp`."""
        data = self._ask("give", lambda: self._redis.get(_key(address))) if address.ordinary else None
        try:
            page = Page.from_bytes(data) if data else None
        except (ValueError, TypeError, KeyError, RecursionError):
            log.warning("Redis holds something else than a page under %s", _key(address))
            return None
        return page if page is not None and page.stamp == stamp else None

    def put(self, address: Address, page: Page) -> None:
        if address.ordinary:
            self._ask("take", lambda: self._redis.set(_key(address), page.to_bytes(), ex=KEPT))

    def _ask(self, what: str, command: Callable[[], T]) -> T | None:
        """The answer, or None where Redis is away or refuses; one that is away is asked again after RETRY seconds."""
        if time.monotonic() < self._away_until:
            return None
        answer: Any = None
        try:
            answer = command()
            if what in self._refused:
                self._refused.discard(what)
                log.warning("Redis %ss pages again", what)
        except self._refusal as error:  # full, a copy that may only be read, a user without the right
            if what not in self._refused:
                self._refused.add(what)
                log.error("Redis does not %s pages, each process makes its own: %s", what, error)
        except (self._errors, OSError) as error:
            self._away_until = time.monotonic() + RETRY
            if not self._away:
                log.error("Redis does not answer, pages are kept in each process only: %s", error)
            self._away = True
            return None
        if self._away:
            log.warning("Redis answers again")
        self._away = False
        return answer


def _key(address: Address) -> str:
    # With a number that changes with the form of what is kept, as old and new processes may share a Redis.
    return "page-2:" + blake2b(json.dumps(address).encode(), digest_size=16).hexdigest()
