"""Which attributes a designer changed, and the patches that say so in the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from chameleon import tal

from myproject.roundtrip.match.match import Matching
from myproject.roundtrip.pages import noise
from myproject.roundtrip.pages.page import STAMP, Tag
from myproject.roundtrip.parse.source import Attribute, Element, Source
from myproject.roundtrip.write import writer
from myproject.roundtrip.write.patches import Patch

DESIGNED = noise.DESIGN - {"id"}  # an id on every element of a name is a tool's
MANY = 3  # elements that must show the same change before it counts as a tool's habit


@dataclass(slots=True)
class Difference:
    """One attribute; `before` or `after` is None where the page has none. For `class`, the tokens that differ."""

    name: str
    before: str | None
    after: str | None
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


@dataclass(slots=True)
class Habits:
    """What a tool does to every element: counted over all pairs, so that one designer's change is told from it."""

    elements: Counter = field(default_factory=Counter)
    had: Counter = field(default_factory=Counter)
    lost: Counter = field(default_factory=Counter)
    gained: Counter = field(default_factory=Counter)
    tags: Counter = field(default_factory=Counter)
    retagged: Counter = field(default_factory=Counter)
    missing: Counter = field(default_factory=Counter)
    local: Counter = field(default_factory=Counter)  # addresses by a path that are as they were
    keeps: float = 1.0
    keeps_marks: bool = False
    known: bool = False  # the pages are both the tool's: whatever differs is the designer's

    def loses(self, name: str) -> bool:
        """Whether the tool drops this attribute wherever it stands."""
        if self.known or self.lost[name] < self.had[name]:
            return False
        return self.had[name] > 1 or name not in noise.DESIGN or self.keeps < 0.97

    def adds(self, tag: str, name: str) -> bool:
        """Whether the tool puts an attribute (or "class token") on the elements of this name."""
        count = self.gained[tag, name]
        if self.known and name != "id":
            return False
        return (count > 1 and count == self.elements[tag]) or (
            count >= MANY and 2 * count > self.elements[tag]
        )

    def adds_class(self, tag: str, token: str) -> bool:
        """Whether a class is an editor's own, or one that the tool puts on the elements of this name."""
        return bool(noise.EDITOR_CLASS.fullmatch(token)) or self.adds(tag, f".{token}")

    def marks(self) -> list[tuple[str, str]]:
        """What was put on all elements of a name and taken for the tool's doing, though a designer could have."""
        return [
            (tag, name)
            for tag, name in self.gained
            if (name.startswith(".") or name in DESIGNED) and self.adds(tag, name)
        ]

    def losses(self) -> list[str]:
        """The attributes that mean something to designers and came back nowhere, which the tool may have done."""
        return [name for name in self.lost if name in noise.DESIGN and self.loses(name)]

    def renamed(self) -> list[tuple[str, str]]:
        """The names that all elements of another name have now, though a designer could have done it."""
        return [
            (before, after)
            for before, after in self.retagged
            if noise.tag_name(before) != noise.tag_name(after) and self.retags(before, after)
        ]

    def drops(self, tag: str) -> bool:
        """Whether no element of this name came back."""
        return self.missing[tag] == self.tags[tag]

    def leads_away(self, tag: str, name: str, before: str, after: str) -> bool:
        """Whether an address was made another site's: a tool that makes addresses absolute leaves none as it was."""
        return (
            noise.is_local(name, before)
            and noise.is_foreign(after)
            and not self.known
            and self.local[tag, name] > 0
        )

    def retags(self, before: str, after: str) -> bool:
        count = self.retagged[before, after]
        return count > 1 and count == self.elements[before] and not self.known


def habits(tags: list[Tag], matching: Matching, known: bool = False) -> Habits:
    """Count what happened to the attributes and names of all paired elements; rows of one repeat count once."""
    found = Habits(keeps_marks=matching.kept_marks > 0.5, known=known)
    seen: set[tuple] = set()

    def count(counter: Counter, source: object, *items: object) -> None:
        for item in items:
            if (id(counter), source, item) not in seen:
                seen.add((id(counter), source, item))
                counter[item] += 1

    for old in tags:
        source = (old.origin.template, old.origin.start) if old.origin else id(old)
        count(found.tags, source, old.name)
        new = matching.forward.get(old)
        if new is None:
            count(found.missing, source, old.name)
            continue
        classes = old.attributes.get("class", "").split()
        count(found.elements, source, old.name)
        count(found.retagged, source, (old.name, new.name))
        count(found.had, source, *old.attributes)
        stayed = (
            (old.name, name)
            for name, value in old.attributes.items()
            if noise.is_local(name, value) and new.attributes.get(name) == value
        )
        count(found.local, source, *stayed)
        count(found.lost, source, *(name for name in old.attributes if name not in new.attributes))
        count(
            found.gained, source, *((old.name, name) for name in new.attributes if name not in old.attributes)
        )
        came = (token for token in new.attributes.get("class", "").split() if token not in classes)
        count(found.gained, source, *((old.name, f".{token}") for token in came))
    if found.had:
        found.keeps = 1 - found.lost.total() / found.had.total()
    return found


