"""Pages that a tool wrote in XML's spelling, as HTML.

XML writes an element without content as `<span/>`. To HTML that is a start tag, and what follows stands inside.
"""

from __future__ import annotations

import re

from myproject.roundtrip.parse.source import VOID

# Whole comments, and elements whose content is text, so that no tag is looked for in them; then tags.
_PIECE = re.compile(
    r"<!--.*?-->|<(?P<raw>script|style|textarea|title)\b(?:[^>]*[^>/])?>.*?</(?P=raw)"
    r"""|<(?P<name>[a-zA-Z][\w-]*)(?P<rest>(?:[^<>"']|"[^"]{0,4000}"|'[^']{0,4000}'){0,400}?)(?P<slash>/?)>""",
    re.DOTALL | re.IGNORECASE,
)


def as_html(text: str) -> str:
    """The text with an end tag for each element that XML closes in its start tag; as it is where HTML wrote it."""
    tags = [match for match in _PIECE.finditer(text) if match["name"]]
    empty = [match for match in tags if match["slash"] and match["name"].lower() not in VOID]
    if not empty or any(not match["slash"] for match in tags if match["name"].lower() in VOID):
        return text
    return _PIECE.sub(_closed, text)


def _closed(match: re.Match[str]) -> str:
    name = match["name"]
    if not match["slash"] or name.lower() in VOID:
        return match[0]
    return f"<{name}{match['rest']}></{name}>"
