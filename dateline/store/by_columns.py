"""Which events a query leaves, and what they have, worked out on columns in memory (see `dateline.store.columns`)."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dateline import limits
from dateline.model import Event, Query

from . import by_sql
from .actors import ActorTable
from .codec import OPEN_FIRST, OPEN_LAST, day_number, decode_event
from .db import sqlite3
from .events import EVENT
from .facets import ACCEPTED, OFFERED
from .words import match_expression

if TYPE_CHECKING:
    from .columns import Columns
    from .stretches import Mask


@dataclass(frozen=True, slots=True)
class Selection:
    """The events that some filters leave."""

    connection: sqlite3.Connection
    columns: Columns
    mask: Mask

    @property
    def total(self) -> int:
        """How many."""
        return int(np.count_nonzero(self.mask))

    def documents(self) -> int:
        """In how many articles they are told."""
        return self.columns.articles(self.mask)

    def events(self, actors: ActorTable, *, dated: bool, limit: int) -> tuple[Event, ...]:
        """The most important of those with a date by day, or of those without by importance."""
        columns = self.columns
        chosen = columns.top(self.mask, dated=dated, limit=limit)
        kept = {row: event for row in chosen if (event := columns.kept.get(row)) is not None}
        missing = [row for row in chosen if row not in kept]
        rows = self.connection.execute(
            f"""SELECT e.n, {EVENT} FROM json_each(?) top
                JOIN event e ON e.n = top.value JOIN event_card k ON k.event = e.n""",  # noqa: S608 - our own constants
            (json.dumps(missing),),
        )
        fresh = {n: decode_event(row, actors.participant) for n, *row in rows}
        if len(columns.kept) + len(fresh) > limits.COLUMNS_EVENTS:
            columns.kept.clear()
        columns.kept.update(fresh)
        kept |= fresh
        return tuple(kept[row] for row in (columns.by_day(chosen) if dated else chosen))

    def years(self) -> dict[int, int]:
        """The dated ones by the year of their sort day."""
        return self.columns.years(self.mask)

    def counts(self, fields: Sequence[str]) -> dict[str, dict[str, int]]:
        """For each of some fields of a `Query`, how many of them have which value."""
        return {field: self.columns.counts(self.mask, OFFERED[field]) for field in fields}


class Filters:
    """The filters of a query over the columns of a database."""

    def __init__(self, connection: sqlite3.Connection, query: Query, columns: Columns) -> None:
        self._connection = connection
        self._columns = columns
        self._masks = masks(connection, query, columns)

    @property
    def names(self) -> Collection[str]:
        """The filters that are set: fields of the `Query`, `by_sql.WHEN`, `by_sql.WORDS`."""
        return self._masks.keys()

    def select(self, names: Collection[str]) -> Selection | by_sql.Selection:
        """What some of the filters leave; without any filter the counts that the writer keeps are read."""
        if not names:
            return by_sql.everything(self._connection)
        return Selection(self._connection, self._columns, self.mask(names))

    def mask(self, names: Collection[str] | None = None) -> Mask:
        """The events that some of the filters leave, or all of them."""
        mask = self._columns.all_events()
        for name in self.names if names is None else names:
            mask &= self._masks[name]
        return mask

    def close(self) -> None:
        """Nothing is held outside memory."""


def masks(connection: sqlite3.Connection, query: Query, columns: Columns) -> dict[str, Mask]:
    """The filters that are set, by field of the `Query`, as the events that each of them leaves."""
    found: dict[str, Mask] = {}
    if query.since is not None or query.until is not None:
        since = OPEN_FIRST + 1 if query.since is None else day_number(query.since)
        until = OPEN_LAST - 1 if query.until is None else day_number(query.until)
        found[by_sql.WHEN] = columns.alive & (columns.first <= until) & (columns.last >= since)
    expression = match_expression(query.words)
    if expression is not None:
        rows = connection.execute("SELECT rowid FROM event_words WHERE event_words MATCH ?", (expression,))
        found[by_sql.WORDS] = columns.at_rows([row for (row,) in rows])
    for field, facets in ACCEPTED.items():
        if values := getattr(query, field):
            numbers = columns.facets(facets, values)
            if query.joint(field):
                only = field == "countries" and query.match == "between"
                found[field] = columns.having_all(numbers, only="country" if only else None)
                if len(numbers) < len(set(values)):
                    found[field][:] = False
            else:
                found[field] = columns.having(numbers)
    return found
