"""Everything that visitors can reach from the home page, byte by byte."""

from __future__ import annotations

import asyncio
import hashlib
import html
import re
from urllib.parse import urljoin, urlsplit

from tests.failure.clients import Client

START = "/en/"
_LINK = re.compile(rb'\b(?:href|src|action)="([^"]*)"|\bsrcset="([^"]*)"')
_TOKEN = re.compile(rb'(name="csrf_token" value=")[^"]*')


def crawl(port: int) -> dict[str, tuple[int, str]]:
    """The status and the digest of each page, picture, style sheet and feed, by address."""
    return asyncio.run(_crawl(port))


async def _crawl(port: int) -> dict[str, tuple[int, str]]:
    client, found, waiting = Client(port), {}, [START]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        answer = await client.get(address)
        # The only thing that is one visitor's own.
        body = _TOKEN.sub(rb"\1", answer.body)
        found[address] = answer.status, hashlib.sha256(body).hexdigest()
        if answer.status == 200 and (answer.header("Content-Type") or "").startswith("text/html"):
            waiting += _links(address, body, client.host)
    client.close()
    return found


def _links(address: str, body: bytes, host: str) -> list[str]:
    """The addresses of this site that a page leads to."""
    found = []
    for single, several in _LINK.findall(body):
        for each in [single, *(part.split()[0] for part in several.split(b",") if part.split())]:
            url = urlsplit(urljoin(f"http://{host}{address}", html.unescape(each.decode())))
            if each and url.netloc == host:
                found.append(url.path + (f"?{url.query}" if url.query else ""))
    return found
