"""Finds the messages of templates for translators: a Babel extractor (`pybabel extract`).

It reads templates as the renderer does, so a message in a catalog is the message that a page asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO, Any

from chameleon.namespaces import I18N_NS, TAL_NS

from myproject.markup.directives import Directives
from myproject.markup.reader import Node, read

# Line, function, message or (context, message), comments: what Babel takes.
Message = tuple[int, str | None, str | tuple[str, str], list[str]]

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class _Scope:
    """What an element hands down to those in it."""

    domain: str | None = None
    context: str | None = None
    comment: str | None = None


def extract(file: IO[bytes], keywords: Any, comment_tags: Any, options: dict[str, Any]) -> Iterator[Message]:
    """The messages of one template, in the domain of options["domain"] if that is given."""
    source = file.read().decode("utf-8-sig").replace("\r\n", "\n")
    finder = _Finder(source, options.get("domain"))
    return finder.find(read(source, getattr(file, "name", "")), _Scope())


class _Finder:
    def __init__(self, source: str, domain: str | None) -> None:
        self.source = source
        self.domain = domain
        self.directives = Directives()

    def find(self, nodes: list[Node], scope: _Scope) -> Iterator[Message]:
        for kind, value in nodes:
            if kind == "element":
                yield from self.find_in_element(*value, scope)

    def find_in_element(
        self, start: dict[str, Any], end: Any, children: list[Node], scope: _Scope
    ) -> Iterator[Message]:
        self.directives.sort(start)
        i18n = {name: str(value) for (space, name), value in start["ns_attrs"].items() if space == I18N_NS}
        scope = replace(
            scope, **{name: i18n[name] for name in ("domain", "context", "comment") if name in i18n}
        )
        if self.domain in (None, scope.domain):
            yield from self.in_attributes(start, i18n.get("attributes", ""), scope)
            bound = {(TAL_NS, "content"), (TAL_NS, "replace")} & start["ns_attrs"].keys()
            if "translate" in i18n and not bound:
                text = _SPACE.sub(" ", "".join(self.content(children))).strip()
                yield from self.message(start, i18n["translate"], text, scope)
        yield from self.find(children, scope)

    def in_attributes(self, start: dict[str, Any], clause: str, scope: _Scope) -> Iterator[Message]:
        values = {str(attribute["name"]): str(attribute["value"]) for attribute in start["attrs"]}
        for words in map(str.split, clause.split(";")):
            if words and words[0] in values:
                yield from self.message(start, "".join(words[1:]), values[words[0]], scope)

    def message(self, start: dict[str, Any], identifier: str, text: str, scope: _Scope) -> Iterator[Message]:
        """The message that is asked for by `identifier`, or else by its text."""
        message = identifier or text
        if not message:
            return
        comments = [scope.comment] if scope.comment else []
        if identifier and text:
            comments.append(f"Default: {text}")
        line = start["name"].location[0]
        if scope.context:
            yield line, "pgettext", (scope.context, message), comments
        else:
            yield line, None, message, comments

    def content(self, nodes: list[Node]) -> Iterator[str]:
        """The content of an element as a message has it: named elements as ${name}, others as they stand."""
        for kind, value in nodes:
            if kind != "element":
                yield str(value)
                continue
            start, end, children = value
            name = next(
                (each["value"] for each in start["attrs"] if each["name"] in ("data-i18n-name", "i18n:name")),
                None,
            )
            if name is not None:
                yield f"${{{name}}}"
            else:
                yield self.source[start["prefix"].pos : start["suffix"].pos + len(start["suffix"])]
                yield from self.content(children)
                if end:
                    yield self.source[end["prefix"].pos : end["suffix"].pos + len(end["suffix"])]
