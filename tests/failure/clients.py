"""A visitor's connection to a site, over plain http: asks, waits, keeps the connection as browsers do."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

PATIENCE = 15.0  # seconds until a visitor gives up
HONEST = "127.0.0.3"  # where visitors come from; who means harm has another address, as in life

NONE: Mapping[str, str] = {}

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_CLOSE = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 and the reason as `head` where nothing did, or not all of it."""

    started: float  # time.monotonic()
    seconds: float
    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str | None:
        found = re.search(rf"\r\n{name}: *([^\r\n]*)".encode(), self.head, re.IGNORECASE)
        return found[1].decode("latin-1") if found else None


class Client:
    """One connection at a time."""

    def __init__(self, port: int, host: str = "site.example"):
        self.port, self.host = port, host
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, path: str, **headers: str) -> Answer:
        return await self.ask("GET", path, headers)

    async def ask(
        self, method: str, path: str, headers: Mapping[str, str] = NONE, body: bytes = b""
    ) -> Answer:
        started = time.monotonic()
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: {self.host}",
            *(f"{k}: {v}" for k, v in headers.items()),
        ]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        message = "\r\n".join([*lines, "", ""]).encode() + body
        try:
            async with asyncio.timeout(PATIENCE):
                status, head, content = await self._exchange(message, method)
        except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError) as error:
            self.close()
            return Answer(started, time.monotonic() - started, 0, repr(error).encode(), b"")
        return Answer(started, time.monotonic() - started, status, head, content)

    async def _exchange(self, message: bytes, method: str) -> tuple[int, bytes, bytes]:
        kept = self._writer is not None
        try:
            return await self._once(message, method)
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            # A kept connection may close while a request is on its way; browsers ask once more (RFC 9110, 9.2.2).
            self.close()
            if not kept or method == "POST" or getattr(error, "partial", b""):
                raise
            return await self._once(message, method)

    async def _once(self, message: bytes, method: str) -> tuple[int, bytes, bytes]:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(
                "127.0.0.1", self.port, local_addr=(HONEST, 0), limit=1 << 20
            )
        self._writer.write(message)
        head = await self._reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        body = b"" if method == "HEAD" or status in (204, 304) else await self._body(head)
        if _CLOSE.search(head):
            self.close()
        return status, head, body

    async def _body(self, head: bytes) -> bytes:
        if _CHUNKED.search(head):
            parts = []
            while size := int(await self._reader.readuntil(b"\r\n"), 16):
                parts.append((await self._reader.readexactly(size + 2))[:-2])
            await self._reader.readexactly(2)
            return b"".join(parts)
        return await self._reader.readexactly(int(_LENGTH.search(head)[1]))

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None
