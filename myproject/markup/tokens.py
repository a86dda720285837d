"""Tokens that stay exact: each character knows where it stands in the source.

Chameleon cuts the values of its attributes into expressions and keeps the position of each, but it loses count at every
`;` that it splits on and every entity that it decodes. An error must name the column of the designer's file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self, SupportsIndex

from chameleon.tokenize import Token
from chameleon.utils import entity_re, substitute_entity


class ExactToken(Token):
    """A Token that keeps the source position of each of its characters through cutting and replacing."""

    __slots__ = ("origins",)

    origins: Sequence[int]

    @classmethod
    def of(cls, token: Token) -> Self:
        return cls._make(str(token), range(token.pos, token.pos + len(token)), token)

    @classmethod
    def _make(cls, text: str, origins: Sequence[int], like: Token) -> Self:
        made = cls(text, origins[0] if origins else like.pos, like.source, like.filename)
        made.origins = origins
        return made

    def __getitem__(self, index: slice | SupportsIndex) -> str:
        text = str.__getitem__(self, index)
        if not isinstance(index, slice):
            return text
        made = self._make(text, self.origins[index], self)
        if not text:
            start = index.indices(len(self))[0]
            made.pos = self.pos if start >= len(self.origins) else self.origins[start]
        return made

    def __add__(self, other: str | None) -> Self:
        if not other:
            return self
        last = self.origins[-1] if self.origins else self.pos
        added = getattr(other, "origins", None) or [last] * len(other)
        return self._make(str.__add__(self, other), [*self.origins, *added], self)

    def replace(self, old: str, new: str, count: SupportsIndex = -1, /) -> Self:
        if old == self:
            return self._make(new, self._decoded_origins(new), self)
        pieces = self.split(old)
        result = pieces[0]
        for piece in pieces[1:]:
            result = result + self._make(new, [max(piece.pos - len(old), 0)] * len(new), self) + piece
        return result

    def _decoded_origins(self, decoded: str) -> list[int]:
        """Aligns `decoded`, which is this token with its entities decoded, with this token."""
        origins, at = [], 0
        for character in decoded:
            origins.append(self.origins[min(at, len(self.origins) - 1)])
            entity = entity_re.match(self, at)
            at = entity.end() if entity and substitute_entity(entity) == character else at + 1
        return origins

    def split(self, sep: str | None = None, maxsplit: SupportsIndex = -1) -> list[Self]:
        pieces, at = [], 0
        for text in str.split(self, sep, maxsplit):
            at = str.index(self, text, at)
            pieces.append(self[at : at + len(text)])
            at += len(text) + (len(sep) if sep else 0)
        return pieces

    def lstrip(self, chars: str | None = None, /) -> Self:
        return self[len(self) - len(str.lstrip(self, chars)) :]

    def rstrip(self, chars: str | None = None, /) -> Self:
        return self[: len(str.rstrip(self, chars))]
