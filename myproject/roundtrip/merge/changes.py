"""What a designer changed, as edits of the templates: which spans to patch, and what only a person can decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from html import unescape

from myproject.roundtrip.match.content import Flattener, compare, direct_words, shown
from myproject.roundtrip.merge import attributes, rows, unplaced
from myproject.roundtrip.merge.edits import Changes, Choice, Edit
from myproject.roundtrip.merge.findings import TRANSLATED, Findings
from myproject.roundtrip.merge.gaps import ContentEdit
from myproject.roundtrip.merge.interpolated import dress
from myproject.roundtrip.merge.placing import inside
from myproject.roundtrip.merge.roles import NEVER_MOVED, Roles
from myproject.roundtrip.merge.sheets import Sheets
from myproject.roundtrip.pages import noise
from myproject.roundtrip.pages.page import PART, SPACE, VERBATIM, Tag, Text
from myproject.roundtrip.parse.origin import Origin
from myproject.roundtrip.parse.scope import has_code
from myproject.roundtrip.parse.source import VOID, Attribute, Element
from myproject.roundtrip.write import writer
from myproject.roundtrip.write.patches import Patch
from myproject.roundtrip.write.writer import Unwanted

REFERENCES = frozenset(
    "href for list form headers usemap aria-labelledby aria-describedby aria-controls aria-owns popovertarget".split()  # noqa: SIM905
)
FORMATS = writer.FORMATTING - {"span", "font"}
PICTURES = frozenset(["img", "hr", "video", "audio", "table"])
# Elements by whose number one sees how a text is laid out; a change of the name alone is told as such.
LAYOUT = {
    **dict.fromkeys(["ul", "ol", "dl"], "list"),
    **dict.fromkeys(["li", "dt", "dd"], "item"),
    **dict.fromkeys(["td", "th"], "cell"),
    **dict.fromkeys(["p", "h1", "h2", "h3", "h4", "h5", "h6"], "block"),
    "tr": "row",
    "blockquote": "quote",
}
FIELDS = frozenset(["input", "select", "textarea", "button"])
EMPTIED = frozenset(["class", "style", "id"])  # say nothing without a value: scripts leave them empty


class Differ(Findings):
    """Walks over both pages, element by element."""

    @cached_property
    def roles(self) -> Roles:
        return Roles(self)

    @cached_property
    def sheets(self) -> Sheets:
        return Sheets(self)

    def run(self) -> Changes:
        self.sheets.run()
        self.content(self.given.root, self.returned.root)
        for old in self.given.tags:
            new = self.matching.forward.get(old)
            if new is None or old.origin is None:
                continue
            self.element(old, new)
            if old.name not in VERBATIM:
                self.content(old, new)
            else:
                self.verbatim(old, new)
        unplaced.tell(self)
        rows.tell(self)
        for name, mark in self.habits.marks():
            what = f"class {mark[1:]!r}" if mark.startswith(".") else mark
            self.habit(f"every <{name}> came back with {what}")
        for name in self.habits.losses():
            if name != "style" or not self.sheets.styled:
                self.habit(f"{name} came back nowhere")
        for before, after in self.habits.renamed():
            self.habit(f"every <{before}> came back as <{after}>")
        return self.changes

    # -- one element: its name and attributes ------------------------------------------------------------------

    def element(self, old: Tag, new: Tag) -> None:
        origin, element = old.origin, old.origin.element
        if element is None:
            return
        if element.language:
            for difference in attributes.differences(old, new, self.habits):
                if noise.residue(difference.name, difference.after or ""):
                    continue
                words = f"{difference.name}={difference.after!r} on <{element.name}> is not kept: it leaves no tags"
                self.note(origin, words)
            return
        if noise.tag_name(old.name) != noise.tag_name(new.name):
            self.retag(old, new)
        for difference in attributes.differences(old, new, self.habits):
            self.attribute(origin, element, old, new, difference)
        gone = attributes.lost_anew(old, new, self.habits)
        if gone:
            words = f"<{old.name}> came back without {', '.join(gone)}, and without its stamp or bindings"
            self.note(origin, f"{words}: taken for the tool's doing and left out")

    def retag(self, old: Tag, new: Tag) -> None:
        element = old.origin.element
        structural = {old.name, new.name} & (NEVER_MOVED | VOID | {"form"} | writer.ACTIVE)
        if structural or element.name.lower() != old.name or new.name not in writer.ELEMENTS or old.foreign:
            return
        styles = old.attributes.get("style", ""), new.attributes.get("style", "")
        if self.habits.retags(old.name, new.name) or noise.restyled(old.name, new.name, *styles):
            return
        words = f"<{old.name}> became <{new.name}>"
        self.edit(old.origin, words, *attributes.rename(old.origin.source, element, new.name))

    def attribute(
        self, origin: Origin, element: Element, old: Tag, new: Tag, difference: attributes.Difference
    ) -> None:
        name, source = difference.name, origin.source
        written = element.attribute(name)
        if name == "style" and difference.after is None and self.sheets.took_style(new, difference.before):
            return
        if name == "style" and difference.after and PART in old.attributes:
            after = self.sheets.without_guide(difference.after)
            if noise.same_value(name, difference.before or "", after):
                return
            difference = attributes.Difference(name, difference.before, after)
        if name == "id" and written is None and difference.after and not self.keeps_id(old, new, difference):
            return
        if name in EMPTIED and difference.after == "":
            difference = attributes.Difference(name, difference.before, None, difference.gone)
        targets = attributes.computed(element)
        if name in old.computed or (written is None and (name in targets or "*" in targets)):
            self.note_computed(origin, name, difference.after)
            return
        if difference.after is None:
            if written is not None and written.dynamic:
                self.unbound(origin, element, written, difference)
            elif (
                written is not None
                and name not in writer.FORM_ATTRIBUTES
                and not (name == "name" and old.name in FIELDS)
            ):
                self.edit(origin, f"{name} removed from <{element.name}>", attributes.remove(source, written))
            return
        checked = self.writer.checked(new, name, difference.after, replaces=bool(difference.before))
        if checked is None:
            return
        if written is None:
            words = f"{name}={checked[1]!r} added to <{element.name}>"
            self.edit(
                origin, words, attributes.add(source, element, *checked, list(new.attributes).index(name))
            )
        elif name == "class":
            patch = attributes.change_tokens(source, written, difference)
            changed = [
                *(f"-{token}" for token in difference.gone),
                *(f"+{token}" for token in difference.come),
            ]
            if patch:
                self.edit(origin, f"class of <{element.name}> changed: {' '.join(changed)}", patch)
            if not {token.strip() for token in attributes.tokens(written.value)}.issuperset(difference.gone):
                self.note_computed(origin, name, difference.after)
        elif written.dynamic:
            self.note_computed(origin, name, difference.after)
            return
        else:
            words = f"{name} of <{element.name}> changed from {difference.before!r} to {checked[1]!r}"
            self.edit(origin, words, attributes.change(source, written, checked[1]))
        if name in targets:
            self.note(origin, f"the program computes {name}; only the sample value changed")
        elif name in attributes.translated(element):
            self.note(origin, TRANSLATED)

    def unbound(
        self, origin: Origin, element: Element, written: Attribute, difference: attributes.Difference
    ) -> None:
        """Ask about an attribute that went with what binds it; tools drop addresses that hold an interpolation."""
        if "${" in difference.before and not self.calibrated:
            words = (
                f"{written.name} of <{element.name}> came back nowhere: it stays, with what binds it to data"
            )
            return self.note(origin, words)
        patches = (attributes.remove(origin.source, written),)
        gone = Origin(origin.source, written.start, written.end)
        choices = {
            "drop": Choice("remove it with its bindings", patches, (gone,)),
            "keep": Choice("keep it"),
        }
        words = f"{written.name} of <{element.name}>, which is bound to data, was removed"
        return self.ask(Edit("lost", origin, words, choices))

    def keeps_id(self, old: Tag, new: Tag, difference: attributes.Difference) -> bool:
        """Whether an id that the template's element has not is for the template, and not the tool's own mark."""
        id = difference.after
        if self.instances(old) > 1:
            if not (difference.before or noise.generated(id) or self.habits.adds(old.name, "id")):
                self.note(
                    old.origin, f"id={id!r} is not kept: the program repeats this row, and ids are unique"
                )
            return False
        if id.lower() in self.sheets.referred or id in self.anchors:
            return True
        tools = difference.before or id.lower() in self.sheets.spent or self.habits.adds(old.name, "id")
        return not tools and not noise.generated(id)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """The ids that something on the edited page refers to."""
        return frozenset(
            name
            for tag in self.returned.tags
            for attribute in REFERENCES & tag.attributes.keys()
            for name in tag.attributes[attribute].removeprefix("#").split()
        )

    def verbatim(self, old: Tag, new: Tag) -> None:
        """Scripts, style sheets and preformatted text change as a whole."""
        if old.name == "style" and not old.foreign:
            return  # compared rule by rule
        before, after = old.text, new.text
        same = noise.same_text(before, after) or noise.same_text(unescape(before), unescape(after))
        if same or old.filled or not after.strip():
            return
        origin = old.origin
        start, end = inside(old, origin)
        source = origin.source
        if has_code(source, start, end) or any(child.origin is None for child in old.tags):
            self.note(origin, f"the new text of <{old.name}> is not kept: the program writes into it")
        elif old.name == "style":
            if self.writer.safe_css(new, after):
                self.edit(origin, "style sheet changed", Patch(origin.template, start, end, (after,)))
        elif old.name in ("pre", "textarea") and not new.tags:
            words = f"text of <{old.name}> changed"
            self.edit(origin, words, Patch(origin.template, start, end, (writer.text(after),)))
        elif old.name == "pre":
            self.content(old, new)
        elif old.name == "script" and self.policy.scripts and "${" not in after and "<" not in after:
            self.edit(origin, "script changed", Patch(origin.template, start, end, (after,)))
        else:
            self.refuse(
                new, Unwanted(f"the new text of <{old.name}>", "scripts are the developers' part", "script")
            )

    # -- content -----------------------------------------------------------------------------------------------

    def content(self, old: Tag, new: Tag) -> None:
        if old.filled:
            return self.filled_content(old, new)
        if self.emptied(old, new):
            return self.note(old.origin, f"<{old.name}> was emptied; what it shows comes from the program")
        before = Flattener(self.roles.of_old).items(old)
        after = Flattener(self.roles.of_new(direct_words(old, self.matching.forward))).items(new)
        gaps = compare(before, after, self.matching)
        if gaps:
            ContentEdit(self, old, gaps).run()
        return None

    def emptied(self, old: Tag, new: Tag) -> bool:
        """Whether all sample text was taken out of an element whose content the program writes."""
        element = old.origin.element if old.origin else None
        written = element is not None and not {"tal:content", "tal:replace"}.isdisjoint(element.bindings)
        return written and bool(old.text.strip(SPACE)) and not new.text.strip(SPACE) and not new.tags

    def filled_content(self, old: Tag, new: Tag) -> None:
        """What the program writes into an element is not the designer's; what was done to it is told."""
        if old.origin is None:
            return
        dressed = dress(self, old, new)
        text = " ".join(new.text.split())[:60]
        if shown(old) != shown(new) or _typed(old) != _typed(new):
            self.note(old.origin, f"the text {text!r} comes from the site's content: edit it there")
        elif not dressed and (_names(new, FORMATS) - _names(old, FORMATS) or self.puts_looks_on_content(new)):
            self.note(old.origin, f"the formatting of {text!r} is not kept: it comes from the site's content")
        elif _names(old, PICTURES) != _names(new, PICTURES) or _breaks(old) != _breaks(new):
            words = (
                f"what was put in or taken out beside {text!r} is not kept: it comes from the site's content"
            )
            self.note(old.origin, words)
        elif _layout(old) != _layout(new):
            words = f"how {text!r} was joined or split is not kept: it comes from the site's content"
            self.note(old.origin, words)

    def puts_looks_on_content(self, new: Tag) -> bool:
        """Whether an element that is new stands around something in content of the program and has attributes."""
        inside = self.returned.tags[new.index + 1 : new.last + 1]
        return any(
            tag not in self.matching.backward and tag.text.strip(SPACE) and self.roles.looks(tag)
            for tag in inside
        )


