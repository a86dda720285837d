"""What a designer changed, as edits of the templates: which spans to patch, and what only a person can decide."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from myproject.roundtrip import attributes, noise, writer
from myproject.roundtrip.content import Flattener, Gap, Item, compare, direct_words
from myproject.roundtrip.match import PART, Matching
from myproject.roundtrip.origin import Origin
from myproject.roundtrip.page import SPACE, VERBATIM, Page, Tag, Text
from myproject.roundtrip.parse import VOID, Element, Source
from myproject.roundtrip.placing import (
    Place,
    extent,
    inside,
    places,
    span,
    stands_alone,
    tag_span,
    with_space,
)
from myproject.roundtrip.report import Note, Policy, Refusal
from myproject.roundtrip.scope import Move, check_move, has_code, repeated
from myproject.roundtrip.write import Patch, Take
from myproject.roundtrip.writer import Unwanted, Writer

HEAD = frozenset(["title", "meta", "link", "style", "script", "base"])
NEVER_MOVED = HEAD | {"html", "head", "body"}
MEDIA = frozenset(
    "img input hr svg video audio canvas picture source meter progress textarea select button iframe".split()  # noqa: SIM905
)


@dataclass(slots=True)
class Choice:
    """One answer to a question: what it does, the patches that do it, the spans whose bindings it gives up."""

    words: str
    patches: tuple[Patch, ...] = ()
    lost: tuple[Origin, ...] = ()
    moved: tuple[Origin, ...] = ()


@dataclass(slots=True)
class Edit:
    """One change. `kind` "change" is applied; any other kind is a question with `choices`."""

    kind: str
    origin: Origin
    words: str
    choices: dict[str, Choice]

    @property
    def patches(self) -> tuple[Patch, ...]:
        return next(iter(self.choices.values())).patches


@dataclass
class Changes:
    """Everything that the comparison of two pages found."""

    edits: list[Edit] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    reattached: list[Tag] = field(default_factory=list)


class Differ:
    """Compares a page with what came back and collects edits.

    `given` is the page whose parts know their origin, `returned` the edited one.
    """

    def __init__(
        self,
        given: Page,
        returned: Page,
        matching: Matching,
        policy: Policy,
        link: Callable[[Tag, str, str], str],
    ):
        self.given, self.returned, self.matching = given, returned, matching
        self.policy = policy
        self.writer = Writer(returned, policy, self.refuse, link)
        self.writer.known = frozenset(
            (name, " ".join(value.split()))
            for tag in given.tags
            for name, value in tag.attributes.items()
            if attributes.is_binding(name)
        )
        self.habits = attributes.habits(given.tags, matching)
        self.changes = Changes()
        self.missing: dict[Tag, str] = {}
        self.moved: set[Tag] = set()
        self.order = 0

    def run(self) -> Changes:
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
        return self.changes

    # -- reporting ---------------------------------------------------------------------------------------------

    def refuse(self, tag: Tag, unwanted: Unwanted) -> None:
        line = self.returned.line(tag.start)
        refusal = Refusal(self.where(tag), line, f"left out: {unwanted.what}", unwanted.reason, unwanted.rule)
        if refusal not in self.changes.refused:
            self.changes.refused.append(refusal)

    def refuse_removal(self, tag: Tag) -> None:
        words = f"left out: the removal of <input name={tag.attributes.get('name', '')!r}>"
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
        note = Note(origin.template, origin.line, words)
        if note not in self.changes.notes:
            self.changes.notes.append(note)

    def edit(self, origin: Origin, words: str, *patches: Patch) -> None:
        if patches:
            self.changes.edits.append(Edit("change", origin, words, {"apply": Choice(words, patches)}))

    # -- one element: its name and attributes ------------------------------------------------------------------

    def element(self, old: Tag, new: Tag) -> None:
        origin, element = old.origin, old.origin.element
        if element is None or element.language:
            return
        if noise.tag_name(old.name) != noise.tag_name(new.name):
            self.retag(old, new)
        for difference in attributes.differences(old, new, self.habits):
            self.attribute(origin, element, old, new, difference)

    def retag(self, old: Tag, new: Tag) -> None:
        element = old.origin.element
        structural = {old.name, new.name} & (NEVER_MOVED | VOID | {"form"} | writer.ACTIVE)
        if structural or element.name.lower() != old.name or new.name not in writer.ELEMENTS or old.foreign:
            return
        if self.habits.retags(old.name, new.name):
            return
        words = f"<{old.name}> became <{new.name}>"
        self.edit(old.origin, words, *attributes.rename(old.origin.source, element, new.name))

    def attribute(
        self, origin: Origin, element: Element, old: Tag, new: Tag, difference: attributes.Difference
    ) -> None:
        name, source = difference.name, origin.source
        written = element.attribute(name)
        targets = attributes.computed(element)
        if name in old.computed or (written is None and (name in targets or "*" in targets)):
            if difference.after is not None:
                self.note(
                    origin, f"{name}={difference.after!r} is not kept: the program computes this attribute"
                )
            return
        if difference.after is None:
            if (
                written is not None
                and name not in writer.FORM_ATTRIBUTES
                and not (name == "name" and old.name in FIELDS)
            ):
                self.edit(origin, f"{name} removed from <{element.name}>", attributes.remove(source, written))
            return
        checked = self.writer.checked(new, name, difference.after)
        if checked is None:
            return
        if written is None:
            self.order += 1
            words = f"{name}={checked[1]!r} added to <{element.name}>"
            self.edit(origin, words, attributes.add(source, element, *checked, self.order))
        elif name == "class":
            patch = attributes.change_tokens(source, written, difference)
            changed = [
                *(f"-{token}" for token in difference.gone),
                *(f"+{token}" for token in difference.come),
            ]
            if patch:
                self.edit(origin, f"class of <{element.name}> changed: {' '.join(changed)}", patch)
        elif written.dynamic:
            self.note(origin, f"{name}={difference.after!r} is not kept: the program computes this attribute")
            return
        else:
            words = f"{name} of <{element.name}> changed from {difference.before!r} to {checked[1]!r}"
            self.edit(origin, words, attributes.change(source, written, checked[1]))
        if name in targets:
            self.note(origin, f"the program computes {name}; only the sample value changed")

    def verbatim(self, old: Tag, new: Tag) -> None:
        """Scripts, style sheets and preformatted text change as a whole."""
        before, after = old.text, new.text
        same = noise.same_css(before, after) if old.name == "style" else noise.same_text(before, after)
        if same or old.filled or not after.strip():
            return
        after = noise.plain_css(after) if old.name == "style" else after
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

    # -- roles of elements in the flat content -----------------------------------------------------------------

    def old_role(self, tag: Tag) -> str:
        new = self.matching.forward.get(tag)
        if new is not None:
            if tag.name in NEVER_MOVED and self.matching.forward.get(tag.parent) is not new.parent:
                return "skip"
            return "tag" if tag.origin else "skip" if tag.name in VERBATIM else "through"
        if tag not in self.missing:
            self.missing[tag] = self.missing_role(tag)
        return self.missing[tag]

    def missing_role(self, tag: Tag) -> str:
        """What the absence of an element means: "open" that somebody removed it, else that the tool did."""
        if tag.origin is None:
            return "skip" if tag.name in VERBATIM else "through"
        survivors = any(
            inner in self.matching.forward for inner in self.given.tags[tag.index + 1 : tag.last + 1]
        )
        empty = not survivors and not any(self.shows(inner) for inner in self.inner(tag))
        instance = self.instance_left(tag)
        if instance:
            self.note(tag.origin, "one sample row less: the template repeats the row by itself")
        if instance or empty or tag.name in VERBATIM or tag.name in ("html", "head", "body", "title"):
            return "skip"
        if tag.name in HEAD:
            return "open" if self.head_survives(tag) else "skip"
        if tag.name == "input" and tag.attributes.get("type") == "hidden" and not self.policy.forms:
            if tag.parent in self.matching.forward:
                self.refuse_removal(tag)
            return "skip"
        if survivors and tag.name not in writer.FORMATTING and self.matching.kept_marks < 0.9:
            return "through"
        formatting_lost = self.habits.missing[tag.name] == self.habits.tags[tag.name]
        if tag.name in writer.FORMATTING and formatting_lost and self.matching.kept_marks < 0.5:
            return "through"
        return "open"

    def shows(self, tag: Tag) -> bool:
        """Whether an element by itself puts something on the page."""
        if tag.name in MEDIA:
            return True
        return tag.name not in HEAD and any(isinstance(child, Text) and child.words for child in tag.children)

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

    def new_role(self, parent: Tag, words) -> Callable[[Tag], str]:
        def role(tag: Tag) -> str:
            old = self.matching.backward.get(tag)
            if PART in tag.attributes and tag.name == "style":
                return "skip"
            if old is not None:
                displaced = (
                    old.name in NEVER_MOVED and self.matching.forward.get(old.parent) is not tag.parent
                )
                gone = displaced or (old.origin is None and old.name in VERBATIM)
                return "skip" if gone else "tag" if old.origin else "through"
            if tag in self.matching.shells:
                return "skip"
            if tag in self.matching.copies:
                return "copy"
            if tag.name in HEAD - {"link", "style", "meta"} or (tag.name == "meta" and tool_meta(tag)):
                if tag.name == "script":
                    self.writer.allows(tag)
                return "skip"
            if self.filler(tag):
                return "skip"
            if self.wrapper(tag, words):
                return "through"
            if not self.writer.allows(tag):
                return "skip" if tag.name in writer.ACTIVE or tag.name in ("meta", "style") else "through"
            return "raw" if tag.name in ("style", "script", "textarea", "pre") else "open"

        return role

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
        plain = not any(not noise.residue(name, value) for name, value in tag.attributes.items())
        return not shows and (plain or tag.name in ("p", "style")) and tag.name not in ("link", "meta")

    def wrapper(self, tag: Tag, words) -> bool:
        """A wrapper without meaning of its own around what was there before."""
        parent = tag.parent
        while parent is not None:
            if noise.tag_name(parent.name) == noise.tag_name(tag.name) and tag.name in writer.FORMATTING:
                return True
            parent = parent.parent
        if tag.name not in ("div", "span", "p", "font", "tbody") or any(
            not noise.residue(name, value) for name, value in tag.attributes.items()
        ):
            return False
        inner = self.returned.tags[tag.index + 1 : tag.last + 1]
        if any(node in self.matching.backward for node in inner):
            return True
        own = direct_words(tag)
        return bool(own) and own <= words

    # -- content -----------------------------------------------------------------------------------------------

    def content(self, old: Tag, new: Tag) -> None:
        if old.filled:
            return self.filled_content(old, new)
        if self.emptied(old, new):
            return self.note(old.origin, f"<{old.name}> was emptied; what it shows comes from the program")
        before = Flattener(self.old_role).items(old)
        after = Flattener(self.new_role(new, direct_words(old))).items(new)
        gaps = compare(before, after, self.matching)
        if gaps:
            ContentEdit(self, old, new, gaps).run()
        return None

    def emptied(self, old: Tag, new: Tag) -> bool:
        """Whether all sample text was taken out of an element whose content the program writes."""
        element = old.origin.element if old.origin else None
        written = element is not None and not {"tal:content", "tal:replace"}.isdisjoint(element.bindings)
        return written and bool(old.text.strip(SPACE)) and not new.text.strip(SPACE) and not new.tags

    def filled_content(self, old: Tag, new: Tag) -> None:
        before, after = direct_words(old), direct_words(new)
        if old.origin is not None and before != after:
            self.note(
                old.origin,
                f"the text {' '.join(new.text.split())[:60]!r} comes from the site's content: edit it there",
            )


FIELDS = frozenset(["input", "select", "textarea", "button"])


def tool_meta(tag: Tag) -> bool:
    name = tag.attributes.get("name", "").lower()
    charset = "charset" in tag.attributes or "http-equiv" in tag.attributes
    return charset or name in ("generator", "created", "changed", "author", "progid", "originator", "")


class ContentEdit:
    """Turns the gaps of one element's content into edits."""

    def __init__(self, differ: Differ, old: Tag, new: Tag, gaps: list[Gap]):
        self.differ, self.old, self.new, self.gaps = differ, old, new, gaps
        self.changes = differ.changes
        self.gone = {
            item.tag.origin.element
            for gap in gaps
            for item in gap.old
            if item.kind == "open" and item.tag.origin and item.partner not in gap.old
        }
        self.spots: list[list[Place]] = [places(old, gap.before, gap.after, self.gone) for gap in gaps]
        self.wrappers = self.place_wrappers()
        self.opened: dict[Item, Patch] = {}

    def run(self) -> None:
        for index, gap in enumerate(self.gaps):
            if gap.old or gap.new:
                self.gap(index, gap)

    # -- wrappers around what stayed ---------------------------------------------------------------------------

    def place_wrappers(self) -> dict[Item, Place | None]:
        """For each new element around items that stayed: the places of its tags, which need one parent."""
        placed: dict[Item, Place | None] = {}
        opened: dict[Item, int] = {}
        for index, gap in enumerate(self.gaps):
            for item in gap.new:
                if item.kind == "open":
                    opened[item] = index
                elif item.kind == "close" and opened[item.partner] != index:
                    first, last = self.common(self.spots[opened[item.partner]], self.spots[index])
                    placed[item.partner], placed[item] = first, last
        return placed

    def common(self, lefts: list[Place], rights: list[Place]) -> tuple[Place | None, Place | None]:
        for left in reversed(lefts):
            for right in rights:
                if left.source is right.source and left.parent is right.parent:
                    return left, right
        return None, None

    # -- gaps --------------------------------------------------------------------------------------------------

    def gap(self, index: int, gap: Gap) -> None:
        units = self.units(gap.old)
        runs = self.runs(gap.new)
        if units and units[-1].kind == "words":
            runs = [part for run in runs for part in self.split_tail(run)]
        lost = [unit for unit in units if unit.bound]
        plain = [unit for unit in units if not unit.bound]
        text_runs = [run for run in runs if isinstance(run, list) and self.inline(run)]
        if len(text_runs) == 1 and lost and not [unit for unit in plain if unit.kind == "words"]:
            self.retyped(lost[0], text_runs[0], gap, index)
            runs.remove(text_runs[0])
            lost = lost[1:]
        elif len(text_runs) == 1 and any(unit.inline for unit in plain):
            self.replace(plain, text_runs[0])
            runs.remove(text_runs[0])
            plain = [unit for unit in plain if not unit.inline]
        for unit in plain:
            self.delete(unit)
        for unit in lost:
            self.lose(unit)
        self.insert_runs(index, gap, runs)

    def runs(self, items: list[Item]) -> list[list[Item] | Item]:
        """New items cut where a wrapper of kept content opens or closes; stray tags of dropped wrappers vanish."""
        runs: list[list[Item] | Item] = []
        depth = 0
        for item in items:
            if item in self.wrappers:
                runs.append(item)
                continue
            alone = item.kind in ("tag", "copy") and not depth
            if (
                alone
                or not runs
                or not isinstance(runs[-1], list)
                or (runs[-1][0].kind in ("tag", "copy") and not depth)
            ):
                runs.append([])
            runs[-1].append(item)
            depth += (item.kind == "open") - (item.kind == "close")
        return runs

    def split_tail(self, run: list[Item] | Item) -> list[list[Item] | Item]:
        """The words at the end of a run, apart: they stand where other words went."""
        cut = len(run) if isinstance(run, list) else 0
        while cut and run[cut - 1].kind == "word":
            cut -= 1
        balanced = cut and sum((i.kind == "open") - (i.kind == "close") for i in run[:cut]) == 0
        return [run[:cut], run[cut:]] if balanced and cut < len(run) else [run]

    def inline(self, run: list[Item]) -> bool:
        return all(
            item.kind == "word" or (item.kind in ("open", "close") and item.tag.name in writer.INLINE)
            for item in run
        )

    def units(self, items: list[Item]) -> list[Unit]:
        """What went, as the largest wholes: elements with their content, runs of words, tags of unwrapped elements."""
        units: list[Unit] = []
        place = 0
        while place < len(items):
            item = items[place]
            if item.kind == "open" and item.partner in items[place:]:
                close = items.index(item.partner, place)
                units.append(Unit("element", items[place : close + 1]))
                place = close
            elif item.kind == "word":
                if not (units and units[-1].kind == "words" and _adjacent(units[-1].items[-1], item)):
                    units.append(Unit("words", []))
                units[-1].items.append(item)
            elif item.kind == "open":
                units.append(Unit("unwrapped", [item]))
            elif item.kind == "tag":
                self.differ.moved.add(item.tag)
            place += 1
        return [unit for unit in units if unit.resolve()]

    # -- what went ---------------------------------------------------------------------------------------------

    def delete(self, unit: Unit) -> None:
        origin = unit.origin
        if unit.kind == "unwrapped":
            element = origin.element
            patches = [Patch(origin.template, element.start, element.open_end, ())]
            if element.closed:
                patches.append(Patch(origin.template, element.close_start, element.end, ()))
            self.differ.edit(origin, f"<{element.name}> taken away from around its content", *patches)
            return
        start, end = with_space(origin.source, unit.start, unit.end)
        what = f"<{origin.element.name}>" if origin.element else "text"
        self.differ.edit(origin, f"{what} removed: {unit.excerpt!r}", Patch(origin.template, start, end, ()))

    def lose(self, unit: Unit) -> None:
        origin = unit.origin
        if unit.kind == "unwrapped":
            element = origin.element
            patches = (
                Patch(origin.template, element.start, element.open_end, ()),
                Patch(origin.template, element.close_start, element.end, ()),
            )
            words = f"<{element.name}> was taken away from around its content; it is bound to data"
        else:
            start, end = with_space(origin.source, unit.start, unit.end)
            patches = (Patch(origin.template, start, end, ()),)
            words = f"a part bound to data was removed: {unit.excerpt!r}"
        gone = Origin(origin.source, unit.start, unit.end, origin.element)
        self.changes.edits.append(
            Edit(
                "lost",
                origin,
                words,
                {"drop": Choice("remove it with its bindings", patches, (gone,)), "keep": Choice("keep it")},
            )
        )

    def replace(self, units: list[Unit], run: list[Item]) -> None:
        inline = [unit for unit in units if unit.inline]
        first, last = inline[0], inline[-1]
        origin, source = first.origin, first.origin.source
        text = self.render(run, source, first.start)
        if (
            run[0].spaced
            and first.start
            and source.text[first.start - 1] not in SPACE
            and not first.items[0].spaced
        ):
            text = (" ", *text)
        between = all(not source.text[a.end : b.start].strip(SPACE) for a, b in itertools.pairwise(inline))
        words = f"text changed from {' '.join(u.excerpt for u in inline)!r} to {excerpt(run)!r}"
        if between and last.origin.template == origin.template:
            patches = [Patch(origin.template, first.start, last.end, text)]
        else:
            patches = [Patch(origin.template, first.start, first.end, text)]
            patches += [Patch(unit.origin.template, unit.start, unit.end, ()) for unit in inline[1:]]
        self.differ.edit(origin, words, *patches)

    def retyped(self, unit: Unit, run: list[Item], gap: Gap, index: int) -> None:
        """A bound element gave way to plain text in the same place: most often typed over."""
        origin, element = unit.origin, unit.origin.element
        gone = Origin(origin.source, unit.start, unit.end, element)
        text = self.render(run, origin.source, unit.start)
        drop = Choice(
            f"replace it with the plain text {excerpt(run)!r}",
            (Patch(origin.template, unit.start, unit.end, text),),
            (gone,),
        )
        choices = {"drop": drop, "keep": Choice("keep it as it was, without the new text")}
        if (
            element is not None
            and element.closed
            and not has_code(origin.source, element.open_end, element.close_start)
        ):
            restore = Choice(
                f"keep <{element.name}> with its bindings around the new text",
                (Patch(origin.template, element.open_end, element.close_start, text),),
            )
            choices = {"restore": restore, **choices}
        words = f"{unit.excerpt!r}, which is bound to data, was typed over with {excerpt(run)!r}"
        self.changes.edits.append(Edit("retyped", origin, words, choices))

    # -- what came ---------------------------------------------------------------------------------------------

    def insert_runs(self, index: int, gap: Gap, runs: list[list[Item] | Item]) -> None:
        spots = self.spots[index]
        floor = 0
        for number, run in enumerate(runs):
            if isinstance(run, Item):
                place = self.wrappers[run]
                if place is not None:
                    floor = max(floor, place.offset)
                    self.wrapper_tag(run, place)
                elif run.kind == "open":
                    self.homeless(
                        run.tag,
                        "it would stand half inside and half outside a part that is shown only sometimes",
                    )
                continue
            ceiling = min(
                [self.wrappers[r].offset for r in runs[number:] if isinstance(r, Item) and self.wrappers[r]],
                default=None,
            )
            fitting = [
                s for s in spots if s.offset >= floor and (ceiling is None or s.offset <= ceiling)
            ] or spots
            following = runs[number + 1] if number + 1 < len(runs) else gap.following
            following = following[0] if isinstance(following, list) else following
            self.insert(gap, run, fitting, following)

    def wrapper_tag(self, item: Item, place: Place) -> None:
        differ = self.differ
        differ.order += 1
        text = differ.writer.start_tag(item.tag) if item.kind == "open" else differ.writer.end_tag(item.tag)
        patch = Patch(place.source.name, place.offset, place.offset, (text,), differ.order)
        if item.kind == "open":
            self.opened[item] = patch
            return
        start = self.opened.pop(item.partner)
        origin = Origin(place.source, start.start, start.start)
        differ.edit(origin, f"wrapped in {start.parts[0]}: {excerpt_tag(item.tag)!r}", start, patch)

    def homeless(self, tag: Tag, why: str) -> None:
        self.differ.refuse(tag, Unwanted(f"<{tag.name}>", why, "place"))

    def insert(self, gap: Gap, run: list[Item], spots: list[Place], following: Item | None) -> None:
        differ = self.differ
        moved = [item for item in run if item.kind == "tag"]
        if not spots:
            return self.homeless(run[0].tag, "its place in the template cannot be told")
        block = any(
            (item.kind in ("open", "raw") or item.kind in ("tag", "copy"))
            and item.tag.name not in writer.INLINE
            for item in run
        )
        shallow = min(spot.depth for spot in spots)
        candidates = [spot for spot in spots if spot.depth == shallow]
        place = candidates[0]
        if gap.before is None or (
            following is not None and not following.spaced and not block and gap.after is not None
        ):
            place = candidates[-1]
        copies = [item for item in run if item.kind == "copy"]
        if copies and all(self.sample_row(item) for item in copies) and len(copies) == len(run):
            return differ.note(
                differ.matching.copies[copies[0].tag].origin,
                "one more sample row: the template repeats the row by itself",
            )
        text = self.render(run, place.source, place.offset)
        text = self.with_gaps(place, text, run, gap, following, block)
        differ.order += 1
        patch = Patch(place.source.name, place.offset, place.offset, text, differ.order)
        origin = Origin(place.source, place.offset, place.offset)
        if moved:
            return self.move(moved, place, patch, run)
        bound = [item for item in copies if self.bound_copy(item)]
        if bound:
            return self.duplicate(bound[0], patch)
        differ.edit(origin, f"new: {excerpt(run)!r}", patch)
        return None

    def with_gaps(
        self, place: Place, text: tuple, run: list[Item], gap: Gap, following: Item | None, block: bool
    ) -> tuple:
        source = place.source
        before = place.offset > 0 and source.text[place.offset - 1] in SPACE
        after = place.offset < len(source.text) and source.text[place.offset] in SPACE
        if block:
            left = self.line_start(place, gap)
            if left is not None:
                indent = source.newline + source.indent(left)
                return (indent, *text) if after or place.offset > left else (*text, indent)
            return text
        lead = run[0].spaced and not before
        trail = following is not None and following.spaced and not after
        return (" " * lead, *text, " " * trail)

    def line_start(self, place: Place, gap: Gap) -> int | None:
        """The start of the neighbour if it begins a line of its own, to give the new part one as well."""
        for item, at_start in ((gap.before, False), (gap.after, True)):
            origin = span(item, place.source.name)
            if origin is None or item.kind == "word":
                continue
            if stands_alone(origin.source, origin.start) and (at_start == (place.offset <= origin.start)):
                return origin.start
        return None

    def move(self, moved: list[Item], place: Place, patch: Patch, run: list[Item]) -> None:
        differ = self.differ
        removals, origins = [], []
        for item in moved:
            old = differ.matching.backward[item.tag]
            origin = old.origin
            start, end = with_space(origin.source, *extent(old, origin))
            removals.append(Patch(origin.template, start, end, ()))
            origins.append(Origin(origin.source, *extent(old, origin), origin.element))
        words = f"moved: {excerpt_tag(moved[0].tag)!r}"
        verdicts = [check_move(origin, place.source, place.parent) for origin in origins]
        apply = Choice(words, (patch, *removals), moved=tuple(origins))
        worst = max(verdicts, key=lambda verdict: verdict.value)
        if worst is Move.FREE:
            differ.changes.edits.append(Edit("change", origins[0], words, {"apply": apply}))
        elif worst is Move.ASK:
            apply.words = "move it; what decides whether it is shown changes with that"
            choices = {"move": apply, "stay": Choice("leave it where it was")}
            differ.changes.edits.append(
                Edit("moved", origins[0], f"{words}, to where other conditions hold", choices)
            )
        else:
            choices = {"stay": Choice("leave it where it was")}
            why = "what it shows does not exist there or would run where it did not"
            differ.changes.edits.append(Edit("moved", origins[0], f"{words} cannot be done: {why}", choices))

    def sample_row(self, item: Item) -> bool:
        old = self.differ.matching.copies[item.tag]
        owner = self.differ.matching.forward.get(old)
        return (
            old.origin is not None
            and repeated(old.origin)
            and owner is not None
            and owner.parent is item.tag.parent
        )

    def bound_copy(self, item: Item) -> bool:
        old = self.differ.matching.copies[item.tag]
        return old.origin is not None and has_code(old.origin.source, old.origin.start, old.origin.end)

    def duplicate(self, item: Item, patch: Patch) -> None:
        old = self.differ.matching.copies[item.tag]
        words = f"a part bound to data appears twice: {excerpt_tag(item.tag)!r}"
        choices = {
            "text": Choice("write the copy as plain text; only the first stays bound", (patch,)),
            "drop": Choice("leave the copy out"),
        }
        self.changes.edits.append(Edit("duplicated", old.origin, words, choices))

    # -- new text ----------------------------------------------------------------------------------------------

    def render(self, run: list[Item], source: Source, offset: int) -> tuple:
        """A run of new items as markup, with the source's line breaks and indentation."""
        parts: list[str | Take] = []
        base, depth = source.newline + source.indent(offset), 0
        for position, item in enumerate(run):
            depth -= item.kind == "close"
            if position and item.broken and not self.flat(item):
                parts.append(base + "  " * max(depth, 0))
            elif position and item.spaced:
                parts.append(" ")
            depth += item.kind == "open"
            parts.extend(self.render_item(item))
        return tuple(parts)

    def flat(self, item: Item) -> bool:
        return item.kind == "word"

    def render_item(self, item: Item) -> Iterable[str | Take]:
        write = self.differ.writer
        if item.kind == "word":
            if item.word.key.startswith("${"):
                self.differ.refuse(
                    item.tag, Unwanted(item.word.key, "it would be code; it is written as text", "code")
                )
            yield writer.text(item.word.key)
        elif item.kind == "open":
            yield write.start_tag(item.tag)
        elif item.kind == "close":
            yield write.end_tag(item.tag)
        elif item.kind == "tag":
            old = self.differ.matching.backward[item.tag]
            yield Take(old.origin.template, *extent(old, old.origin))
        else:
            yield from self.static(item.tag)

    def static(self, tag: Tag) -> Iterable[str]:
        """An element and all that is in it, as plain writer."""
        write = self.differ.writer
        if not write.allows(tag):
            return
        yield write.start_tag(tag)
        for child in tag.children:
            if isinstance(child, Tag):
                yield from self.static(child)
            else:
                yield write.content(child)
        yield write.end_tag(tag)


