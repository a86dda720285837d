"""One edited page beside the page it was made of."""

from __future__ import annotations

from dataclasses import dataclass

from myproject.roundtrip.match.content import direct_words
from myproject.roundtrip.match.given import transfer
from myproject.roundtrip.match.halves import rejoin
from myproject.roundtrip.match.marks import binding_marks
from myproject.roundtrip.match.match import Matching, match
from myproject.roundtrip.merge.changes import Differ
from myproject.roundtrip.merge.edits import Changes
from myproject.roundtrip.pages.links import Links
from myproject.roundtrip.pages.page import STAMP, Page, Tag
from myproject.roundtrip.pages.spelling import as_html
from myproject.roundtrip.report import Policy

ENDS = ("</body", "</html")
SOME = 3  # marks that no tool leaves out by chance
FEW = 0.75  # share of a page's elements below which a tool is taken to have written the page anew


@dataclass(slots=True)
class Comparison:
    """`given` is what the edits are relative to: the page, or the tool's own unedited save of it."""

    name: str
    given: Page
    returned: Page
    matching: Matching
    changes: Changes
    links: Links
    calibrated: bool

    @property
    def copied(self) -> frozenset[Tag]:
        return frozenset(self.matching.copies.values())

    @property
    def rewritten(self) -> bool:
        """Whether so much is gone that the tool, not the designer, must have done it.

        What was deleted as a whole, text and all, from an element that kept its mark, a designer deleted.
        """
        expected, place = [], 0
        while place < len(self.given.tags):
            tag = self.given.tags[place]
            if self.deleted(tag):
                place = tag.last + 1
                continue
            if tag.origin is not None:
                expected.append(tag)
            place += 1
        found = sum(1 for tag in expected if tag in self.matching.forward)
        return found < FEW * len(expected) or self.stripped

    @property
    def stripped(self) -> bool:
        """Whether the tool took all stamps off, or all bindings off a copy of the template.

        What else it did cannot be told from what the designer did then, unless its unedited save says so.
        """
        left = any(STAMP in tag.attributes or binding_marks(tag) for tag in self.returned.tags)
        return not (self.calibrated or left) and self.matching.marks >= SOME

    @property
    def cut(self) -> bool:
        """Whether the file seems to have lost its end: the last parts of the page, and the end tags behind them."""
        before, after = self.given.text.lower(), self.returned.text.lower()
        if not any(end in before for end in ENDS) or any(end in after for end in ENDS):
            return False
        last = next((tag for tag in reversed(self.given.tags) if tag.origin), None)
        return "<body" in after and last is not None and last not in self.matching.forward

    def deleted(self, tag: Tag) -> bool:
        """Whether an element is gone with all that was in it, from a parent that is marked as it was."""
        matching = self.matching
        kept = tag.parent in matching.marked or matching.kept_marks > 0.9
        if tag in matching.forward or tag.parent not in matching.forward or not kept:
            return False
        if any(inner in matching.forward for inner in self.given.tags[tag.index : tag.last + 1]):
            return False
        return not direct_words(matching.forward[tag.parent]) & direct_words(tag) - direct_words(tag.parent)


def compare(
    name: str, given: Page, text: str, unedited: str | None, templates: frozenset[str], policy: Policy
) -> Comparison:
    """Find what changed between the page `given` and `text`, or between the tool's own unedited save and `text`."""
    # In a template's own text the end tags say what is meant, on both sides.
    in_html = as_html if as_html(given.text) == given.text else str
    returned = Page(in_html(text))
    if unedited is not None:
        saved = Page(in_html(unedited))
        transfer(given, saved, match(given, saved))
        given = saved
    rejoin(given, returned)
    matching = match(given, returned)
    links = Links(name, templates, policy.static, returned)
    links.learn(given)
    changes = Differ(given, returned, matching, policy, links, unedited is not None).run()
    return Comparison(name, given, returned, matching, changes, links, unedited is not None)
