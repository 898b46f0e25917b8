"""Keys of blocks: what two mentions have to share to be compared (see `blocks`)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dateline.model import EVENT_TYPES

from .pairs import STATEMENT
from .sketch import Ints, Sketches

DAY_WORDS, YEAR_WORDS, STORY_KEYS, CLAUSE_KEYS = 6, 4, 5, 4
"""Words that make keys: of the clause with a day, of the clause in pairs with a year, of the article, of the clause."""

SINGLED_OUT = tuple(EVENT_TYPES.index(t) for t in ("treaty", "visit", "founding", "election", "office"))
"""Types of which one state has few in a year: a vague telling can be told by them."""

KEY_BITS = 48
"""Bits of a key: few enough for a small index, many enough that two blocks hardly ever fall together."""

STORY_BIT = 1
"""Marks the keys of articles' words."""

KEYS_OF = 20_000
"""Mentions whose keys are made at a time: those of a million mentions need too much memory at once."""

_SAID = np.int64(0x2545F4914F6CDD1D)
_MIX = np.uint64(0x9E3779B97F4A7C15)


def keys_of(s: Sketches) -> tuple[Ints, Ints]:
    """All keys, with the row that has each; some come twice."""
    keys: list[Ints] = []
    rows: list[Ints] = []
    for at in range(0, len(s), KEYS_OF):
        some, owners = keys_of_rows(s, at, at + KEYS_OF)
        keys.append(some)
        rows.append(owners)
    none = np.empty(0, dtype=np.int64)
    return np.concatenate([none, *keys]), np.concatenate([none, *rows])


def keys_of_rows(s: Sketches, start: int, end: int) -> tuple[Ints, Ints]:
    """The same of the rows from ``start`` to before ``end``."""
    keys, rows = _keys_of(s.part(start, end))
    return keys, rows + start


def share_of(keys: Ints, shares: int) -> Ints:
    """Into which of so many shares each key falls: a block is in one of them, whole."""
    return np.asarray((keys >> 1) % shares)


def _keys_of(s: Sketches) -> tuple[Ints, Ints]:
    found = []
    for sort, keys, rows in _keys(s):
        # Statements and acts are never compared: they need not stand in one block.
        mixed = (keys ^ np.where(s.kind[rows] == STATEMENT, _SAID, 0)) >> (63 - KEY_BITS)
        found.append(((mixed & ~np.int64(STORY_BIT)) | sort, rows))
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
