"""Tells a template's directives (`data-tal-content`, `tal:content`) from the attributes that HTML and scripts own.

Chameleon takes every `data-x-y` for a directive of a namespace x, and every prefix for one that somebody declared. Here
three prefixes are directives, always the same three, and everything else passes as it is: `data-bs-toggle`, `@click`,
`:class`, `x-on:click`, `xlink:href`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from typing import Any

from chameleon import i18n, metal, tal
from chameleon.exc import ParseError
from chameleon.namespaces import I18N_NS, META_NS, METAL_NS, TAL_NS, XML_NS

from myproject.markup.html import VOID
from myproject.markup.tokens import ExactToken

NAMESPACES = {"tal": TAL_NS, "metal": METAL_NS, "i18n": I18N_NS, "meta": META_NS}
_DIRECTIVES = {
    "tal": tal.WHITELIST - {"script", "xml", "xmlns"},
    "metal": metal.WHITELIST - {"xml", "xmlns"},
    "i18n": i18n.WHITELIST - {"xml", "xmlns"},
    "meta": frozenset(["interpolation"]),
}
_MESSAGE_NAME = re.compile(i18n.NAME_RE)
_DATA = re.compile(r"data-(?P<prefix>tal|metal|i18n)-(?P<name>.+)", re.IGNORECASE)
_COLON = re.compile(r"(?P<prefix>tal|metal|i18n|meta):(?P<name>.+)", re.IGNORECASE)

# What scripts read: `${..}` in it is the script's own, never an expression of the template.
_SCRIPT_ATTRIBUTE = re.compile(r"on|@|:|x-|v-|hx-on|(?!xlink:|xml:|xmlns:)[^:]+:")

Attributes = dict[str, Any]
# The namespace and the name of one.
Directive = tuple[str, str]


class Directives:
    """Sorts the attributes of one template's elements; knows which of the two styles the template is written in."""

    def __init__(self) -> None:
        self.style: re.Pattern[str] | None = None

    def tell_apart(self, start: dict[str, Any]) -> tuple[list[Attributes], dict[Directive, Attributes]]:
        """The attributes of a start tag that a page shows, and its directives. ParseError for those that are wrong."""
        plain: list[Attributes] = []
        directives: dict[Directive, Attributes] = {}
        element = self._prefix(start["name"])
        for attribute in start["attrs"]:
            if found := self._directive(attribute, element):
                self._refuse_twice(found, directives, attribute)
                directives[found] = attribute
            elif not _declares_namespace(attribute):
                plain.append(attribute)
        _refuse_content_of_void(start, directives)
        return plain, directives

    def sort(self, start: dict[str, Any]) -> None:
        """Moves the directives of a start tag out of start["attrs"] into start["ns_attrs"], as Chameleon has them."""
        plain, written = self.tell_apart(start)
        directives = {
            found: ExactToken.of(attribute["value"] or attribute["name"][:0])
            for found, attribute in written.items()
        }
        _refuse_two_loops(directives)
        _refuse_unreadable_name(directives)
        bound = _names_given_to(directives)
        start["attrs"] = [_ready(attribute, attribute["name"].lower() in bound) for attribute in plain]
        prefix = start["name"].partition(":")[0]
        start["namespace"] = NAMESPACES[prefix] if ":" in start["name"] and prefix in NAMESPACES else XML_NS
        # Chameleon pairs the entries with the attributes by their order: the plain ones come first.
        own = {(XML_NS, attribute["name"]): attribute["value"] for attribute in plain}
        start["ns_attrs"] = own | directives

    def _prefix(self, name: Any) -> str | None:
        """The prefix of an element such as <tal:block>, which is not shown itself."""
        prefix, colon, _ = name.partition(":")
        if not colon or prefix not in NAMESPACES:
            return None
        self._keep_style(_COLON, name)
        return prefix

    def _directive(self, attribute: Attributes, element: str | None) -> Directive | None:
        name = attribute["name"]
        for style in (_DATA, _COLON):
            if match := style.fullmatch(name):
                self._check(name, match["prefix"], match["name"])
                self._keep_style(style, name)
                return NAMESPACES[match["prefix"]], match["name"]
        if element and ":" not in name:  # <tal:block content=".."> means tal:content
            self._check(name, element, name)
            return NAMESPACES[element], name
        return None

    def _check(self, written: Any, prefix: str, name: str) -> None:
        if written != written.lower():
            raise ParseError(f"Directives are written in lower case: {written.lower()}.", written)
        known = _DIRECTIVES[prefix]
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1) or sorted(known)
            start = written[: len(written) - len(name)]
            raise ParseError(
                f"There is no {written}; is it {' or '.join(start + each for each in close)}?", written
            )

    def _keep_style(self, style: re.Pattern[str], name: Any) -> None:
        if self.style is None:
            self.style = style
        if self.style is not style:
            raise ParseError("One template mixes tal: and data-tal-: use one of the two throughout.", name)

    def _refuse_twice(self, found: Directive, directives: Any, attribute: Attributes) -> None:
        if found in directives:
            raise ParseError(
                f"{attribute['name']} is given twice on one element: keep one.", attribute["name"]
            )


def _declares_namespace(attribute: Attributes) -> bool:
    """Whether it is xmlns:tal and the like, which pages do not show; refuses one that means something else."""
    name, value = attribute["name"], attribute["value"]
    prefix = name[6:] if name.startswith("xmlns:") else None
    if prefix in NAMESPACES and value == NAMESPACES[prefix]:
        return True
    if prefix in NAMESPACES or value in NAMESPACES.values():
        raise ParseError(
            "The prefixes tal, metal, i18n and meta cannot be given another meaning: remove it.", name
        )
    return False


def _refuse_content_of_void(start: dict[str, Any], directives: Collection[Directive]) -> None:
    for directive in ((TAL_NS, "content"), (TAL_NS, "on-error"), (I18N_NS, "translate")):
        if start["name"].lower() in VOID and directive in directives:
            raise ParseError(f"<{start['name']}> has no content to put something in.", start["name"])


def _refuse_two_loops(directives: dict[Directive, ExactToken]) -> None:
    clause = directives.get((TAL_NS, "repeat"))
    if clause is not None and len(tal.parse_defines(clause)) != 1:
        raise ParseError(
            "One element repeats over one thing: `name expression`, without a semicolon.", clause
        )


def _refuse_unreadable_name(directives: dict[Directive, ExactToken]) -> None:
    """Of a name that messages cannot have in ${..}, visitors would see that instead of what the element shows."""
    name = directives.get((I18N_NS, "name"))
    if name and not _MESSAGE_NAME.fullmatch(name):
        raise ParseError(
            "The name of a part of a message is a letter, then letters from a to z, digits, hyphens or underscores.",
            name,
        )


def _names_given_to(directives: dict[Directive, ExactToken]) -> set[str]:
    """The names of the attributes that tal:attributes and i18n:attributes set."""
    clauses = tal.split_parts(directives.get((TAL_NS, "attributes"), ""))
    clauses += directives.get((I18N_NS, "attributes"), "").split(";")
    return {words[0].lower() for clause in clauses if (words := clause.split())}


def _ready(attribute: Attributes, bound: bool) -> Attributes:
    """An attribute as Chameleon can write it: with = and quotes if it gets a value, without expressions of scripts."""
    if bound and not attribute["eq"]:
        return attribute | {"eq": "=", "quote": '"'}
    if not bound and "${" in attribute["value"] and _SCRIPT_ATTRIBUTE.match(attribute["name"].lower()):
        return attribute | {"value": attribute["value"].replace("${", "&#36;{")}
    return attribute
