"""Kinds of place in a page, by what a browser does with the text that stands there."""

import re

_URLS = (
    "action archive attributionsrc background cite classid codebase data dynsrc formaction href icon imagesrcset"
    " itemid itemtype longdesc lowsrc manifest ping poster profile src srcset usemap xlink:href xml:base"
)
_VOID = "area base br col embed hr img input link meta param source track wbr"
URL_ATTRIBUTES = frozenset(_URLS.split())
VOID_ELEMENTS = frozenset(_VOID.split())
RAW_TEXT_ELEMENTS = frozenset(
    {"script", "style", "textarea", "title", "iframe", "noembed", "noframes", "noscript", "plaintext", "xmp"}
)
ANIMATIONS = frozenset({"animate", "animatecolor", "animatemotion", "animatetransform", "set"})
# Attributes that a browser, or a script library reading the page, runs as code.
HANDLER = re.compile(
    r"on|@|:|\(|\[|\*|#|hx-|data-hx-|x-|data-x-|v-|ng-|data-ng-|_$|wire:|data-action$", re.IGNORECASE
)
NO_HANDLER = frozenset({"xml:lang", "xml:space", "xlink:href", "xlink:title"})


def of_attribute(element: str, attribute: str) -> str:
    """The kind of place of an attribute's value: handler, script, url, style or attribute (plain)."""
    element, attribute = element.rpartition(":")[2].lower(), attribute.lower()
    if attribute not in NO_HANDLER and HANDLER.match(attribute):
        return "handler"
    if attribute == "srcdoc":
        return "script"
    if attribute in URL_ATTRIBUTES or attribute.endswith(":href"):
        return "url"
    if attribute == "style":
        return "style"
    if (element, attribute) in {("meta", "content"), ("meta", "http-equiv"), ("param", "value")}:
        return "url"
    if element in ANIMATIONS and attribute in {"to", "from", "by", "values", "attributename"}:
        return "url"
    return "attribute"


def of_text(enclosing: list[str], kind: str) -> str:
    """The kind of place of a text inside the elements named, outermost first: script, style, or what the leaf is."""
    for name in reversed(enclosing):
        if name in ("script", "style"):
            return name
    return kind
