"""Which outlet tells what: how much, first, alone, and where it differs from others.

An outlet is first with an event that several tell if its earliest article is older than every other outlet's; those
that are of the same day, or whose days cannot be told apart, share it and none counts.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from dateline.model import When

from .articles import FROM_DOCUMENT, PUBLISHED
from .codec import decode_when
from .db import Path_, reading, sqlite3


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


@dataclass(slots=True)
class _Tally:
    first: Counter[str] = field(default_factory=Counter)
    together: Counter[str] = field(default_factory=Counter)
    differs: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    disputes: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlets:
    """All outlets, those with most events first, and for each two of them the events that both tell, and of these those
    on which they differ. Pairs are in alphabetical order."""

    outlets: tuple[Outlet, ...]
    both: Mapping[tuple[str, str], int]
    differ: Mapping[tuple[str, str], int]


def outlets(path: Path_) -> Outlets:
    """Who tells what. Reads all events that several outlets tell: worth keeping while the database does not change."""
    with reading(path) as connection:
        articles = dict(connection.execute("SELECT publisher, count(*) FROM document GROUP BY publisher"))
        facets = connection.execute(
            "SELECT n, value, events FROM facet WHERE field = 'publisher' AND events > 0"
        ).fetchall()
        single = connection.execute("SELECT n FROM facet WHERE field = 'sources' AND value = '1'").fetchone() or (-1,)
        sides = _sides(connection)
        tally = _together(connection)
        found = []
        for n, name, events in facets:
            (alone,) = connection.execute(
                """SELECT count(*) FROM event_facet p WHERE p.facet = ?
                   AND EXISTS (SELECT 1 FROM event_facet WHERE event = p.event AND facet = ?)""",
                (n, *single),
            ).fetchone()
            found.append(
                Outlet(
                    name=name, articles=articles.get(name, 0), events=events, alone=alone, first=tally.first[name],
                    together=tally.together[name], differs=tally.differs[name], sides=sides.get(name, {}),
                )
            )  # fmt: skip
    found.sort(key=lambda outlet: (-outlet.events, outlet.name))
    return Outlets(outlets=tuple(found), both=dict(tally.pairs), differ=dict(tally.disputes))


def _sides(connection: sqlite3.Connection) -> dict[str, dict[str, int]]:
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


def _together(connection: sqlite3.Connection) -> _Tally:
    """The events that several outlets tell: who was first, who differs from whom."""
    tally = _Tally()
    articles = {
        n: (id_, publisher, published)
        for n, id_, publisher, published in connection.execute(
            f"SELECT d.n, d.id, d.publisher, {PUBLISHED} FROM {FROM_DOCUMENT} WHERE d.publisher IS NOT NULL"  # noqa: S608
        )
    }
    rows = connection.execute(
        """SELECT x.event, l.document
           FROM facet s JOIN event_facet x ON x.facet = s.n JOIN event_mention l ON l.event = x.event
           WHERE s.field = 'sources' AND s.value <> '1' ORDER BY x.event"""
    )
    disputed = _readings(connection)
    told: list[tuple[str, str, str | None]] = []
    current = None
    for event, document in rows:
        if event != current:
            _count(tally, told, disputed.get(current or 0, ()))
            told, current = [], event
        if document in articles:
            told.append(articles[document])
    _count(tally, told, disputed.get(current or 0, ()))
    return tally


def _readings(connection: sqlite3.Connection) -> dict[int, list[list[str]]]:
    """For each event on which sources differ the readings, each as its documents; fields follow one another."""
    rows = connection.execute(
        """SELECT k.event, json_extract(r.value, '$[0]'), json_extract(r.value, '$[2]')
           FROM facet s JOIN event_facet x ON x.facet = s.n JOIN event_card k ON k.event = x.event,
               json_each(k.data, '$.readings') r
           WHERE s.field = 'disagreement' GROUP BY k.event, r.key"""
    )
    found: dict[int, list[list[str]]] = {}
    for event, what, documents in rows:
        found.setdefault(event, []).append([what, *json.loads(documents)])
    return found


def _count(tally: _Tally, told: Iterable[tuple[str, str, str | None]], readings: Iterable[list[str]]) -> None:
    days: dict[str, When | None] = {}
    outlet_of: dict[str, str] = {}
    for document, publisher, published in told:
        outlet_of[document] = publisher
        when = decode_when(published)
        before = days.get(publisher)
        if publisher not in days or (when and (before is None or _key(when) < _key(before))):
            days[publisher] = when
    if len(days) < 2:
        return
    tally.together.update(days.keys())
    tally.pairs.update(combinations(sorted(days), 2))
    dated = sorted((_key(when), name) for name, when in days.items() if when)
    if len(dated) == len(days) and dated[0][0][1] < dated[1][0][0]:  # its last possible day before any other's first
        tally.first[dated[0][1]] += 1
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
    tally.disputes.update(against)
    tally.differs.update({name for pair in against for name in pair})


def _key(when: When) -> tuple[str, str]:
    """First and last possible day, to compare."""
    first, last = when.earliest or when.latest, when.latest or when.earliest
    return (first.isoformat() if first else "", last.isoformat() if last else "")
