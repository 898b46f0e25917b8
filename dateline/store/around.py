"""What happened before and after an event between the same actors."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.model import Event

from .actors import ActorTable
from .codec import decode_event, sound
from .db import Path_, reading, sqlite3
from .events import EVENT
from .merging import holder


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The nearest dated events before and after another one, in the order of time, and the names of whom they share."""

    actors: tuple[str, ...]
    before: tuple[Event, ...]
    after: tuple[Event, ...]


NOTHING = Around(actors=(), before=(), after=())

# Two states where there are two; else the two of its actors that are met least often, which tell most.
_ACTORS = """SELECT f.n, f.value, f.field FROM event_facet l JOIN facet f ON f.n = l.facet
             WHERE l.event = ? AND f.field IN ('country', 'person', 'organisation')
             ORDER BY f.field <> 'country', f.events, f.value"""

_NEAR = """SELECT a.event FROM event_facet a
           WHERE a.facet = ?1 AND a.event <> ?4 AND a.first <= a.last AND a.first > 0 AND a.first {compared} ?3
               AND (?2 IS NULL OR EXISTS (SELECT 1 FROM event_facet WHERE event = a.event AND facet = ?2))
           ORDER BY a.first {order}, a.last {order}, a.event {order} LIMIT ?5"""


def around(path: Path_, event_id: str, *, most: int = 3) -> Around:
    """What happened before and after an event between the same actors, at most ``most`` each.

    By first possible day; events without one are left out, and an event without one has nothing around it. Those of the
    same day count as after it.
    """
    with reading(path) as connection:
        held = holder(connection, sound(event_id))
        row = connection.execute("SELECT n, first, last FROM event WHERE n = ?", (held,)).fetchone()
        if row is None or row[1] > row[2] or row[1] == 0:
            return NOTHING
        n, first, _ = row
        shared = _shared(connection, n)
        if not shared:
            return NOTHING
        one, other = shared[0][0], shared[1][0] if len(shared) > 1 else None
        actors = ActorTable(connection)

        def found(compared: str, order: str) -> list[Event]:
            sql = _NEAR.format(compared=compared, order=order)
            rows = connection.execute(sql, (one, other, first, n, most)).fetchall()
            return [_event(connection, actors, near) for (near,) in rows]

        names = tuple(_name(connection, value) for _, value in shared)
        return Around(
            actors=names, before=tuple(reversed(found("<", "DESC"))), after=tuple(found(">=", "ASC"))
        )  # fmt: skip


def told_in(path: Path_, document_id: str) -> tuple[Event, ...]:
    """The events that an article tells by their first possible day, those without a date last."""
    with reading(path) as connection:
        actors = ActorTable(connection)
        rows = connection.execute(
            """SELECT e.n FROM event e WHERE e.n IN (
                   SELECT m.event FROM document d JOIN event_mention m ON m.document = d.n WHERE d.id = ?
               ) ORDER BY e.first > e.last, e.first, e.last, e.id""",
            (sound(document_id),),
        ).fetchall()
        return tuple(_event(connection, actors, n) for (n,) in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAgain:
    """Characters of an article (``start`` to before ``end``) that lead back to an event: its id and title."""

    start: int
    end: int
    event: str
    title: str


def told_again(path: Path_, document_id: str) -> tuple[ToldAgain, ...]:
    """Where an article comes back to what it has told, in text order, each with the event that it means."""
    with reading(path) as connection:
        rows = connection.execute(
            """SELECT DISTINCT json_extract(a.value, '$[0]'), json_extract(a.value, '$[1]'), e.id, k.title
               FROM document d JOIN event_mention l ON l.document = d.n JOIN mention m ON m.n = l.mention
                   JOIN event e ON e.n = l.event JOIN event_card k ON k.event = e.n, json_each(m.data, '$.again') a
               WHERE d.id = ? ORDER BY 1, 2, 3""",
            (sound(document_id),),
        ).fetchall()
    return tuple(ToldAgain(start=start, end=end, event=id_, title=title) for start, end, id_, title in rows)


def _shared(connection: sqlite3.Connection, n: int) -> list[tuple[int, str]]:
    """The facets, with the ids, of the one or two actors that others must share."""
    rows = connection.execute(_ACTORS, (n,)).fetchall()
    states = [(facet, value) for facet, value, field in rows if field == "country"]
    others = [(facet, value) for facet, value, field in rows if field != "country"]
    return states[:2] if len(states) >= 2 else [*others, *states][:2]


def _event(connection: sqlite3.Connection, actors: ActorTable, n: int) -> Event:
    row = connection.execute(
        f"SELECT {EVENT} FROM event e JOIN event_card k ON k.event = e.n WHERE e.n = ?",  # noqa: S608
        (n,),
    ).fetchone()
    return decode_event(row, actors.participant)


def _name(connection: sqlite3.Connection, id_: str) -> str:
    row = connection.execute("SELECT name FROM actor WHERE id = ? ORDER BY n DESC LIMIT 1", (id_,)).fetchone()
    return row[0] if row else id_
