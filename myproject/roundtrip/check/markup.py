"""Markup that does not do what it looks like, or that leaves somebody out: end tags, alt, label, lang, samples."""

from collections.abc import Iterator

from myproject.roundtrip.check.finding import Finding, Template, Theme
from myproject.roundtrip.parse.places import VOID_ELEMENTS
from myproject.roundtrip.parse.statements import computed_attributes
from myproject.roundtrip.parse.tree import Element, Node

LABELLED = frozenset({"input", "select", "textarea", "meter", "progress", "output"})
UNLABELLED_INPUTS = frozenset({"hidden", "submit", "button", "reset", "image"})


def check(theme: Theme) -> Iterator[Finding]:
    for template in theme.templates.values():
        labelled = {str(e.get("for")) for e in template.document.elements if e.local == "label"}
        yield from _walk(template, template.document.nodes, labelled, False)


def _walk(template: Template, nodes: list[Node], labelled: set[str], in_label: bool) -> Iterator[Finding]:
    for element in nodes:
        if not isinstance(element, Element):
            continue
        yield from _element(template, element, labelled, in_label)
        yield from _walk(template, element.children, labelled, in_label or element.local == "label")


def _element(template: Template, element: Element, labelled: set[str], in_label: bool) -> Iterator[Finding]:
    has = {attribute.lower for attribute in element.plain} | {
        p.target.lower() for p in computed_attributes(element)
    }
    if (
        not element.closed
        and not element.self_closed
        and element.bindings
        and element.local not in VOID_ELEMENTS
    ):
        message = f"<{element.name}> has statements but no end tag, so they do not reach what is inside"
        yield template.finding("unclosed", element.start, message, f"Add </{element.name}>")
    if element.local == "html" and "lang" not in has:
        message = "the page does not say its language"
        yield template.finding("missing-lang", element.start, message, 'Write <html lang="en">')
    if _needs_alt(element) and "alt" not in has:
        message = f"<{element.name}> has no alt"
        fix = 'Write alt="what it shows", or alt="" where it only decorates'
        yield template.finding("missing-alt", element.start, message, fix)
    if element.local in ("img", "source") and not {"src", "srcset"} & {
        attribute.lower for attribute in element.plain
    }:
        message = f"<{element.name}> shows nothing when the file is opened from disk"
        yield template.finding(
            "no-sample", element.start, message, "Give it a sample image beside the computed one"
        )
    if _needs_label(element) and not in_label and not _is_labelled(element, has, labelled):
        message = f"<{element.name}> has no label"
        fix = 'Give it an id and a <label for="...">, or an aria-label'
        yield template.finding("missing-label", element.start, message, fix)


def _needs_alt(element: Element) -> bool:
    kind = (element.get("type") or "").lower()
    return element.local in ("img", "area") or (element.local == "input" and kind == "image")


def _needs_label(element: Element) -> bool:
    if element.local == "button":
        return not _has_text(element)
    kind = (element.get("type") or "text").lower()
    return element.local in LABELLED - {"output"} and not (
        element.local == "input" and kind in UNLABELLED_INPUTS
    )


def _is_labelled(element: Element, has: set[str], labelled: set[str]) -> bool:
    return bool(has & {"aria-label", "aria-labelledby", "title"}) or element.get("id") in labelled


def _has_text(element: Element) -> bool:
    """Whether a button has something to read: text, a computed content, or an image with alt."""
    if {"tal:content", "tal:replace"} & set(element.bindings):
        return True
    for child in element.children:
        if isinstance(child, Element):
            if child.get("alt") or _has_text(child):
                return True
        elif child.kind == "text" and child.text.strip():
            return True
    return False
