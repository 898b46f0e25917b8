"""Blocks: which pairs of mentions are looked at at all.

Two mentions are compared where they stand in one article; where they share a day (or neighbouring days) and a rare
word; where they share a year and two words, or a year, a state and a type of which a state has few a year; or, for
dates that are not known, where their articles share a telling word and the clauses another. Large blocks are sorted,
and each mention is compared with its neighbours there.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dateline.model import EVENT_TYPES

from .pairs import STATEMENT, inside
from .sketch import Ints, Sketches

WINDOW = 60
"""In a large block a mention is compared with so many that follow it."""

DAY_WORDS, YEAR_WORDS, STORY_KEYS, CLAUSE_KEYS = 6, 4, 5, 4
"""Words that make keys: of the clause with a day, of the clause in pairs with a year, of the article, of the clause."""

SINGLED_OUT = tuple(EVENT_TYPES.index(t) for t in ("treaty", "visit", "founding", "election", "office"))
"""Types of which one state has few in a year: a vague telling can be told by them."""

_MIX = np.uint64(0x9E3779B97F4A7C15)


def candidates(s: Sketches) -> tuple[Ints, Ints]:
    """Pairs of rows to compare, each once with the lower row first; dates that contradict each other are left out."""
    found: list[Ints] = []
    count = np.int64(len(s))
    for keys, rows in _keys(s):
        order = np.lexsort((rows, s.trigger[rows], keys))
        keys, rows = keys[order], rows[order]
        at = np.arange(len(keys))
        for step in range(1, WINDOW + 1):
            at = at[at + step < len(keys)]
            at = at[keys[at] == keys[at + step]]
            if not len(at):
                break
            a, b = rows[at], rows[at + step]
            keep = (a != b) & may_agree(s, a, b) & akin(s, a, b)
            low, high = np.minimum(a[keep], b[keep]), np.maximum(a[keep], b[keep])
            found.append(low * count + high)
        if len(found) > 1:
            found = [_distinct(np.concatenate(found))]
    pairs = found[0] if found else np.empty(0, dtype=np.int64)
    return pairs // count, pairs % count


def may_agree(s: Sketches, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """False where both dates are known and neither holds the other, nor are they neighbouring days."""
    return np.asarray(~(s.known[a] & s.known[b]) | inside(s, a, b))


def akin(s: Sketches, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """Whether two mentions have the same type or the same word for it, and are both statements or both acts."""
    said_a, said_b = s.kind[a] == STATEMENT, s.kind[b] == STATEMENT
    silent = (s.speaker[a] == 0) | (s.speaker[b] == 0) | (s.speaker[a] == s.speaker[b])
    return np.asarray(
        ((s.kind[a] == s.kind[b]) | (s.trigger[a] == s.trigger[b])) & (said_a == said_b) & (~said_a | silent)
    )


def _distinct(values: Ints) -> Ints:
    """The values once each, sorted (by sorting: `numpy.unique` hashes, which is slower here)."""
    values.sort()
    return values[np.concatenate([[True], values[1:] != values[:-1]])] if len(values) else values


def _keys(s: Sketches) -> Iterator[tuple[Ints, Ints]]:
    """Keys with the rows that have them, one kind of block after the other."""
    every = np.arange(len(s))
    yield _mixed(1, s.story), every
    exact = s.known & (s.first == s.last)
    yield _spread(
        every[exact],
        [(2, s.first[exact] + shift, s.clause_words[exact, w]) for shift in (0, 1) for w in range(DAY_WORDS)],
    )
    dated = every[s.known]
    years = _years(s)[s.known]
    yield _spread(
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
    )
    few = every[s.known & np.isin(s.kind, SINGLED_OUT)]
    yield _spread(
        few,
        [
            (6, _mixed(s.kind[few] + 1, _years(s)[few, y]), s.states[few, w])
            for y in range(years.shape[1])
            for w in range(s.states.shape[1])
        ],
    )
    story = s.story_words[s.story]
    yield _spread(
        every,
        [(4, story[:, v], s.clause_words[:, w]) for v in range(STORY_KEYS) for w in range(CLAUSE_KEYS)]
        + [(5, story[:, v], s.trigger) for v in range(STORY_KEYS)],
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
    """Keys of several columns under each other; a column's empty values (0) give none."""
    keys, owners = [], []
    for sort, first, second in parts:
        keep = second != 0
        keys.append(_mixed(sort * 1_000_003, _mixed(first[keep] * 7 + sort, second[keep])))
        owners.append(rows[keep])
    return np.concatenate(keys), np.concatenate(owners)
