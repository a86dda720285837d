"""A hand edit of the source, as in a text editor: the gestures done on the text of a page, byte for byte.

Elements are found with regular expressions, which is enough for pages that we exported ourselves: every element
there has its end tag, and no attribute value holds a `>`.
"""

import re
from collections.abc import Sequence

from .gestures import Gesture, NotOffered

BLOCKS = "p, h1, h2, h3, h4, h5, h6, li, td, dd, figcaption, div"


def edit(html: str, gestures: Sequence[Gesture]) -> str:
    """The page after the gestures. Raises NotOffered."""
    for gesture in gestures:
        operation = globals().get(f"_{gesture.operation}")
        if not operation:
            raise NotOffered("a text editor", gesture)
        try:
            html = operation(html, *gesture.arguments)
        except LookupError:
            raise NotOffered("a text editor", gesture) from None
    return html


def find_text(html: str, text: str) -> re.Match[str]:
    """Where a text is shown, with any white space between its words."""
    words = r"\s+".join(re.escape(word) for word in text.split())
    body = html.index("<body")
    for match in re.finditer(words, html[body:]):
        before = html[: body + match.start()]
        if before.rfind("<") < before.rfind(">"):  # in text, not inside a tag
            return re.compile(words).match(html, body + match.start())
    raise LookupError(f"{text!r} is not in the page")


def element_around(html: str, text: str, css: str) -> slice:
    """The innermost element around a text that matches one of `tag` or `tag.class`, comma separated."""
    at = find_text(html, text).start()
    for start in reversed([tag.start() for tag in re.finditer(r"<[a-z]", html[:at])]):
        if any(_matches(html[start:], one.strip()) for one in css.split(",")):
            end = _end(html, start)
            if end > at:
                return slice(start, end)
    raise LookupError(f"{text!r} is in no {css}")


def _matches(html: str, simple: str) -> bool:
    tag, _, name = simple.partition(".")
    opening = re.match(rf"<{tag or '[a-z0-9]+'}\b[^>]*>", html)
    return bool(opening) and (not name or bool(re.search(rf'class="[^"]*\b{name}\b', opening[0])))


def _end(html: str, start: int) -> int:
    """The end of the element that starts at `start`, counting elements of the same name inside of it."""
    name = re.match(r"<([a-z0-9]+)", html[start:])[1]
    depth = 0
    for tag in re.finditer(rf"<(/?){name}\b[^>]*>", html[start:]):
        depth += -1 if tag[1] else 1
        if not depth:
            return start + tag.end()
    raise LookupError(f"<{name}> at {start} has no end tag")


def _replace(html: str, place: slice, fresh: str) -> str:
    return html[: place.start] + fresh + html[place.stop :]


def _type_over(html: str, text: str, fresh: str) -> str:
    return _replace(html, slice(*find_text(html, text).span()), fresh)


_retype = _type_over


def _bold(html: str, text: str) -> str:
    return _type_over(html, text, f"<b>{text}</b>")


def _add_class(html: str, text: str, css: str, name: str) -> str:
    place = element_around(html, text, css)
    element = html[place]
    opening = element[: element.index(">")]
    if ' class="' in opening:
        return _replace(html, place, element.replace('class="', f'class="{name} ', 1))
    return _replace(html, place, element.replace(opening, f'{opening} class="{name}"', 1))


def _colour(html: str, text: str, css: str, value: str) -> str:
    place = element_around(html, text, css)
    return _replace(html, place, re.sub(r"^<[a-z0-9]+", rf'\g<0> style="color: {value}"', html[place]))


def _insert(html: str, text: str, css: str, fresh: str) -> str:
    at = element_around(html, text, css).start
    return html[:at] + fresh + html[at:]


def _move(html: str, text: str, css: str, before_text: str, before_css: str) -> str:
    place = element_around(html, text, css)
    element = html[place]
    return _insert(_replace(html, place, ""), before_text, before_css, element)


def _image(html: str, alt: str, source: str) -> str:
    for tag in re.finditer(r"<img\b[^>]*>", html):
        if f'alt="{alt}"' in tag[0]:
            return _replace(html, slice(*tag.span()), re.sub(r'src="[^"]*"', f'src="{source}"', tag[0]))
    raise LookupError(f"no image {alt!r}")


def _wrap(html: str, text: str, css: str, name: str) -> str:
    place = element_around(html, text, css)
    return _replace(html, place, f'<div class="{name}">{html[place]}</div>')


def _delete(html: str, text: str) -> str:
    return _replace(html, element_around(html, text, BLOCKS), "")


def _duplicate(html: str, text: str, css: str) -> str:
    at = element_around(html, text, css)
    return _replace(html, at, html[at] * 2)


_copy = _duplicate


def _format(html: str, text: str, tag: str) -> str:
    place = element_around(html, text, BLOCKS)
    element = re.sub(r"^<[a-z0-9]+", f"<{tag}", html[place])
    return _replace(html, place, re.sub(r"</[a-z0-9]+>$", f"</{tag}>", element))
