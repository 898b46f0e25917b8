"""The columns of a database (`dateline.store.columns`): read whole, or made of those of an earlier state."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .changes import changed_since
from .columns import NO_FACETS, Bits, Columns, Facets, packed
from .db import sqlite3
from .sharing import shared_in, shared_of
from .stretches import Ints, Mask, stretches

ROOM = 1 << 13
"""Places are made in steps of so many, so that few new events need no longer columns."""

MANY = 64
"""A facet of more than one event in so many is kept as bits, which are shorter then than a list of places."""

_ROWS = 1 << 20
"""How many rows SQLite writes out at once."""


def load(connection: sqlite3.Connection, version: str) -> Columns:
    """The columns of the state that a read transaction sees."""
    rows, first, last = _numbers(
        connection, "SELECT {}, {}, {} FROM event WHERE n > ? AND n <= ?", "n", "first", "last"
    )
    by_weight = _ordered(connection)
    size = _room(len(rows))
    place = np.full(int(rows.max(initial=0)) + 1, -1, np.int32)
    place[rows] = np.arange(len(rows), dtype=np.int32)
    told, documents = _numbers(
        connection, "SELECT {}, {} FROM event_mention WHERE event > ? AND event <= ?", "event", "document"
    )
    by_document = np.argsort(documents, kind="stable")
    known = connection.execute("SELECT n, field, value FROM facet WHERE events > 0 ORDER BY n").fetchall()
    return _columns(
        version=version, alive=_longer(np.ones(len(rows), bool), size), rows=_longer(rows, size), place=place,
        first=_longer(first, size), last=_longer(last, size), order=place[by_weight],
        fields={name: _facets(connection, name, known, place, size) for name in sorted({row[1] for row in known})},
        values={n: value for n, _, value in known}, told=stretches(documents[by_document], place[told[by_document]]),
        shared=shared_in(connection),
    )  # fmt: skip


def follow(connection: sqlite3.Connection, columns: Columns, version: str, *, generation: int) -> Columns | None:
    """The columns of the state that a read transaction sees, made of those of an earlier ``generation``.

    None where it is not known any more what changed since then.
    """
    changed = changed_since(connection, generation)
    if changed is None:
        return None
    renewed = set(changed)
    chosen = json.dumps(changed)
    rows = connection.execute(
        """SELECT e.n, e.first, e.last FROM json_each(?) w CROSS JOIN event e ON e.n = w.value
           ORDER BY e.importance DESC, e.id""",
        (chosen,),
    ).fetchall()
    now = [n for n, _, _ in rows]
    place = _longer(columns.place, max([len(columns.place), *(n + 1 for n in now)]), -1).copy()
    old = [at for n in changed if n < len(columns.place) and (at := int(columns.place[n])) >= 0]
    place[[n for n in changed if n < len(place)]] = -1
    size = len(columns.alive)
    left = np.zeros(size, bool)
    left[old] = True
    alive = columns.alive & ~left
    free = np.flatnonzero(~alive)[: len(rows)]
    if len(free) < len(rows):
        free = np.append(free, np.arange(size, size + len(rows) - len(free)))
        size = _room(size + len(rows))
        alive, left = _longer(alive, size), _longer(left, size)
    place[now] = free
    alive[free] = True
    table, first, last = (_longer(each, size).copy() for each in (columns.rows, columns.first, columns.last))
    table[free], first[free], last[free] = _table(rows, 3)
    fields, values = _fields(connection, columns, chosen, place, left)
    told, documents = _table(
        connection.execute(
            "SELECT l.event, l.document FROM json_each(?) w CROSS JOIN event_mention l ON l.event = w.value", (chosen,)
        ),
        2,
    )
    return _columns(
        version=version, alive=alive, rows=table, place=place, first=first, last=last, fields=fields, values=values,
        order=_order(connection, columns, now, place, left), told=columns.told.following(left, documents, place[told]),
        shared=columns.shared.following(changed, shared_of(connection, now)),
        kept={n: event for n, event in columns.kept.items() if n not in renewed},
    )  # fmt: skip


def _fields(
    connection: sqlite3.Connection, columns: Columns, chosen: str, place: Ints, left: Mask
) -> tuple[dict[str, Facets], dict[int, str]]:
    """The facets with what some events have now; those in ``left`` have nothing of what they had."""
    links: dict[str, dict[int, list[int]]] = {name: {} for name in columns.fields}
    values = dict(columns.values)
    for event, number, name, value in connection.execute(
        """SELECT l.event, f.n, f.field, f.value FROM json_each(?) w
           CROSS JOIN event_facet l ON l.event = w.value CROSS JOIN facet f ON f.n = l.facet""",
        (chosen,),
    ):
        links.setdefault(name, {}).setdefault(number, []).append(int(place[event]))
        values[number] = value
    gone = packed(left)
    words = np.flatnonzero(gone)
    found = {}
    for name, added in links.items():
        facets = columns.fields.get(name, NO_FACETS)
        many = {}
        for number, bits in facets.many.items():
            held = _longer(bits, len(gone))
            if number in added or (held[words] & gone[words]).any():
                held = held & ~gone
                np.bitwise_or.at(held.view(np.uint8), *_bits(added.get(number, ())))
            many[number] = held
        pairs = [(number, at) for number, places in added.items() if number not in many for at in places]
        keys, places = _table(pairs, 2)
        numbers = {**facets.numbers, **{values[number]: number for number in added}}
        found[name] = Facets(numbers, many, facets.few.following(left, keys, places))
    return found, values


def _bits(places: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """In which bytes of a mask some places lie, and as which bits."""
    at = np.asarray(places, np.int64)
    return at >> 3, np.left_shift(np.uint8(1), (at & 7).astype(np.uint8))


def _order(connection: sqlite3.Connection, columns: Columns, now: Sequence[int], place: Ints, left: Mask) -> Ints:
    """The places by importance, then id; ``now``: the rows of changed events in that order."""
    stay = columns.order[~left[columns.order]]
    at = np.zeros(len(left), np.int64)
    at[stay] = np.arange(len(stay))
    before: list[int] = []
    new = set(now)
    for n in reversed(now):
        after = _next(connection, n)
        if after is None:
            before.append(len(stay))
        else:  # the next one is a changed one: both stand before what comes after that
            before.append(before[-1] if after in new else int(at[place[after]]))
    return np.insert(stay, before[::-1], place[list(now)])


def _next(connection: sqlite3.Connection, n: int) -> int | None:
    """The event that comes after one by importance, then id."""
    row = (
        connection.execute(
            """SELECT o.n FROM event e JOIN event o ON o.importance = e.importance AND o.id > e.id
           WHERE e.n = ? ORDER BY o.id LIMIT 1""",
            (n,),
        ).fetchone()
        or connection.execute(
            """SELECT o.n FROM event e JOIN event o ON o.importance < e.importance
           WHERE e.n = ? ORDER BY o.importance DESC, o.id LIMIT 1""",
            (n,),
        ).fetchone()
    )
    return None if row is None else int(row[0])


def _columns(*, first: Ints, last: Ints, alive: Mask, order: Ints, **rest: Any) -> Columns:
    """Columns with what follows from the others."""
    rank = np.zeros(len(alive), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return Columns(
        first=first, last=last, alive=alive, order=order, rank=rank, day=np.where(first > 0, first, last),
        dated=alive & (first <= last), **rest,
    )  # fmt: skip


def _facets(
    connection: sqlite3.Connection, name: str, known: Iterable[tuple[int, str, str]], place: Ints, size: int
) -> Facets:
    """The facets of a field."""
    numbers: dict[str, int] = {}
    many: dict[int, Bits] = {}
    few: list[Ints] = []
    for n, field, value in known:
        if field == name:
            numbers[value] = n
            (text,) = connection.execute("SELECT group_concat(event) FROM event_facet WHERE facet = ?", (n,)).fetchone()
            places = place[_parsed(text)]
            if len(places) * MANY > size:
                mask = np.zeros(size, bool)
                mask[places] = True
                many[n] = packed(mask)
            else:
                few.append(np.stack([np.full(len(places), n, np.int32), places]))
    pairs = np.concatenate([np.zeros((2, 0), np.int32), *few], axis=1)
    return Facets(numbers, many, stretches(*pairs))


def _numbers(connection: sqlite3.Connection, sql: str, *names: str) -> list[Ints]:
    """Columns of whole numbers, by stretches of rows of events.

    SQLite writes out each as a text, which takes a tenth of the time of handing over each number, and leaves other
    threads alone meanwhile.
    """
    (most,) = connection.execute("SELECT ifnull(max(n), 0) FROM event").fetchone()
    texts = [
        connection.execute(sql.format(*(f"group_concat({name})" for name in names)), (low, low + _ROWS)).fetchone()
        for low in range(0, most, _ROWS)
    ]
    return [np.concatenate([_parsed(None), *(_parsed(row[at]) for row in texts)]) for at in range(len(names))]


def _ordered(connection: sqlite3.Connection) -> Ints:
    """The rows of all events by importance, then id."""
    (text,) = connection.execute(
        "SELECT group_concat(n) FROM (SELECT n FROM event ORDER BY importance DESC, id)"
    ).fetchone()
    return _parsed(text)


def _parsed(text: str | None) -> Ints:
    return np.fromstring(text, np.int32, sep=",") if text else np.zeros(0, np.int32)


def _table(rows: Iterable[Sequence[int]], width: int) -> Ints:
    """Rows of whole numbers as columns."""
    return np.ascontiguousarray(np.array(list(rows), np.int32).reshape(-1, width).T)


def _room(count: int) -> int:
    """How many places are made for so many events: some remain free."""
    return (count // ROOM + 2) * ROOM


def _longer(array: Any, size: int, fill: int = 0) -> Any:
    """The array with as many elements as given, the new ones all the same."""
    return array if len(array) == size else np.append(array, np.full(size - len(array), fill, array.dtype))
