"""The search over films, articles and pages, alike on SQLite (FTS5) and PostgreSQL (tsvector)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import TextClause, text

from myproject.content.clock import today
from myproject.content.errors import NotFound
from myproject.content.paging import Slice
from myproject.content.snippets import snippet
from myproject.models.search import Kind
from myproject.models.text import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# A longer query is cut: nobody reads that much, and the database would.
MOST_WORDS = 16
MOST_CHARACTERS = 1000
# No site has more to find, and no database counts further than 2**63.
MOST_HITS = 1_000_000


@dataclass(frozen=True)
class SearchHit:
    """Something found; `slug` is a page's path, `snippet` safe HTML with <mark> around what was searched."""

    kind: Kind
    slug: str
    title: str
    snippet: str


# Weights: a word in the title counts ten times one in the text, a name or genre four times.
# SQLite: bm25() works where the index itself is read and not beside a window function, so it is read apart.
_SQLITE = text("""
    WITH found AS MATERIALIZED (
        SELECT rowid, bm25(search_index, 10.0, 4.0, 1.0) AS score FROM search_index WHERE search_index MATCH :query
    )
    SELECT d.kind, d.slug, d.title, d.keywords, d.body, count(*) OVER () AS total
    FROM found JOIN search_document d ON d.id = found.rowid
    WHERE d.visible_from IS NULL OR d.visible_from <= :today
    ORDER BY found.score, d.title, d.id
    LIMIT :limit OFFSET :offset
""")
_POSTGRESQL = text("""
    SELECT d.kind, d.slug, d.title, d.keywords, d.body, count(*) OVER () AS total
    FROM search_index i JOIN search_document d ON d.id = i.rowid,
         to_tsquery('simple', :query) AS query
    WHERE i.words @@ query AND (d.visible_from IS NULL OR d.visible_from <= :today)
    ORDER BY ts_rank(ARRAY[0.1, 0.1, 0.4, 1.0]::real[], i.words, query, 1) DESC, d.title, d.id
    LIMIT :limit OFFSET :offset
""")


def search(session: Session, query: str, number: int, per_page: int) -> Slice[SearchHit]:
    """Page `number` of what has all words of `query`, best first; the last word may be the beginning of one.

    Any text is a valid query; one without words finds nothing. A page beyond the last is NotFound.
    """
    terms = list(dict.fromkeys(word for word, _, _ in words(query[:MOST_CHARACTERS])))[:MOST_WORDS]
    if not 0 <= (number - 1) * per_page < MOST_HITS:
        raise NotFound(f"there is no page {number} of a search")
    rows = session.execute(*_statement(session, terms, number, per_page)).all() if terms else []
    hits = [SearchHit(row.kind, row.slug, row.title, _snippet(row.keywords, row.body, terms)) for row in rows]
    page = Slice(hits, number, per_page, rows[0].total if rows else 0)
    if not rows and number != 1:
        raise NotFound(f"there is no page {number} of this search")
    return page


def _statement(
    session: Session, terms: Sequence[str], number: int, per_page: int
) -> tuple[TextClause, dict[str, object]]:
    values = {"today": today(), "limit": per_page, "offset": (number - 1) * per_page}
    if session.get_bind().dialect.name == "sqlite":
        return _SQLITE, {**values, "query": " ".join(f'"{term}"' for term in terms) + "*"}
    return _POSTGRESQL, {**values, "query": " & ".join(f"'{term}'" for term in terms) + ":*"}


def _snippet(keywords: str, body: str, terms: Sequence[str]) -> str:
    """From the text; led by the keywords where a term stands among them."""
    marked = snippet(keywords, terms)
    inside = snippet(body, terms)
    return f"{marked} – {inside}" if "<mark>" in marked else inside
