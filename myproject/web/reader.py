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
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from chameleon.exc import ParseError
from chameleon.tokenize import Token

from myproject.web import html

Node = tuple[str, Any]

_TAG = re.compile(r"<(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9:._-]*)")
_ATTRIBUTE = re.compile(
    r"(?P<space>[ \t\n]+)(?P<name>[A-Za-z_:@][A-Za-z0-9_:.@-]*)"
    r"""(?:(?P<eq>[ \t\n]*=[ \t\n]*)(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'<>`=][^\s"'<>`]*)))?"""
)
_TAG_END = re.compile(r"(?P<space>[ \t\n]*)(?P<close>/?>)")
_COMMENT = re.compile(r"<!--(?P<text>.*?)--(?P<bang>!?)>", re.DOTALL)
_DOCTYPE = re.compile(r"<!doctype[ \t\n][^<>\[\]]*>", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_HARMLESS_LESS_THAN = re.compile(r"<(?=[\s0-9=])")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
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
    def bound(self) -> bool:
        names = (attribute["name"].lower() for attribute in self.start["attrs"])
        return any(name.startswith(("data-tal-", "data-metal-", *_NAMESPACES)) for name in names)


def read(source: str, filename: str) -> list[Node]:
    """The tree of a template; `source` has LF line ends. ParseError for what no browser reads without repairs."""
    return _Reader(source, filename).read()


class _Reader:
    def __init__(self, source: str, filename: str) -> None:
        self.source = source
        self.filename = filename
        self.position = 0
        self.root: list[Node] = []
        self.stack: list[_Open] = []

    def read(self) -> list[Node]:
        if bad := _FORBIDDEN.search(self.source):
            self.refuse("This is a control character, which HTML does not allow: remove it.", *bad.span())
        while self.position < len(self.source):
            self.read_next()
        for element in reversed(self.stack):
            if element.name not in html.ENDED_BY:
                self.refuse_token(
                    f"<{element.name}> is never closed: add </{element.name}>.", self.tag_of(element)
                )
            self.close()
        return self.root

    # Errors and small helpers

    def token(self, start: int, end: int) -> Token:
        return Token(self.source[start:end], start, self.source, self.filename)

    def refuse(self, message: str, start: int, end: int | None = None) -> None:
        self.refuse_token(message, self.token(start, start + 1 if end is None else end))

    def refuse_token(self, message: str, token: Token) -> None:
        raise ParseError(message, token)

    def tag_of(self, element: _Open) -> Token:
        start = element.start["prefix"].pos
        return self.token(start, start + 1 + len(element.start["name"]))

    def line_of(self, element: _Open) -> int:
        return self.tag_of(element).location[0]

    def add(self, kind: str, value: Any) -> None:
        (self.stack[-1].children if self.stack else self.root).append((kind, value))

    def add_span(self, kind: str, end: int) -> None:
        self.add(kind, self.token(self.position, end))
        self.position = end

    # One piece of source at a time

    def read_next(self) -> None:
        source, position = self.source, self.position
        if source[position] != "<" or _HARMLESS_LESS_THAN.match(source, position):
            self.read_text()
        elif source.startswith("<!--", position):
            self.read_comment()
        elif source.startswith("<!", position):
            self.read_declaration()
        elif source.startswith("<?", position):
            self.refuse("<? .. ?> is no part of HTML: remove it.", position, position + 2)
        elif tag := _TAG.match(source, position):
            if tag["slash"]:
                self.read_end_tag(tag)
            else:
                self.read_start_tag(tag)
        else:
            self.refuse("A tag's name begins with a letter; for a plain < write &lt;.", position)

    def read_text(self) -> None:
        end = self.source.find("<", self.position + 1)
        while end >= 0 and _HARMLESS_LESS_THAN.match(self.source, end):
            end = self.source.find("<", end + 1)
        self.add_span("text", len(self.source) if end < 0 else end)

    def read_comment(self) -> None:
        comment = _COMMENT.match(self.source, self.position)
        if comment is None:
            self.refuse("This comment is never closed: add -->.", self.position, self.position + 4)
            return
        text = comment["text"]
        if comment["bang"] or text.startswith((">", "->")) or "<!--" in text:
            self.refuse(
                "Where this comment ends depends on the reader: keep <!--, --!> and a leading > out of it.",
                *comment.span(),
            )
        if text.startswith("!"):  # a note that stays in the template
            self.position = comment.end()
        else:
            self.add_span("verbatim", comment.end())

    def read_declaration(self) -> None:
        position = self.position
        if doctype := _DOCTYPE.match(self.source, position):
            if self.stack or any(kind == "element" for kind, _ in self.root):
                self.refuse("<!doctype> stands at the start of a page: remove it here.", *doctype.span())
            self.add_span("verbatim", doctype.end())
        elif (cdata := _CDATA.match(self.source, position)) and not self.html_here():
            self.add_span("verbatim", cdata.end())
        else:
            self.refuse(
                "Of <!..> HTML has only <!doctype html> and comments: remove it.", position, position + 2
            )

    # Start tags

    def read_start_tag(self, tag: re.Match[str]) -> None:
        name = tag["name"].lower()
        start, empty = self.read_tag_body(tag)
        if self.html_here():
            self.end_what_this_ends(name, start)
            self.refuse_place(name, start)
        elif name in html.BREAKS_OUT_OF_FOREIGN:
            self.refuse_token(f"<{name}> cannot stand inside a drawing or formula.", self.token(*tag.span()))
        if name in html.OBSOLETE:
            self.refuse_token(f"<{name}> is obsolete and browsers disagree on it.", self.token(*tag.span()))
        element = self.opened(name, start)
        if name in html.VOID and not element.foreign:
            self.add("element", (start, None, []))
        elif empty:
            self.read_empty(element)
        else:
            self.stack.append(element)
            self.read_raw_content(element)

    def read_tag_body(self, tag: re.Match[str]) -> tuple[dict[str, Any], bool]:
        """The rest of a start tag: the mapping that Chameleon wants, and whether it closes itself with `/>`."""
        attributes = list(self.read_attributes(tag.end()))
        position = attributes[-1][1] if attributes else tag.end()
        end = _TAG_END.match(self.source, position)
        if end is None:
            self.refuse_tag(tag, position)
        assert end is not None
        if self.source[tag.start() : end.end()].endswith("/>") and attributes and attributes[-1][0]["bare"]:
            self.refuse("Is this / part of the value? Put the value into quotes.", end.end() - 2)
        self.position = end.end()
        mappings = [mapping for mapping, _ in attributes]
        self.refuse_twins(mappings)
        start = {
            "prefix": self.token(tag.start(), tag.start() + 1),
            "name": self.token(*tag.span("name")),
            "attrs": mappings,
            "suffix": self.token(position, end.end()),
        }
        return start, end["close"] == "/>"

    def read_attributes(self, position: int) -> Iterator[tuple[dict[str, Any], int]]:
        while attribute := _ATTRIBUTE.match(self.source, position):
            kind = attribute.lastgroup if attribute["eq"] else None
            mapping = {
                "space": self.token(*attribute.span("space")),
                "name": self.token(*attribute.span("name")),
                "eq": self.token(*attribute.span("eq")) if kind else "",
                "quote": {"double": '"', "single": "'", "bare": '"', None: ""}[kind],
                "bare": kind == "bare" and not self.source.startswith((" ", "\t", "\n"), attribute.end()),
                "value": self.token(*attribute.span(kind)) if kind else "",
            }
            position = attribute.end()
            yield mapping, position

    def refuse_tag(self, tag: re.Match[str], position: int) -> None:
        name, rest = tag["name"], self.source[position:].lstrip(" \t\n")
        where = len(self.source) - len(rest)
        if not rest or rest[0] == "<":
            self.refuse_token(f"The tag <{name} is never closed with >.", self.token(*tag.span()))
        elif rest[0] == "=":
            self.refuse(
                "This value has no closing quote, or is none without quotes: put it into quotes.", where
            )
        elif where == position:
            self.refuse("Put a space between the parts of a tag, and quotes around values.", position)
        else:
            self.refuse("No attribute's name may begin like this or contain such a character.", where)

    def refuse_twins(self, attributes: list[dict[str, Any]]) -> None:
        seen: set[str] = set()
        for attribute in attributes:
            name = attribute["name"].lower()
            if name in seen:
                self.refuse_token(f"{name} is given twice on one element: keep one.", attribute["name"])
            seen.add(name)

    def read_empty(self, element: _Open) -> None:
        if not element.foreign and not element.name.startswith(_NAMESPACES):
            self.refuse_token(
                f"HTML does not close <{element.name}> with />: write <{element.name}></{element.name}>.",
                self.tag_of(element),
            )
        self.add("element", (element.start, None, []))

    # Which content is HTML, which is a drawing or a formula

    def html_here(self) -> bool:
        return not self.stack or self.stack[-1].html_inside

    def opened(self, name: str, start: dict[str, Any]) -> _Open:
        foreign = not self.html_here() or name in html.FOREIGN_ROOTS
        return _Open(name, start, [], foreign, not foreign or name in html.HTML_INSIDE_FOREIGN)

    def read_raw_content(self, element: _Open) -> None:
        """The content of elements in which tags are not tags, up to the end tag, which is left to read."""
        if element.name not in html.RAW_TEXT | html.TEXT_ONLY or (
            element.foreign and element.name == "title"
        ):
            return
        end = re.compile(rf"</{element.name}(?=[\s/>])", re.IGNORECASE).search(self.source, self.position)
        if end is None:
            self.refuse_token(
                f"<{element.name}> is never closed: add </{element.name}>.", self.tag_of(element)
            )
            return
        content = self.source[self.position : end.start()]
        if (element.foreign and "<" in content) or (element.name == "script" and "<!--" in content):
            at = self.position + content.find("<")
            self.refuse(
                f"Where this <{element.name}> ends depends on the reader: keep < (here) out of it.", at
            )
        if content:
            kind = {"style": "style", "textarea": "text", "title": "text"}.get(element.name, "verbatim")
            self.add_span(kind, end.start())

    # End tags, written and left out

    def end_what_this_ends(self, name: str, start: dict[str, Any]) -> None:
        """Closes the elements that this start tag ends, and those in them whose end tags may be left out as well."""
        while (ended := self.ended_by(name)) is not None:
            inner = self.stack[-1]
            token = self.token(start["prefix"].pos, start["name"].pos + len(start["name"]))
            if inner.name not in html.ENDED_BY:
                self.refuse_token(
                    f"<{name}> ends the <{ended.name}> of line {self.line_of(ended)}, but <{inner.name}> of line "
                    f"{self.line_of(inner)} is still open in it: close it, or move <{name}> out.",
                    token,
                )
            parent = self.stack[-2].name if len(self.stack) > 1 else ""
            ends_parent = name in html.ENDED_BY.get(parent, ())
            if ended.name == "p" and name != "p" and ended.bound and not ends_parent:
                self.refuse_token(
                    f"<{name}> ends the <p> of line {self.line_of(ended)}, which is bound: write </p> before it.",
                    token,
                )
            self.close()

    def refuse_place(self, name: str, start: dict[str, Any]) -> None:
        """Refuses an element where browsers do not let it stay."""
        parent = html.ONLY_INSIDE.get(name)
        if parent and not any(element.name == parent for element in self.stack):
            self.refuse_token(
                f"<{name}> stands inside <{parent}> only.",
                self.token(start["prefix"].pos, start["name"].pos + len(start["name"])),
            )
        for element in reversed(self.stack):
            if element.name in html.NOT_INSIDE.get(name, ()):
                self.refuse_token(
                    f"<{name}> cannot stand inside the <{element.name}> of line {self.line_of(element)}: "
                    "close that one first.",
                    self.token(start["prefix"].pos, start["name"].pos + len(start["name"])),
                )
            if element.name in html.BOUNDARIES - html.NOT_INSIDE.keys():
                break

    def ended_by(self, name: str) -> _Open | None:
        """The innermost open element that a start tag ends."""
        for element in reversed(self.stack):
            if name in html.ENDED_BY.get(element.name, ()):
                return element
            if element.name in html.BOUNDARIES or element.foreign:
                break
        return None

    def read_end_tag(self, tag: re.Match[str]) -> None:
        name = tag["name"].lower()
        token = self.token(*tag.span())
        end = _TAG_END.match(self.source, tag.end())
        if end is None or end["close"] == "/>":
            self.refuse_token(f"</{name}> takes nothing but > after its name.", token)
            return
        if not any(element.name == name for element in self.stack):
            self.refuse_token(f"</{name}> closes nothing: there is no <{name}> open here. Remove it.", token)
        while self.stack[-1].name != name:
            self.leave_open_element(name, token)
        self.close(
            {
                "prefix": self.token(tag.start(), tag.start() + 2),
                "name": self.token(*tag.span("name")),
                "space": self.token(*end.span("space")),
                "suffix": self.token(end.end() - 1, end.end()),
            }
        )
        self.position = end.end()

    def leave_open_element(self, name: str, token: Token) -> None:
        """Closes the innermost element because its parent ends, if its end tag may be left out."""
        element = self.stack[-1]
        kept = name not in html.ENDS_CONTENT and element.name not in html.ENDED_BY_ALL
        if element.name not in html.ENDED_BY or element.foreign or kept:
            self.refuse_token(
                f"</{name}> comes while <{element.name}> of line {self.line_of(element)} is open: "
                f"write </{element.name}> first.",
                token,
            )
        self.close()

    def close(self, end: dict[str, Any] | None = None) -> None:
        element = self.stack.pop()
        self.add("element", (element.start, end, element.children))
