"""Reads a template as HTML, the way a browser does, into the tree that Chameleon compiles.

Chameleon's own parser reads XML-like text: it gives up half way through tags that designers write every day, and it
puts an element whose end tag was left out beside its content, which is then shown whatever its condition says. This
reader replaces it. It takes HTML, and where browsers would repair what they read in a way the source does not show, it
refuses with a ParseError that names the place: what is guarded must be what the designer sees is guarded.

Comments, scripts, styles and declarations pass as they stand: nothing in them is an expression.

The result is a list of (kind, value):
    ("text", token)                        text, in which ${..} is an expression
    ("verbatim", token)                    anything that is copied as it stands
    ("style", token)                       the content of a style element
    ("element", (start, end, children))    start and end are mappings as chameleon.parser makes them; end is None where
                                           there is no end tag
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

from myproject.markup import html, tags
from myproject.markup.source import Source

Node = tuple[str, Any]

_COMMENT = re.compile(r"<!--(?P<text>.*?)--(?P<bang>!?)>", re.DOTALL)
_DOCTYPE = re.compile(r"<!doctype[ \t\n][^<>\[\]]*>", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_HARMLESS_LESS_THAN = re.compile(r"<(?=[\s0-9=])")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# How the content of elements is read in which tags are not tags.
_RAW_KINDS = {
    **dict.fromkeys(html.RAW_TEXT, "verbatim"),
    **dict.fromkeys(html.TEXT_ONLY, "text"),
    "style": "style",
}
_NAMESPACES = ("tal:", "metal:", "i18n:", "meta:")


@dataclass
class _Open:
    """An element whose end has not been read."""

    name: str
    start: dict[str, Any]
    children: list[Node] = field(default_factory=list)
    foreign: bool = False  # is it part of a drawing or a formula?
    html_inside: bool = True  # is its content HTML?

    @property
    def span(self) -> tuple[int, int]:
        """Where its < and name stand."""
        return self.start["prefix"].pos, self.start["name"].pos + len(self.start["name"])

    @property
    def bound(self) -> bool:
        names = (attribute["name"].lower() for attribute in self.start["attrs"])
        return any(name.startswith(("data-tal-", "data-metal-", *_NAMESPACES)) for name in names)


def read(text: str, filename: str) -> list[Node]:
    """The tree of a template; `text` has LF line ends. ParseError for what browsers do not read without repairs."""
    return _Reader(Source(text, filename)).read()


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.position = 0
        self.root: list[Node] = []
        self.stack: list[_Open] = []

    def read(self) -> list[Node]:
        if bad := _FORBIDDEN.search(self.text):
            self.source.refuse(
                "This is a control character, which HTML does not allow: remove it.", *bad.span()
            )
        while self.position < len(self.text):
            self.read_next()
        for element in reversed(self.stack):
            if element.name not in html.ENDED_BY:
                self.refuse_open(element)
            self.close()
        return self.root

    def refuse_open(self, element: _Open) -> NoReturn:
        self.source.refuse(f"<{element.name}> is never closed: add </{element.name}>.", *element.span)

    def line_of(self, element: _Open) -> int:
        return self.source.token(*element.span).location[0]

    def add(self, kind: str, value: Any) -> None:
        (self.stack[-1].children if self.stack else self.root).append((kind, value))

    def add_span(self, kind: str, end: int) -> None:
        self.add(kind, self.source.token(self.position, end))
        self.position = end

    # One piece of text at a time

    def read_next(self) -> None:
        text, position = self.text, self.position
        if text[position] != "<" or _HARMLESS_LESS_THAN.match(text, position):
            self.read_text()
        elif text.startswith("<!--", position):
            self.read_comment()
        elif text.startswith("<!", position):
            self.read_declaration()
        elif text.startswith("<?", position):
            self.source.refuse("<? .. ?> is no part of HTML: remove it.", position, position + 2)
        elif tag := tags.TAG.match(text, position):
            if tag["slash"]:
                self.read_end_tag(tag)
            else:
                self.read_start_tag(tag)
        else:
            self.source.refuse("A tag's name begins with a letter; for a plain < write &lt;.", position)

    def read_text(self) -> None:
        end = self.text.find("<", self.position + 1)
        while end >= 0 and _HARMLESS_LESS_THAN.match(self.text, end):
            end = self.text.find("<", end + 1)
        self.add_span("text", len(self.text) if end < 0 else end)

    def read_comment(self) -> None:
        comment = _COMMENT.match(self.text, self.position)
        if comment is None:
            self.source.refuse("This comment is never closed: add -->.", self.position, self.position + 4)
        content = comment["text"]
        if comment["bang"] or content.startswith((">", "->")) or "<!--" in content:
            self.source.refuse(
                "Where this comment ends depends on the reader: keep <!--, --!> and a leading > out of it.",
                *comment.span(),
            )
        if content.startswith("!"):  # a note that stays in the template
            self.position = comment.end()
        else:
            self.add_span("verbatim", comment.end())

    def read_declaration(self) -> None:
        position = self.position
        if doctype := _DOCTYPE.match(self.text, position):
            if self.stack or any(kind == "element" for kind, _ in self.root):
                self.source.refuse(
                    "<!doctype> stands at the start of a page: remove it here.", *doctype.span()
                )
            self.add_span("verbatim", doctype.end())
        elif (cdata := _CDATA.match(self.text, position)) and not self.html_here():
            self.add_span("verbatim", cdata.end())
        else:
            self.source.refuse(
                "Of <!..> HTML has only <!doctype html> and comments: remove it.", position, position + 2
            )

    # Start tags

    def read_start_tag(self, match: re.Match[str]) -> None:
        tag = tags.read_start(self.source, match)
        name = match["name"].lower()
        self.place(name, *match.span())
        element = self.opened(name, tag.mapping)
        self.position = tag.end
        if name in html.VOID and not element.foreign:
            self.add("element", (tag.mapping, None, []))
        elif tag.empty:
            if not element.foreign and not name.startswith(_NAMESPACES):
                self.source.refuse(
                    f"HTML does not close <{name}> with />: write <{name}></{name}>.", *element.span
                )
            self.add("element", (tag.mapping, None, []))
        else:
            self.stack.append(element)
            self.read_raw_content(element)

    def place(self, name: str, start: int, end: int) -> None:
        """Ends what a start tag ends; refuses it where browsers do not let it stay."""
        if name in html.OBSOLETE:
            self.source.refuse(f"<{name}> is obsolete and browsers disagree on it.", start, end)
        if not self.html_here():
            if name in html.BREAKS_OUT_OF_FOREIGN:
                self.source.refuse(f"<{name}> cannot stand inside a drawing or formula.", start, end)
            return
        self.end_what_this_ends(name, start, end)
        parent = html.ONLY_INSIDE.get(name)
        if parent and not any(element.name == parent for element in self.stack):
            self.source.refuse(f"<{name}> stands inside <{parent}> only.", start, end)
        if name in html.NOT_INSIDE and (outer := self.innermost(html.NOT_INSIDE[name])):
            self.source.refuse(
                f"<{name}> cannot stand inside the <{outer.name}> of line {self.line_of(outer)}: close that one first.",
                start,
                end,
            )

    def innermost(self, names: frozenset[str]) -> _Open | None:
        """The innermost open element of these, up to one that keeps what is in it apart."""
        for element in reversed(self.stack):
            if element.name in names:
                return element
            if element.name in html.BOUNDARIES and element.name not in html.NOT_INSIDE:
                break
        return None

    # Which content is HTML, which is a drawing or a formula

    def html_here(self) -> bool:
        return not self.stack or self.stack[-1].html_inside

    def opened(self, name: str, start: dict[str, Any]) -> _Open:
        foreign = not self.html_here() or name in html.FOREIGN_ROOTS
        return _Open(name, start, [], foreign, not foreign or name in html.HTML_INSIDE_FOREIGN)

    def read_raw_content(self, element: _Open) -> None:
        """The content of elements in which tags are not tags, up to the end tag, which is left to read."""
        name = element.name
        if name not in _RAW_KINDS or (element.foreign and name == "title"):
            return
        end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self.text, self.position)
        if end is None:
            self.refuse_open(element)
        content = self.text[self.position : end.start()]
        if (element.foreign and "<" in content) or (name not in ("style", "iframe") and "<!--" in content):
            at = self.position + content.find("<")
            self.source.refuse(
                f"How this <{name}> is read depends on the reader: keep this < out of it, or write &lt;.", at
            )
        if content:
            self.add_span(_RAW_KINDS[name], end.start())

    # End tags, written and left out

    def end_what_this_ends(self, name: str, start: int, end: int) -> None:
        """Closes the elements that this start tag ends, and those in them whose end tags may be left out as well."""
        while (ended := self.ended_by(name)) is not None:
            inner = self.stack[-1]
            if inner.name not in html.ENDED_BY:
                self.source.refuse(
                    f"<{name}> ends the <{ended.name}> of line {self.line_of(ended)}, but <{inner.name}> of line "
                    f"{self.line_of(inner)} is still open in it: close it, or move <{name}> out.",
                    start,
                    end,
                )
            if ended.name == "p" and name != "p" and ended.bound and not self.ends_parent(name):
                self.source.refuse(
                    f"<{name}> ends the <p> of line {self.line_of(ended)}, which is bound: write </p> before it.",
                    start,
                    end,
                )
            self.close()

    def ended_by(self, name: str) -> _Open | None:
        """The innermost open element that a start tag ends."""
        for element in reversed(self.stack):
            if name in html.ENDED_BY.get(element.name, ()):
                return element
            if element.name in html.BOUNDARIES or element.foreign:
                break
        return None

    def ends_parent(self, name: str) -> bool:
        return len(self.stack) > 1 and name in html.ENDED_BY.get(self.stack[-2].name, ())

    def read_end_tag(self, match: re.Match[str]) -> None:
        name = match["name"].lower()
        tag = tags.read_end(self.source, match)
        if not any(element.name == name for element in self.stack):
            self.source.refuse(
                f"</{name}> closes nothing: there is no <{name}> open here. Remove it.", *match.span()
            )
        while (element := self.stack[-1]).name != name:
            kept = name not in html.ENDS_CONTENT and element.name not in html.ENDED_BY_ALL
            if element.name not in html.ENDED_BY or element.foreign or kept:
                self.source.refuse(
                    f"</{name}> comes while <{element.name}> of line {self.line_of(element)} is open: "
                    f"write </{element.name}> first.",
                    *match.span(),
                )
            self.close()
        self.close(tag.mapping)
        self.position = tag.end

    def close(self, end: dict[str, Any] | None = None) -> None:
        element = self.stack.pop()
        self.add("element", (element.start, end, element.children))
