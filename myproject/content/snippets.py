"""Snippets: the piece of a text in which a search's words stand, as safe HTML with the words marked."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from myproject.models.text import words

LENGTH = 220


def snippet(text: str, terms: Sequence[str], length: int = LENGTH) -> str:
    """About `length` characters of plain `text` around most of the terms, escaped, with <mark> around each.

    `terms` are words as `models.text.words` gives them; the last one also marks words that begin with it.
    """
    marks = [(start, end) for word, start, end in words(text) if _matches(word, terms)]
    first, last = _window(text, marks, length)
    pieces, at = ["…" if first else ""], first
    for start, end in dict.fromkeys(marks):
        if at <= start and end <= last:
            pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
            at = end
    pieces += [escape(text[at:last]), "…" if last < len(text) else ""]
    return "".join(pieces)


def _matches(word: str, terms: Sequence[str]) -> bool:
    return bool(terms) and (word in terms or word.startswith(terms[-1]))


def _window(text: str, marks: list[tuple[int, int]], length: int) -> tuple[int, int]:
    """Where to cut `text`: the span that holds most marks, beginning and ending between words."""
    if len(text) <= length:
        return 0, len(text)
    lead = length // 5
    starts = [max(0, start - lead) for start, _ in marks] or [0]
    best = max(starts, key=lambda at: sum(at <= start and end <= at + length for start, end in marks))
    first = min(best, len(text) - length)
    last = first + length
    if first and (space := text.find(" ", first, first + lead)) != -1:
        first = space + 1
    if last < len(text) and (space := text.rfind(" ", last - lead, last)) != -1:
        last = space
    return first, last
