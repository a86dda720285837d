"""The pages that are given to the tools, and what on each of them the gestures take hold of."""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
OWN = HERE / "theme"  # a small theme with one of everything that tools trip over
SHIPPED = HERE.parents[1] / "myproject" / "themes" / "default"


@dataclass(frozen=True)
class Page:
    """One page of an exported theme. Texts are as the prototype shows them; pairs are (text, CSS selector)."""

    theme: Path
    template: str
    heading: str  # a heading that the template owns, whole
    word: str  # a word of the template's own text
    panel: tuple[str, str]  # a section, by another text than the heading and the word
    block: tuple[str, str]  # a later section, to be moved before the panel
    rows: tuple[str, str]  # what stands around the repeated rows
    row: tuple[str, str]  # one repeated row
    image: str  # the alt text of an image that the template or its layout owns
    bound: str  # the whole text of a bound block
    inline: str  # the text of a bound inline element inside a paragraph
    link: str  # the whole text of a bound link
    paragraph: str = ""  # the beginning of a paragraph that may go, where there is one without a binding
    every_gesture: bool = False  # recorded each on its own, too

    @property
    def name(self) -> str:
        return Path(self.template).stem


PAGES = {
    page.name: page
    for page in (
        Page(
            theme=OWN,
            template="season.pt",
            heading="Latest from the booth",
            word="important",
            panel=("The new projector", "section"),
            block=("Related links", "aside"),
            rows=("Parade", "table"),
            row=("Parade", "tr"),
            image="The hall",
            paragraph="Our old opening hours",
            bound="Mira repairs what others throw away.",
            inline="19:15",
            link="Parade",
            every_gesture=True,
        ),
        Page(
            theme=SHIPPED,
            template="home.pt",
            heading="Worth a look",
            word="look",
            panel=("All films", "section"),
            block=("From the club", "section"),
            rows=("Metropolis", "ul"),
            row=("Metropolis", "li"),
            image="",
            bound="A Trip to the Moon",
            inline="1902",
            link="Metropolis",
        ),
        Page(
            theme=SHIPPED,
            template="contact.pt",
            heading="Your e-mail address",
            word="question",
            panel=("Write to us", "div.columns-side"),
            block=("Your name", "div.columns-main"),
            rows=("Your name", "form"),
            row=("Your name", "p.field"),
            image="",
            bound="Contact",
            inline="A question",
            link="The club",
        ),
    )
}
