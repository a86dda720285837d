"""The page a designer was given, each part of it knowing which span of which template it comes from."""

from __future__ import annotations

from myproject.roundtrip import origin
from myproject.roundtrip.align import align
from myproject.roundtrip.origin import Origin
from myproject.roundtrip.page import VERBATIM, Page, Text, Word
from myproject.roundtrip.parse import Source


def raw(source: Source) -> Page:
    """The template itself, as a browser or an editor opens it."""
    page = Page(source.text)
    page.root.origin = Origin(source, 0, len(source.text))
    for tag in page.tags:
        element = source.by_start.get(tag.start)
        # A parser that repairs nesting makes several elements of one start tag: the first one counts.
        if element is not None and element.name.lower() == tag.name.lower() and page.by_start[tag.start] is tag:
            tag.origin = origin.of(source, element)
        for child in tag.children:
            if isinstance(child, Text):
                for word in child.words:
                    if word.start is not None and word.end is not None:
                        word.origin = Origin(source, word.start, word.end)
    return page


def transfer(given: Page, saved: Page, matching) -> None:
    """Give a tool's unedited save the origins of the page that it was made of."""
    saved.root.origin = given.root.origin
    for old, new in matching.forward.items():
        new.origin, new.hosts, new.filled, new.computed = old.origin, old.hosts, old.filled, old.computed
    before, after = _words(given), _words(saved)
    for i, j in align([word.key for word in before], [word.key for word in after]):
        after[j].origin = before[i].origin


def _words(page: Page) -> list[Word]:
    """The words that are text to a reader, in the order of the page."""
    texts = (child for tag in page.tags if tag.name not in VERBATIM for child in tag.children if isinstance(child, Text))
    return [word for text in texts for word in text.words]
