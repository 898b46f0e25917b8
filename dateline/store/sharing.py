"""What outlets share: the events that several of them tell, who was first with each, and who differs from whom.

An outlet is first with an event that several tell if its earliest article is older than every other outlet's; those
that are of the same day, or whose days cannot be told apart, share it and none counts.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, groupby

from dateline.model import Reading, When

from .articles import FROM_DOCUMENT, PUBLISHED
from .codec import decode_when
from .db import sqlite3

Pair = tuple[str, str]
"""Two outlets in alphabetical order."""
Sums = tuple[Counter[str], Counter[str], Counter[str], Counter[Pair], Counter[Pair]]
"""By outlet: first, together, differs; by pair: told by both, disputed."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What one event adds: the outlets that tell it, who was first (None: nobody alone), who differs from whom."""

    outlets: tuple[str, ...]
    first: str | None
    against: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Shared:
    """The events that several outlets tell, by row, and their sums by outlet and by pair."""

    events: Mapping[int, Telling] = field(default_factory=dict)
    first: Counter[str] = field(default_factory=Counter)
    together: Counter[str] = field(default_factory=Counter)
    differs: Counter[str] = field(default_factory=Counter)
    pairs: Counter[Pair] = field(default_factory=Counter)
    disputes: Counter[Pair] = field(default_factory=Counter)

    def following(self, changed: Collection[int], told: Mapping[int, Telling]) -> Shared:
        """The same with the events in some rows as they are told now; those that are not in ``told`` have gone."""
        events = dict(self.events)
        sums = self.first.copy(), self.together.copy(), self.differs.copy(), self.pairs.copy(), self.disputes.copy()
        for n in changed:
            if (before := events.pop(n, None)) is not None:
                _add(sums, before, -1)
        for telling in told.values():
            _add(sums, telling, 1)
        events.update(told)
        first, together, differs, pairs, disputes = sums  # + leaves out what has come to nought
        return Shared(events, +first, +together, +differs, +pairs, +disputes)


def _add(sums: Sums, telling: Telling, by: int) -> None:
    first, together, differs, pairs, disputes = sums
    if telling.first is not None:
        first[telling.first] += by
    for name in telling.outlets:
        together[name] += by
    for pair in combinations(telling.outlets, 2):
        pairs[pair] += by
    for pair in telling.against:
        disputes[pair] += by
    for name in {name for pair in telling.against for name in pair}:
        differs[name] += by


_SEVERAL = "s.field = 'sources' AND s.value <> '1'"


def shared_in(connection: sqlite3.Connection) -> Shared:
    """All events that several outlets tell."""
    found = """SELECT DISTINCT x.event FROM facet s JOIN event_facet x ON x.facet = s.n WHERE {} ORDER BY x.event"""
    readings = _readings(connection, found.format("s.field = 'disagreement'"), ())
    return Shared().following((), dict(_tellings(connection, found.format(_SEVERAL), (), readings)))


def shared_of(connection: sqlite3.Connection, rows: Iterable[int]) -> dict[int, Telling]:
    """Those of some events that several outlets tell."""
    events = f"""SELECT x.event FROM json_each(?) w CROSS JOIN event_facet x ON x.event = w.value
                 CROSS JOIN facet s ON s.n = x.facet WHERE {_SEVERAL} ORDER BY x.event"""  # noqa: S608
    chosen = (json.dumps(list(rows)),)
    return dict(_tellings(connection, events, chosen, _readings(connection, events, chosen)))


def _tellings(
    connection: sqlite3.Connection, events: str, values: tuple[str, ...], readings: Mapping[int, list[list[str]]]
) -> Iterator[tuple[int, Telling]]:
    """``events``: SELECT of rows of events, in ascending order."""
    rows = connection.execute(
        f"""SELECT w.event, d.id, d.publisher, {PUBLISHED}
            FROM ({events}) w CROSS JOIN event_mention l CROSS JOIN {FROM_DOCUMENT}
            WHERE l.event = w.event AND d.n = l.document AND d.publisher IS NOT NULL""",  # noqa: S608
        values,
    )
    for event, group in groupby(rows, key=lambda row: row[0]):
        telling = _telling([row[1:] for row in group], readings.get(event, ()))
        if telling is not None:
            yield event, telling


def _readings(connection: sqlite3.Connection, events: str, values: tuple[str, ...]) -> dict[int, list[list[str]]]:
    """For each event on which sources differ the readings, each as what it is about and its documents."""
    rows = connection.execute(
        f"""SELECT k.event, ifnull(json_extract(r.value, '$[#-3]'), 'date'), json_extract(r.value, '$[#-2]'),
                   json_extract(r.value, '$[#-1]')
            FROM ({events}) w CROSS JOIN event_card k ON k.event = w.event, json_each(k.data, '$.readings') r""",  # noqa: S608
        values,
    )
    found: dict[int, list[list[str]]] = {}
    for event, name, value, documents in rows:
        what = Reading(field=name, value=value, documents=()).about
        found.setdefault(event, []).append([what, *json.loads(documents)])
    return found


def _telling(told: Iterable[tuple[str, str, str | None]], readings: Iterable[list[str]]) -> Telling | None:
    """What the articles of an event (id, outlet, publication date) add; None where one outlet alone tells it."""
    days: dict[str, When | None] = {}
    outlet_of: dict[str, str] = {}
    for document, publisher, published in told:
        outlet_of[document] = publisher
        when = decode_when(published)
        before = days.get(publisher)
        if publisher not in days or (when and (before is None or _key(when) < _key(before))):
            days[publisher] = when
    if len(days) < 2:
        return None
    dated = sorted((_key(when), name) for name, when in days.items() if when)
    first = None
    if len(dated) == len(days) and dated[0][0][1] < dated[1][0][0]:  # its last possible day before any other's first
        first = dated[0][1]
    by_field: dict[str, list[set[str]]] = {}
    for what, *documents in readings:
        by_field.setdefault(what, []).append({outlet_of[d] for d in documents if d in outlet_of})
    against = {
        (a, b) if a < b else (b, a)
        for sides in by_field.values()
        for one, other in combinations(sides, 2)
        for a in one - other
        for b in other - one
    }
    return Telling(tuple(sorted(days)), first, frozenset(against))


def _key(when: When) -> tuple[str, str]:
    """First and last possible day, to compare."""
    first, last = when.earliest or when.latest, when.latest or when.earliest
    return (first.isoformat() if first else "", last.isoformat() if last else "")
