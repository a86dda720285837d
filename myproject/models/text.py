"""Text as visitors get it: Markdown as safe HTML, HTML as plain text, and words as the search compares them."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_TAG = re.compile(r"<[^>]*>")
_BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|t[hdr]|blockquote|pre)>|<br */?>|<hr */?>")
# The renderer quotes every attribute, and writes quotes in text as entities.
_LINK = re.compile(r'(<[a-z][^<>]*? (?:href|src)=)"([^"]*)"')
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:['’ʼ]s\b)?")

# Letters that no Unicode decomposition takes apart.
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_LONGEST_WORD = 60


def render_markdown(source: str) -> str:
    """Markdown (CommonMark and tables) as HTML in which every tag is ours: raw HTML comes out as text."""
    return _markdown().render(source)


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # only what writes content needs it

    # Raw HTML is shown as text and links to javascript: and the like are refused by the renderer itself.
    return MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(
        ["table", "replacements", "smartquotes"]
    )


def plain_text(markup: str) -> str:
    """The text of HTML from `render_markdown`, on one line."""
    return _SPACE.sub(" ", html.unescape(_TAG.sub("", _BLOCK_END.sub(" ", markup)))).strip()


def with_absolute_links(markup: str, base: str) -> str:
    """HTML from `render_markdown` for readers elsewhere: its links and images as seen from the address `base`."""

    def absolute(link: re.Match[str]) -> str:
        try:
            return f'{link[1]}"{html.escape(urljoin(base, html.unescape(link[2])))}"'
        except ValueError:  # it leads nowhere in the first place, such as http://[
            return link[0]

    return _LINK.sub(absolute, markup)


def shorten(text: str, length: int) -> str:
    """`text` in at most `length` characters, cut after a whole word and marked with an ellipsis."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space else cut).rstrip(" ,;:.–—-") + "…"


def fold(text: str) -> str:
    """`text` without case and accents: "Amélie" and "AMELIE" give "amelie"."""
    for _ in range(2):  # what a letter is taken apart into may be in capitals, as in "℠"
        text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in text.translate(_LETTERS) if not unicodedata.combining(letter))


def slugify(text: str) -> str:
    """`text` as a part of an address: "Jean-Pierre Jeunet" gives "jean-pierre-jeunet"."""
    return "-".join(re.findall(r"[^\W_]+", fold(text)))


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of `text` as the search compares them, each with its start and end in `text`.

    Folded, without a possessive, and without a plural s (a light form of Harman's S-stemmer, 1991), so that
    "Hitchhiker's", "hitchhikers" and "hitchhiker" are one word in the index and in a query alike.
    """
    for match in _WORD.finditer(text):
        written = match[0]
        # The same words come again and again. Not remembered is what may be as long as anybody likes.
        compare = _compared if len(written) <= _LONGEST_WORD else _compared.__wrapped__
        for word in compare(written):
            yield word, match.start(), match.end()


@lru_cache(10_000)
def _compared(written: str) -> list[str]:
    """What `words` makes of a word as it is written: more than one where it holds signs, such as "℀"."""
    return [
        _singular(word)[:_LONGEST_WORD]
        for word in re.findall(r"[^\W_]+", fold(re.sub(r"['’ʼ]s$", "", written)))
    ]


def search_words(text: str) -> str:
    """The words of `text` with a space between, for the index of the search."""
    return " ".join(word for word, _, _ in words(text))


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
