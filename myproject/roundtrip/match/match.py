"""Which element of one page is which of another: stamps first, then equal subtrees, then likeness.

`match(before, after)` pairs the elements of the page a designer was given with those of the page that came back. A
pair rests on the strongest evidence there is: a stamp or another mark that occurs once on both sides, an equal
subtree, the place among matched neighbours, and last a weighted likeness that must pass a threshold and beat the
second best by a margin. What stays unsure stays unmatched. Each step is a pass over an index, so the cost is
near-linear in the size of the pages.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from myproject.roundtrip.match.marks import all_bindings, each_binding, indexed, stamp
from myproject.roundtrip.match.profile import Profile
from myproject.roundtrip.pages import noise
from myproject.roundtrip.pages.align import align
from myproject.roundtrip.pages.page import Page, Tag, Text

THRESHOLD = 0.55
MARGIN = 0.12
CANDIDATES = 12  # more elements than this share a feature: it tells nothing
SURE = ("same_tree", "same_text", "same_looks")
ALL_KEYS = (*SURE, "same_tag")
SINGLE = frozenset(["html", "head", "body", "title", "main"])
AROUND = frozenset(["table", "tbody", "tr", "colgroup", "select"])


@dataclass
class Matching:
    """`forward` maps elements before to elements after, `backward` the other way round.

    `copies` maps further elements after that carry the mark of an element that is matched already. `shells` are
    elements that kept a mark when their content was cut out and pasted elsewhere. `marks` counts the elements before
    with stamps or binding attributes, `kept_marks` is the share of them that the tool kept.
    """

    forward: dict[Tag, Tag] = field(default_factory=dict)
    backward: dict[Tag, Tag] = field(default_factory=dict)
    copies: dict[Tag, Tag] = field(default_factory=dict)
    shells: set[Tag] = field(default_factory=set)
    marked: set[Tag] = field(default_factory=set)
    marks: int = 0
    kept_marks: float = 0.0

    def pair(self, before: Tag, after: Tag) -> None:
        self.forward[before] = after
        self.backward[after] = before

    def free(self, before: Tag, after: Tag) -> bool:
        return before not in self.forward and after not in self.backward


def match(before: Page, after: Page) -> Matching:
    """Pair the elements of two pages."""
    return _Matcher(before, after).run()


class _Matcher:
    def __init__(self, before: Page, after: Page):
        self.before, self.after = before, after
        self.old, self.new = Profile(before), Profile(after)
        self.result = Matching()
        self.queue: list[tuple[Tag, Tag]] = []

    def run(self) -> Matching:
        self.by_mark()
        self.by_name()
        self.leave_shells()
        self.by_subtree()
        self.settle(SURE)
        for keys in (SURE, SURE, ALL_KEYS):
            self.by_groups()
            self.by_children()
            self.by_likeness()
            self.settle(keys)
        return self.result

    def pair(self, before: Tag, after: Tag) -> None:
        # An element of a template language has no name that a tool would give another one.
        if self.result.free(before, after) and (":" not in before.name or before.name == after.name):
            self.result.pair(before, after)
            self.queue.append((before, after))

    # -- marks -------------------------------------------------------------------------------------------------

    def by_mark(self) -> None:
        for kind in (stamp, all_bindings, each_binding):
            olds, news = indexed(self.before.tags, kind), indexed(self.after.tags, kind)
            for mark, (*owners,) in olds.items():
                if len(owners) != 1 or mark not in news:
                    self.by_shared_mark(owners, news.get(mark, ()))
                    continue
                owner, found = owners[0], news[mark]
                if owner in self.result.forward:
                    continue
                best = max(found, key=lambda tag: (self.likeness(owner, tag), -tag.index))
                self.pair(owner, best)
                if self.result.forward.get(owner) is not best:
                    continue
                self.result.marked.add(owner)
                for other in found:
                    if other is not best and other not in self.result.backward:
                        self.result.copies[other] = owner
        self.result.kept_marks = self.kept_marks()

    def by_shared_mark(self, olds: list[Tag], news: Sequence[Tag]) -> None:
        """Pair elements that share a mark with others of their page, in order, where none came and none went."""
        if len(olds) != len(news):
            return
        for old, new in zip(olds, news, strict=True):
            if old.name == new.name and self.result.free(old, new):
                self.pair(old, new)
                self.result.marked.add(old)

    def kept_marks(self) -> float:
        """The share of marks that are still there; of stamps, counted on what is there: the rest was deleted."""
        marks = sum(1 for tag in self.before.tags if stamp(tag) or all_bindings(tag))
        self.result.marks = marks
        share = len(self.result.marked) / marks if marks else 0.0
        if any(stamp(tag) for tag in self.before.tags):
            there = [tag for tag in self.after.tags if tag.start is not None and tag.name not in SINGLE]
            known = [tag for tag in there if tag in self.result.backward or tag in self.result.copies]
            share = max(share, len(known) / len(there) if there else 0.0)
        return share

    def leave_shells(self) -> None:
        """Follow content that was cut out of a marked element, and pasted where the mark did not come along."""
        emptied = {}
        for old in self.result.marked:
            new = self.result.forward[old]
            if self.old.lengths[old.index] and not self.new.lengths[new.index] and not new.tags:
                emptied[self.same_text(self.old, old)] = old
        pasted = defaultdict(list)
        for tag in self.after.tags if emptied else ():
            if tag not in self.result.backward and self.same_text(self.new, tag) in emptied:
                pasted[self.same_text(self.new, tag)].append(tag)
        for text, found in pasted.items():
            old = emptied[text]
            if len(found) == 1:
                shell = self.result.forward[old]
                self.result.shells.add(shell)
                del self.result.backward[shell]
                self.result.pair(old, found[0])

    def by_name(self) -> None:
        """Pair what a page has once: its main parts, and what a parser puts around a part of a page."""
        for name in (*SINGLE, *AROUND):
            olds, news = (
                [
                    tag
                    for tag in page.tags
                    if tag.name == name and not tag.foreign and name in SINGLE | _supplied(tag)
                ]
                for page in (self.before, self.after)
            )
            if len(olds) == len(news) == 1 and self.result.free(olds[0], news[0]):
                self.pair(olds[0], news[0])

    # -- equal subtrees ----------------------------------------------------------------------------------------

    def by_subtree(self) -> None:
        olds, news = defaultdict(list), defaultdict(list)
        for page, profile, index in ((self.before, self.old, olds), (self.after, self.new, news)):
            for tag in page.tags:
                if profile.lengths[tag.index] or len(profile.attributes[tag.index]) > 1:
                    index[profile.trees[tag.index]].append(tag)
        for tree, owners in olds.items():
            found = news.get(tree, ())
            if len(owners) == len(found) == 1 and self.result.free(owners[0], found[0]):
                self.pair_trees(owners[0], found[0])

    def pair_trees(self, before: Tag, after: Tag) -> None:
        pending = [(before, after)]
        while pending:
            old, new = pending.pop()
            self.pair(old, new)
            if self.result.forward.get(old) is new and len(old.tags) == len(new.tags):
                pending.extend(zip(old.tags, new.tags, strict=True))

    def by_groups(self) -> None:
        """Pair elements that look the same as others of their page, in order, where none came and none went."""
        for key in (self.same_tree, self.same_text):
            olds, news = defaultdict(list), defaultdict(list)
            for tag in self.before.tags:
                if tag not in self.result.forward and self.old.lengths[tag.index]:
                    olds[key(self.old, tag)].append(tag)
            for tag in self.after.tags:
                if tag not in self.result.backward and tag not in self.result.copies:
                    news[key(self.new, tag)].append(tag)
            for like, owners in olds.items():
                if len(owners) == len(news.get(like, ())):
                    for old, new in zip(owners, news[like], strict=True):
                        if self.holds(old, new):
                            self.pair_trees(old, new)

    # -- places among matched neighbours -----------------------------------------------------------------------

    def settle(self, keys: tuple[str, ...]) -> None:
        """Align the children of all pairs by each of the keys, those of new pairs too."""
        self.queue = list(self.result.forward.items())[::-1]
        while self.queue:
            before, after = self.queue.pop()
            for key in keys:
                self.align_children(before, after, getattr(self, key))

    def align_children(self, before: Tag, after: Tag, key: Callable) -> None:
        olds, news = before.tags, after.tags
        if not olds or not news:
            return
        keys = [self.anchor(tag) if tag in self.result.forward else key(self.old, tag) for tag in olds]
        found = [
            self.anchor_after(tag) if tag in self.result.backward else key(self.new, tag) for tag in news
        ]
        for i, j in align(keys, found):
            old, new = olds[i], news[j]
            if self.result.free(old, new) and self.plausible(old, new, key):
                self.pair(old, new)

    def anchor(self, tag: Tag) -> Hashable:
        return ("matched", tag.index)

    def anchor_after(self, tag: Tag) -> Hashable:
        return ("matched", self.result.backward[tag].index)

    def same_tree(self, profile: Profile, tag: Tag) -> Hashable:
        return ("tree", profile.trees[tag.index])

    def same_text(self, profile: Profile, tag: Tag) -> Hashable:
        if not profile.lengths[tag.index]:
            return ("none", id(tag))
        return ("text", noise.tag_name(tag.name), profile.texts[tag.index], profile.lengths[tag.index])

    def same_looks(self, profile: Profile, tag: Tag) -> Hashable:
        looks = profile.attributes[tag.index]
        return ("looks", noise.tag_name(tag.name), looks) if looks else ("none", id(tag))

    def same_tag(self, profile: Profile, tag: Tag) -> Hashable:
        return ("tag", noise.tag_name(tag.name))

    def plausible(self, old: Tag, new: Tag, key: Callable) -> bool:
        """Whether two elements in the same place may be one.

        A tool that keeps marks leaves them on what it keeps: there an element without the mark is another one unless
        it says the same.
        """
        if new in self.result.copies:
            return False
        if key == self.same_tag:
            like = self.likeness(old, new)
            lost_mark = self.result.kept_marks > 0.8 and bool(stamp(old) or all_bindings(old))
            return like >= (0.75 if lost_mark else 0.35)
        return True

    # -- likeness ----------------------------------------------------------------------------------------------

    def by_children(self) -> None:
        """Pair parents whose matched children agree."""
        for old in reversed(self.before.tags):
            if old in self.result.forward:
                continue
            votes = Counter(
                self.result.forward[child].parent
                for child in old.tags
                if child in self.result.forward
                and self.result.forward[child].parent not in self.result.backward
            )
            if not votes:
                continue
            new, count = votes.most_common(1)[0]
            if new is None or new.parent is None or new in self.result.copies:
                continue
            share = count / max(len(old.tags), len(new.tags))
            same = noise.tag_name(old.name) == noise.tag_name(new.name)
            if share >= (0.5 if same else 0.8) and (same or self.result.kept_marks < 0.5):
                self.pair(old, new)

    def by_likeness(self) -> None:
        index: dict[Hashable, list[Tag]] = defaultdict(list)
        for tag in self.after.tags:
            if tag not in self.result.backward and tag not in self.result.copies:
                for feature in self.features(tag, self.new):
                    index[feature].append(tag)
        for old in self.before.tags:
            if old not in self.result.forward:
                self.pair_best(old, index)

    def features(self, tag: Tag, profile: Profile) -> set[Hashable]:
        features: set[Hashable] = set(profile.attributes[tag.index])
        if profile.lengths[tag.index]:
            features.add(("text", profile.texts[tag.index]))
        for child in tag.children:
            if isinstance(child, Text):
                features.update(("word", word.key) for word in child.words)
        return features

    def pair_best(self, old: Tag, index: dict[Hashable, list[Tag]]) -> None:
        candidates: set[Tag] = set()
        for feature in self.features(old, self.old):
            found = index.get(feature, ())
            if len(found) <= CANDIDATES:
                candidates.update(
                    tag for tag in found if tag not in self.result.backward and self.holds(old, tag)
                )
        scores = sorted(((self.likeness(old, new), -new.index, new) for new in candidates), reverse=True)
        if not scores or scores[0][0] < THRESHOLD:
            return
        if len(scores) > 1 and scores[0][0] - scores[1][0] < MARGIN:
            return
        self.pair(old, scores[0][2])

    def holds(self, old: Tag, new: Tag) -> bool:
        """Whether an element holds as many of the other's matched children as stand elsewhere."""
        kept = [self.result.forward[child] for child in old.tags if child in self.result.forward]
        return 2 * sum(new.holds(child) for child in kept) >= len(kept)

    def likeness(self, old: Tag, new: Tag) -> float:
        """0 to 1: how much tag, attributes, text and neighbourhood agree, over what there is to compare."""
        evidence = [(0.2, 1.0 if noise.tag_name(old.name) == noise.tag_name(new.name) else 0.0)]
        ours, theirs = self.old.attributes[old.index], self.new.attributes[new.index]
        if ours or theirs:
            evidence.append((0.2, 2 * len(ours & theirs) / (len(ours) + len(theirs))))
        if self.old.lengths[old.index] or self.new.lengths[new.index]:
            evidence.append((0.4, self.common_text(old, new)))
        elif not ours and not theirs:
            evidence.append((0.2, 0.5))
        evidence.append((0.2, self.neighbourhood(old, new)))
        return sum(weight * value for weight, value in evidence) / sum(weight for weight, _ in evidence)

    def common_text(self, old: Tag, new: Tag) -> float:
        if self.old.texts[old.index] == self.new.texts[new.index]:
            return 1.0
        if max(self.old.lengths[old.index], self.new.lengths[new.index]) > 2_000:
            return 0.5
        ours, theirs = self.old.words(old, self.before), self.new.words(new, self.after)
        return 2 * (ours & theirs).total() / (ours.total() + theirs.total())

    def neighbourhood(self, old: Tag, new: Tag) -> float:
        if old.parent is None or new.parent is None:
            return 1.0
        parents = self.result.forward.get(old.parent) is new.parent
        inside = any(
            self.result.forward.get(a) is b for a, b in zip(old.tags[:8], new.tags[:8], strict=False)
        )
        return 0.6 * parents + 0.4 * (inside or not (old.tags or new.tags))


def _supplied(tag: Tag) -> frozenset[str]:
    return AROUND if tag.start is None else frozenset()
