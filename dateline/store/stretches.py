"""Places of events by key, stretch after stretch in one array: what is looked up for many keys at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
"""For each place whether the event there is in."""
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Stretches:
    """``places[starts[k]:starts[k + 1]]`` are the events of ``keys[k]``; keys ascend, each has at least one."""

    keys: Ints
    starts: NDArray[np.int64]
    places: Ints

    def of(self, key: int) -> Ints:
        """The places of a key, none where it is not there."""
        at = int(np.searchsorted(self.keys, key))
        if at == len(self.keys) or self.keys[at] != key:
            return self.places[:0]
        return self.places[self.starts[at] : self.starts[at + 1]]

    def sums(self, mask: Mask) -> NDArray[np.int64]:
        """For each key how many of its events are in."""
        if not len(self.keys):
            return np.zeros(0, np.int64)
        return np.add.reduceat(mask[self.places], self.starts[:-1], dtype=np.int64)

    def met(self, mask: Mask) -> int:
        """How many keys have an event that is in."""
        if not len(self.keys):
            return 0
        return int(np.count_nonzero(np.logical_or.reduceat(mask[self.places], self.starts[:-1])))

    def pairs(self, mask: Mask) -> tuple[Ints, Ints]:
        """The keys and places of all that is in."""
        inside = mask[self.places]
        return np.repeat(self.keys, np.diff(self.starts))[inside], self.places[inside]

    def following(self, left: Mask, keys: Ints, places: Ints) -> Stretches:
        """The same without the events in ``left``, and with others (``keys`` need not ascend)."""
        gone = left[self.places]
        if not len(keys) and not gone.any():
            return self
        stay = ~gone
        held = np.repeat(self.keys, np.diff(self.starts))[stay]
        order = np.argsort(keys, kind="stable")
        at = np.searchsorted(held, keys[order], side="right")
        return stretches(np.insert(held, at, keys[order]), np.insert(self.places[stay], at, places[order]))


def stretches(keys: Ints, places: Ints) -> Stretches:
    """Pairs of a key and a place, by ascending keys."""
    begins = np.flatnonzero(np.diff(keys, prepend=-1))
    return Stretches(keys[begins], np.append(begins, len(keys)).astype(np.int64), places)
