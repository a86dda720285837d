"""Which items of two sequences correspond, in order: the one alignment used for children, words and tokens.

Patience alignment (Bram Cohen): items that occur once on both sides are anchors, their longest increasing run is
kept, and the stretches between anchors are aligned the same way. A stretch without such items is aligned exactly
when it is small and by counting occurrences when it is not, so that the cost stays near-linear (difflib's is
quadratic on repeated items).
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

EXACT = 2_500  # largest product of lengths for which the exact longest common subsequence is computed


def align(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Pairs (i, j), both increasing, with a[i] == b[j]."""
    pairs: list[tuple[int, int]] = []
    stretches = [(0, len(a), 0, len(b))]
    while stretches:
        alo, ahi, blo, bhi = stretches.pop()
        while alo < ahi and blo < bhi and a[alo] == b[blo]:
            pairs.append((alo, blo))
            alo, blo = alo + 1, blo + 1
        while alo < ahi and blo < bhi and a[ahi - 1] == b[bhi - 1]:
            ahi, bhi = ahi - 1, bhi - 1
            pairs.append((ahi, bhi))
        if alo == ahi or blo == bhi:
            continue
        anchors = _unique(a, alo, ahi, b, blo, bhi)
        if not anchors:
            small = (ahi - alo) * (bhi - blo) <= EXACT
            pairs.extend((_exact if small else _by_occurrence)(a, alo, ahi, b, blo, bhi))
            continue
        edges = [(alo - 1, blo - 1), *anchors, (ahi, bhi)]
        pairs.extend(anchors)
        for (i, j), (k, m) in itertools.pairwise(edges):
            if i + 1 < k and j + 1 < m:
                stretches.append((i + 1, k, j + 1, m))
    return sorted(pairs)


def increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of `pairs` (sorted by their first) whose seconds increase as well."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for index, (_, second) in enumerate(pairs):
        place = bisect_left(tails, second)
        previous.append(ends[place - 1] if place else -1)
        if place == len(tails):
            tails.append(second)
            ends.append(index)
        else:
            tails[place], ends[place] = second, index
    run: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        run.append(pairs[index])
        index = previous[index]
    return run[::-1]


def _unique(a, alo, ahi, b, blo, bhi) -> list[tuple[int, int]]:
    counts = Counter(a[alo:ahi]), Counter(b[blo:bhi])
    places = {item: j for j, item in enumerate(b[blo:bhi], blo) if counts[1][item] == 1}
    return increasing([(i, places[a[i]]) for i in range(alo, ahi) if counts[0][a[i]] == 1 and a[i] in places])


def _exact(a, alo, ahi, b, blo, bhi) -> list[tuple[int, int]]:
    lengths = [[0] * (bhi - blo + 1) for _ in range(ahi - alo + 1)]
    for i in range(ahi - alo - 1, -1, -1):
        for j in range(bhi - blo - 1, -1, -1):
            same = a[alo + i] == b[blo + j]
            skipped = max(lengths[i + 1][j], lengths[i][j + 1])
            lengths[i][j] = max(skipped, lengths[i + 1][j + 1] + 1 if same else 0)
    pairs, i, j = [], 0, 0
    while i < ahi - alo and j < bhi - blo:
        if a[alo + i] == b[blo + j] and lengths[i][j] == lengths[i + 1][j + 1] + 1:
            pairs.append((alo + i, blo + j))
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _by_occurrence(a, alo, ahi, b, blo, bhi) -> list[tuple[int, int]]:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for j in range(bhi - 1, blo - 1, -1):
        places[b[j]].append(j)
    return increasing([(i, places[a[i]].pop()) for i in range(alo, ahi) if places.get(a[i])])
