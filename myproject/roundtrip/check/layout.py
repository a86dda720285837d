"""Pages and their layout: slots that exist, nothing lost outside them, and the shell that a page carries.

Outside its slots a page's content never reaches a visitor. It may still be there for the designer who opens the page
from disk: as a shell, an exact copy of the layout's markup without its statements. `refresh` makes that copy anew.
"""

import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath

from myproject.roundtrip.check.finding import Finding, Template, Theme
from myproject.roundtrip.parse.expressions import interpolations
from myproject.roundtrip.parse.reading import Document, Unreadable
from myproject.roundtrip.parse.tree import Attribute, Element, Leaf, Node

LOAD = re.compile(r"\s*load:\s*(?P<path>\S+)\s*\Z")
MACRO = re.compile(
    r"\s*(?P<layout>\w+)(?:\.macros)?(?:\[\s*['\"](?P<item>[\w-]+)['\"]\s*\]|\.(?P<name>\w+))\s*\Z"
)


def layout_of(theme: Theme, template: Template) -> Template | None:
    """The template that a page loads its layout from, where the page names one in the theme."""
    used = _used(template)
    return theme.templates.get(used[1]) if used else None


def check(theme: Theme) -> Iterator[Finding]:
    for template in theme.templates.values():
        yield from _check(theme, template)


def refresh(theme: Theme, template: Template) -> str:
    """The page with the shell of its layout as it is now; unchanged where it has none, or none to compare with."""
    found = _compared(theme, template)
    if found is None or found[0] == found[1] or not _outside(template):
        return template.source
    expected, _, page = found
    text = template.document.text
    fresh = text[: page.start] + expected + text[page.end :]
    return fresh.replace("\n", "\r\n") if "\r\n" in template.source else fresh


def _check(theme: Theme, template: Template) -> Iterator[Finding]:
    page = _page(template)
    if page is None:
        return
    statement = page.bindings["metal:use-macro"]
    if LOAD.match(statement.value):
        message = "a whole layout is used as a macro, so the page gets two doctypes"
        fix = "Define the macro in the layout and name it: data-metal-use-macro=\"layout.macros['page']\""
        yield template.finding("two-doctypes", statement.value_start, message, fix)
        return
    used = _used(template)
    if used is None:
        return
    _, name, macro = used
    if name not in theme.templates:
        message = f"the layout {name} is not in the theme"
        yield template.finding("missing-layout", statement.value_start, message, "Correct the path in load:")
        return
    element = _macro(theme.templates[name].document, macro)
    if element is None:
        message = f"{name} defines no macro {macro}"
        yield template.finding(
            "unknown-macro", statement.value_start, message, f"Define it in {name}, or correct the name"
        )
        return
    yield from _slots(template, page, name, element)
    yield from _shell(theme, template, name)


def _slots(template: Template, page: Element, name: str, macro: Element) -> Iterator[Finding]:
    known = {str(each.value) for each in _statements(macro, "define-slot")}
    for slot in _statements(page, "fill-slot"):
        if str(slot.value) not in known:
            message = f"{name} has no slot {slot.value}; what is put there is never shown"
            fix = f"Use one of: {', '.join(sorted(known)) or 'none'}"
            yield template.finding("unknown-slot", slot.value_start, message, fix)


def _shell(theme: Theme, template: Template, layout: str) -> Iterator[Finding]:
    found = _compared(theme, template)
    if found is None or not _outside(template):
        return
    expected, actual, page = found
    if expected == actual:
        return
    same = next((i for i, (a, b) in enumerate(zip(expected, actual, strict=False)) if a != b), 0)
    same = same or min(len(expected), len(actual))
    message = f"what stands outside the slots is never shown, and is no copy of {layout} either"
    fix = "Move it into a slot, or run: myproject check --fix"
    yield template.finding("outside-slots", page.start + same, message, fix)


def _page(template: Template) -> Element | None:
    """The outermost element that uses a macro."""
    elements = template.document.elements
    return next((element for element in elements if "metal:use-macro" in element.bindings), None)


