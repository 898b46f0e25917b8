"""What merging keeps in the store between two runs, so that a change concerns its own blocks alone."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from .codec import sound
from .db import sqlite3
from .tellings import Happening, Ints, numbers_json, packed

ENTRIES_AT_ONCE = 200_000
"""Entries of blocks that become Python's objects at a time, about."""


class TellingRow(NamedTuple):
    """What is kept of a telling; see schema.sql. ``event``: the id of the machine's event that it is told in."""

    n: int
    part: int
    own: str
    nth: int
    wording: int
    word: int
    rank: int
    event: str
    act: bool
    about: bool
    keys: Ints


def wait(connection: sqlite3.Connection, document: int) -> None:
    """The mentions of an article are to be looked at again: they, or what is known of the article, have changed."""
    connection.execute("UPDATE telling SET part = -part WHERE document = ? AND part > 0", (document,))


def come(connection: sqlite3.Connection, mention: int, document: int) -> None:
    """A mention is new."""
    connection.execute("INSERT INTO telling (mention, document, part) VALUES (?, ?, 0)", (mention, document))


def leave(connection: sqlite3.Connection, mention: int) -> None:
    """A mention is found no more."""
    connection.execute("UPDATE telling SET mention = NULL WHERE mention = ?", (mention,))


def leave_all(connection: sqlite3.Connection, document: int) -> None:
    """The mentions of an article go with it."""
    connection.execute("UPDATE telling SET mention = NULL WHERE document = ?", (document,))


def put(
    connection: sqlite3.Connection,
    rows: Iterable[TellingRow],
    happenings: Iterable[Happening],
    *,
    added: tuple[Ints, Ints],
    removed: tuple[Ints, Ints],
    whole: bool,
) -> None:
    """Write down what came out of merging for some tellings, or for all of them if ``whole``."""
    if whole:
        for table in ("block", "happening"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608
    else:
        rows = list(rows)
        connection.executemany(
            "DELETE FROM block WHERE key = ? AND telling = ?",
            zip(removed[0].tolist(), removed[1].tolist(), strict=True),
        )
        old = [(n,) for (n,) in connection.execute(
            """SELECT DISTINCT t.happening FROM json_each(?) w JOIN telling t ON t.n = w.value WHERE t.happening > 0
               UNION SELECT happening FROM telling WHERE mention IS NULL AND happening > 0""",
            (numbers_json(row.n for row in rows),),
        )]  # fmt: skip
        connection.executemany("DELETE FROM happening WHERE n = ?", old)
    connection.execute("DELETE FROM telling WHERE mention IS NULL")
    numbers: dict[str, int] = {}
    for happening in happenings:
        (numbers[happening.id],) = connection.execute(
            "INSERT INTO happening (id, day, weight, importance) VALUES (?, ?, ?, ?) RETURNING n", happening
        ).fetchone()
    connection.executemany(
        """UPDATE telling SET part = ?2, own = ?3, nth = ?4, wording = ?5, word = ?6, rank = ?7, happening = ?8,
               act = ?9, about = ?10, keys = ?11
           WHERE n = ?1""",
        (
            (row.n, row.part, row.own, row.nth, row.wording, row.word, row.rank, numbers[row.event], row.act, row.about,
             packed(row.keys))
            for row in rows
        ),
    )  # fmt: skip
    for at in _in_order(*added):
        connection.executemany(
            "INSERT OR IGNORE INTO block VALUES (?, ?)", zip(added[0][at].tolist(), added[1][at].tolist(), strict=True)
        )


def _in_order(keys: Ints, numbers: Ints) -> Iterator[Ints]:
    """The places of entries by key and number, so that each is written beside the one before; some at a time.

    Keys are hashes: ranges of one width hold about as many of them.
    """
    if not len(keys):
        return
    for low, high in itertools.pairwise(np.linspace(keys.min(), keys.max() + 1, 2 + len(keys) // ENTRIES_AT_ONCE)):
        at = np.flatnonzero((keys >= low) & (keys < high))
        yield at[np.lexsort((numbers[at], keys[at]))]


def weigh(connection: sqlite3.Connection, importance: Mapping[str, float], *, corrected: Collection[str]) -> None:
    """Give the machine's events another importance, where their date has come to be told more or less.

    ``corrected``: those of which something else may be shown, which is written by itself.
    """
    connection.executemany(
        "UPDATE happening SET importance = ?2 WHERE id = ?1 AND importance <> ?2", importance.items()
    )
    connection.executemany(
        "UPDATE event SET importance = ?2 WHERE id = ?1 AND importance <> ?2",
        ((sound(id_), value) for id_, value in importance.items() if id_ not in corrected),
    )


def leaving(connection: sqlite3.Connection) -> list[list[tuple[str, bool]]]:
    """Of each event that tellings have gone from: the ids that come from its tellings, and whether that is gone."""
    rows = connection.execute(
        """SELECT t.happening, t.own, t.mention IS NULL FROM telling t WHERE t.own IS NOT NULL AND t.happening IN (
               SELECT happening FROM telling WHERE mention IS NULL AND happening > 0
           ) ORDER BY t.happening, t.document, t.n"""
    )
    found: dict[int, list[tuple[str, bool]]] = {}
    for happening, own, gone in rows:
        found.setdefault(happening, []).append((own, bool(gone)))
    return list(found.values())


def lead_on(connection: sqlite3.Connection, left: list[list[tuple[str, bool]]]) -> None:
    """Let ids that hung on tellings which are gone lead to what else told the same event.

    ``left``: what `leaving` gave before `put`.
    """
    for owns in left:
        live = [own for own, _ in owns if connection.execute("SELECT 1 FROM telling WHERE own = ?", (own,)).fetchone()]
        connection.executemany(
            "INSERT OR REPLACE INTO event_alias VALUES (?, ?)",
            [(own, live[0]) for own, gone in owns if gone and live and own not in live],
        )


def holder(connection: sqlite3.Connection, event: str) -> int | None:
    """The row of the event that has, or once had, an id; None where nothing is left of it.

    An id comes from a telling, so it leads to the event in which that stands now; where the telling is gone, to what
    told the same happening beside it.
    """
    row = connection.execute("SELECT n FROM event WHERE id = ?", (event,)).fetchone()
    seen: set[str] = set()
    while row is None and event not in seen:
        seen.add(event)
        row = connection.execute(
            """SELECT l.event FROM telling t JOIN event_mention l ON l.mention = t.mention WHERE t.own = ?
               ORDER BY l.event LIMIT 1""",
            (event,),
        ).fetchone()
        if row is None:
            alias = connection.execute("SELECT event FROM event_alias WHERE id = ?", (event,)).fetchone()
            event = alias[0] if alias else event
            row = connection.execute("SELECT n FROM event WHERE id = ?", (event,)).fetchone() if alias else None
    return None if row is None else int(row[0])
