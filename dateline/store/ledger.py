"""People's corrections as rows: recorded, listed, undone; none is ever changed or taken out."""

from __future__ import annotations

import functools
import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from dateline.corrections import Correction, Outcome, dumps, from_row, to_row
from dateline.corrections.apply import weighed
from dateline.errors import DatelineError
from dateline.model import When

from .codec import decode_when, encode_when, sound
from .db import sqlite3
from .results import Recorded

Writing = Callable[[], AbstractContextManager[sqlite3.Connection]]

ROW = "data, holds, state, event"
"""SQL: what `recorded` reads of ``correction``."""


@functools.lru_cache(maxsize=65_536)
def decoded(data: str) -> Correction:
    """The correction of a row's ``data``; ValueError where it is none."""
    return from_row(json.loads(data))


class Ledger:
    """The corrections of a database, for its `Writer`. ``writing`` opens the writer's transaction."""

    def __init__(self, connection: sqlite3.Connection, writing: Writing) -> None:
        self._connection = connection
        self._writing = writing

    def all(self) -> tuple[Recorded, ...]:
        """Every correction with what became of it, in the order in which they were made."""
        return recorded_in(self._connection)

    @property
    def pending(self) -> bool:
        """True where events do not show yet what was recorded."""
        return bool(self._connection.execute("SELECT EXISTS (SELECT 1 FROM correction WHERE state = '')").fetchone()[0])

    def texts(self, documents: Iterable[str]) -> dict[str, str]:
        """The hashes of articles' texts in hex digits, by the articles' ids."""
        rows = self._connection.execute(
            "SELECT id, text_hash FROM document WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps([sound(id_) for id_ in documents]),),
        )
        return {id_: text_hash.hex() for id_, text_hash in rows}

    def record(self, corrections: Iterable[Correction], *, name: str = "") -> int:
        """Add those that are not there yet; how many. E403 where one is there with another content: nothing is added.

        ``name`` is the file that they come from. Articles whose date is another one now are to be extracted again.
        """
        with self._writing() as connection:
            new = 0
            for correction in corrections:
                row = connection.execute("SELECT data FROM correction WHERE id = ?", (correction.id,)).fetchone()
                if row is None:
                    insert(connection, correction, holds=False)
                    new += 1
                elif row[0] != dumps(to_row(correction)):
                    raise DatelineError("E403", name=name, correction=correction.id)
            if new:
                weigh(connection)
        return new

    def make(self, correction: Correction) -> Correction:
        """Record a new correction under an id and a time of its own, later than all others."""
        with self._writing() as connection:
            return _make(connection, correction)

    def undo(self, correction_id: str, *, author: str = "", reason: str = "") -> Correction | None:
        """Take a correction (or an undo) back by an ``undo`` of its own; None where it is undone already. E208."""
        with self._writing() as connection:
            return _undo(connection, correction_id, author, reason)

    def redo(self, correction_id: str, *, author: str = "", reason: str = "") -> tuple[Correction, ...]:
        """Take back whatever undoes a correction now. E208 for an unknown one."""
        with self._writing() as connection:
            _holds(connection, correction_id)
            undos = [
                found.correction.id
                for found in recorded_in(connection)
                if found.holds and found.correction.kind == "undo" and found.correction.target == correction_id
            ]
            made = [_undo(connection, undo, author, reason) for undo in undos]
        return tuple(correction for correction in made if correction)

    def set_published(self, document_id: str, when: When | None, *, author: str = "", reason: str = "") -> str:
        """Record a person's publication date (None: it is openly unknown), which wins over what was read.

        It stands until another one or `undo`, also when the article is read again. Returns the correction's id; the
        same date once more changes nothing. E205 for an unknown document. Extract the document again afterwards.
        """
        with self._writing() as connection:
            row = connection.execute("SELECT text_hash FROM document WHERE id = ?", (sound(document_id),)).fetchone()
            if row is None:
                raise DatelineError("E205", document=document_id)
            held = holding_date(connection, document_id, row[0])
            if held is not None and held[1] == when:
                return held[0]
            given = Correction(
                id="", kind="published", author=author, reason=reason, made=datetime.now(UTC),
                document=sound(document_id), text_hash=row[0].hex(), when=when,
            )  # fmt: skip
            return _make(connection, given).id

    def take_back_published(self, document_id: str, *, author: str = "", reason: str = "") -> None:
        """Undo every date that people gave a document: what was read holds again. E205 for an unknown document."""
        with self._writing() as connection:
            row = connection.execute("SELECT text_hash FROM document WHERE id = ?", (sound(document_id),)).fetchone()
            if row is None:
                raise DatelineError("E205", document=document_id)
            while (held := holding_date(connection, document_id, row[0])) is not None:
                _undo(connection, held[0], author, reason)


