"""A template's source, with tokens and errors that know their place in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from chameleon.exc import ParseError
from chameleon.tokenize import Token


@dataclass(frozen=True)
class Source:
    """The text of a template, with LF line ends, and the name that errors give it."""

    text: str
    filename: str

    def token(self, start: int, end: int) -> Token:
        return Token(self.text[start:end], start, self.text, self.filename)

    def refuse(self, message: str, start: int, end: int | None = None) -> NoReturn:
        """Raises a ParseError for the characters from start to end, or the one at start."""
        raise ParseError(message, self.token(start, start + 1 if end is None else end))
