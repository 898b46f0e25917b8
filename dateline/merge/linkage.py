"""From scored pairs to groups: average linkage, on the pairs that were compared alone.

Two groups join while the mean score over all pairs between them is high enough; a pair that was never compared counts
as unlike (but for groups so large that not all their pairs are compared). So one doubtful pair does not chain two
happenings together; and groups whose dates contradict each other never join, however many undated tellings fit both.
The result depends on the scores and on the order of the rows, which is by content, and on nothing else.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence

Span = tuple[int, int]
"""First and last possible day of a row as ordinals."""

Pair = tuple[int, int, float]
"""Two rows, the lower first, and the score of the pair: log odds that they tell one happening."""

NOT_COMPARED = -3.0
"""Score of a pair that was not compared."""

LARGE = 40
"""Two groups that have more rows together are judged by the pairs that were compared: blocks compare no more."""


def linked(spans: Sequence[Span | None], pairs: Iterable[Pair], *, threshold: float) -> list[int]:
    """For each row the lowest row of its group, by average linkage down to the mean score ``threshold``.

    ``spans`` holds the dates of the rows, None where not known. Runs in E log E of the pairs given.
    """
    count = len(spans)
    dates = [{span} if span else set() for span in spans]
    sums: dict[int, dict[int, tuple[float, int]]] = defaultdict(dict)
    heap: list[tuple[float, int, int]] = []
    for a, b, score in pairs:
        sums[a][b] = sums[b][a] = (score, 1)
        if score >= threshold:
            heap.append((-score, a, b))
    heapq.heapify(heap)
    size = [1] * count
    owner = list(range(count))
    members: dict[int, list[int]] = {}
    while heap:
        negative, a, b = heapq.heappop(heap)
        # Entries of groups that have changed since are stale: the pair stands in the heap again with its new mean.
        if owner[a] != a or owner[b] != b or b not in sums[a] or -negative != _mean(sums[a][b], size[a], size[b]):
            continue
        kept, gone = min(a, b), max(a, b)
        if not all(spans_agree(x, y) for x in dates[a] for y in dates[b]):
            continue
        dates[kept] |= dates[gone]
        members.setdefault(kept, [kept]).extend(members.pop(gone, [gone]))
        for row in members[kept]:
            owner[row] = kept
        mine, theirs = sums[kept], sums.pop(gone)
        del mine[gone], theirs[kept]
        size[kept] += size[gone]
        for other, (total, compared) in theirs.items():
            before = mine.get(other, (0.0, 0))
            mine[other] = (before[0] + total, before[1] + compared)
            del sums[other][gone]
        for other, held in mine.items():
            sums[other][kept] = held
            mean = _mean(held, size[kept], size[other])
            if mean >= threshold:
                heapq.heappush(heap, (-mean, min(kept, other), max(kept, other)))
    return owner


def components(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """For each row the lowest row that it is joined to by pairs, over any number of steps."""
    parent = list(range(count))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for a, b in pairs:
        a, b = root(a), root(b)
        if a != b:
            parent[max(a, b)] = min(a, b)
    return [root(row) for row in range(count)]


def spans_agree(a: Span, b: Span) -> bool:
    """Whether one span of days holds the other whole, or both are days at most one apart."""
    within = (a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1])
    return within or (a[0] == a[1] and b[0] == b[1] and abs(a[0] - b[0]) <= 1)


def _mean(held: tuple[float, int], left: int, right: int) -> float:
    total, compared = held
    if left + right > LARGE:
        return total / compared
    pairs = left * right
    return (total + NOT_COMPARED * (pairs - compared)) / pairs
