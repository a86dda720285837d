"""Whether a gesture can be seen in a file: in what a tool saved, and in the template that it was merged into."""

import re
from collections.abc import Iterator

from justhtml import JustHTML

from .gestures import Gesture

UNSHOWN = {"script", "style", "title", "template", "#comment", "!doctype"}
BOLD = re.compile(r"font-weight:\s*(bold|[6-9]00)")
RED = re.compile(r"color:\s*(#c00(000)?\b|rgb\(204,\s*0,\s*0\)|#CC0000)", re.I)
SEEN_ONLY_BY_EYE = {"duplicate", "copy", "enter", "clear", "format"}


class View:
    """A page as a reader sees it. `text` is what it shows, with white space normalised."""

    def __init__(self, html: str):
        self.root = JustHTML(html, sanitize=False).root
        self.text = _shown(self.root)

    def elements(self) -> Iterator:
        return (node for node in self.root.query("*"))

    def anywhere(self, text: str, accepts) -> bool:
        """Whether an element that shows `text`, or one around or inside it, is accepted."""
        return any(accepts(one) and (text in _shown(one) or _shown(one) in text) for one in self.elements())


def _shown(node) -> str:
    return " ".join("".join(_texts(node)).split())


def _texts(node) -> Iterator[str]:
    if node.name == "#text":
        yield node.data
    elif node.name not in UNSHOWN:
        for child in node.children or ():
            yield from _texts(child)


def judged(gesture: Gesture) -> bool:
    """Whether `arrived` can say anything: of duplicated and retagged elements it cannot."""
    return gesture.operation not in SEEN_ONLY_BY_EYE


def arrived(gesture: Gesture, view: View) -> bool:
    """Whether a page shows that the gesture was done to it."""
    return globals()[f"_{gesture.operation}"](view, *gesture.arguments)


def _type_over(view: View, text: str, fresh: str) -> bool:
    return fresh in view.text


_retype = _type_over


def _bold(view: View, text: str) -> bool:
    def bold(element) -> bool:
        return element.name in ("b", "strong") or bool(BOLD.search(element.attrs.get("style") or ""))

    return any(bold(element) and _shown(element) == text for element in view.elements())


def _add_class(view: View, text: str, css: str, name: str) -> bool:
    return view.anywhere(text, lambda element: name in (element.attrs.get("class") or "").split())


def _colour(view: View, text: str, css: str, value: str) -> bool:
    def red(element) -> bool:
        return (
            bool(RED.search(element.attrs.get("style") or ""))
            or element.attrs.get("color", "").lower() == value
        )

    styles = " ".join("".join(child.data for child in one.children) for one in view.root.query("style"))
    return view.anywhere(text, red) or bool(RED.search(styles))


def _insert(view: View, text: str, css: str, html: str) -> bool:
    return all(_shown(block) in view.text for block in JustHTML(html, sanitize=False).root.query("h2, p"))


def _move(view: View, text: str, css: str, before_text: str, before_css: str) -> bool:
    return -1 < view.text.find(text) < view.text.find(before_text)


def _image(view: View, alt: str, source: str) -> bool:
    return any((image.attrs.get("src") or "").endswith(source) for image in view.root.query("img"))


def _wrap(view: View, text: str, css: str, name: str) -> bool:
    return any(name in (element.attrs.get("class") or "").split() for element in view.root.query("div"))


def _delete(view: View, text: str) -> bool:
    return text not in view.text
