"""What each element means for the comparison: a part of its own, a wrapper to look through, or nothing.

Here a tool is told from its user: elements that the tool dropped, wrappers and fillers that it put in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property

from myproject.roundtrip.match.content import direct_words
from myproject.roundtrip.merge.attributes import is_binding
from myproject.roundtrip.merge.findings import Findings
from myproject.roundtrip.pages import noise
from myproject.roundtrip.pages.page import SPACE, VERBATIM, Tag, Text
from myproject.roundtrip.parse.scope import repeated
from myproject.roundtrip.write import writer

HEAD = frozenset(["title", "meta", "link", "style", "script", "base"])
NEVER_MOVED = HEAD | {"html", "head", "body"}
MEDIA = frozenset(
    "img input hr svg video audio canvas picture source meter progress textarea select button iframe".split()  # noqa: SIM905
)

# Tools that let only certain elements through drop the tags of these.
SANITIZED = frozenset(
    "button center details dialog fieldset font form label legend map object option select summary template".split()  # noqa: SIM905
)


class Roles:
    """Tells the role of an element in the flat content (see `content.Flattener`), on either side."""

    def __init__(self, findings: Findings):
        self.given, self.returned, self.matching = findings.given, findings.returned, findings.matching
        self.policy, self.writer, self.habits = findings.policy, findings.writer, findings.habits
        self.calibrated = findings.calibrated
        self.note, self.refuse_removal = findings.note, findings.refuse_removal
        self.missing: dict[Tag, str] = {}

    def of_old(self, tag: Tag) -> str:
        if tag.name == "style" and not tag.foreign:
            return "skip"  # compared rule by rule
        new = self.matching.forward.get(tag)
        if new is not None:
            if tag.name in NEVER_MOVED and self.displaced(tag, new):
                return "skip"
            return "tag" if tag.origin else "skip" if tag.name in VERBATIM else "through"
        if tag not in self.missing:
            self.missing[tag] = self.of_missing(tag)
        return self.missing[tag]

    def of_missing(self, tag: Tag) -> str:
        """What the absence of an element means: "open" that somebody removed it, else that the tool did."""
        if tag.origin is None:
            return "skip" if tag.name in VERBATIM else "through"
        survivors = any(
            inner in self.matching.forward for inner in self.given.tags[tag.index + 1 : tag.last + 1]
        )
        if tag.name == "noscript":
            return "through" if survivors else "skip"  # tools that run scripts see none
        if self.is_swallowed(tag):
            return "through"
        empty = not survivors and not any(self.shows(inner) for inner in self.inner(tag))
        instance = self.instance_left(tag)
        if instance:
            self.note(tag.origin, "one sample row less: the template repeats the row by itself")
        elif empty and not self.calibrated and self.looks(tag):
            self.note(tag.origin, f"<{tag.name}> shows nothing, and tools drop such elements: it stays")
        if (
            instance
            or (empty and not self.calibrated)
            or tag.name in VERBATIM - {"pre", "textarea"}
            or tag.name in ("html", "head", "body", "title")
        ):
            return "skip"
        if tag.name in HEAD:
            return "open" if self.head_survives(tag) else "skip"
        if tag.name == "input" and tag.attributes.get("type") == "hidden" and not self.policy.forms:
            if tag.parent in self.matching.forward:
                self.refuse_removal(tag)
            return "skip"
        return "tags" if self.tags_by_tool(tag, survivors) else "open"

    def tags_by_tool(self, tag: Tag, survivors: bool) -> bool:
        """Whether a tool may have dropped an element's tags from around its content."""
        if self.calibrated:
            return False
        if tag.name in writer.FORMATTING:
            return self.habits.drops(tag.name) and self.matching.kept_marks < 0.5
        bound = tag.origin.element is not None and bool(tag.origin.element.bindings)
        said = survivors or (bool(tag.text.strip(SPACE)) and not self.is_unsaid(tag))
        unusual = tag.name in SANITIZED or not tag.name.isalnum()
        if said and unusual and self.habits.drops(tag.name):
            return True  # tools drop such elements, designers do not
        return survivors and self.matching.kept_marks < 0.9 and (bound or self.habits.drops(tag.name))

    def is_swallowed(self, tag: Tag) -> bool:
        """Whether a parser took a start tag for a part of the one before it, which it did not see the end of."""
        before = self.matching.forward.get(tag.parent)
        return before is not None and any(name.endswith(f"<{tag.name}") for name in before.attributes)

    def is_unsaid(self, tag: Tag) -> bool:
        """Whether what an element says is nowhere on the page that came back: then it is more than tags that went."""
        said = " ".join(tag.text.split())
        return bool(said) and said not in self.returned_text

    @cached_property
    def returned_text(self) -> str:
        return " ".join(self.returned.root.text.split())

    def shows(self, tag: Tag) -> bool:
        """Whether an element by itself puts something on the page."""
        if tag.name in MEDIA:
            return True
        return tag.name not in HEAD and any(isinstance(child, Text) and child.words for child in tag.children)

    def looks(self, tag: Tag) -> bool:
        """Whether an element has attributes of its own."""
        return any(
            is_binding(name) or not noise.residue(name, value) for name, value in tag.attributes.items()
        )

    def inner(self, tag: Tag) -> list[Tag]:
        return self.given.tags[tag.index : tag.last + 1]

    def head_survives(self, tag: Tag) -> bool:
        head = self.returned.find("head")
        kept = [child for child in tag.parent.tags if child in self.matching.forward]
        return head is not None and head.start is not None and 2 * len(kept) > len(tag.parent.tags)

    def instance_left(self, tag: Tag) -> bool:
        """Whether another row made of the same source element is still there."""
        return repeated(tag.origin) and any(
            other is not tag and other.origin is not None and other.origin.element is tag.origin.element
            for other in (tag.parent.tags if tag.parent else ())
            if other in self.matching.forward
        )

    def of_new(self, words: Counter) -> Callable[[Tag], str]:
        def role(tag: Tag) -> str:
            old = self.matching.backward.get(tag)
            if tag.name == "style" and not tag.foreign:
                return "raw" if tag in self.writer.styles else "skip"
            if old is not None:
                displaced = old.name in NEVER_MOVED and self.displaced(old, tag)
                gone = displaced or (old.origin is None and old.name in VERBATIM)
                return "skip" if gone else "tag" if old.origin else "through"
            if tag in self.matching.shells:
                return "skip"
            if tag in self.matching.copies:
                return "copy"
            if tag.name in HEAD - {"link", "style", "meta"} or (tag.name == "meta" and tool_meta(tag)):
                if tag.name in ("script", "base") or acts(tag):
                    self.writer.allows(tag)
                return "skip"
            if self.filler(tag) or self.tools_head(tag):
                return "skip"
            if self.wrapper(tag, words):
                self.tell_wrapper(tag)
                return "through"
            if not self.writer.allows(tag):
                return "skip" if tag.name in writer.ACTIVE or tag.name in ("meta", "style") else "through"
            return "raw" if tag.name in ("style", "script", "textarea", "pre") else "open"

        return role

    def displaced(self, old: Tag, new: Tag) -> bool:
        """Whether an element stands in another one than before."""
        return not self.stands_in(old, new.parent)

    def filler(self, tag: Tag) -> bool:
        """An element that shows nothing: what editors leave so that the cursor has a place."""
        if tag.foreign:
            return False
        if tag.name == "br":
            beside = [sibling for sibling in tag.parent.children if sibling is not tag]
            place = tag.parent.children.index(tag)
            texts = [
                sibling.text if isinstance(sibling, Tag) else sibling.data
                for sibling in tag.parent.children[place + 1 :]
            ]
            inline = any(not isinstance(s, Tag) or s.name in writer.INLINE for s in beside)
            return bool(tag.attributes) or not inline or not "".join(texts).strip(SPACE)
        title = self.given.find("title")
        if (
            title is not None
            and title not in self.matching.forward
            and tag.text.split() == title.text.split()
        ):
            return True  # a tool without a head put the title into the page
        inner = self.returned.tags[tag.index : tag.last + 1]
        shows = any(node.name in MEDIA or node in self.matching.backward for node in inner) or tag.text.strip(
            SPACE
        )
        plain = all(
            node.name in ("p", "style") or not (self.looks(node) or noise.URLS & node.attributes.keys())
            for node in inner
        )
        return not shows and plain and tag.name not in ("link", "meta")

    def tools_head(self, tag: Tag) -> bool:
        """Whether an element stands in the head that a tool put around a part of a page."""
        head = self.given.find("head")
        return tag.parent.name == "head" and (head is None or head.origin is None)

    def wrapper(self, tag: Tag, words: Counter) -> bool:
        """A wrapper without meaning of its own around what was there before."""
        if self.looks(tag):
            return False
        around = list(self.around(tag))
        if tag.name in writer.FORMATTING and any(
            noise.tag_name(parent.name) == noise.tag_name(tag.name) for parent in around
        ):
            return True
        if tag.name not in ("div", "span", "p", "font", "tbody") or (
            self.calibrated and tag.name in ("div", "p")
        ):
            return False
        whole = next((parent for parent in around if parent in self.matching.backward), self.returned.root)
        inner = self.returned.tags[tag.index + 1 : tag.last + 1]
        stayed = [self.matching.backward[node] for node in inner if node in self.matching.backward]
        if stayed:
            return any(self.stands_in(old, whole) or old.name in NEVER_MOVED for old in stayed)
        own = direct_words(tag)
        return bool(own) and own <= words

    def tell_wrapper(self, tag: Tag) -> None:
        """A note on a block around what was there: editors put them in, and designers might."""
        if tag.name in ("div", "p") and tag.start is not None:
            words = f"a <{tag.name}> without attributes came around what was there"
            self.note(self.given.root.origin, f"{words}: taken for the tool's doing and left out")

    def around(self, tag: Tag) -> Iterator[Tag]:
        """The elements that it stands in, the nearest first."""
        while tag.parent is not None:
            tag = tag.parent
            yield tag

    def stands_in(self, old: Tag, whole: Tag) -> bool:
        """Whether the nearest element around `old` that is still there is `whole` now."""
        found = next((parent for parent in self.around(old) if parent in self.matching.forward), None)
        return (self.matching.forward[found] if found else self.returned.root) is whole


def acts(tag: Tag) -> bool:
    """Whether a <meta> does more than name the type of the page, as tools do."""
    equivalent = tag.attributes.get("http-equiv", "").strip().lower()
    return equivalent in ("refresh", "set-cookie", "default-style") or "security-policy" in equivalent


def tool_meta(tag: Tag) -> bool:
    name = tag.attributes.get("name", "").lower()
    charset = "charset" in tag.attributes or "http-equiv" in tag.attributes
    return charset or name in ("generator", "created", "changed", "author", "progid", "originator", "")
