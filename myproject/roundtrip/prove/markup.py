"""What plain markup makes a browser do: run scripts, send forms, follow URLs. An edit may not add any of it unasked.

Seen more than once, because the views can differ: through the trees of those who execute it, and through an HTML5
parser as browsers have it. Whatever appears in one of them after and in none before is new.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from justhtml import JustHTML

from myproject.roundtrip.pages import css
from myproject.roundtrip.parse import places
from myproject.roundtrip.parse.reading import Document
from myproject.roundtrip.parse.tree import Element
from myproject.roundtrip.prove.violations import Policy, Violation, at

EMBEDDED = frozenset(
    {"script", "iframe", "frame", "frameset", "object", "embed", "applet", "portal", "fencedframe"}
)
ACTIVE_LINKS = frozenset({"import", "preload", "modulepreload", "prefetch", "manifest", "serviceworker"})
FORM_ATTRIBUTES = ("action", "method", "enctype", "target")
SUBMITTING = frozenset({"formaction", "formmethod", "formenctype", "formtarget", "form"})
GUARDED_INPUTS = frozenset({"hidden", "password", "file"})
IMAGES = frozenset({"img", "image", "source", "video", "link"})
BAD_SCHEME = re.compile(
    r"(?:javascript|vbscript|livescript|mocha|data|blob|filesystem|view-source):", re.IGNORECASE
)
PICTURE = re.compile(r"data:image/[a-z+.-]+[;,]", re.IGNORECASE)
BAD_STYLE = re.compile(
    r"expression\s*\(|javascript:|vbscript:|-moz-binding|(?<!scroll-)(?<!transition-)behavior\s*:",
    re.IGNORECASE,
)
IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff]+")

EXPLANATIONS = {
    "script": "runs or embeds code of its own; remove it, or ask the team to allow scripts",
    "handler": "runs code when something happens; remove it, or ask the team to allow scripts",
    "url": "is an address that runs code or loads the page anew; write a plain address",
    "form": "changes what is sent where; leave the form's target and hidden fields as they are",
}


@dataclass(frozen=True)
class Effect:
    """Something markup does. Two effects are the same when all three are, wherever they stand."""

    rule: str
    what: str
    value: str


@dataclass(frozen=True)
class Seen:
    """An element in either reading: plain attributes decoded, `text` what it holds, `offset` in the document's text."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    text: Callable[[], str]
    offset: int
    in_form: bool = False
    statements: str = ""

    def get(self, name: str) -> str | None:
        return next((value for each, value in self.attributes if each == name), None)


def compare(before: list[Document], after: list[Document], policy: Policy) -> Iterator[Violation]:
    """The effects of the text after that the text before did not have, and that `policy` does not allow.

    Both are given in all their readings.
    """
    if not after:
        return
    was, now = _as_browser(before[0].text), _as_browser(after[0].text)
    known = _effects(before, was)
    allowed = ({"script", "handler", "url"} if policy.scripts else set()) | (
        {"form"} if policy.forms else set()
    )
    for effect, offset in _effects(after, now).items():
        if effect not in known and effect.rule not in allowed:
            shown = " ".join(effect.value.split())[:60]
            reason = f"{effect.what} {shown!r} {EXPLANATIONS[effect.rule]}"
            yield at(effect.rule, reason, after[0].place(offset))
    yield from (at("mandatory", reason, after[0].place(0)) for reason in _missing(was, now))


def _missing(was: list[Seen], now: list[Seen]) -> Iterator[str]:
    """What protects the page has to stay where browsers find it: its security policy, and the fields of its forms."""
    if Counter(_policies(was)) - Counter(_policies(now)):
        yield "the page's content security policy is gone; put that meta element back"
    forms = sum(each.name == "form" for each in was) - sum(each.name == "form" for each in now)
    if _protected(was) - _protected(now) > max(forms, 0):
        yield "browsers no longer find the field that protects a form; put it back inside the form, as it was"


def _policies(elements: list[Seen]) -> list[str]:
    metas = [
        element
        for element in elements
        if (element.get("http-equiv") or "").lower() == "content-security-policy"
    ]
    return [element.get("content") or "" for element in metas]


def _protected(elements: list[Seen]) -> int:
    fields = [element for element in elements if element.in_form and element.name == "input"]
    return sum("csrf" in f"{field.attributes} {field.statements}".lower() for field in fields)


def _effects(documents: list[Document], browser: list[Seen]) -> dict[Effect, int]:
    """Every effect in any reading, with the offset of the first place that has it."""
    found: dict[Effect, int] = {}
    for element in (*(seen for document in documents for seen in _as_executed(document)), *browser):
        for effect in _of(element):
            found.setdefault(effect, element.offset)
    return found


