"""Which events a query leaves, and what they have, worked out by SQLite.

What passes is written into the temporary table ``matched`` once for each set of filters; without any filter the counts
that the writer keeps are read instead.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateline.model import Event, Query

from .actors import ActorTable
from .codec import OPEN_FIRST, OPEN_LAST, day_number, decode_event, sound
from .db import sqlite3
from .events import EVENT
from .facets import ACCEPTED, OFFERED
from .words import match_expression

WHEN, WORDS = "time range", "words"
"""Names of the filters that are no field of facets."""

SORT_DAY = "iif(e.first > 0, e.first, e.last)"
"""SQL: the day by which an event is sorted and counted; its first possible, else its last possible."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter as SQL over ``event e``, with its parameters."""

    sql: str
    values: tuple[Any, ...]


def conditions(connection: sqlite3.Connection, query: Query) -> dict[str, Condition]:
    """The filters that are set, by field of the `Query`."""
    found: dict[str, Condition] = {}
    if query.since is not None or query.until is not None:
        days = (_bound(query.until, OPEN_LAST - 1), _bound(query.since, OPEN_FIRST + 1))
        found[WHEN] = Condition("e.first <= ? AND e.last >= ?", days)
    expression = match_expression(query.words)
    if expression is not None:
        found[WORDS] = Condition("e.n IN (SELECT rowid FROM event_words WHERE event_words MATCH ?)", (expression,))
    for field, facets in ACCEPTED.items():
        values = getattr(query, field)
        if values:
            numbers = facet_numbers(connection, facets, values)
            if query.joint(field):
                missing = len(set(values)) - len(numbers)
                only = field == "countries" and query.match == "between"
                found[field] = _together([*numbers, *[-1] * missing], only=only)
            else:
                found[field] = Condition(
                    "e.n IN (SELECT event FROM event_facet WHERE facet IN (SELECT value FROM json_each(?)))",
                    (json.dumps(numbers),),
                )
    return found


def facet_numbers(connection: sqlite3.Connection, fields: Sequence[str], values: Sequence[str]) -> list[int]:
    """The rows of some values of some facets, those of few events first."""
    rows = connection.execute(
        """SELECT n FROM facet WHERE field IN (SELECT value FROM json_each(?))
           AND value IN (SELECT value FROM json_each(?)) ORDER BY events""",
        (json.dumps(fields), json.dumps([sound(value) for value in values])),
    )
    return [n for (n,) in rows]


def _together(facets: Sequence[int], *, only: bool) -> Condition:
    """Events that have all of some facets, the rarest of them first; ``only``: and no other one of their field."""
    parts = ["e.n IN (SELECT event FROM event_facet WHERE facet = ?)"]
    parts += ["EXISTS (SELECT 1 FROM event_facet WHERE event = e.n AND facet = ?)"] * (len(facets) - 1)
    values: list[Any] = list(facets)
    if only and len(facets) > 1:
        parts.append(
            """NOT EXISTS (SELECT 1 FROM event_facet o JOIN facet f ON f.n = o.facet WHERE o.event = e.n
                   AND f.field = 'country' AND o.facet NOT IN (SELECT value FROM json_each(?)))"""
        )
        values.append(json.dumps(facets))
    return Condition(" AND ".join(parts), tuple(values))


def _bound(day: date | None, otherwise: int) -> int:
    return otherwise if day is None else day_number(day)


def matching(filters: Sequence[Condition]) -> tuple[str, tuple[Any, ...]]:
    """SELECT of the rows of ``event`` that pass all ``filters``, and its parameters."""
    sql = "SELECT e.n FROM event e"
    if filters:
        sql += " WHERE " + " AND ".join(condition.sql for condition in filters)
    return sql, tuple(value for condition in filters for value in condition.values)


