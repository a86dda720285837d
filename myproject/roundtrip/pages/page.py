"""What a browser makes of a page: an HTML5 tree with the positions of its tags and words.

Used for the prototype (or the raw template) that a designer was given, and for what a tool saved of it.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from justhtml import JustHTML

from myproject.roundtrip.parse.origin import Origin

STAMP = "data-stamp"  # on an element of a prototype: which element of which template it came from
PART = "data-part"  # on an element of a prototype: that it is the layout's, or the page's own part in it
INVISIBLE = "\u200b\ufeff"  # parts words, and takes no room
SPACE = f" \t\n\r\f\u00a0{INVISIBLE}"
# Punctuation is a word of its own: tools that drop an element glue what stood beside it together.
WORD = re.compile(rf"\w+|[^\w{SPACE}]+")
ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);?")
LONGEST = 4_000  # characters of one interpolation; bounds the search for its end
# What HTML needs around the elements that a part of a page may begin with; a parser drops them elsewhere.
AROUND = {
    **dict.fromkeys(("caption", "colgroup", "thead", "tbody", "tfoot"), "<table>"),
    **dict.fromkeys(("option", "optgroup"), "<select>"),
    "col": "<table><colgroup>",
    "tr": "<table><tbody>",
    "td": "<table><tbody><tr>",
    "th": "<table><tbody><tr>",
}
_FIRST = re.compile(r"(?:\s|<!--.*?-->|</?(?:tal|metal):[^>]*>)*<([a-z]+)", re.DOTALL | re.IGNORECASE)
VERBATIM = frozenset(
    [
        "script",
        "style",
        "pre",
        "textarea",
        "iframe",
        "noembed",
        "noframes",
        "xmp",
        "plaintext",
    ]
)


@dataclass(slots=True, eq=False)
class Text:
    data: str
    start: int | None
    parent: Tag
    words: list[Word] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Tag:
    """An element of a page.

    `start` is the offset of its start tag, None where the parser supplied the element. For a page that was made from
    templates `origin` is what the element was made of, `hosts` are the elements that it stands for in the templates
    around (a slot, a use of a macro), `filled` tells that its content is data, `computed` which attributes are.
    """

    name: str
    attributes: dict[str, str]
    start: int | None
    parent: Tag | None
    foreign: bool = False
    children: list[Tag | Text] = field(default_factory=list)
    index: int = 0
    last: int = 0
    origin: Origin | None = None
    hosts: tuple[Origin, ...] = ()
    filled: bool = False
    computed: frozenset[str] = frozenset()

    @property
    def tags(self) -> list[Tag]:
        return [child for child in self.children if isinstance(child, Tag)]

    @property
    def text(self) -> str:
        """The text inside, as parsed."""
        return "".join(child.data if isinstance(child, Text) else child.text for child in self.children)

    def holds(self, other: Tag) -> bool:
        """Whether `other` is this element or inside it."""
        return self.index <= other.index <= self.last


@dataclass(slots=True)
class Word:
    """A run of characters without white space, or one whole interpolation.

    `spaced` tells whether white space stands before it; `start:end` is its place in the page's text, or None where
    the parser gave none.
    """

    key: str
    spaced: bool
    start: int | None = None
    end: int | None = None
    origin: Origin | None = None


class Page:
    """A parsed page. `tags` lists its elements in document order; offsets count characters of `text`."""

    def __init__(self, text: str):
        # The parser makes one character of CRLF; a blank in its place keeps the offsets.
        self.text = text.replace("\r\n", " \n").replace("\r", "\n")
        first = _FIRST.match(self.text)
        around = AROUND.get(first[1].lower(), "") if first else ""
        self._shift = len(around)
        document = JustHTML(around + self.text, sanitize=False, track_node_locations=True).root
        self._lines = [match.end() for match in re.finditer("\n", self.text)]
        self.tags: list[Tag] = []
        self.root = self._convert(document)
        self.by_start = {tag.start: tag for tag in reversed(self.tags) if tag.start is not None}

    def _convert(self, document) -> Tag:
        root = Tag("#document", {}, None, None)
        pending = [(child, root, 0) for child in reversed(document.children)]
        while pending:
            node, parent, inside = pending.pop()
            if isinstance(node, Tag):
                node.last = len(self.tags) - 1
            elif node.name == "#text":
                if node.data:
                    text = Text(node.data, self._start(node, inside), parent)
                    text.words = self._words(text)
                    parent.children.append(text)
            elif not node.name.startswith(("#", "!")):
                attributes = {name: value or "" for name, value in node.attrs.items()}
                foreign = node.namespace not in (None, "html")
                tag = Tag(node.name, attributes, self._start(node, inside), parent, foreign)
                tag.index = len(self.tags)
                self.tags.append(tag)
                parent.children.append(tag)
                content = (getattr(node, "template_content", None) or node).children or ()
                within = inside
                if node.name == "noscript" and len(content) == 1 and content[0].name == "#text":
                    within = self._start(content[0], inside)
                    content = _unscripted(content[0].data) if within is not None else content
                pending.append((tag, parent, inside))
                pending.extend((child, tag, within) for child in reversed(content))
        return root

    def renumber(self) -> None:
        """List the elements anew after the tree was changed."""
        self.tags = []
        pending = list(reversed(self.root.tags))
        ends: list[Tag] = []
        while pending:
            tag = pending.pop()
            if ends and ends[-1] is tag:
                ends.pop().last = len(self.tags) - 1
                continue
            tag.index = len(self.tags)
            self.tags.append(tag)
            ends.append(tag)
            pending += [tag, *reversed(tag.tags)]
        self.by_start = {tag.start: tag for tag in reversed(self.tags) if tag.start is not None}

    def _start(self, node, inside: int) -> int | None:
        """Where a node starts in the text; None for what the text does not say. `inside` is where the text begins that
        it was parsed from, where that is only a part."""
        offset = node.origin_offset
        if inside:
            return None if offset is None else inside + offset
        return None if offset is None or offset < self._shift else offset - self._shift

    def line(self, offset: int | None) -> int:
        return bisect_right(self._lines, offset or 0) + 1

    def find(self, name: str) -> Tag | None:
        return next((tag for tag in self.tags if tag.name == name), None)

    def _words(self, text: Text) -> list[Word]:
        data, words, end = text.data, [], 0
        places = _places(self.text, text.start, data)
        for start, stop in _chunks(data):
            first, last = places(start), places(stop)
            spaced = bool(data[end:start].strip(INVISIBLE))
            words.append(Word(_key(data[start:stop]), spaced, first, last))
            end = stop
        return words


def _unscripted(text: str) -> list:
    """What a browser without scripts makes of the content of a <noscript>, which is text to one with them, and which
    some tools therefore escape."""
    text = html.unescape(text) if "<" not in text else text
    (page,) = (
        node
        for node in JustHTML(text, sanitize=False, track_node_locations=True).root.children
        if node.name == "html"
    )
    return [child for part in page.children for child in part.children or ()]


def _key(chunk: str) -> str:
    return " ".join(chunk.split()) if chunk.startswith("${") else chunk


def _chunks(data: str) -> Iterator[tuple[int, int]]:
    """The extents of words and interpolations."""
    start = 0
    for first, last in [*interpolations(data), (len(data), len(data))]:
        yield from (match.span() for match in WORD.finditer(data, start, first))
        if first < last:
            yield first, last
        start = last


def interpolations(text: str) -> list[tuple[int, int]]:
    """The extents of every `${...}`, quotes and nested braces respected."""
    spans, start = [], text.find("${")
    while start >= 0:
        depth, quote, place = 0, "", start + 1
        while place < min(len(text), start + LONGEST):
            character = text[place]
            if quote:
                quote = "" if character == quote else quote
            elif character in "'\"":
                quote = character
            elif character in "{}":
                depth += 1 if character == "{" else -1
                if not depth:
                    break
            place += 1
        if depth:
            # Unbalanced: an apostrophe in prose, say. The first closing brace ends it.
            place = text.find("}", start)
            if place < 0:
                break
        spans.append((start, place + 1))
        start = text.find("${", place + 1)
    return spans


def _places(raw: str, start: int | None, data: str):
    """A function from offsets in parsed text to offsets in the text it was parsed from (None if unknown)."""
    if start is None:
        return lambda offset: None
    if raw.startswith(data, start):
        return lambda offset: start + offset
    parsed, written, place, done = [0], [start], start, 0
    while done < len(data):
        match = ENTITY.match(raw, place)
        value = html.unescape(match.group()) if match else raw[place : place + 1]
        if match and (value == match.group() or not data.startswith(value, done)):
            match, value = None, "&"
        if not value or not data.startswith(value, done):
            break
        if match:
            place, done = match.end(), done + len(value)
        else:
            ampersand = raw.find("&", place + 1)
            limit = min(ampersand if ampersand >= 0 else len(raw), place + len(data) - done)
            size = _common(raw[place:limit], data[done : done + limit - place])
            place, done = place + size, done + size
        parsed.append(done)
        written.append(place)

    def locate(offset: int) -> int | None:
        if offset > done:
            return None
        piece = bisect_right(parsed, offset) - 1
        inside = offset - parsed[piece]
        return written[piece] + inside

    return locate


def _common(a: str, b: str) -> int:
    """The length of the common start of two texts."""
    if a == b:
        return len(a)
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
