"""Who takes part with whom, and when; who an actor is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dateline.model import Actor

from .codec import OPEN_FIRST, OPEN_LAST, decode_actor, sound
from .db import Path_, reading, sqlite3
from .keeper import columns_of

FIELDS = {"country": "country", "person": "person", "organisation": "organisation"}
"""The facets that name actors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """An actor that takes part in events with another one: in how many of each year (by first possible day)."""

    id: str
    name: str
    years: Mapping[int, int]

    @property
    def events(self) -> int:
        """In how many dated events."""
        return sum(self.years.values())


def actor(path: Path_, id_: str) -> Actor | None:
    """The actor of an id in the form that knows most of its offices; None for an unknown one."""
    with reading(path) as connection:
        forms = connection.execute("SELECT form FROM actor WHERE id = ? ORDER BY n", (sound(id_),)).fetchall()
    return max((decode_actor(form) for (form,) in forms), key=lambda found: len(found.offices), default=None)


def counterparts(
    path: Path_, field: str, id_: str, others: str, *, most: int = 20, again: bool = False
) -> tuple[Counterpart, ...]:
    """Who takes part in an actor's dated events, the most frequent first.

    ``field`` and ``others`` are each of `FIELDS`: what the actor is, and what kind of others is asked for. ``again`` as
    in `dateline.store.timeline`.
    """
    with reading(path) as connection:
        columns = columns_of(path, connection, build=again)
        if columns is not None:
            own = columns.having(columns.facets([FIELDS[field]], [id_]))
            but = sound(id_) if field == others else None
            years = columns.bins(
                own, FIELDS[others], divisor=10_000, since=OPEN_FIRST, until=OPEN_LAST, most=most, but=but
            )
            chosen = list(years)
        else:
            years = _counted(connection, field, id_, others)
            chosen = sorted(years, key=lambda value: (-sum(years[value].values()), value))[:most]
        found = []
        for value in chosen:
            name = connection.execute(
                "SELECT name FROM actor WHERE id = ? ORDER BY n DESC LIMIT 1", (value,)
            ).fetchone()
            found.append(Counterpart(id=value, name=name[0] if name else value, years=years[value]))
    return tuple(found)


def _counted(connection: sqlite3.Connection, field: str, id_: str, others: str) -> dict[str, dict[int, int]]:
    """Who takes part in an actor's dated events, by id: in how many of each year."""
    rows = connection.execute(
        """SELECT f.value, iif(l.first > 0, l.first, l.last) / 10000 AS year, count(*)
           FROM facet w JOIN event_facet a ON a.facet = w.n
               JOIN event_facet l ON l.event = a.event JOIN facet f ON f.n = l.facet
           WHERE w.field = ? AND w.value = ? AND f.field = ? AND f.n <> w.n AND a.first <= a.last
           GROUP BY l.facet, year""",
        (FIELDS[field], sound(id_), FIELDS[others]),
    ).fetchall()
    years: dict[str, dict[int, int]] = {}
    for value, year, events in rows:
        years.setdefault(value, {})[year] = events
    return years