def insert(connection: sqlite3.Connection, correction: Correction, *, holds: bool) -> None:
    """Write the row of a correction. E402 for one that could not be read again: it must not lock up all others."""
    data = sound(dumps(to_row(correction)))
    try:
        decoded(data)
    except ValueError as error:
        raise DatelineError("E402", name="correction", line=1, why=error) from None
    published = correction.kind == "published"
    connection.execute(
        """INSERT INTO correction (id, kind, made, data, document, text_hash, published, holds, state)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')""",
        (
            correction.id,
            correction.kind,
            _iso(correction.made),
            data,
            correction.document if published else None,
            bytes.fromhex(correction.text_hash) if published and correction.text_hash else None,
            encode_when(correction.when) if published else None,
            int(holds),
        ),
    )


def recorded_in(connection: sqlite3.Connection) -> tuple[Recorded, ...]:
    """Every correction, in the order in which they were made."""
    rows = connection.execute(f"SELECT {ROW} FROM correction ORDER BY made, id").fetchall()  # noqa: S608
    return tuple(
        Recorded(correction=decoded(data), holds=bool(holds), state=state, event=event)
        for data, holds, state, event in rows
    )


HOLDING_DATE = """
    SELECT n FROM correction WHERE kind = 'published' AND holds = 1 AND (
        document = {id} OR text_hash = {text_hash}
        AND NOT EXISTS (SELECT 1 FROM document o WHERE o.id = correction.document)
    ) ORDER BY made DESC, id DESC LIMIT 1
"""
"""SQL: the date that people gave an article: by its id, or by its text where no article has that id (any more)."""


def holding_date(connection: sqlite3.Connection, document_id: str, text: bytes) -> tuple[str, When | None] | None:
    """The correction of a document's publication date that holds now, and the date; None where there is none."""
    row = connection.execute(
        f"SELECT id, published FROM correction WHERE n = ({HOLDING_DATE.format(id='?', text_hash='?')})",  # noqa: S608
        (sound(document_id), text),
    ).fetchone()
    return None if row is None else (row[0], decode_when(row[1]))


def weigh(connection: sqlite3.Connection) -> None:
    """Work out anew which corrections hold; articles whose date is another one now are to be extracted again."""
    recorded = recorded_in(connection)
    held = {correction.id for correction in weighed(each.correction for each in recorded)}
    for each in recorded:
        id_ = each.correction.id
        if each.holds == (id_ in held):
            continue
        connection.execute("UPDATE correction SET holds = ? WHERE id = ?", (int(id_ in held), id_))
        if each.correction.kind == "published":
            # Should the program be stopped now, that must be known.
            connection.execute(
                "UPDATE document SET rules_version = '' WHERE id = ? OR text_hash = ?",
                (each.correction.document, bytes.fromhex(each.correction.text_hash) or None),
            )


def settle(connection: sqlite3.Connection, outcomes: Mapping[str, Outcome]) -> None:
    """Write down what became of corrections, by their ids."""
    connection.executemany(
        "UPDATE correction SET state = ?1, event = ?2 WHERE id = ?3 AND (state, event) IS NOT (?1, ?2)",
        [(outcome.state, outcome.event, id_) for id_, outcome in outcomes.items()],
    )


def _make(connection: sqlite3.Connection, correction: Correction) -> Correction:
    (last,) = connection.execute("SELECT max(made) FROM correction").fetchone()
    now = datetime.now(UTC)
    if last is not None:  # whose clock is behind speaks later all the same
        now = max(now, datetime.fromisoformat(last) + timedelta(microseconds=1))
    made = replace(correction, id=secrets.token_hex(8), made=now)
    insert(connection, made, holds=False)
    weigh(connection)
    return made


def _undo(connection: sqlite3.Connection, correction_id: str, author: str, reason: str) -> Correction | None:
    if not _holds(connection, correction_id):
        return None
    undo = Correction(
        id="", kind="undo", author=author, reason=reason, made=datetime.now(UTC), target=correction_id
    )  # fmt: skip
    return _make(connection, undo)


def _holds(connection: sqlite3.Connection, correction_id: str) -> bool:
    row: Any = connection.execute("SELECT holds FROM correction WHERE id = ?", (correction_id,)).fetchone()
    if row is None:
        raise DatelineError("E208", correction=correction_id)
    return bool(row[0])


def _iso(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="microseconds")
