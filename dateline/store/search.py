"""How a `Query` becomes a `Timeline`: the matching events, and for each filter the counts under the others.

Which events match is worked out once for each set of filters that is needed (all of them; all but one, for the
filter whose choices are counted) into the temporary table ``matched``; without any filter the counts that the writer
keeps are read instead.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateline import limits
from dateline.model import Choice, Event, Query, Timeline

from .actors import ActorTable
from .codec import OPEN_FIRST, OPEN_LAST, day_number, decode_event, sound
from .db import sqlite3
from .events import EVENT
from .facets import ACCEPTED, OFFERED
from .words import match_expression

_WHEN, _WORDS = "time range", "words"
_BODIES = ("IGO", "organisation")
_KINDS = {
    **dict.fromkeys(("countries", "acting", "targets"), ("country",)),
    "people": (*_BODIES, "person"),
    "organisations": _BODIES,
}
"""Kinds of actors whose names label the values of a field; where an id has several, the last wins."""

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
        found[_WHEN] = Condition("e.first <= ? AND e.last >= ?", days)
    expression = match_expression(query.words)
    if expression is not None:
        found[_WORDS] = Condition("e.n IN (SELECT rowid FROM event_words WHERE event_words MATCH ?)", (expression,))
    for field, facets in ACCEPTED.items():
        values = getattr(query, field)
        if values:
            rows = connection.execute(
                """SELECT n FROM facet WHERE field IN (SELECT value FROM json_each(?))
                   AND value IN (SELECT value FROM json_each(?)) ORDER BY events""",
                (json.dumps(facets), json.dumps([sound(value) for value in values])),
            ).fetchall()
            numbers = [n for (n,) in rows]
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

    ``many``: so large a part of all events that walking an index over all of them, asking for each whether it is
    in ``matched``, is quicker than looking up each one that is (2 to 10 times, measured on 20,000).
    """

    everything: bool
    many: bool
    total: int

    @property
    def source(self) -> str:
        """SQL: the selected rows of ``event e``, for a FROM."""
        if self.everything:
            return "event e"
        return "event e CROSS JOIN matched m ON m.n = e.n" if self.many else "matched m CROSS JOIN event e ON e.n = m.n"


def select(connection: sqlite3.Connection, filters: Sequence[Condition]) -> Selection:
    """Fill ``matched`` with the events that pass; without any filter nothing needs to be written."""
    (total,) = connection.execute("SELECT coalesce((SELECT count FROM tally WHERE name = 'events'), 0)").fetchone()
    if not filters:
        return Selection(everything=True, many=True, total=total)
    sql, values = matching(filters)
    connection.execute("DELETE FROM matched")
    connection.execute("INSERT INTO matched " + sql, values)
    (matched,) = connection.execute("SELECT count(*) FROM matched").fetchone()
    return Selection(everything=False, many=matched * 4 > total, total=matched)


def run(connection: sqlite3.Connection, query: Query, *, limit: int, offer: Sequence[str]) -> Timeline:
    """Answer ``query`` (see `dateline.store.query.timeline`). To be called inside a read transaction."""
    limit = min(max(limit, 0), 2**31)
    active = conditions(connection, query)
    selection = select(connection, list(active.values()))
    documents = _documents(connection, selection)
    actors = ActorTable(connection)
    events = _events(connection, actors, selection, "e.first <= e.last", SORT_DAY, limit)
    undated = _events(connection, actors, selection, "e.first > e.last", "e.importance DESC", limit)
    years = _years(connection, selection)
    # Another country or person that has to take part as well narrows what is chosen already.
    narrowing = {field for field in active if query.joint(field)}
    counts = _facet_counts(
        connection, selection, [field for field in offer if field not in active or field in narrowing]
    )
    for field in (*offer, _WHEN):
        if field in active and field not in narrowing:
            others = select(connection, [condition for name, condition in active.items() if name != field])
            if field == _WHEN:
                years = _years(connection, others)
            else:
                counts |= _facet_counts(connection, others, [field])
    connection.execute("DELETE FROM matched")
    return Timeline(
        query=query,
        events=events,
        undated=undated,
        total=selection.total,
        documents=documents,
        choices={field: _choices(connection, field, counts[field], getattr(query, field)) for field in offer},
        years=years,
    )