def differences(old: Tag, new: Tag, habit: Habits) -> Iterator[Difference]:
    """What changed, but for what tools change by themselves."""
    if new.start is None or (old.name == "meta" and "http-equiv" in new.attributes):
        return
    canvas = "contenteditable" in new.attributes and "contenteditable" not in old.attributes
    bindings = {name for name in old.attributes if is_binding(name)}
    anew = _written_anew(old, new, habit)
    for name in dict.fromkeys([*old.attributes, *new.attributes]):
        before, after = old.attributes.get(name), new.attributes.get(name)
        if name in bindings or name.startswith("xmlns") or name in (STAMP, "data-part"):
            continue
        said_anyway = (old.name, name, (before or after or "").lower()) in noise.SAID_ANYWAY
        if said_anyway and None in (before, after):
            continue
        if after is None:
            styles = old.attributes.get("style", ""), new.attributes.get("style", "")
            empty = not before and name not in noise.BOOLEAN
            empty = empty or (old.name == "font" and noise.restyled("font", new.name, *styles))
            if not (empty or anew or habit.loses(name)):
                yield Difference(name, before, None, tuple(before.split()))
        elif before is None and not canvas:
            if name == "class":
                come = tuple(token for token in after.split() if not habit.adds_class(old.name, token))
                if come:
                    yield Difference(name, None, " ".join(come), (), come)
            elif (name == "id" or not habit.adds(old.name, name)) and not (
                (
                    name == "style"
                    and (
                        noise.same_style(old.attributes, "", after)
                        or noise.restyled(old.name, new.name, "", after)
                    )
                )
                or (name == "name" and after == new.attributes.get("id"))
            ):
                yield Difference(name, None, after)
        elif before is None:
            continue
        elif name == "class":
            ours, theirs = before.split(), after.split()
            gone = tuple(token for token in ours if token not in theirs)
            come = tuple(
                token for token in theirs if token not in ours and not habit.adds_class(old.name, token)
            )
            if gone or come:
                yield Difference(name, before, after, gone, come)
        elif name == "style" and (
            noise.same_style(old.attributes, before, after)
            or noise.restyled(old.name, new.name, before, after)
        ):
            continue
        elif not noise.same_value(name, before, after) or habit.leads_away(old.name, name, before, after):
            yield Difference(name, before, after)


def lost_anew(old: Tag, new: Tag, habit: Habits) -> list[str]:
    """The attributes that mean something to designers and went with the stamp or the bindings of an element."""
    if not _written_anew(old, new, habit):
        return []
    return [
        name
        for name, value in old.attributes.items()
        if name not in new.attributes
        and name in noise.DESIGN
        and (name, value) not in noise.DEFAULTS
        and (old.name, name, value.lower()) not in noise.SAID_ANYWAY
        and not habit.loses(name)
    ]


def _written_anew(old: Tag, new: Tag, habit: Habits) -> bool:
    """Whether a tool wrote an element's tag anew: nobody takes stamps and bindings off."""
    return habit.keeps_marks and _marked(old) and not _marked(new)


def _marked(tag: Tag) -> bool:
    return STAMP in tag.attributes or any(is_binding(name) for name in tag.attributes)


def is_binding(name: str) -> bool:
    prefix, _, local = name.removeprefix("data-").replace(":", "-", 1).partition("-")
    return bool(local) and prefix in ("tal", "metal", "i18n", "meta") and name != prefix


def computed(element: Element) -> frozenset[str]:
    """The attributes that tal:attributes computes; "*" where an expression names them."""
    clause = element.bindings.get("tal:attributes")
    if clause is None:
        return frozenset()
    try:
        return frozenset((name or "*").lower() for name, _ in tal.parse_attributes(clause.value))
    except Exception:  # whatever Chameleon raises on a clause that it cannot read
        return frozenset("*")


def translated(element: Element) -> frozenset[str]:
    """The attributes whose values are messages."""
    clause = element.bindings.get("i18n:attributes")
    parts = clause.value.split(";") if clause else []
    return frozenset(part.split()[0] for part in parts if part.strip())


def remove(source: Source, attribute: Attribute) -> Patch:
    return Patch(source.name, attribute.start, attribute.end, ())


def change(source: Source, attribute: Attribute, after: str) -> Patch:
    """Put a new value; double quotes where there were none or where they are needed."""
    written = writer.value(after)
    if attribute.quote == '"':
        return Patch(source.name, attribute.value_start, attribute.value_end, (written,))
    return Patch(source.name, attribute.name_start, attribute.end, (f'{attribute.name}="{written}"',))


def change_tokens(source: Source, attribute: Attribute, difference: Difference) -> Patch | None:
    """Class tokens taken out of and added to a value, whatever else (interpolations too) stands in it."""
    left = [token for token in tokens(attribute.value) if token.strip() not in difference.gone]
    written = "".join(left).strip()
    written = " ".join([written, *(writer.value(token) for token in difference.come)]).strip()
    if written == attribute.value:
        return None
    if attribute.quote:
        return Patch(source.name, attribute.value_start, attribute.value_end, (written,))
    return Patch(source.name, attribute.name_start, attribute.end, (f'{attribute.name}="{written}"',))


def tokens(value: str) -> list[str]:
    """The parts between white space, each with the white space before it; an interpolation is never split."""
    parts, depth, current = [], 0, ""
    for index, character in enumerate(value):
        if character == "{" and (depth or value[index - 1 : index] == "$"):
            depth += 1
        elif character == "}" and depth:
            depth -= 1
        if character.isspace() and not depth and current.strip():
            parts.append(current)
            current = ""
        current += character
    return [*parts, current]


def add(source: Source, element: Element, name: str, after: str, order: int = 0) -> Patch:
    """A new attribute, after the last plain one."""
    written = f' {name}="{writer.value(after)}"' if after or name not in noise.BOOLEAN else f" {name}"
    plain = [attribute for attribute in element.attributes if not attribute.binding]
    place = plain[-1].end if plain else element.start + 1 + len(element.name)
    return Patch(source.name, place, place, (written,), order)


def rename(source: Source, element: Element, name: str) -> list[Patch]:
    """Another name for an element, in both its tags."""
    patches = [Patch(source.name, element.start + 1, element.start + 1 + len(element.name), (name,))]
    if element.closed:
        start = element.close_start + 2
        patches.append(Patch(source.name, start, start + len(element.name), (name,)))
    return patches
