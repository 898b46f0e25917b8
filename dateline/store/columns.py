"""All events of a large database as columns in memory, so that a question over a million of them is answered at once.

SQL counts what filters leave by walking millions of index entries, some seconds for a million events. Here each event
has a place, a set of events is an array of truth values, and what most events have is kept as bits: how many of a set
have it is the number of bits that are left. What few have is a list of places (`dateline.store.stretches`).

Columns are one state of the database (`Columns.version`) and never change; `dateline.store.filling` reads them, and
makes those of a later state out of them where little has changed. A place stays that of its event, so that
what did not change is shared by both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dateline.model import Event

from .codec import sound
from .sharing import Shared
from .stretches import Ints, Mask, Stretches

Bits = NDArray[np.uint64]
"""A mask, a bit a place."""

_CHUNK = 1 << 14


def packed(mask: Mask) -> Bits:
    """A mask, whose length is a multiple of 64, as bits."""
    return np.packbits(mask, bitorder="little").view(np.uint64)


def unpacked(bits: Bits) -> Mask:
    """Bits as a mask."""
    return np.unpackbits(bits.view(np.uint8), bitorder="little").view(np.bool_)


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets of one field: ``numbers`` are their rows by value, ``many`` those of many events, ``few`` the rest."""

    numbers: Mapping[str, int]
    many: Mapping[int, Bits]
    few: Stretches


