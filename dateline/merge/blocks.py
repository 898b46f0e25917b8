"""Blocks: which pairs of mentions are looked at at all.

Two mentions are compared where they stand in one article; where they share a day (or neighbouring days) and a rare
word; where they share a year and two words, or a year, a state and a type of which a state has few a year; or, for
dates that are not known, where their articles share a telling word and the clauses another.

Each of these is a key, and the mentions with one key are a block. In a small block all are compared; a crowded one is
divided by the word that tells the event, and where that leaves too many, all are compared with a few of them. Which
pairs a block gives depends on what stands in it and on nothing else: so a new article concerns its own blocks alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from dateline.model import EVENT_TYPES

from .keys import STORY_BIT, keys_of
from .pairs import STATEMENT, inside
from .sketch import Ints, Sketches

CROWD = 80
"""Mentions from which on a block is crowded."""

LEADERS = 30
"""In a block that is crowded even for one word, all are compared with so many."""

DEADLY = tuple(EVENT_TYPES.index(t) for t in ("attack", "disaster", "life"))
"""Types that a happening with victims is told by in turn."""

PIECE = 1 << 17
"""Keys that are paired at a time, about."""

Counted = Ints
"""Pairs, sorted, each as one number since there are many: the lower row times the number of rows, and the higher one,
times four, and 2 where the pair is sure, 1 where it takes another key."""


def candidates(s: Sketches) -> tuple[Ints, Ints]:
    """Pairs of rows to compare, each once with the lower row first; dates that contradict each other are left out."""
    return pairs(len(s), added(pairs_in(s, *keys_of(s))))


def pairs_in(s: Sketches, keys: Ints, rows: Ints) -> Counted:
    """The pairs that some blocks give, whole blocks each: what one gives depends on no other."""
    return _pairs_in((keys, rows), s.trigger, s.rank, lambda a, b: may_agree(s, a, b) & akin(s, a, b))


def may_agree(s: Sketches, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """False where both dates are known and neither holds the other, nor are they neighbouring days."""
    return np.asarray(~(s.known[a] & s.known[b]) | inside(s, a, b))


def akin(s: Sketches, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """Whether two mentions have one type, word or sense, or both tell of victims; and are both statements or acts."""
    said_a, said_b = s.kind[a] == STATEMENT, s.kind[b] == STATEMENT
    silent = (s.speaker[a] == 0) | (s.speaker[b] == 0) | (s.speaker[a] == s.speaker[b])
    alike = (s.kind[a] == s.kind[b]) | (s.trigger[a] == s.trigger[b]) | (s.sense[a] == s.sense[b])
    alike |= np.isin(s.kind[a], DEADLY) & np.isin(s.kind[b], DEADLY)
    return np.asarray(alike & (said_a == said_b) & (~said_a | silent))


def pairs_of(
    entries: Iterable[tuple[Ints, Ints]], trigger: Ints, rank: Ints, *, keep: Callable[[Ints, Ints], NDArray[np.bool_]]
) -> tuple[Ints, Ints]:
    """The pairs that blocks give, each once with the lower row first; ``keep`` tells which of them to keep.

    ``entries``: keys and the rows that have them, all of one key together. ``trigger`` and ``rank`` order the rows of a
    crowded block and are looked up by row. Of the blocks of articles' words a pair has to share two.
    """
    found = added(*(_pairs_in(share, trigger, rank, keep) for share in entries))
    return pairs(len(trigger), found)


def pairs(rows: int, found: Counted) -> tuple[Ints, Ints]:
    """Both rows of each pair that is to be compared, the lower first; ``rows``: how many rows there are."""
    codes = found[(found & 3) > 1] >> 2
    return codes // max(1, rows), codes % max(1, rows)


def _pairs_in(
    entries: tuple[Ints, Ints], trigger: Ints, rank: Ints, keep: Callable[[Ints, Ints], NDArray[np.bool_]]
) -> Counted:
    count = np.int64(len(trigger))
    found: list[Ints] = []
    for part_keys, part_rows in _parts(*entries):
        a, b = _pairs(part_keys, part_rows, trigger, rank)
        codes, shared = _counted(np.minimum(a, b) * count + np.maximum(a, b))
        kept = keep(codes // count, codes % count)
        # A sure key counts for two.
        found.append(codes[kept] << 2 | (np.minimum(shared[kept], 2) if part_keys[0] & STORY_BIT else 2))
    return added(*found)


def _parts(keys: Ints, rows: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Keys that more than one row has, with these rows, sorted, a part at a time: not all pairs need memory at once."""
    for kind in (0, STORY_BIT):
        mine = np.flatnonzero((keys & STORY_BIT) == kind)
        pieces = 1 + len(mine) // PIECE
        which = (keys[mine] >> 1) % pieces
        for piece in range(pieces):
            chosen = mine[which == piece] if pieces > 1 else mine
            order = np.argsort(keys[chosen], kind="stable")
            part_keys, part_rows = keys[chosen][order], rows[chosen][order]
            shared = np.zeros(len(part_keys), dtype=np.bool_)
            equal = part_keys[1:] == part_keys[:-1]
            shared[1:] |= equal
            shared[:-1] |= equal
            if equal.any():
                yield part_keys[shared], part_rows[shared]


