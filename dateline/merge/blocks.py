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

from .pairs import STATEMENT, inside
from .sketch import Ints, Sketches

CROWD = 80
"""Mentions from which on a block is crowded."""

LEADERS = 30
"""In a block that is crowded even for one word, all are compared with so many."""

DAY_WORDS, YEAR_WORDS, STORY_KEYS, CLAUSE_KEYS = 6, 4, 5, 4
"""Words that make keys: of the clause with a day, of the clause in pairs with a year, of the article, of the clause."""

SINGLED_OUT = tuple(EVENT_TYPES.index(t) for t in ("treaty", "visit", "founding", "election", "office"))
"""Types of which one state has few in a year: a vague telling can be told by them."""

DEADLY = tuple(EVENT_TYPES.index(t) for t in ("attack", "disaster", "life"))
"""Types that a happening with victims is told by in turn."""

KEY_BITS = 48
"""Bits of a key: few enough for a small index, many enough that two blocks hardly ever fall together."""

STORY_BIT = 1
"""Marks the keys of articles' words."""

SHARE, PIECE, KEYS_OF = 100_000, 1 << 17, 20_000
"""As many mentions' keys as one share has, keys that are paired, and mentions whose keys are made, at a time, about."""

Counted = Ints
"""Pairs, sorted, each as one number since there are many: the lower row times the number of rows, and the higher one,
times four, and 2 where the pair is sure, 1 where it takes another key."""

_SAID = np.int64(0x2545F4914F6CDD1D)
_MIX = np.uint64(0x9E3779B97F4A7C15)


def candidates(s: Sketches) -> tuple[Ints, Ints]:
    """Pairs of rows to compare, each once with the lower row first; dates that contradict each other are left out."""
    shares = shares_of(s)
    return together(len(s), (candidates_in(s, share, shares) for share in range(shares)))


def shares_of(s: Sketches) -> int:
    """Into how many shares the blocks are divided: the keys of a million mentions need too much memory at once."""
    return 1 + len(s) // SHARE


def candidates_in(s: Sketches, share: int, shares: int) -> Counted:
    """The pairs that one share of the blocks gives, as `together` wants them. Shares know nothing of each other."""
    return _pairs_in(keys_of(s, share, shares), s.trigger, s.rank, lambda a, b: may_agree(s, a, b) & akin(s, a, b))


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
    return together(len(trigger), (_pairs_in(share, trigger, rank, keep) for share in entries))


def together(rows: int, shares: Iterable[Counted]) -> tuple[Ints, Ints]:
    """The pairs of all shares, each once; ``rows``: how many rows there are."""
    found = np.empty(0, dtype=np.int64)
    for share in shares:
        found = _added(found, share)
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
    return _added(*found)


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


def _added(*found: Counted) -> Counted:
    """The pairs of all, each once."""
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


def keys_of(s: Sketches, share: int = 0, shares: int = 1) -> tuple[Ints, Ints]:
    """All keys, or one of so many shares of them, with the row that has each; some come twice."""
    keys: list[Ints] = []
    rows: list[Ints] = []
    for at in range(0, len(s), KEYS_OF):
        some, owners = _keys_of(s.part(at, at + KEYS_OF), share, shares)
        keys.append(some)
        rows.append(owners + at)
    none = np.empty(0, dtype=np.int64)
    return np.concatenate([none, *keys]), np.concatenate([none, *rows])


def _keys_of(s: Sketches, share: int, shares: int) -> tuple[Ints, Ints]:
    found = []
    for sort, keys, rows in _keys(s):
        # Statements and acts are never compared: they need not stand in one block.
        mixed = (keys ^ np.where(s.kind[rows] == STATEMENT, _SAID, 0)) >> (63 - KEY_BITS)
        mixed = (mixed & ~np.int64(STORY_BIT)) | sort
        if shares > 1:
            mine = (mixed >> 1) % shares == share
            mixed, rows = mixed[mine], rows[mine]
        found.append((mixed, rows))
    return np.concatenate([keys for keys, _ in found]), np.concatenate([rows for _, rows in found])


def _keys(s: Sketches) -> Iterator[tuple[int, Ints, Ints]]:
    """Keys with the rows that have them, one kind of block after the other, and `STORY_BIT` where it is of stories."""
    every = np.arange(len(s))
    yield 0, _mixed(1, s.article), every
    exact = s.known & (s.first == s.last)
    yield (
        0,
        *_spread(
            every[exact],
            [(2, s.first[exact] + shift, s.clause_words[exact, w]) for shift in (0, 1) for w in range(DAY_WORDS)],
        ),
    )
    dated = every[s.known]
    years = _years(s)[s.known]
    yield (
        0,
        *_spread(
            dated,
            [
                (
                    3,
                    years[:, y],
                    _mixed(s.clause_words[dated, v], s.clause_words[dated, w]) * (s.clause_words[dated, w] > 0),
                )
                for y in range(years.shape[1])
                for v in range(YEAR_WORDS)
                for w in range(v + 1, YEAR_WORDS)
            ],
        ),
    )
    few = every[s.known & np.isin(s.kind, SINGLED_OUT)]
    yield (
        0,
        *_spread(
            few,
            [
                (6, _mixed(s.kind[few] + 1, _years(s)[few, y]), s.states[few, w])
                for y in range(years.shape[1])
                for w in range(s.states.shape[1])
            ],
        ),
    )
    story = s.story_words[s.story]
    yield 0, *_spread(every, [(5, story[:, v], s.sense) for v in range(STORY_KEYS)])
    yield (
        STORY_BIT,
        *_spread(
            every, [(4, story[:, v], s.clause_words[:, w]) for v in range(STORY_KEYS) for w in range(CLAUSE_KEYS)]
        ),
    )


def _years(s: Sketches) -> Ints:
    """The first and the last year of each mention (about: ordinals by mean length)."""
    return np.stack([s.first // 365, s.last // 365], axis=1)


def _mixed(a: int | Ints, b: Ints) -> Ints:
    """One number for two, the same whichever comes first of two words."""
    left = np.asarray(a, dtype=np.int64).astype(np.uint64) * _MIX
    right = b.astype(np.uint64) * _MIX
    return np.asarray(((left ^ (left >> np.uint64(29))) + (right ^ (right >> np.uint64(29)))).astype(np.int64) >> 1)


def _spread(rows: Ints, parts: list[tuple[int, Ints, Ints]]) -> tuple[Ints, Ints]:
    """Keys of several columns under each other; empty values (0) give none."""
    keys, owners = [], []
    for sort, first, second in parts:
        keep = (first != 0) & (second != 0)
        keys.append(_mixed(sort * 1_000_003, _mixed(first[keep] * 7 + sort, second[keep])))
        owners.append(rows[keep])
    return np.concatenate(keys), np.concatenate(owners)