def _names(tag: Tag, names: frozenset[str]) -> Counter:
    """How often elements of these names stand in an element."""
    found = Counter(noise.tag_name(child.name) for child in tag.tags if child.name in names)
    return sum((_names(child, names) for child in tag.tags), found)


def _layout(tag: Tag) -> Counter:
    """How many paragraphs, items, rows and cells with words stand in an element."""
    found: Counter = Counter()
    for child in tag.tags:
        if not child.text.strip(SPACE):
            continue
        kind = LAYOUT.get(child.name)
        inner = _layout(child)
        if kind in ("item", "cell", "quote"):
            del inner["block"]  # editors put a paragraph into each
        found += inner
        if kind:
            found[kind] += 1
    return found


def _breaks(tag: Tag) -> int:
    """How many line breaks stand between words of an element; editors leave others for the cursor."""
    lines = "".join("\0" if isinstance(node, Tag) else node.data for node in _flat(tag)).split("\0")
    said = [place for place, line in enumerate(lines) if line.strip(SPACE)]
    return said[-1] - said[0] if said else 0


def _flat(tag: Tag) -> Iterator[Tag | Text]:
    """The texts and line breaks in an element, in their order."""
    for child in tag.children:
        if isinstance(child, Text) or child.name == "br":
            yield child
        else:
            yield from _flat(child)


def _typed(tag: Tag) -> str:
    """The preformatted text in an element, white space aside."""
    return "".join(
        "".join(child.text.split()) if child.name == "pre" else _typed(child) for child in tag.tags
    )