def divided(keys: Ints, rows: Ints, trigger: Ints, rank: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Distinct keys and rows sorted into groups: for each the number of its group's first, and how many are in it.

    A group is a block, or, of a crowded one, what tells it by the same word.
    """
    order = np.lexsort((rows, rank[rows], trigger[rows], keys))
    keys, rows = keys[order], rows[order]
    new = np.ones(len(keys), dtype=np.bool_)
    new[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
    keys, rows = keys[new], rows[new]
    words = trigger[rows]
    first = np.ones(len(keys), dtype=np.bool_)
    first[1:] = keys[1:] != keys[:-1]
    _, size = _runs(first)
    first[1:] |= (words[1:] != words[:-1]) & (size[1:] > CROWD)
    start, size = _runs(first)
    return keys, rows, start, size


def _pairs(keys: Ints, rows: Ints, trigger: Ints, rank: Ints) -> tuple[Ints, Ints]:
    _, rows, start, size = divided(keys, rows, trigger, rank)
    a: list[Ints] = []
    b: list[Ints] = []
    everyone = np.arange(len(rows))
    within = everyone - start
    at = everyone[(size <= CROWD) & (size > 1)]
    for step in range(1, CROWD):
        at = at[within[at] + step < size[at]]
        if not len(at):
            break
        a.append(rows[at])
        b.append(rows[at + step])
    huge = everyone[size > CROWD]
    for leader in range(LEADERS if len(huge) else 0):
        led = huge[within[huge] > leader]
        a.append(rows[start[led] + leader])
        b.append(rows[led])
    if not a:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    return np.concatenate(a), np.concatenate(b)


def _runs(first: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """For each place the place at which its run begins, and the length of the run; ``first`` marks beginnings."""
    starts = np.flatnonzero(first)
    lengths = np.diff(np.append(starts, len(first)))
    return np.repeat(starts, lengths), np.repeat(lengths, lengths)


def _counted(values: Ints) -> tuple[Ints, Ints]:
    """The values once each, sorted, and how often each came."""
    values = np.sort(values)
    starts = _beginnings(values)
    return values[starts], np.diff(np.append(starts, len(values)))


def added(*found: Counted) -> Counted:
    """The pairs of several shares of the blocks, each once."""
    values = np.concatenate([np.empty(0, dtype=np.int64), *found])
    if not len(values):
        return values
    values.sort()
    starts = _beginnings(values >> 2)
    times = np.add.reduceat((values & 3).astype(np.int32), starts)
    return values[starts] >> 2 << 2 | np.minimum(times, 2)


def _beginnings(values: Ints) -> Ints:
    """Where, of sorted values, each comes for the first time."""
    first = np.ones(len(values), dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return np.flatnonzero(first)
