"""Pairs that were compared, with their log odds, a block at a time: there are many times as many as mentions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .likeness import THRESHOLD, compared
from .sketch import Floats, Ints, Sketches
from .vague import meant

PAIR = np.dtype([("a", np.int32), ("b", np.int32), ("odds", np.float32)])
"""The lower row, the higher one, and the log odds that they tell one happening."""

Pairs = NDArray[np.void]
"""Rows of `PAIR`, sorted by both of their rows."""


Compare = Callable[[Sketches, Ints, Ints], Floats]
"""Gives the log odds of pairs of rows."""


@dataclass(frozen=True, slots=True)
class Scored:
    """All pairs that were compared. ``blocks`` gives them in order, as often as it is asked.

    ``close``: those of which one row can change what becomes of the other.
    """

    close: Pairs
    blocks: Callable[[], Iterable[Pairs]]


def scored(table: Sketches, a: Ints, b: Ints) -> Scored:
    """The pairs ``a[n]``, ``b[n]`` (the lower row first, sorted) compared, in one block."""
    odds = compared(table, a, b)
    whole = pairs_with(a, b, odds)
    return Scored(whole[touching(table, a, b, odds)], lambda: [whole])


def pairs_with(a: Ints, b: Ints, odds: Floats) -> Pairs:
    """Rows and log odds as one table."""
    out = np.empty(len(a), dtype=PAIR)
    out["a"], out["b"], out["odds"] = a, b, odds
    return out


def touching(table: Sketches, a: Ints, b: Ints, odds: Floats) -> NDArray[np.bool_]:
    """Pairs of which one row can change what becomes of the other."""
    return np.asarray((odds >= THRESHOLD) | meant(table, a, b))
