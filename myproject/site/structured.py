"""Structured data for search engines: schema.org vocabulary as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from myproject.content.articles import Article
from myproject.content.films import Film

Node = dict[str, Any]

# A script element ends at "</script", and "<!--" changes how it is read; JSON can spell all of that otherwise.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def json_ld(nodes: Iterable[Node]) -> Markup:
    """One JSON-LD document, safe inside a script element."""
    document = {"@context": "https://schema.org", "@graph": list(nodes)}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_ESCAPES))


def website(name: str, description: str, url: str, search_url: str) -> Node:
    return {
        "@type": "WebSite",
        "name": name,
        "description": description,
        "url": url,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search_url}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumbs(trail: Iterable[tuple[str, str]]) -> Node:
    """The way from the home page to this one: names and absolute addresses."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(trail, 1)
        ],
    }


def movie(film: Film, url: str, image: str | None) -> Node:
    return _without_empty(
        {
            "@type": "Movie",
            "name": film.title,
            "url": url,
            "image": image,
            "description": film.summary,
            "dateCreated": str(film.year),
            "duration": f"PT{film.running_time}M",
            "genre": [genre.name for genre in film.genres],
            "director": [{"@type": "Person", "name": director.name} for director in film.directors],
        }
    )


def news_article(article: Article, url: str, image: str | None, publisher: str) -> Node:
    return _without_empty(
        {
            "@type": "NewsArticle",
            "headline": article.title,
            "mainEntityOfPage": url,
            "image": image,
            "description": article.summary,
            "datePublished": article.published.isoformat(),
            "dateModified": article.updated.isoformat(),
            "author": {"@type": "Person", "name": article.author},
            "publisher": {"@type": "Organization", "name": publisher},
            "keywords": [tag.name for tag in article.tags],
        }
    )


def _without_empty(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, "", [])}
