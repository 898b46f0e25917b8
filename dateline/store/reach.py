"""What corrections can reach: the machine's own form of those events, kept so that each correction can be taken back.

An event is within reach if it is told in an article that a correction quotes. Only such events have a row in
``found_event``; `dateline.corrections.correct` needs no others (a test holds that), so a correction costs as much as
its surroundings, not as much as the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace as with_fields
from typing import Any

from dateline.corrections import Outcome
from dateline.model import Event

from .actors import ActorTable
from .codec import decode_event, decode_mention, dumps, encode_event, encode_when, sound
from .db import sqlite3
from .events import MENTION, delete_event, forget_unused_mentions, mention_row, put_event, read_event, recount
from .ledger import recorded_in, settle


def documents(connection: sqlite3.Connection) -> dict[str, tuple[int, str]]:
    """The articles that corrections quote, by id: row, and hash of the text in hex digits."""
    ids: set[str] = set()
    hashes: set[str] = set()
    for recorded in recorded_in(connection):
        for subject in (recorded.correction.event, recorded.correction.other):
            for selector in subject.selectors if subject else ():
                ids.add(sound(selector.document))
                hashes.add(selector.text)
    rows = connection.execute(
        """SELECT id, n, text_hash FROM document WHERE id IN (SELECT value FROM json_each(?))
           UNION SELECT d.id, d.n, d.text_hash FROM json_each(?) w JOIN document d ON d.text_hash = unhex(w.value)
           ORDER BY 1""",
        (json.dumps(sorted(ids)), json.dumps(sorted(hashes - {""}))),
    )
    return {id_: (n, text_hash.hex()) for id_, n, text_hash in rows}


def keep(connection: sqlite3.Connection, actors: ActorTable, found: Iterable[Event]) -> None:
    """Make ``found`` the machine's events within reach."""
    rows: dict[str, int] = dict(connection.execute("SELECT id, n FROM found_event"))
    at: dict[str, int] = dict(connection.execute("SELECT id, n FROM document"))
    for event in found:
        _put(connection, actors, event, at, rows.pop(sound(event.id), None))
    for n in rows.values():
        connection.execute("DELETE FROM found_mention WHERE event = ?", (n,))
        connection.execute("DELETE FROM found_event WHERE n = ?", (n,))


def found(connection: sqlite3.Connection, actors: ActorTable) -> list[Event]:
    """The machine's events within reach; those that have come within it only now are as they are shown."""
    kept = connection.execute("SELECT n FROM found_event ORDER BY id").fetchall()
    new: set[int] = set()
    for n, _ in documents(connection).values():
        new |= {
            event
            for (event,) in connection.execute(
                """SELECT DISTINCT event FROM event_mention l WHERE document = ? AND NOT EXISTS (
                       SELECT 1 FROM event_mention o JOIN found_mention f ON f.mention = o.mention
                       WHERE o.event = l.event
                   )""",
                (n,),
            )
        }
    held = [_read(connection, actors, n) for (n,) in kept]
    return sorted(held + [read_event(connection, actors, n) for n in new], key=lambda event: event.id)


def shown(connection: sqlite3.Connection) -> dict[str, int]:
    """The rows, by id, of the events shown of those within reach and of those added by hand."""
    return dict(
        connection.execute(
            """SELECT e.id, e.n FROM found_mention f JOIN event_mention l ON l.mention = f.mention
                   JOIN event e ON e.n = l.event
               UNION SELECT e.id, e.n FROM correction c JOIN event e ON e.id = c.event
                   WHERE NOT EXISTS (SELECT 1 FROM event_mention WHERE event = e.n)"""
        )
    )


def replace(
    connection: sqlite3.Connection,
    actors: ActorTable,
    machine: Iterable[Event],
    corrected: Iterable[Event],
    outcomes: Mapping[str, Outcome],
) -> None:
    """Make ``machine`` the machine's events within reach and ``corrected`` what is shown of them and added by hand."""
    before = connection.total_changes
    keep(connection, actors, machine)
    stored = shown(connection)
    at: dict[str, int] = dict(connection.execute("SELECT id, n FROM document"))
    for event in corrected:
        stored.pop(sound(event.id), None)
        put_event(connection, actors, event, documents=at)
    for n in stored.values():
        delete_event(connection, n)
    settle(connection, outcomes)
    forget_unused_mentions(connection)
    if connection.total_changes != before:
        recount(connection)


def without_document(connection: sqlite3.Connection, document: int) -> None:
    """Forget what the machine made of a document that goes."""
    connection.execute("DELETE FROM found_mention WHERE document = ?", (document,))
    connection.execute("DELETE FROM found_event WHERE n NOT IN (SELECT event FROM found_mention)")


def _put(connection: sqlite3.Connection, actors: ActorTable, event: Event, at: dict[str, int], n: int | None) -> None:
    data = dumps(
        [event.title, event.type, event.status, encode_when(event.when), event.importance,
         encode_event(event, actors.number)]
    )  # fmt: skip
    links = [mention_row(connection, actors, mention, at) for mention in event.mentions]
    if n is None:
        (n,) = connection.execute(
            "INSERT INTO found_event (id, data) VALUES (?, ?) RETURNING n", (sound(event.id), data)
        ).fetchone()
    else:
        connection.execute("UPDATE found_event SET data = ?1 WHERE n = ?2 AND data <> ?1", (data, n))
        old = connection.execute(
            "SELECT mention, document FROM found_mention WHERE event = ? ORDER BY place", (n,)
        ).fetchall()
        if old == links:
            return
        connection.execute("DELETE FROM found_mention WHERE event = ?", (n,))
    connection.executemany(
        "INSERT INTO found_mention VALUES (?, ?, ?, ?)",
        [(n, place, mention, document) for place, (mention, document) in enumerate(links)],
    )


def _read(connection: sqlite3.Connection, actors: ActorTable, n: int) -> Event:
    id_, data = connection.execute("SELECT id, data FROM found_event WHERE n = ?", (n,)).fetchone()
    title, type_, status, when, importance, rest = json.loads(data)
    rows = connection.execute(
        f"""SELECT {MENTION} FROM found_mention l JOIN mention m ON m.n = l.mention JOIN document d ON d.n = l.document
            WHERE l.event = ? ORDER BY l.place""",  # noqa: S608
        (n,),
    ).fetchall()
    mentions = tuple(decode_mention(row, actors.participant) for row in rows)
    columns: tuple[Any, ...] = (id_, title, type_, status, when, len(mentions), importance, rest)
    return with_fields(decode_event(columns, actors.participant), mentions=mentions)