class Unit:
    """Something of the source that the edited page has no more."""

    def __init__(self, kind: str, items: list[Item]):
        self.kind, self.items = kind, items
        self.origin: Origin | None = None
        self.start = self.end = 0

    def resolve(self) -> bool:
        """Find its span; False where the source has none (a tool's wrapper, sample data)."""
        if self.kind == "words":
            origins = [item.word.origin for item in self.items if item.word.origin]
            if not origins:
                return False
            self.origin = origins[0]
            self.start, self.end = origins[0].start, max(origin.end for origin in origins)
            return True
        self.origin = self.items[0].tag.origin
        if self.origin is None:
            return False
        self.start, self.end = extent(self.items[0].tag, self.origin)
        return self.kind == "element" or self.origin.element is not None

    @property
    def inline(self) -> bool:
        return self.kind == "words" or (self.kind == "element" and self.items[0].tag.name in writer.INLINE)

    @property
    def bound(self) -> bool:
        if self.kind == "unwrapped":
            return bool(self.origin.element.bindings) or any(
                a.dynamic for a in self.origin.element.attributes
            )
        return has_code(self.origin.source, self.start, self.end)

    @property
    def excerpt(self) -> str:
        return excerpt(self.items)


def _adjacent(before: Item, after: Item) -> bool:
    """Whether nothing but white space stands between two words of a source."""
    first, second = before.word.origin, after.word.origin
    if first is None or second is None:
        return first is second and before.index == after.index - 1
    between = first.source is second.source and first.source.text[first.end : second.start]
    return between is not False and first.end <= second.start and not between.strip(SPACE)


def excerpt(items: list[Item]) -> str:
    words, previous = "", None
    for item in items:
        if item.kind == "word":
            words += (" " if item.spaced or previous is not item.tag else "") + item.word.key
            previous = item.tag
    words = words.strip()
    if not words:
        words = " ".join(excerpt_tag(item.tag) for item in items if item.kind not in ("word", "close"))
    return words if len(words) <= 60 else words[:57] + "..."


def excerpt_tag(tag: Tag) -> str:
    text = " ".join(tag.text.split())
    text = text if len(text) <= 57 else text[:57] + "..."
    return text or f"<{tag.name}>"


__all__ = ["Changes", "Choice", "Differ", "Edit", "tag_span"]
