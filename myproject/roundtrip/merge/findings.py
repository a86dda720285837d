"""What a comparison works on, and what it has found so far: edits, questions, notes and refusals, each said once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from myproject.roundtrip.match.match import Matching
from myproject.roundtrip.merge import attributes
from myproject.roundtrip.merge.edits import Changes, Choice, Edit
from myproject.roundtrip.pages.page import Page, Tag
from myproject.roundtrip.parse.origin import Origin
from myproject.roundtrip.parse.scope import is_written
from myproject.roundtrip.parse.source import Source
from myproject.roundtrip.report import Note, Policy, Refusal
from myproject.roundtrip.write.patches import Patch
from myproject.roundtrip.write.writer import Unwanted, Writer

SAMPLE = "the program writes this part; only the sample in the template changed"
TRANSLATED = "this text is translated: tell those who keep its translations"


class Findings:
    """A page, what came back of it, and what was found between them.

    `given` is the page whose parts know their origin, `returned` the edited one. `calibrated` tells that `given` is
    what the tool itself made of the page without an edit.
    """

    def __init__(
        self,
        given: Page,
        returned: Page,
        matching: Matching,
        policy: Policy,
        link: Callable[[Tag, str, str], str],
        calibrated: bool = False,
    ):
        self.given, self.returned, self.matching = given, returned, matching
        self.policy, self.link, self.calibrated = policy, link, calibrated
        self.writer = Writer(returned, policy, self.refuse, self.tell, link)
        self.writer.known = frozenset(
            (name, " ".join(value.split()))
            for tag in given.tags
            for name, value in tag.attributes.items()
            if attributes.is_binding(name)
        )
        self.habits = attributes.habits(given.tags, matching, calibrated)
        self.changes = Changes()
        self.away: set[Tag] = set()  # elements that are not where they were
        self.arrived: set[Tag] = set()  # of them, those of which it is said where they stand now
        self.dropped: set[str] = set()  # names of elements whose tags a tool dropped
        self.computed: set[tuple[str, int, str]] = set()  # attributes that a note was given for
        self.rows = Counter((tag.origin.template, tag.origin.start) for tag in given.tags if tag.origin)

    def refuse(self, tag: Tag, unwanted: Unwanted) -> None:
        line = self.returned.line(tag.start)
        refusal = Refusal(self.where(tag), line, unwanted.what, unwanted.reason, unwanted.rule)
        if refusal not in self.changes.refused:
            self.changes.refused.append(refusal)

    def refuse_removal(self, tag: Tag) -> None:
        words = f"the removal of <input name={tag.attributes.get('name', '')!r}>"
        reason = "hidden fields are the developers' part; it stays"
        self.changes.refused.append(Refusal(tag.origin.template, tag.origin.line, words, reason, "form"))

    def where(self, tag: Tag | None) -> str:
        """The template that an element of the edited page belongs to."""
        while tag is not None:
            old = self.matching.backward.get(tag)
            if old is not None and old.origin is not None:
                return old.origin.template
            tag = tag.parent
        return self.given.root.origin.template

    def note(self, origin: Origin, words: str) -> None:
        self._once(Note(origin.template, origin.line, words))

    def tags_dropped(self, old: Tag) -> None:
        """A note on an element that came back without its tags, which a tool may have dropped."""
        element = old.origin.element
        if element is not None and element.bindings:
            words = f"<{old.name}> came back without its tags: it stays, with what binds it to data"
            self.note(old.origin, words)
        elif element is not None and old.name not in self.dropped:
            self.dropped.add(old.name)
            self.habit(f"every <{old.name}> came back without its tags")

    def habit(self, words: str) -> None:
        """A note on what happened everywhere, so that nobody can tell the designer from the tool."""
        self.note(self.given.root.origin, f"{words}: taken for the tool's doing and left out")

    def tell(self, tag: Tag, words: str) -> None:
        """A note on something of the edited page."""
        self._once(Note(self.where(tag), self.returned.line(tag.start), words))

    def _once(self, note: Note) -> None:
        if note not in self.changes.notes:
            self.changes.notes.append(note)

    def edit(self, origin: Origin, words: str, *patches: Patch) -> None:
        if patches:
            self.changes.edits.append(Edit("change", origin, words, {"apply": Choice(words, patches)}))
            if any(_translated(origin.source, patch) for patch in patches):
                self.note(origin, TRANSLATED)
            if any(
                is_written(origin.source, patch.start)
                for patch in patches
                if patch.template == origin.template
            ):
                self.note(origin, SAMPLE)

    def ask(self, edit: Edit) -> None:
        """A question, once for all rows."""
        if not any(other.kind == edit.kind and other.patches == edit.patches for other in self.changes.edits):
            self.changes.edits.append(edit)

    def note_computed(self, origin: Origin, name: str, after: str | None) -> None:
        """Tell once for all rows that the value of an attribute comes from the program, and so whether it is there."""
        if (origin.template, origin.start, name) not in self.computed:
            self.computed.add((origin.template, origin.start, name))
            what = f"the removal of {name}" if after is None else f"{name}={after!r}"
            self.note(origin, f"{what} is not kept: the program computes this attribute")

    def instances(self, old: Tag) -> int:
        """How many elements of the page were made of the same one of a template."""
        return self.rows[old.origin.template, old.origin.start]

    def asset(self, url: str) -> str:
        """An address in CSS, as the template writes it."""
        return self.link(self.returned.root, "src", url)


def _translated(source: Source, patch: Patch) -> bool:
    """Whether a patch changes a message: what stands in an element that is translated, outside of its named parts."""
    element = source.enclosing(patch.start)
    while element is not None and "i18n:translate" not in element.bindings:
        element = None if "i18n:name" in element.bindings else element.parent
    return element is not None
