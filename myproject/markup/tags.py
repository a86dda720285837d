"""Reads one tag: its name, its attributes, its end. Refuses what readers of HTML disagree on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn

from myproject.markup.source import Source

TAG = re.compile(r"<(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9:._-]*)")
_ATTRIBUTE = re.compile(
    r"(?P<space>[ \t\n]+)(?P<name>[A-Za-z_:@][A-Za-z0-9_:.@-]*)"
    r"""(?:(?P<eq>[ \t\n]*=[ \t\n]*)(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'<>`=][^\s"'<>`]*)))?"""
)
_END = re.compile(r"(?P<space>[ \t\n]*)(?P<close>/?>)")
# An unquoted value is written with quotes, because what a template puts in its place may need them.
_QUOTES = {"double": '"', "single": "'", "bare": '"', None: ""}


class Tag(NamedTuple):
    """A tag that was read: the mapping that Chameleon wants, whether it ends with />, and the position after it."""

    mapping: dict[str, Any]
    empty: bool
    end: int


def read_start(source: Source, tag: re.Match[str]) -> Tag:
    """The start tag whose beginning is `tag`, a match of TAG."""
    attributes = list(_read_attributes(source, tag.end()))
    position = attributes[-1].end() if attributes else tag.end()
    end = _END.match(source.text, position)
    if end is None:
        _refuse_rest(source, tag, position)
    if attributes and attributes[-1].end("bare") == end.start() and source.text[end.start() - 1] == "/":
        source.refuse("Is this / part of the value? Put the value into quotes.", end.start() - 1)
    _refuse_twins(source, attributes)
    mapping = {
        "prefix": source.token(tag.start(), tag.start() + 1),
        "name": source.token(*tag.span("name")),
        "attrs": [_mapping(source, attribute) for attribute in attributes],
        "suffix": source.token(position, end.end()),
    }
    return Tag(mapping, end["close"] == "/>", end.end())


def read_end(source: Source, tag: re.Match[str]) -> Tag:
    """The end tag whose beginning is `tag`, a match of TAG."""
    end = _END.match(source.text, tag.end())
    if end is None or end["close"] == "/>":
        source.refuse(f"</{tag['name']}> takes nothing but > after its name.", *tag.span())
    mapping = {
        "prefix": source.token(tag.start(), tag.start() + 2),
        "name": source.token(*tag.span("name")),
        "space": source.token(*end.span("space")),
        "suffix": source.token(*end.span("close")),
    }
    return Tag(mapping, False, end.end())


def _read_attributes(source: Source, position: int) -> Iterator[re.Match[str]]:
    while attribute := _ATTRIBUTE.match(source.text, position):
        position = attribute.end()
        yield attribute


def _mapping(source: Source, attribute: re.Match[str]) -> dict[str, Any]:
    kind = attribute.lastgroup if attribute["eq"] else None
    return {
        "space": source.token(*attribute.span("space")),
        "name": source.token(*attribute.span("name")),
        "eq": source.token(*attribute.span("eq")) if kind else "",
        "quote": _QUOTES[kind],
        "value": source.token(*attribute.span(kind)) if kind else "",
    }


def _refuse_twins(source: Source, attributes: list[re.Match[str]]) -> None:
    seen: set[str] = set()
    for attribute in attributes:
        name = attribute["name"].lower()
        if name in seen:
            source.refuse(f"{name} is given twice on one element: keep one.", *attribute.span("name"))
        seen.add(name)


def _refuse_rest(source: Source, tag: re.Match[str], position: int) -> NoReturn:
    """Says what is wrong where neither an attribute nor the end of the tag can be read."""
    rest = source.text[position:].lstrip(" \t\n")
    where = len(source.text) - len(rest)
    if not rest or rest[0] == "<":
        source.refuse(f"The tag <{tag['name']} is never closed with >.", *tag.span())
    if rest[0] == "=":
        source.refuse(
            "This value has no closing quote, or is none without quotes: put it into quotes.", where
        )
    if where == position:
        source.refuse("Put a space between the parts of a tag, and quotes around values.", position)
    source.refuse("No attribute's name may begin like this or contain such a character.", where)
