"""Bringing a database of an older schema up to date, in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dateline.corrections import Correction

from . import wires
from .actors import ActorTable
from .changes import FROM
from .codec import decode_when, span
from .db import SCHEMA, sqlite3, statements
from .events import count_anew, read_event
from .facets import facets_of
from .ledger import insert

_NEW_IN_2 = ("correction", "correction_document", "correction_text", "found_event", "found_mention",
        "found_mention_mention", "found_mention_document")  # fmt: skip
"""Tables and indexes that came with schema 2."""

_NEW_IN_5 = ("telling", "telling_document", "telling_part", "telling_own", "telling_wording", "telling_happening",
             "telling_wire", "block", "happening", "happening_day", "event_alias", "mention_gone")  # fmt: skip
"""Tables and indexes that came with schema 5."""

_NEW_IN_6 = ("event_change", "event_change_put", "event_change_gone", "event_change_weight", "event_change_told",
             "event_change_come", "event_change_left", "event_change_dated")  # fmt: skip
"""Tables and triggers that came with schema 6."""


def from_1(connection: sqlite3.Connection) -> None:
    """Schema 1 knew corrections of publication dates alone, with a column that said when they were undone."""
    old = connection.execute(
        "SELECT n, id, value, author, reason, made, undone FROM correction WHERE field = 'published' ORDER BY n"
    ).fetchall()
    connection.execute("DROP TABLE correction")
    for statement in _created(SCHEMA, _NEW_IN_2):
        connection.execute(statement)
    identity = connection.execute("SELECT value FROM meta WHERE key = 'identity'").fetchone()
    for n, document, value, author, reason, made, undone in old:
        hashed = connection.execute("SELECT text_hash FROM document WHERE id = ?", (document,)).fetchone()
        given = Correction(
            id=_id(identity, n, "published"), kind="published", author=author, reason=reason, made=_time(made, n),
            document=document, text_hash=hashed[0].hex() if hashed else "", when=decode_when(value),
        )  # fmt: skip
        insert(connection, given, holds=undone is None)
        if undone is not None:
            back = Correction(
                id=_id(identity, n, "undo"), kind="undo", author="", reason="", made=_time(undone, n + len(old)),
                target=given.id,
            )  # fmt: skip
            insert(connection, back, holds=True)


def from_2(connection: sqlite3.Connection) -> None:
    """Schema 2 knew six facets, by name, and no saved views."""
    connection.execute("DROP TABLE event_facet")
    connection.execute("DROP TABLE facet")
    for statement in _created(SCHEMA, ("saved_view", "facet", "event_facet", "event_facet_event")):
        connection.execute(statement)
    actors = ActorTable(connection)
    for (n,) in connection.execute("SELECT n FROM event ORDER BY n").fetchall():
        event = read_event(connection, actors, n)
        rows = [(actors.facet(*facet), *span(event.when), n) for facet in sorted(facets_of(event))]
        connection.executemany("INSERT INTO event_facet VALUES (?, ?, ?, ?)", rows)
    count_anew(connection)


def from_3(connection: sqlite3.Connection) -> None:
    """Schema 3 did not know which articles carry the same text, nor what is doubtful about a date."""
    for column in ("published_confidence REAL NOT NULL DEFAULT 1", "date_note TEXT", "proposed TEXT", "wire TEXT"):
        connection.execute(f"ALTER TABLE document ADD COLUMN {column}")
    for statement in _created(SCHEMA, ("document_wire", "sketch", "sketch_document")):
        connection.execute(statement)
    for (n,) in connection.execute("SELECT n FROM document ORDER BY n").fetchall():
        (text,) = connection.execute("SELECT text FROM document_text WHERE document = ?", (n,)).fetchone()
        wires.join(connection, n, text)
    # Who tells an event independently is part of its importance.
    connection.execute("UPDATE meta SET value = 'yes' WHERE key = 'unmerged'")


def from_4(connection: sqlite3.Connection) -> None:
    """Schema 4 kept nothing of a merge: the next one looks at everything."""
    for statement in _created(SCHEMA, _NEW_IN_5):
        connection.execute(statement)
    connection.execute(
        "INSERT INTO telling (mention, document, part) SELECT n, document, 0 FROM mention WHERE found = 1 ORDER BY n"
    )
    connection.execute("UPDATE meta SET value = 'yes' WHERE key = 'unmerged'")


def from_5(connection: sqlite3.Connection) -> None:
    """Schema 5 did not know which events had changed lately."""
    for statement in _created(SCHEMA, _NEW_IN_6):
        connection.execute(statement)
    connection.execute("INSERT INTO meta SELECT ?, value FROM meta WHERE key = 'generation'", (FROM,))


def from_6(connection: sqlite3.Connection) -> None:
    """Schema 6 did not know where an article comes back to what it has told: its mentions say nothing of it.

    Tables are as they were; the number keeps an older Dateline from mentions that it would not understand.
    """


STEPS: dict[int, Callable[[sqlite3.Connection], None]] = {
    1: from_1, 2: from_2, 3: from_3, 4: from_4, 5: from_5, 6: from_6,
}  # fmt: skip
"""What leads from each older version to the next one."""


def _id(identity: tuple[str] | None, n: int, kind: str) -> str:
    return hashlib.sha256(f"{identity}|{n}|{kind}".encode()).hexdigest()[:16]


def _time(text: str, n: int) -> datetime:
    """Times were kept to the second: the order of the rows goes into what is below."""
    made = datetime.fromisoformat(text)
    return (made if made.tzinfo else made.replace(tzinfo=UTC)) + timedelta(microseconds=n)


def _created(schema: Path, names: tuple[str, ...]) -> Iterator[str]:
    for statement in statements(schema.read_text(encoding="utf-8")):
        words = [line for line in statement.splitlines() if not line.lstrip().startswith("--")]
        head = " ".join(words).split()[:3]
        if head[:1] == ["CREATE"] and head[2] in names:
            yield statement
