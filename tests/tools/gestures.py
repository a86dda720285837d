"""What a designer does to a page, independent of any tool.

A gesture names an operation and what it takes hold of: a visible text, and where the operation is on an element,
a CSS selector for the closest element around that text. Drivers have one method or function an operation.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .pages import Page

BANNER = (
    '<section class="banner"><h2>Spring season</h2><p>Tickets at <em>half price</em> until Sunday.</p>'
    '<p><a class="button" href="season.html">See the season</a></p></section>'
)


@dataclass(frozen=True)
class Gesture:
    """One thing a designer does: `name` says it for reports, `operation` and `arguments` are for the drivers."""

    name: str
    operation: str
    arguments: tuple[str, ...]


class NotOffered(Exception):
    """The tool has no such gesture, or has lost what the gesture takes hold of."""

    def __init__(self, tool: str, gesture: Gesture):
        super().__init__(f"{tool} does not offer this here: {gesture.name}")
        self.gesture = gesture


def scripted(page: Page) -> list[Gesture]:
    """The edits that a designer means, each of which should arrive in the template."""
    delete = [Gesture("delete", "delete", (page.paragraph,))] if page.paragraph else []
    return [
        Gesture("heading", "type_over", (page.heading, f"Fresh {page.heading.lower()}")),
        Gesture("bold", "bold", (page.word,)),
        Gesture("class", "add_class", (*page.panel, "is-featured")),
        Gesture("colour", "colour", (*page.panel, "#cc0000")),
        Gesture("banner", "insert", (*page.panel, BANNER)),
        Gesture("move", "move", (*page.block, *page.panel)),
        Gesture("image", "image", (page.image, "static/img/new.jpg")),
        Gesture("wrap", "wrap", (*page.rows, "shade")),
        *delete,
    ]


def hurting(page: Page) -> list[Gesture]:
    """Gestures that strain bindings: they duplicate, retag or empty bound elements, or replace sample text."""
    return [
        Gesture("type in a bound text", "type_over", (page.bound, "Another sample")),
        Gesture("enter in a bound text", "enter", (page.bound,)),
        Gesture("duplicate a row", "duplicate", page.row),
        Gesture("copy and paste a row", "copy", page.row),
        Gesture("retype a link", "retype", (page.link, "Other words")),
        Gesture("clear formatting", "clear", (page.inline,)),
        Gesture("format as heading", "format", (page.bound, "h3")),
    ]


def every(page: Page) -> Iterator[Gesture]:
    """All gestures on a page, the meant ones first."""
    yield from scripted(page)
    yield from hurting(page)
