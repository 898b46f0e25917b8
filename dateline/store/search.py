"""How a `Query` becomes a `Timeline`: the matching events, and for each filter the counts under the others.

Which events match is worked out once for each set of filters that is needed (all of them; all but one, for the
filter whose choices are counted): by SQLite, or in a large database by columns in memory where they are there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dateline import limits
from dateline.model import Choice, Query, Timeline

from . import by_columns, by_sql
from .actors import ActorTable
from .codec import sound
from .db import sqlite3

if TYPE_CHECKING:
    from .columns import Columns

_BODIES = ("IGO", "organisation")
_KINDS = {
    **dict.fromkeys(("countries", "acting", "targets"), ("country",)),
    "people": (*_BODIES, "person"),
    "organisations": _BODIES,
}
"""Kinds of actors whose names label the values of a field; where an id has several, the last wins."""


def run(
    connection: sqlite3.Connection, query: Query, *, limit: int, crowded: int | None = None,
    undated: int | None = None, offer: Sequence[str], columns: Columns | None = None,
) -> Timeline:  # fmt: skip
    """Answer ``query`` (see `dateline.store.query.timeline`). To be called inside a read transaction.

    ``columns``: of the state that the transaction sees, where they are there; the answer is the same.
    """
    wanted = (limit, limit if crowded is None else crowded, limit if undated is None else undated)
    limit, crowded, undated = (min(max(number, 0), 2**31) for number in wanted)
    filters = by_columns.Filters(connection, query, columns) if columns else by_sql.Filters(connection, query)
    selection = filters.select(filters.names)
    documents = selection.documents()
    actors = ActorTable(connection)
    years = selection.years()
    dated = sum(years.values())
    events = selection.events(actors, dated=True, limit=crowded if dated > limit else limit)
    open_events = selection.events(actors, dated=False, limit=undated)
    # Another country or person that has to take part as well narrows what is chosen already.
    narrowing = {field for field in filters.names if query.joint(field)}
    total = selection.total
    counts = selection.counts([field for field in offer if field not in filters.names or field in narrowing])
    for field in (*offer, by_sql.WHEN):
        if field in filters.names and field not in narrowing:
            others = filters.select([name for name in filters.names if name != field])
            if field == by_sql.WHEN:
                years = others.years()
            else:
                counts |= others.counts([field])
    filters.close()
    return Timeline(
        query=query,
        events=events,
        undated=open_events,
        total=total,
        documents=documents,
        choices={field: _choices(connection, field, counts[field], getattr(query, field)) for field in offer},
        years=years,
        undated_total=total - dated,
    )


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
