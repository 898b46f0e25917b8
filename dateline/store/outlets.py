"""Which outlet tells what: how much, first, alone, and where it differs from others (see `dateline.store.sharing`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .db import Path_, reading, sqlite3
from .keeper import columns_of
from .sharing import shared_in

if TYPE_CHECKING:
    from .columns import Columns

Sides = Mapping[str, Mapping[str, int]]
"""Statements by outlet and by the state that speaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """What an outlet tells, in numbers of articles and events.

    ``alone``: events that no other outlet tells; ``first``: those of several outlets that it told before all others;
    ``together``: those of several outlets; ``differs``: those where it says something else than another one.
    ``sides``: statements by the state that speaks.
    """

    name: str
    articles: int
    events: int
    alone: int
    first: int
    together: int
    differs: int
    sides: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlets:
    """All outlets, those with most events first, and for each two of them the events that both tell, and of these those
    on which they differ. Pairs are in alphabetical order."""

    outlets: tuple[Outlet, ...]
    both: Mapping[tuple[str, str], int]
    differ: Mapping[tuple[str, str], int]


def outlets(path: Path_, *, again: bool = False) -> Outlets:
    """Who tells what. ``again`` as in `dateline.store.timeline`.

    Without columns in memory all events that several outlets tell are read: some seconds where there are a million.
    """
    with reading(path) as connection:
        articles = dict(connection.execute("SELECT publisher, count(*) FROM document GROUP BY publisher"))
        events = dict(connection.execute("SELECT value, events FROM facet WHERE field = 'publisher' AND events > 0"))
        columns = columns_of(path, connection, build=again)
        if columns is None:
            shared, alone, sides = shared_in(connection), _alone(connection), _sides(connection)
        else:
            shared, sides = columns.shared, _sides_by_columns(columns)
            alone = columns.counts(columns.having(columns.facets(["sources"], ["1"])), ["publisher"])
    found = [
        Outlet(
            name=name, articles=articles.get(name, 0), events=number, alone=alone.get(name, 0),
            first=shared.first[name], together=shared.together[name], differs=shared.differs[name],
            sides=sides.get(name, {}),
        )
        for name, number in events.items()
    ]  # fmt: skip
    found.sort(key=lambda outlet: (-outlet.events, outlet.name))
    return Outlets(outlets=tuple(found), both=dict(shared.pairs), differ=dict(shared.disputes))


def _alone(connection: sqlite3.Connection) -> dict[str, int]:
    """For each outlet the events that no other one tells."""
    return dict(
        connection.execute(
            """SELECT p.value, count(*) FROM facet s CROSS JOIN event_facet x ON x.facet = s.n
                   CROSS JOIN event_facet l ON l.event = x.event CROSS JOIN facet p ON p.n = l.facet
               WHERE s.field = 'sources' AND s.value = '1' AND p.field = 'publisher' GROUP BY p.n"""
        )
    )


def _sides(connection: sqlite3.Connection) -> Sides:
    """For each outlet its statements by the state that speaks."""
    rows = connection.execute(
        """SELECT p.value, a.value, count(*)
           FROM facet s JOIN event_facet t ON t.facet = s.n
               JOIN event_facet l ON l.event = t.event JOIN facet p ON p.n = l.facet AND p.field = 'publisher'
               JOIN event_facet m ON m.event = t.event JOIN facet a ON a.n = m.facet AND a.field = 'acting'
           WHERE s.field = 'type' AND s.value = 'statement' GROUP BY l.facet, m.facet"""
    )
    found: dict[str, dict[str, int]] = {}
    for outlet, state, statements in rows:
        found.setdefault(outlet, {})[state] = statements
    return found


def _sides_by_columns(columns: Columns) -> Sides:
    """The same as `_sides`."""
    statements = columns.having(columns.facets(["type"], ["statement"]))
    outlet, told = (np.concatenate(each) for each in zip(*columns.pairs(statements, "publisher"), strict=True))
    state, spoken = (np.concatenate(each) for each in zip(*columns.pairs(statements, "acting"), strict=True))
    outlet = outlet[np.argsort(told, kind="stable")]
    of_event = np.bincount(told, minlength=len(statements))
    begins = np.cumsum(of_event) - of_event
    # Each state that speaks in an event meets each outlet that tells it.
    times = of_event[spoken]
    nth = np.arange(int(times.sum())) - np.repeat(np.cumsum(times) - times, times)
    teller = outlet[np.repeat(begins[spoken], times) + nth]
    pairs, counts = np.unique(teller.astype(np.int64) << 32 | np.repeat(state, times), return_counts=True)
    found: dict[str, dict[str, int]] = {}
    for pair, statements_made in zip(pairs.tolist(), counts.tolist(), strict=True):
        name, speaker = columns.values[pair >> 32], columns.values[pair & 0xFFFFFFFF]
        found.setdefault(name, {})[speaker] = statements_made
    return found