def _used(template: Template) -> tuple[Element, str, str] | None:
    """The page's element, the name of the layout's template and of its macro; None where that is not written out."""
    try:
        page = _page(template)
    except Unreadable:
        return None
    if page is None:
        return None
    named = MACRO.match(page.bindings["metal:use-macro"].value)
    if named is None:
        return None
    for binding in template.bindings:
        if binding.kind != "define":
            continue
        for part in binding.parts:
            loaded = LOAD.match(part.expression)
            if part.target == named["layout"] and loaded:
                path = normpath(join(dirname(template.name), loaded["path"]))
                return page, path, named["item"] or named["name"]
    return None


def _macro(document: Document, name: str) -> Element | None:
    for element in document.elements:
        statement = element.bindings.get("metal:define-macro")
        if statement is not None and statement.value == name:
            return element
    return None


def _statements(root: Element, name: str) -> Iterator[Attribute]:
    for element in _below(root):
        if f"metal:{name}" in element.bindings:
            yield element.bindings[f"metal:{name}"]


def _below(root: Element) -> Iterator[Element]:
    for child in root.children:
        if isinstance(child, Element):
            yield child
            yield from _below(child)


def _outside(template: Template) -> bool:
    """Whether a page has anything but white space outside its slots."""
    page = _page(template)
    assert page is not None
    text = template.document.text
    pieces, start = [], page.open_end
    for slot in _fills(page).values():
        pieces.append(text[start : slot.start])
        start = slot.end
    pieces.append(text[start : page.close_start])
    return any(piece.strip() for piece in pieces)


def _fills(page: Element) -> dict[str, Element]:
    slots = [element for element in _below(page) if "metal:fill-slot" in element.bindings]
    return {
        str(slot.bindings["metal:fill-slot"].value): slot
        for slot in sorted(slots, key=lambda slot: slot.start)
    }


def _compared(theme: Theme, template: Template) -> tuple[str, str, Element] | None:
    """The page's element as its layout wants it, as it is, and the element; None where there is no layout."""
    used = _used(template)
    if used is None or used[1] not in theme.templates:
        return None
    page, name, macro_name = used
    layout = theme.templates[name].document
    macro = _macro(layout, macro_name)
    if macro is None:
        return None
    text = template.document.text
    fills = {slot: text[element.start : element.end] for slot, element in _fills(page).items()}
    shell = _stripped(layout, macro, fills)
    head, tag_end = text[page.start : page.open_end], shell.index(">") + 1
    return head + shell[tag_end:], text[page.start : page.end], page


def _stripped(layout: Document, macro: Element, fills: dict[str, str]) -> str:
    """The macro's markup without statements and interpolations, the page's own elements in place of its slots."""
    cuts = [*_cuts(layout, macro, fills), *_interpolations([macro])]
    pieces, start = [], macro.start
    for begin, end, instead in sorted(cuts):
        if begin >= start:
            pieces += [layout.text[start:begin], instead]
            start = end
    return "".join([*pieces, layout.text[start : macro.end]])


def _cuts(layout: Document, root: Element, fills: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    for element in [root, *_below(root)]:
        slot = element.bindings.get("metal:define-slot")
        if slot is not None and slot.value in fills:
            yield element.start, element.end, fills[slot.value]
            continue
        for attribute in element.attributes:
            if attribute.binding:
                yield attribute.start, attribute.end, ""
        if element.language:
            yield element.start, element.open_end, ""
            yield element.close_start, element.end, ""


def _interpolations(nodes: list[Node]) -> Iterator[tuple[int, int, str]]:
    """The `${..}` in texts and plain attributes, each cut out whole."""
    for node in nodes:
        texts: list[tuple[int, str]] = []
        if isinstance(node, Element):
            texts = [(attribute.value_start, attribute.value) for attribute in node.plain]
            yield from _interpolations(node.children)
        elif isinstance(node, Leaf) and node.kind != "other":
            texts = [(node.start, node.text)]
        for start, text in texts:
            yield from ((start + found.start, start + found.end, "") for found in interpolations(text))
