"""How many events lie where, when they are too many to be drawn: counts by lane and year or month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dateline.model import Query

from .by_columns import Filters as ColumnFilters
from .by_sql import SORT_DAY, Filters
from .codec import day_number
from .db import Path_, reading, sqlite3
from .keeper import columns_of
from .search import names_of

LaneField = Literal["type", "country", "person", "publisher"]
Unit = Literal["year", "month"]

_DIVISOR = {"year": 10_000, "month": 100}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A lane's value, its name, and its events by the number of their year (2024) or month (202406)."""

    value: str
    name: str
    counts: Mapping[int, int]

    @property
    def events(self) -> int:
        """All its dated events."""
        return sum(self.counts.values())


def binned(
    path: Path_, query: Query, field: LaneField, *, unit: Unit, most: int = 14, again: bool = False
) -> tuple[Lane, ...]:
    """The dated events of a query by lane and time, the largest lanes first.

    An event counts once in each lane that it belongs to, at its first possible day (its last where the first is open).
    With a time range only those whose day lies in it are counted. ``again`` as in `dateline.store.timeline`.
    """
    since = day_number(query.since) if query.since else 0
    until = day_number(query.until) if query.until else 99_999_999
    with reading(path) as connection:
        columns = columns_of(path, connection, build=again)
        if columns is None:
            counts = _counted(connection, query, field, _DIVISOR[unit], since, until)
            chosen = sorted(counts, key=lambda value: (-sum(counts[value].values()), value))[:most]
        else:
            mask = ColumnFilters(connection, query, columns).mask()
            counts = columns.bins(mask, field, divisor=_DIVISOR[unit], since=since, until=until, most=most)
            chosen = list(counts)
        names = names_of(connection, field, chosen)
    return tuple(Lane(value=value, name=names.get(value, value), counts=counts[value]) for value in chosen)


def _counted(
    connection: sqlite3.Connection, query: Query, field: str, divisor: int, since: int, until: int
) -> dict[str, dict[int, int]]:
    """How many events of each value of a field lie in which bin."""
    filters = Filters(connection, query)
    selection = filters.select(filters.names)
    day = SORT_DAY.replace("e.", "l.")
    joined = "" if selection.everything else "JOIN matched m ON m.n = l.event"
    rows = connection.execute(
        f"""SELECT f.value, {day} / ? AS bin, count(*)
            FROM facet f JOIN event_facet l ON l.facet = f.n {joined}
            WHERE f.field = ? AND l.first <= l.last AND {day} BETWEEN ? AND ?
            GROUP BY f.n, bin""",  # noqa: S608 - our own constants
        (divisor, field, since, until),
    ).fetchall()
    filters.close()
    counts: dict[str, dict[int, int]] = {}
    for value, number, events in rows:
        counts.setdefault(value, {})[number] = events
    return counts
