"""All events of a large database as columns in memory, so that a question over a million of them is answered at once.

SQL counts what filters leave by walking millions of index entries, some seconds for a million events. Here a set of
events is an array of a million truth values, and a count the sum of a stretch of it. The columns are one state of the
database (`Columns.version`); `dateline.store.keeper` builds them aside and throws them away when the database changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.model import Event

from .codec import sound
from .db import sqlite3

Mask = NDArray[np.bool_]
"""For each event, in the order of the columns, whether it is in."""
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Events by importance, then id, with their row numbers, first and last days (as `codec.day_number`) and sort days.

    ``place[n]`` is the place of the event in row ``n``.
    ``links`` are places of events, ``starts[f]`` to ``starts[f + 1]`` those of facet ``f``; the facets lie by field,
    ``fields[name]`` is the half-open stretch of facets of a field, ``values`` their values. ``told`` and ``documents``
    are pairs: the event in place ``told[i]`` is told in the article in row ``documents[i]``. ``kept``: events that
    were asked for, by row, since the important ones come back under most filters.
    """

    version: str
    rows: Ints
    place: Ints
    first: Ints
    last: Ints
    day: Ints
    links: Ints
    starts: NDArray[np.int64]
    fields: dict[str, tuple[int, int]]
    values: tuple[str, ...]
    told: Ints
    documents: Ints
    kept: dict[int, Event] = field(default_factory=dict)

    @property
    def dated(self) -> Mask:
        """The events with a date."""
        return self.first <= self.last

    def all_events(self) -> Mask:
        """A mask with all events in."""
        return np.ones(len(self.rows), bool)

    def holders(self, facet: int) -> Ints:
        """The places of the events that have a facet."""
        return self.links[self.starts[facet] : self.starts[facet + 1]]

    def having(self, facets: Sequence[int]) -> Mask:
        """The events that have any of some facets."""
        mask = np.zeros(len(self.rows), bool)
        for facet in facets:
            mask[self.holders(facet)] = True
        return mask

    def having_all(self, facets: Sequence[int], *, only: str | None) -> Mask:
        """The events that have all of some facets; with ``only`` and several, no other one of that field."""
        mask = np.ones(len(self.rows), bool)
        for facet in facets:
            mask &= self.having([facet])
        if only and len(facets) > 1:
            for other in set(range(*self.fields.get(only, (0, 0)))) - set(facets):
                mask[self.holders(other)] = False
        return mask

    def facets(self, fields: Sequence[str], values: Sequence[str]) -> list[int]:
        """The facets of some values of some fields, those that events have."""
        wanted = {sound(value) for value in values}
        return [at for field in fields for at in range(*self.fields.get(field, (0, 0))) if self.values[at] in wanted]

    def at_rows(self, rows: Sequence[int]) -> Mask:
        """The events in some rows of the database."""
        mask = np.zeros(len(self.rows), bool)
        mask[self.place[np.asarray(rows, np.int64)]] = True
        return mask

    def top(self, mask: Mask, *, dated: bool, limit: int) -> list[int]:
        """The rows of the most important with a date among some events, or of those without."""
        which = mask & (self.dated if dated else ~self.dated)
        rows: list[int] = self.rows[np.flatnonzero(which)[:limit]].tolist()
        return rows

    def by_day(self, rows: Sequence[int]) -> list[int]:
        """Rows of dated events in the order of their sort days, then last days, then importance."""
        places = self.place[np.asarray(rows, np.int64)]
        order = np.lexsort((places, self.last[places], self.day[places]))
        return [rows[at] for at in order]

    def counts(self, mask: Mask, name: str) -> dict[str, int]:
        """For each value of a field that some of the events have, how many."""
        low, high = self.fields.get(name, (0, 0))
        if low == high:
            return {}
        begin, end = self.starts[low], self.starts[high]
        inside = mask[self.links[begin:end]]
        # Each facet has a link, so no stretch is empty, which reduceat would misread.
        sums = np.add.reduceat(inside, self.starts[low:high] - begin, dtype=np.int64)
        return {self.values[low + at]: int(sums[at]) for at in np.flatnonzero(sums)}

    def years(self, mask: Mask) -> dict[int, int]:
        """The dated events among some by the year of their sort day."""
        found, numbers = np.unique(self.day[mask & self.dated] // 10_000, return_counts=True)
        return {int(year): int(number) for year, number in zip(found, numbers, strict=True)}

    def articles(self, mask: Mask) -> int:
        """In how many articles some events are told."""
        seen = np.zeros(int(self.documents.max(initial=0)) + 1, bool)
        seen[self.documents[mask[self.told]]] = True
        return int(seen.sum())

    def bins(self, mask: Mask, name: str, *, divisor: int, since: int, until: int) -> dict[str, dict[int, int]]:
        """The dated events among some with their sort day from ``since`` to ``until``, by value of a field and bin."""
        inside = mask & self.dated & (self.day >= since) & (self.day <= until)
        number = self.day // divisor
        found = {}
        for facet in range(*self.fields.get(name, (0, 0))):
            places = self.holders(facet)
            each, numbers = np.unique(number[places[inside[places]]], return_counts=True)
            if len(each):
                found[self.values[facet]] = {int(at): int(n) for at, n in zip(each, numbers, strict=True)}
        return found


def load(connection: sqlite3.Connection, version: str) -> Columns:
    """The columns of the state that a read transaction sees."""
    rows, first, last = _table(connection, "SELECT n, first, last FROM event ORDER BY importance DESC, id", 3)
    place = np.full(int(rows.max(initial=0)) + 1, -1, np.int32)
    place[rows] = np.arange(len(rows), dtype=np.int32)
    number, event = _table(
        connection,
        "SELECT l.facet, l.event FROM facet f CROSS JOIN event_facet l ON l.facet = f.n ORDER BY f.field, f.n",
        2,
    )
    told, documents = _table(connection, "SELECT event, document FROM event_mention", 2)
    begins = np.flatnonzero(np.diff(number, prepend=-1))
    known = {n: tuple(named) for n, *named in connection.execute("SELECT n, field, value FROM facet")}
    facets = [known[int(n)] for n in number[begins]]
    fields: dict[str, tuple[int, int]] = {}
    for at, (name, _) in enumerate(facets):
        fields[name] = (fields.get(name, (at, at))[0], at + 1)
    return Columns(
        version=version, rows=rows, place=place, first=first, last=last, day=np.where(first > 0, first, last),
        links=place[event],
        starts=np.append(begins, len(event)).astype(np.int64), fields=fields,
        values=tuple(value for _, value in facets), told=place[told], documents=documents,
    )  # fmt: skip


def _table(connection: sqlite3.Connection, sql: str, width: int) -> Iterator[Ints]:
    """The columns of whole numbers that a SELECT gives."""
    cursor = connection.execute(sql)
    flat: NDArray[Any] = np.fromiter(chain.from_iterable(cursor), np.int64)
    return iter(np.ascontiguousarray(flat.reshape(-1, width).T.astype(np.int32)))
