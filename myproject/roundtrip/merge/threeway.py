"""Carry the patches of a template over to what its developer has made of it since."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass

from myproject.roundtrip.pages.align import align
from myproject.roundtrip.parse.source import VOID, Attribute, Element, Source
from myproject.roundtrip.write.patches import Patch, Take

_ATTRIBUTE = re.compile(r"""\s+([^\s=<>"']+)(?:="[^"]*")?""")
_PIECE = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Clash:
    """A patch whose place the developer changed as well; `forced` would put the designer's version there, in the place
    of what was the span `base`."""

    patch: Patch
    base: tuple[int, int]
    before: str
    developer: str
    forced: Patch

    @property
    def wanted(self) -> str | None:
        """The designer's version, None where a part of another place goes along."""
        parts = self.forced.parts
        return "".join(map(str, parts)) if all(isinstance(part, str) for part in parts) else None


def tokens(source: Source) -> list[tuple[int, int]]:
    """The spans that count as one when two versions are compared: tag names, whole attributes, words."""
    cuts = {0, len(source.text)}
    for element in source.elements:
        cuts.update((element.start, element.start + 1 + len(element.name), element.open_end))
        cuts.update((element.close_start, element.end))
        for attribute in element.attributes:
            cuts.update((attribute.start, attribute.end))
    pending = list(source.children)
    while pending:
        node = pending.pop()
        if isinstance(node, Element):
            pending.extend(node.children)
        else:
            cuts.update(match.start() for match in _PIECE.finditer(source.text, node.start, node.end))
    ordered = sorted(cuts)
    return [(a, b) for a, b in itertools.pairwise(ordered) if a < b]


def whole_elements(pairs: list[tuple[int, int]], tokens: list[str], side: int) -> list[tuple[int, int]]:
    """The same alignment with what one side has more than the other cut, where it can be, into whole elements.

    What was inserted before `<p>Old</p>` may as well be read as `<p>[New</p> <p>]Old</p>`; developers mean the first.
    """
    pairs = list(pairs)
    for index in range(len(pairs) - 1):
        first, last = pairs[index][side] + 1, pairs[index + 1][side]
        if last - first < 1 or pairs[index + 1][1 - side] != pairs[index][1 - side] + 1:
            continue
        steps = 0
        while not _balanced(tokens[first - steps : last - steps]):
            step = steps + 1
            stuck = step > index + 1 or pairs[index + 1 - step][side] != first - step
            if stuck or tokens[first - step] != tokens[last - step]:
                steps = 0
                break
            steps = step
        for step in range(steps):
            pair = list(pairs[index - step])
            pair[side] = last - 1 - step
            pairs[index - step] = (pair[0], pair[1])
    return pairs


def _balanced(tokens: list[str]) -> bool:
    """Whether tokens open and close the same elements, outermost first."""
    depth = 0
    for token in tokens:
        if token.startswith("</") or token.rstrip() == "/>":
            depth -= 1
        elif token.startswith("<") and token[1:2].isalpha() and token[1:].lower() not in VOID:
            depth += 1
        if depth < 0:
            return False
    return not depth


class Carrier:
    """Maps spans of `base` to spans of `now`."""

    def __init__(self, base: Source, now: Source):
        self.base, self.now = base, now
        self.same = base.text == now.text
        if self.same:
            return
        self.old, self.new = tokens(base), tokens(now)
        self.starts = [start for start, _ in self.old]
        ours = [base.text[a:b] for a, b in self.old]
        theirs = [now.text[a:b] for a, b in self.new]
        pairs = whole_elements(align(ours, theirs), theirs, side=1)
        self.pairs = dict(whole_elements(pairs, ours, side=0))

    def carry(self, patch: Patch, takes: Collection[Take] = ()) -> Patch | Clash | None:
        """The patch in the newer text; None where the developer did the same; a Clash where both changed one place.

        `takes` are the spans that the same edit puts elsewhere: what the developer changed inside them goes along.
        """
        if self.same:
            return patch
        span = self.insertion(patch) if patch.insertion else self.span(patch, takes)
        if span is None:
            clash = self.clash(patch)
            return None if clash.wanted == clash.developer else clash
        if span == (-1, -1):
            return None
        if patch.insertion and (given := self.given(patch, span[0])) is not None:
            place, written = (given.name_start, given.end), str(patch.parts[0]).strip()
            developer = self.now.text[slice(*place)]
            forced = Patch(patch.template, *place, (written,), patch.order)
            return None if written == developer else Clash(patch, (patch.start,) * 2, "", developer, forced)
        return Patch(patch.template, *span, patch.parts, patch.order)

    def given(self, patch: Patch, place: int) -> Attribute | None:
        """The attribute that the developer gave an element to which the patch adds one of that name."""
        added = (
            _ATTRIBUTE.fullmatch(patch.parts[0])
            if len(patch.parts) == 1 and isinstance(patch.parts[0], str)
            else None
        )
        if added is None or not self.in_tag(patch.start):
            return None
        inside = (each for each in self.now.elements if each.start < place < each.open_end)
        return next(
            (one for each in inside for one in each.attributes if one.name.lower() == added[1].lower()), None
        )

    def carry_take(self, take: Take) -> Take | None:
        if self.same:
            return take
        span = self.outer(take.start, take.end)
        return Take(take.template, *span) if span else None

    def token(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def insertion(self, patch: Patch) -> tuple[int, int] | None:
        right = self.token(patch.start)
        if patch.start < len(self.base.text) and self.old[right][0] < patch.start:
            return self.inside(right, patch.start)
        if patch.start == len(self.base.text):
            right = len(self.old)
        before, after = self.pairs.get(right - 1), self.pairs.get(right)
        before = -1 if right == 0 else before
        after = len(self.new) if right == len(self.old) else after
        if before is None and after is None:
            return None
        attribute = self.in_tag(patch.start)
        if not attribute and self.contested(right):
            return None
        if self.is_words(patch) and self.rewritten(patch.start):
            return None
        place = self.new[before][1] if before is not None and before >= 0 else 0
        if before is None:
            place = self.new[after][0] if after < len(self.new) else len(self.now.text)
        return place, place

    def contested(self, right: int) -> bool:
        """Whether the developer put something where token `right` starts, white space aside."""
        left = right - 1
        while left >= 0 and self.base.text[slice(*self.old[left])].isspace():
            left -= 1
        while right < len(self.old) and self.base.text[slice(*self.old[right])].isspace():
            right += 1
        before = -1 if left < 0 else self.pairs.get(left)
        after = len(self.new) if right >= len(self.old) else self.pairs.get(right)
        if before is None or after is None:
            return False
        return any(not self.now.text[slice(*token)].isspace() for token in self.new[before + 1 : after])

    def in_tag(self, offset: int) -> bool:
        return any(element.start < offset < element.open_end for element in self.base.elements)

    def is_words(self, patch: Patch) -> bool:
        """Whether a patch puts words, and not an element or an attribute, into a text."""
        first = next((part for part in patch.parts if not isinstance(part, str) or part.strip()), None)
        words = isinstance(first, str) and not first.lstrip().startswith("<")
        return patch.insertion and words and not self.in_tag(patch.start)

    def rewritten(self, offset: int) -> bool:
        """Whether the developer changed a word beside a place: words that are put there belong to the old sentence."""
        first, last = self.words(offset)
        beside = [
            next((each for each in tokens if not self.base.text[slice(*self.old[each])].isspace()), None)
            for tokens in (
                range(self.before(offset), first - 1, -1),
                range(self.before(offset) + 1, last + 1),
            )
        ]
        return any(each is not None and each not in self.pairs for each in beside)

    def before(self, offset: int) -> int:
        """The token that ends at a place between two."""
        return self.token(offset) - 1 if offset < len(self.base.text) else len(self.old) - 1

    def words(self, offset: int) -> tuple[int, int]:
        """The first and the last token of the text around a place between two tokens; the last before the first where
        there is none."""
        start = self.base.text.rfind(">", 0, offset) + 1
        end = self.base.text.find("<", offset)
        end = end if end >= 0 else len(self.base.text)
        return self.token(start), self.token(end - 1) if end > start else self.token(start) - 1

    def inside(self, token: int, offset: int) -> tuple[int, int] | None:
        if token not in self.pairs:
            return None
        place = self.new[self.pairs[token]][0] + offset - self.old[token][0]
        return place, place

    def span(self, patch: Patch, takes: Collection[Take]) -> tuple[int, int] | None:
        first, last = self.token(patch.start), self.token(patch.end - 1)
        found = [self.pairs.get(index) for index in range(first, last + 1)]
        if all(index is not None for index in found) and found[-1] - found[0] == last - first:
            start = self.new[found[0]][0] + patch.start - self.old[first][0]
            return start, self.new[found[-1]][1] - (self.old[last][1] - patch.end)
        if not patch.parts and any(patch.start <= take.start and take.end <= patch.end for take in takes):
            return self.outer(patch.start, patch.end)
        nothing_left = all(index is None for index in found) and not patch.parts
        if nothing_left and self.developer(first, last)[0] == self.developer(first, last)[1]:
            return -1, -1
        return None

    def outer(self, start: int, end: int) -> tuple[int, int] | None:
        """The span between the same first and last token, whatever the developer did in between."""
        first, last = self.pairs.get(self.token(start)), self.pairs.get(self.token(end - 1))
        if first is None or last is None or last < first:
            return None
        return self.new[first][0] + start - self.starts[self.token(start)], self.new[last][1]

    def developer(self, first: int, last: int) -> tuple[int, int]:
        """The span of the newer text between the nearest tokens around that stayed."""
        before = next((self.pairs[i] for i in range(first - 1, -1, -1) if i in self.pairs), -1)
        after = next(
            (self.pairs[i] for i in range(last + 1, len(self.old)) if i in self.pairs), len(self.new)
        )
        start = self.new[before][1] if before >= 0 else 0
        return start, self.new[after][0] if after < len(self.new) else len(self.now.text)

    def clash(self, patch: Patch) -> Clash:
        first, last = self.token(patch.start), self.token(max(patch.end - 1, patch.start))
        while first > 0 and first - 1 not in self.pairs:
            first -= 1
        while last + 1 < len(self.old) and last + 1 not in self.pairs:
            last += 1
        if patch.insertion and last in self.pairs:
            last -= 1
        if self.is_words(patch):  # of a sentence there is one version or the other
            one, another = self.words(patch.start)
            first, last = min(first, one), max(last, another)
        start, end = self.developer(first, last)
        base = self.base.text
        span = (self.old[first][0], self.old[last][1]) if first <= last else (patch.start, patch.end)
        left, right = base[span[0] : patch.start], base[patch.end : span[1]]
        forced = Patch(patch.template, start, end, (left, *patch.parts, right), patch.order)
        return Clash(patch, span, base[slice(*span)], self.now.text[start:end], forced)
