"""Writing merged events: only what changed is written, so that the same events again change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from dateline.errors import DatelineError
from dateline.model import Event, EventMention, Reading

from .actors import ActorTable
from .changes import forget_old
from .codec import decode_event, decode_mention, encode_event, encode_mention, encode_when, sound, span
from .db import sqlite3
from .facets import facets_of

EVENT = "e.id, k.title, k.type, k.status, k.occurred, k.mention_count, e.importance, k.data"
"""SQL: what `decode_event` reads of ``event e JOIN event_card k``."""

MENTION = 'd.id, m.start, m."end", m.data'
"""SQL: what `decode_mention` reads of ``mention m JOIN document d``."""


def replace_events(connection: sqlite3.Connection, actors: ActorTable, events: Iterable[Event]) -> None:
    """Make ``events`` the events of the database. To be called inside a transaction. E205 for an unknown document."""
    before = connection.total_changes
    stored: dict[str, int] = dict(connection.execute("SELECT id, n FROM event"))
    documents: dict[str, int] = dict(connection.execute("SELECT id, n FROM document"))
    seen: set[str] = set()
    for event in events:
        id_ = sound(event.id)
        if id_ in seen:
            raise ValueError(f"two events have the id {id_!r}")
        seen.add(id_)
        put_event(connection, actors, event, documents=documents)
    for id_, n in stored.items():
        if id_ not in seen:
            delete_event(connection, n)
    forget_unused_mentions(connection)
    if connection.total_changes != before:
        recount(connection)


def put_event(
    connection: sqlite3.Connection,
    actors: ActorTable,
    event: Event,
    *,
    documents: Mapping[str, int],
    weighed: bool = True,
) -> int:
    """Write one event unless it stands there already; its row. ``documents`` gives the rows of documents by id.

    ``weighed`` False: its importance is not known yet, and stays what it is.
    """
    first, last = span(event.when)
    card = (
        sound(event.title),
        event.type,
        event.status,
        encode_when(event.when),
        len(event.mentions) or event.mention_count,
        encode_event(event, actors.number),
    )
    links = [mention_row(connection, actors, mention, documents) for mention in event.mentions]
    id_ = sound(event.id)
    row = connection.execute("SELECT n, first, last, importance FROM event WHERE id = ?", (id_,)).fetchone()
    importance = float(event.importance) if weighed or row is None else row[3]
    narrow = (first, last, importance)
    n: int
    if row is None:
        (n,) = connection.execute(
            "INSERT INTO event (id, first, last, importance) VALUES (?, ?, ?, ?) RETURNING n", (id_, *narrow)
        ).fetchone()
    else:
        n = row[0]
        if row[1:] == narrow and _card(connection, n) == card and _links(connection, n) == links:
            return n
        _clear(connection, n)
        connection.execute("UPDATE event SET first = ?, last = ?, importance = ? WHERE n = ?", (*narrow, n))
    connection.execute("INSERT INTO event_card VALUES (?, ?, ?, ?, ?, ?, ?)", (n, *card))
    connection.executemany(
        "INSERT INTO event_mention VALUES (?, ?, ?, ?)",
        [(n, place, mention, document) for place, (mention, document) in enumerate(links)],
    )
    connection.executemany(
        "INSERT INTO event_facet VALUES (?, ?, ?, ?)",
        [(actors.facet(*facet), first, last, n) for facet in sorted(facets_of(event))],
    )
    evidence = "\n".join(dict.fromkeys(sound(m.evidence) for m in event.mentions))
    names = "\n".join(dict.fromkeys(sound(p.actor.name) for p in event.participants))
    connection.execute(
        "INSERT INTO event_words (rowid, title, evidence, actors) VALUES (?, ?, ?, ?)", (n, card[0], evidence, names)
    )
    return n


def delete_event(connection: sqlite3.Connection, n: int) -> None:
    """Take one event out; its mentions stay."""
    _clear(connection, n)
    connection.execute("DELETE FROM event WHERE n = ?", (n,))


def _clear(connection: sqlite3.Connection, n: int) -> None:
    connection.execute("DELETE FROM event_words WHERE rowid = ?", (n,))
    connection.execute("DELETE FROM event_facet WHERE event = ?", (n,))
    connection.execute("DELETE FROM event_mention WHERE event = ?", (n,))
    connection.execute("DELETE FROM event_card WHERE event = ?", (n,))


def _card(connection: sqlite3.Connection, n: int) -> Any:
    return connection.execute(
        "SELECT title, type, status, occurred, mention_count, data FROM event_card WHERE event = ?", (n,)
    ).fetchone()


def _links(connection: sqlite3.Connection, n: int) -> list[tuple[int, int]]:
    return connection.execute(
        "SELECT mention, document FROM event_mention WHERE event = ? ORDER BY place", (n,)
    ).fetchall()


def mention_row(
    connection: sqlite3.Connection, actors: ActorTable, mention: EventMention, documents: Mapping[str, int]
) -> tuple[int, int]:
    """Row of the mention and of its document. A mention that differs from what was extracted gets a row of its own."""
    document = documents.get(sound(mention.document))
    if document is None:
        raise DatelineError("E205", document=mention.document)
    key = (document, mention.start, mention.end, encode_mention(mention, actors.number))
    row = connection.execute(
        'SELECT n FROM mention WHERE document = ? AND start = ? AND "end" = ? AND data = ? ORDER BY found DESC, n', key
    ).fetchone()
    if row is None:
        row = connection.execute(
            'INSERT INTO mention (document, start, "end", found, data) VALUES (?, ?, ?, 0, ?) RETURNING n', key
        ).fetchone()
    return row[0], document


def forget_unused_mentions(connection: sqlite3.Connection) -> None:
    """Drop mentions that extraction no longer finds and no event holds."""
    connection.execute(
        """DELETE FROM mention WHERE found = 0
           AND NOT EXISTS (SELECT 1 FROM event_mention WHERE mention = mention.n)
           AND NOT EXISTS (SELECT 1 FROM found_mention WHERE mention = mention.n)"""
    )


def read_event(connection: sqlite3.Connection, actors: ActorTable, n: int) -> Event:
    """An event with its mentions in order."""
    row = connection.execute(
        f"SELECT {EVENT} FROM event e JOIN event_card k ON k.event = e.n WHERE e.n = ?",  # noqa: S608
        (n,),
    ).fetchone()
    mentions = connection.execute(
        f"""SELECT {MENTION} FROM event_mention l JOIN mention m ON m.n = l.mention JOIN document d ON d.n = l.document
            WHERE l.event = ? ORDER BY l.place""",  # noqa: S608
        (n,),
    ).fetchall()
    return replace(
        decode_event(row, actors.participant), mentions=tuple(decode_mention(m, actors.participant) for m in mentions)
    )


def without_document(
    connection: sqlite3.Connection, actors: ActorTable, document: int, *, documents: Mapping[str, int]
) -> None:
    """Take a document's mentions out of the events; what hung on it alone goes. To be called inside a transaction, and
    `recount` after it. ``documents`` holds the number of each document by id."""
    (gone,) = connection.execute("SELECT id FROM document WHERE n = ?", (document,)).fetchone()
    events = connection.execute("SELECT DISTINCT event FROM event_mention WHERE document = ?", (document,)).fetchall()
    for (n,) in events:
        event = read_event(connection, actors, n)
        mentions = tuple(m for m in event.mentions if m.document != gone)
        if not mentions:
            delete_event(connection, n)
            continue
        left = {
            publisher
            for (publisher,) in connection.execute(
                """SELECT DISTINCT d.publisher FROM event_mention l JOIN document d ON d.n = l.document
                   WHERE l.event = ? AND l.document <> ?""",
                (n, document),
            )
        }
        changed = replace(
            event,
            mentions=mentions,
            publishers=tuple(p for p in event.publishers if p in left),
            readings=tuple(_readings_without(event.readings, gone)),
            links=tuple(link for link in event.links if gone not in (link.mention[0], link.other[0])),
        )
        put_event(connection, actors, changed, documents=documents)


def _readings_without(readings: Iterable[Reading], gone: str) -> Iterator[Reading]:
    """The readings that stand without a document, of each thing on which sources still differ."""
    left = [replace(r, documents=tuple(d for d in r.documents if d != gone)) for r in readings]
    left = [r for r in left if r.documents]
    yield from (r for r in left if sum(other.about == r.about for other in left) > 1)


def recount(connection: sqlite3.Connection) -> None:
    """What follows a change of events: the counts that are kept, and no more than the latest changes."""
    count_anew(connection)
    forget_old(connection)


def count_anew(connection: sqlite3.Connection) -> None:
    """Bring the counts that are kept (per facet, per year, over all) up to date."""
    connection.execute(
        """UPDATE facet SET events = c.events
           FROM (SELECT f.n, (SELECT count(*) FROM event_facet WHERE facet = f.n) AS events FROM facet f) c
           WHERE c.n = facet.n AND c.events <> facet.events"""
    )
    connection.execute("DELETE FROM year_count")
    connection.execute(
        """INSERT INTO year_count
           SELECT iif(first > 0, first, last) / 10000 AS year, count(*) FROM event WHERE first <= last GROUP BY year"""
    )
    connection.execute("DELETE FROM tally")
    connection.execute(
        """INSERT INTO tally
           SELECT 'events', count(*) FROM event
           UNION ALL SELECT 'undated', count(*) FROM event WHERE first > last
           UNION ALL SELECT 'documents', count(DISTINCT document) FROM event_mention
           UNION ALL SELECT 'first', min(first) FROM event WHERE first > 0 AND first <= last HAVING count(*)
           UNION ALL SELECT 'last', max(last) FROM event WHERE last < 99999999 AND first <= last HAVING count(*)"""
    )