@dataclass(frozen=True, slots=True)
class Selection:
    """The events that some filters leave: all of them, or those in the temporary table ``matched``.

    It holds until the next selection on the same connection. ``many``: so large a part of all events that walking an
    index over all of them, asking for each whether it is in ``matched``, is quicker than looking up each one that is
    (2 to 10 times, measured on 20,000).
    """

    connection: sqlite3.Connection
    everything: bool
    many: bool
    total: int

    @property
    def source(self) -> str:
        """SQL: the selected rows of ``event e``, for a FROM."""
        if self.everything:
            return "event e"
        return "event e CROSS JOIN matched m ON m.n = e.n" if self.many else "matched m CROSS JOIN event e ON e.n = m.n"

    def documents(self) -> int:
        """In how many articles they are told."""
        sql = "SELECT count(DISTINCT l.document) FROM matched m CROSS JOIN event_mention l ON l.event = m.n"
        if self.everything:
            return tally(self.connection, "documents")
        (count,) = self.connection.execute(sql).fetchone()
        return int(count)

    def events(self, actors: ActorTable, *, dated: bool, limit: int) -> tuple[Event, ...]:
        """The most important of those with a date by day, or of those without by importance."""
        which, order = ("e.first <= e.last", SORT_DAY) if dated else ("e.first > e.last", "e.importance DESC")
        rows = self.connection.execute(
            f"""SELECT {EVENT} FROM
                    (SELECT e.n FROM {self.source} WHERE {which} ORDER BY e.importance DESC, e.id LIMIT ?) top
                JOIN event e ON e.n = top.n JOIN event_card k ON k.event = e.n
                ORDER BY {order}, e.last, e.importance DESC, e.id""",  # noqa: S608 - our own constants
            (limit,),
        ).fetchall()
        return tuple(decode_event(row, actors.participant) for row in rows)

    def years(self) -> dict[int, int]:
        """The dated ones by the year of their sort day."""
        sql = f"""SELECT {SORT_DAY} / 10000 AS year, count(*) FROM matched m CROSS JOIN event e ON e.n = m.n
                  WHERE e.first <= e.last GROUP BY year ORDER BY year"""  # noqa: S608
        return dict(self.connection.execute("SELECT year, events FROM year_count" if self.everything else sql))

    def counts(self, fields: Sequence[str]) -> dict[str, dict[str, int]]:
        """For each of some fields of a `Query`, how many of them have which value."""
        by_facet = {facet: field for field in fields for facet in OFFERED[field]}
        counted = "matched m CROSS JOIN event_facet l ON l.event = m.n"
        if self.many:
            counted = "event_facet l CROSS JOIN matched m ON m.n = l.event"
        sql = f"""SELECT f.field, f.value, c.events
                  FROM (SELECT l.facet, count(*) AS events FROM {counted} GROUP BY l.facet) c
                  JOIN facet f ON f.n = c.facet
                  WHERE f.field IN (SELECT value FROM json_each(?))"""  # noqa: S608
        if self.everything:
            sql = """SELECT field, value, events FROM facet
                     WHERE field IN (SELECT value FROM json_each(?)) AND events > 0"""
        found: dict[str, dict[str, int]] = {field: {} for field in fields}
        if fields:
            for facet, value, events in self.connection.execute(sql, (json.dumps(list(by_facet)),)):
                found[by_facet[facet]][value] = events
        return found


def tally(connection: sqlite3.Connection, name: str) -> int:
    """How many "events" or "documents" that tell them there are, as the writer keeps it."""
    row = connection.execute("SELECT count FROM tally WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row else 0


def everything(connection: sqlite3.Connection) -> Selection:
    """All events: nothing needs to be written, the counts that the writer keeps are read."""
    return Selection(connection, everything=True, many=True, total=tally(connection, "events"))


class Filters:
    """The filters of a query over a database."""

    def __init__(self, connection: sqlite3.Connection, query: Query) -> None:
        self._connection = connection
        self._conditions = conditions(connection, query)

    @property
    def names(self) -> Collection[str]:
        """The filters that are set: fields of the `Query`, `WHEN`, `WORDS`."""
        return self._conditions.keys()

    def select(self, names: Collection[str]) -> Selection:
        """What some of the filters leave."""
        connection = self._connection
        if not names:
            return everything(connection)
        sql, values = matching([self._conditions[name] for name in names])
        connection.execute("DELETE FROM matched")
        connection.execute("INSERT INTO matched " + sql, values)
        (matched,) = connection.execute("SELECT count(*) FROM matched").fetchone()
        return Selection(connection, everything=False, many=matched * 4 > tally(connection, "events"), total=matched)

    def close(self) -> None:
        """Lets go of what was selected."""
        self._connection.execute("DELETE FROM matched")