NO_FACETS = Facets({}, {}, Stretches(np.zeros(0, np.int32), np.zeros(1, np.int64), np.zeros(0, np.int32)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Events by place: whether there is one, its row, first and last day (as `codec.day_number`) and sort day.

    ``place[n]`` is the place of the event in row ``n``, -1 for none. ``order``: places by importance, then id;
    ``rank``: where each stands in it. ``values``: what each facet's row says. ``told``: events by the rows of the
    articles that tell them. ``shared``: the events that several outlets tell. ``kept``: events that were asked for, by
    row, since the important ones come back under most filters.
    """

    version: str
    alive: Mask
    rows: Ints
    place: Ints
    first: Ints
    last: Ints
    order: Ints
    rank: Ints
    fields: Mapping[str, Facets]
    values: Mapping[int, str]
    told: Stretches
    shared: Shared
    day: Ints
    dated: Mask
    kept: dict[int, Event] = field(default_factory=dict)

    def all_events(self) -> Mask:
        """A mask with all events in."""
        return self.alive.copy()

    def holders(self, name: str, number: int) -> Ints:
        """The places of the events that have a facet of a field."""
        facets = self.fields.get(name, NO_FACETS)
        bits = facets.many.get(number)
        return facets.few.of(number) if bits is None else np.flatnonzero(unpacked(bits)).astype(np.int32)

    def having(self, facets: Collection[tuple[str, int]]) -> Mask:
        """The events that have any of some facets, each a field and a row."""
        mask = np.zeros(len(self.alive), bool)
        for name, number in facets:
            self._mark(mask, name, number, True)
        return mask

    def having_all(self, facets: Collection[tuple[str, int]], *, only: str | None) -> Mask:
        """The events that have all of some facets; with ``only`` and several, no other one of that field."""
        mask = self.all_events()
        for facet in facets:
            mask &= self.having([facet])
        if only and len(facets) > 1:
            held = self.fields.get(only, NO_FACETS)
            for number in {*held.many, *held.few.keys.tolist()} - {number for _, number in facets}:
                self._mark(mask, only, number, False)
        return mask

    def _mark(self, mask: Mask, name: str, number: int, value: bool) -> None:
        facets = self.fields.get(name, NO_FACETS)
        bits = facets.many.get(number)
        if bits is None:
            mask[facets.few.of(number)] = value
        elif value:
            mask |= unpacked(bits)
        else:
            mask &= ~unpacked(bits)

    def facets(self, fields: Sequence[str], values: Sequence[str]) -> list[tuple[str, int]]:
        """The facets of some values of some fields, those that there are."""
        wanted = {sound(value) for value in values}
        held = ((name, self.fields.get(name, NO_FACETS).numbers) for name in fields)
        return [(name, numbers[value]) for name, numbers in held for value in wanted if value in numbers]

    def at_rows(self, rows: Sequence[int]) -> Mask:
        """The events in some rows of the database."""
        mask = np.zeros(len(self.alive), bool)
        mask[self.place[np.asarray(rows, np.int64)]] = True
        return mask

    def top(self, mask: Mask, *, dated: bool, limit: int) -> list[int]:
        """The rows of the most important with a date among some events, or of those without."""
        which = mask & self.dated if dated else mask & ~self.dated
        found: list[Ints] = []
        left, at, step = min(limit, int(np.count_nonzero(which))), 0, _CHUNK
        while left > 0:
            places = self.order[at : at + step]
            chosen = places[which[places]][:left]
            found.append(chosen)
            left, at, step = left - len(chosen), at + step, step * 2
        return [row for chosen in found for row in self.rows[chosen].tolist()]

    def by_day(self, rows: Sequence[int]) -> list[int]:
        """Rows of dated events in the order of their sort days, then last days, then importance."""
        places = self.place[np.asarray(rows, np.int64)]
        order = np.lexsort((self.rank[places], self.last[places], self.day[places]))
        return [rows[at] for at in order]

    def counts(self, mask: Mask, names: Sequence[str]) -> dict[str, int]:
        """For each value of some fields that some of the events have, how many."""
        found: dict[str, int] = {}
        for name in names:
            found |= {self.values[number]: events for number, events in self.numbers(mask, name).items()}
        return found

    def numbers(self, mask: Mask, name: str) -> dict[int, int]:
        """For each facet of a field that some of the events have, how many."""
        facets = self.fields.get(name, NO_FACETS)
        bits = packed(mask)
        found = {number: int(np.bitwise_count(bits & held).sum()) for number, held in facets.many.items()}
        sums = facets.few.sums(mask)
        some = np.flatnonzero(sums)
        found.update(zip(facets.few.keys[some].tolist(), sums[some].tolist(), strict=True))
        return {number: events for number, events in found.items() if events}

    def years(self, mask: Mask) -> dict[int, int]:
        """The dated events among some by the year of their sort day."""
        return _counted(self.day[mask & self.dated] // 10_000)

    def articles(self, mask: Mask) -> int:
        """In how many articles some events are told."""
        return self.told.met(mask)

    def bins(
        self, mask: Mask, name: str, *, divisor: int, since: int, until: int, most: int, but: str | None = None
    ) -> dict[str, dict[int, int]]:
        """The dated events among some with their sort day from ``since`` to ``until``, by value of a field and bin.

        Of the ``most`` values with most of them, the largest first, without the value ``but``.
        """
        inside = mask & self.dated & (self.day >= since) & (self.day <= until)
        named = ((self.values[number], number, events) for number, events in self.numbers(inside, name).items())
        largest = sorted((each for each in named if each[0] != but), key=lambda each: (-each[2], each[0]))[:most]
        found = {}
        for value, number, _ in largest:
            places = self.holders(name, number)
            found[value] = _counted(self.day[places[inside[places]]] // divisor)
        return found

    def pairs(self, mask: Mask, name: str) -> Iterator[tuple[Ints, Ints]]:
        """The facets of a field and the places of some events that have them, as pairs of arrays."""
        facets = self.fields.get(name, NO_FACETS)
        bits = packed(mask)
        for number, held in facets.many.items():
            places = np.flatnonzero(unpacked(bits & held)).astype(np.int32)
            yield np.full(len(places), number, np.int32), places
        yield facets.few.pairs(mask)


def _counted(numbers: Ints) -> dict[int, int]:
    """How often each number is there; they lie close together."""
    if not len(numbers):
        return {}
    low = int(numbers.min())
    counts = np.bincount(numbers - low)
    some = np.flatnonzero(counts)
    return dict(zip((some + low).tolist(), counts[some].tolist(), strict=True))
