"""Pages that everybody gets alike are made once for each state of the site, and then answered from memory.

An execution policy: a hit needs no Request, no tween, no database connection. Which pages may be kept their views say
(`conditional=True`, see `web.conditional`): those that depend on nothing but the address, the language, the content,
the theme and the day. A kept page carries the stamp of the state that it was made from, taken before it was made, and
is compared with the current state each time it is asked for; so it is never older than what `content.watch` knows.

Never kept, nor answered from memory: anything but a 200 to GET or HEAD, what sets a cookie, and whatever is asked for
with a session, with credentials or with a body.

A hit takes 4 us of a core, 10 with its line in the access log; the same page made anew some 2,000 to 6,000. How it was
measured, and why it is done so: docs/adr/page-cache.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response
from pyramid.router import Router
from sqlalchemy.exc import SQLAlchemyError

from myproject.content.version import ContentState
from myproject.serving.environ import BEGINNING
from myproject.web.codedigest import code_digest
from myproject.web.compression import Environ, Headers, Policy, compressed, takes_gzip
from myproject.web.conditional import SHARED, Validators
from myproject.web.contentstate import STATE, current_state
from myproject.web.guards import drop_dates_that_are_none
from myproject.web.language import language_of
from myproject.web.metrics import metrics
from myproject.web.observe import CACHED, ROUTE
from myproject.web.pages import Address, Form, Memory, Page, Redis
from myproject.web.sessions import cookie_name
from myproject.web.singleflight import SingleFlight
from myproject.web.theme import Theme
from myproject.web.themes import KEY as THEME

CACHE = "myproject.page_cache"

# A request with one of these is one visitor's own, or none that a page answers, or brings a state of its own (a test).
_OWN = ("HTTP_AUTHORIZATION", "REMOTE_USER", "HTTP_TRANSFER_ENCODING", "app.dbsession", THEME)
_OF_THE_BODY = ("Content-Type", "Content-Length")

# Seconds that a visitor waits for another one's page to be made, before it is made for him as well.
PATIENCE = 2.0
# How many addresses are remembered whose answers are not to be kept.
UNKEPT = 10_000


def cached(policy: Policy) -> Policy:
    """An execution policy around `policy`; where pages are not to be kept it is no more than that."""

    def answer(environ: Environ, router: Router) -> Any:
        cache = router.registry.get(CACHE)
        return policy(environ, router) if cache is None else cache.answer(environ, router, policy)

    return answer


def includeme(config: Configurator) -> None:
    place = config.registry["myproject.settings"].page_cache
    if place is not None:
        config.registry[CACHE] = PageCache(
            config.registry, Memory(place.size), Redis(place.redis) if place.redis else None
        )


class Answer:
    """A kept page as the answer to one request; its list of headers is its own."""

    def __init__(self, form: Form, status: str, status_int: int, headers: Headers, body: list[bytes]) -> None:
        self.form = form
        self.status = status
        self.status_int = status_int
        self.headerlist = headers
        self._body = body

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ[BEGINNING] = self.form
        start_response(self.status, self.headerlist)
        return self._body


class Wanted(NamedTuple):
    """A page that is asked for, and the state of the site that it is to be of."""

    address: Address
    stamp: str
    content: ContentState
    theme: Theme


class PageCache:
    """memory: the pages of this process; shared: those of all processes, asked where memory has none."""

    def __init__(self, registry: Registry, memory: Memory, shared: Redis | None) -> None:
        settings = registry["myproject.settings"]
        self.memory = memory
        self.shared = shared
        self._registry = registry
        self._hosts = frozenset(settings.hosts)
        self._session = cookie_name("session", secure=settings.https) + "="
        self._language = registry.settings["pyramid.default_locale_name"]
        self._made_by = f"{code_digest()} {settings.https:d} {self._language}"
        self._flight = SingleFlight(PATIENCE)
        self._unkept: set[int] = set()
        self._last: tuple[Any, Any, str] = (None, None, "")  # a state of the site, and its stamp

    def answer(self, environ: Environ, router: Router, policy: Policy) -> Any:
        if not self._may_be_shared(environ):
            return policy(environ, router)
        try:
            content = current_state(self._registry, environ)
        except SQLAlchemyError:  # it was never known: the application says what there is to say
            return policy(environ, router)
        theme = self._registry[THEME].active.theme()
        address, stamp = self._address(environ), self._stamp(content, theme)
        page = self.memory.get(address, stamp)
        if page is not None:
            environ[CACHED] = "hit"
            return _answer(page, environ)
        environ[CACHED] = "miss"
        return self._miss(environ, router, policy, Wanted(address, stamp, content, theme))

    def _stamp(self, content: ContentState, theme: Theme) -> str:
        last = self._last  # one tuple, as threads may be at it at once
        if last[0] is not content or last[1] is not theme:
            self._last = last = (content, theme, f"{self._made_by} {content.token} {theme.digest}")
        return last[2]

    def _may_be_shared(self, environ: Environ) -> bool:
        return (
            environ["REQUEST_METHOD"] in ("GET", "HEAD")
            and environ.keys().isdisjoint(_OWN)
            and environ.get("CONTENT_LENGTH") in (None, "", "0")
            and self._session not in environ.get("HTTP_COOKIE", "")
        )

    def _address(self, environ: Environ) -> Address:
        host, query = environ.get("HTTP_HOST", ""), environ.get("QUERY_STRING", "")
        return Address(
            environ["wsgi.url_scheme"],
            host,
            environ.get("SCRIPT_NAME", ""),
            environ.get("PATH_INFO", ""),
            query,
            language_of(environ, self._language),
            not query and host in self._hosts,
        )

    def _miss(self, environ: Environ, router: Router, policy: Policy, wanted: Wanted) -> Any:
        if hash(wanted.address) in self._unkept:  # nobody could use what another one gets
            return self._make(environ, router, policy, wanted)
        with self._flight.turn((wanted.address, wanted.stamp)) as first:
            page = self._made_elsewhere(wanted) if first else self.memory.get(wanted.address, wanted.stamp)
            if page is not None:
                return _answer(page, environ)
            return self._make(environ, router, policy, wanted)

    def _made_elsewhere(self, wanted: Wanted) -> Page | None:
        if self.shared is None:
            return None
        page = self.shared.get(wanted.address, wanted.stamp)
        if page is not None:
            self._remember(wanted.address, page)
        return page

    def _make(self, environ: Environ, router: Router, policy: Policy, wanted: Wanted) -> Any:
        """Has the application answer, of the state that is wanted, and keeps what may be kept."""
        environ[STATE], environ[THEME], environ[SHARED] = wanted.content, wanted.theme, None
        response = policy(environ, router)
        page = _page(response, environ.pop(SHARED), wanted.stamp, environ.get(ROUTE, ""))
        if page is None:
            del environ[CACHED]
            self._note_unkept(wanted.address)
            return response
        self._unkept.discard(hash(wanted.address))
        self._remember(wanted.address, page)
        if self.shared is not None:
            self.shared.put(wanted.address, page)
        return _answer(page, environ)

    def _remember(self, address: Address, page: Page) -> None:
        self.memory.put(address, page)
        metrics(self._registry).kept(self.memory.used)

    def _note_unkept(self, address: Address) -> None:
        if len(self._unkept) >= UNKEPT:
            self._unkept.clear()
        self._unkept.add(hash(address))


def _page(response: Response, validators: Validators | None, stamp: str, route: str) -> Page | None:
    """What is to be kept of a response: None where its view did not say that everybody gets it alike."""
    if validators is None or response.status_int != 200 or "Set-Cookie" in response.headers:
        return None
    headers, body = list(response.headerlist), response.body
    small = compressed(headers, body)
    return Page(stamp, validators.etag, validators.modified, headers, body, route, small)


def _answer(page: Page, environ: Environ) -> Answer:
    environ[ROUTE] = page.route
    if _is_known(page, environ):
        headers = [header for header in page.headers if header[0] not in _OF_THE_BODY]
        return Answer(page.plain, "304 Not Modified", 304, headers, [])
    form = page.gzipped if takes_gzip(environ) else page.plain
    body = [] if environ["REQUEST_METHOD"] == "HEAD" else [form.body]
    return Answer(form, "200 OK", 200, form.headers.copy(), body)


def _is_known(page: Page, environ: Environ) -> bool:
    """True where the visitor has the page already."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is None and "HTTP_IF_MODIFIED_SINCE" not in environ:
        return False
    if tags == f'W/"{page.etag}"':  # as browsers say it; whatever else is said, WebOb understands
        return True
    request = Request(environ)
    drop_dates_that_are_none(request)
    return Validators(page.etag, page.modified).match(request)