def _of(element: Seen) -> Iterator[Effect]:
    name = element.name
    if name in EMBEDDED:
        attributes = " ".join(f"{key}={value}" for key, value in sorted(element.attributes))
        content = element.text() if name == "script" else ""
        yield Effect("script", f"<{name}>", f"{attributes} {' '.join(content.split())}".strip())
    if name == "link" and ACTIVE_LINKS & set((element.get("rel") or "").lower().split()):
        yield Effect("script", "<link>", f"{element.get('rel')} {element.get('href')}")
    if name == "meta" and element.get("http-equiv"):
        yield Effect("url", "meta", f"{element.get('http-equiv')} {element.get('content')}")
    if name == "style" and _is_bad_style(element.text()):
        yield Effect("url", "<style>", element.text())
    yield from _form_effects(element)
    for key, value in element.attributes:
        yield from _attribute_effects(name, key, value)


def _form_effects(element: Seen) -> Iterator[Effect]:
    if element.name == "form":
        yield Effect("form", "<form>", " ".join(f"{key}={element.get(key) or ''}" for key in FORM_ATTRIBUTES))
    if element.name == "base":
        yield Effect("form", "<base>", f"{element.get('href')} {element.get('target')}")
    if element.name == "input" and (element.get("type") or "").strip().lower() in GUARDED_INPUTS:
        yield Effect(
            "form", f"<input type={element.get('type')}>", f"{element.get('name')}={element.get('value')}"
        )
    for key in SUBMITTING.intersection(key for key, _ in element.attributes):
        yield Effect("form", key, f"{element.name} {element.get(key)}")


def _attribute_effects(element: str, name: str, value: str) -> Iterator[Effect]:
    place = places.of_attribute(element, name)
    squeezed = IGNORED.sub("", value)
    if place in ("handler", "script"):
        yield Effect("handler", name, f"{element} {value}")
    elif place == "url" and BAD_SCHEME.search(squeezed) and not _is_picture(element, squeezed):
        yield Effect("url", name, f"{element} {value}")
    elif element in places.ANIMATIONS and name == "attributename" and not value.strip().isalpha():
        yield Effect("url", name, value)
    elif (
        element in places.ANIMATIONS
        and name == "attributename"
        and value.strip().lower().startswith(("on", "href"))
    ):
        yield Effect("handler", name, value)
    elif place == "style" and _is_bad_style(value):
        yield Effect("url", name, value)


def _is_bad_style(style: str) -> bool:
    return any(BAD_STYLE.search(IGNORED.sub("", each)) for each in css.readings(style))


def _is_picture(element: str, url: str) -> bool:
    return element in IMAGES and bool(PICTURE.match(url)) and len(BAD_SCHEME.findall(url)) == 1


def _as_executed(document: Document) -> Iterator[Seen]:
    for element in document.elements:
        plain = tuple((a.lower, unescape(a.value)) for a in element.plain)
        yield Seen(element.local, plain, lambda e=element: _inside(document, e), element.start)


def _inside(document: Document, element: Element) -> str:
    return document.text[element.open_end : element.close_start]


def _as_browser(text: str) -> list[Seen]:
    """The elements of an HTML5 parse, template contents included (those are in no form)."""
    seen = []
    stack = [(JustHTML(text, sanitize=False, track_node_locations=True).root, False)]
    while stack:
        node, in_form = stack.pop()
        in_form = in_form or node.name == "form"
        stack += [(child, in_form) for child in getattr(node, "children", None) or ()]
        if getattr(node, "template_content", None) is not None:
            stack.append((node.template_content, False))
        if not node.name.startswith(("#", "!")):
            seen.append(_seen(node, in_form))
    return seen


def _seen(node: Any, in_form: bool) -> Seen:
    attributes = [(key.lower(), value or "") for key, value in (node.attrs or {}).items()]
    return Seen(
        name=node.name.rpartition(":")[2].lower(),
        attributes=tuple((key, value) for key, value in attributes if not _statement(key)),
        text=lambda: _text(node),
        offset=node.origin_offset or 0,
        in_form=in_form,
        statements=" ".join(value for key, value in attributes if _statement(key)),
    )


def _statement(name: str) -> bool:
    return name.startswith(("tal:", "metal:", "i18n:", "data-tal-", "data-metal-", "data-i18n-"))


def _text(node: Any) -> str:
    return "".join(child.data for child in node.children if child.name == "#text")
