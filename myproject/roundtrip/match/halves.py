"""Parts that a tool cut in two around something that was put into them, made whole again.

Editors that cannot nest what is pasted end the part around the cursor, put the new thing beside it, and begin the part
again: <main>..</main><section>new</section><main>..</main>. What was meant is the new thing inside.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from myproject.roundtrip.match.content import shown
from myproject.roundtrip.pages.page import Page, Tag
from myproject.roundtrip.write.writer import INLINE

SHARE = 0.8  # of the words in both halves, how many the whole part had: copies have twice what it had


def rejoin(given: Page, returned: Page) -> None:
    """Join halves in `returned` of what is one part in `given`, in place."""
    wholes: dict[tuple, list[Tag]] = defaultdict(list)
    for tag in given.tags:
        wholes[_looks(tag)].append(tag)
    parts: dict[tuple, list[Tag]] = defaultdict(list)
    for tag in returned.tags:
        if len(wholes.get(_looks(tag), ())) == 1 and any(inner.name not in INLINE for inner in tag.tags):
            parts[tag.parent, _looks(tag)].append(tag)
    joined = [
        _join(halves[0], halves[-1])
        for (_, looks), halves in parts.items()
        if len(halves) == 2 and _are_halves(wholes[looks][0], *halves)
    ]
    if joined:
        returned.renumber()


def _looks(tag: Tag) -> tuple:
    return tag.name, tag.attributes.get("id"), tag.attributes.get("class")


def _are_halves(whole: Tag, first: Tag, last: Tag) -> bool:
    """Whether two siblings share out the words of a part between them, with something new in the middle."""
    siblings = first.parent.tags
    if siblings.index(last) - siblings.index(first) < 2 or any(
        tag in INLINE for tag in (first.name, last.name)
    ):
        return False
    had, have = Counter(shown(whole)), [Counter(shown(half)) for half in (first, last)]
    common = ((have[0] + have[1]) & had).total()
    return all(have) and common >= SHARE * (have[0] + have[1]).total() and 2 * common >= had.total()


def _join(first: Tag, last: Tag) -> None:
    parent = first.parent
    start, end = parent.children.index(first), parent.children.index(last)
    first.children += [*parent.children[start + 1 : end], *last.children]
    del parent.children[start + 1 : end + 1]
    for child in first.children:
        child.parent = first
