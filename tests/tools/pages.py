"""The pages that are given to the tools, and what on each of them the gestures take hold of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page of an exported theme. Texts are as the prototype shows them; pairs are (text, CSS selector)."""

    name: str
    heading: str  # the template's own heading, whole
    word: str  # a word of the template's own running text
    panel: tuple[str, str]  # a section that the template owns
    block: tuple[str, str]  # a later section, to be moved before the panel
    rows: tuple[str, str]  # what holds the repeated rows
    row: tuple[str, str]  # one repeated row
    image: str  # the alt text of an image that the template owns
    paragraph: str  # a paragraph that may go
    bound: str  # the whole text of a bound element
    inline: str  # the whole text of a bound inline element inside a paragraph
    link: str  # the whole text of a bound link