def _documents(connection: sqlite3.Connection, selection: Selection) -> int:
    sql = "SELECT count(DISTINCT l.document) FROM matched m CROSS JOIN event_mention l ON l.event = m.n"
    if selection.everything:
        sql = "SELECT coalesce((SELECT count FROM tally WHERE name = 'documents'), 0)"
    (count,) = connection.execute(sql).fetchone()
    return int(count)


def _events(
    connection: sqlite3.Connection, actors: ActorTable, selection: Selection, which: str, order: str, limit: int
) -> tuple[Event, ...]:
    """The most important of the selected events that are ``which``, in ``order``."""
    rows = connection.execute(
        f"""SELECT {EVENT} FROM
                (SELECT e.n FROM {selection.source} WHERE {which} ORDER BY e.importance DESC, e.id LIMIT ?) top
            JOIN event e ON e.n = top.n JOIN event_card k ON k.event = e.n
            ORDER BY {order}, e.last, e.importance DESC, e.id""",  # noqa: S608 - our own constants
        (limit,),
    ).fetchall()
    return tuple(decode_event(row, actors.participant) for row in rows)


def _years(connection: sqlite3.Connection, selection: Selection) -> dict[int, int]:
    sql = f"""SELECT {SORT_DAY} / 10000 AS year, count(*) FROM matched m CROSS JOIN event e ON e.n = m.n
              WHERE e.first <= e.last GROUP BY year ORDER BY year"""  # noqa: S608
    return dict(connection.execute("SELECT year, events FROM year_count" if selection.everything else sql))


def _facet_counts(
    connection: sqlite3.Connection, selection: Selection, fields: Sequence[str]
) -> dict[str, dict[str, int]]:
    """For each of ``fields``, how many of the selected events have which value."""
    by_facet = {facet: field for field in fields for facet in OFFERED[field]}
    counted = "matched m CROSS JOIN event_facet l ON l.event = m.n"
    if selection.many:
        counted = "event_facet l CROSS JOIN matched m ON m.n = l.event"
    sql = f"""SELECT f.field, f.value, c.events
              FROM (SELECT l.facet, count(*) AS events FROM {counted} GROUP BY l.facet) c JOIN facet f ON f.n = c.facet
              WHERE f.field IN (SELECT value FROM json_each(?))"""  # noqa: S608
    if selection.everything:
        sql = """SELECT field, value, events FROM facet
                 WHERE field IN (SELECT value FROM json_each(?)) AND events > 0"""
    counts: dict[str, dict[str, int]] = {field: {} for field in fields}
    if fields:
        for facet, value, events in connection.execute(sql, (json.dumps(list(by_facet)),)):
            counts[by_facet[facet]][value] = events
    return counts


def _choices(
    connection: sqlite3.Connection, field: str, counts: dict[str, int], chosen: Sequence[str]
) -> tuple[Choice, ...]:
    """The most frequent values with their labels; a chosen one is offered in any case, so that it can be taken back."""
    frequent = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[: limits.MAX_CHOICES]
    offered = dict(frequent) | {value: counts.get(value, 0) for value in chosen}
    labels = _names(connection, _KINDS[field], list(offered)) if field in _KINDS else {}
    found = [Choice(value=value, label=labels.get(value, value), count=count) for value, count in offered.items()]
    return tuple(sorted(found, key=lambda choice: (-choice.count, choice.label, choice.value)))


def names_of(connection: sqlite3.Connection, facet: str, ids: Sequence[str]) -> dict[str, str]:
    """Names of the values of a facet, where they have any."""
    kinds = {"country": ("country",), "person": ("person",), "organisation": _BODIES}.get(facet)
    return _names(connection, kinds, ids) if kinds else {}


def _names(connection: sqlite3.Connection, kinds: Sequence[str], ids: Sequence[str]) -> dict[str, str]:
    """Names of actors by id, as they were last written."""
    return dict(
        connection.execute(
            """SELECT a.id, a.name FROM json_each(?) w JOIN actor a ON a.id = w.value
               JOIN json_each(?) k ON k.value = a.kind ORDER BY k.key, a.n""",
            (json.dumps([sound(id_) for id_ in ids]), json.dumps(kinds)),
        )
    )
