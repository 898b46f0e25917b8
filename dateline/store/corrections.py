"""People's decisions, in rows of their own: they win over what the machine found and can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime

from dateline.errors import DatelineError
from dateline.model import When

from .codec import decode_when, encode_when, sound
from .db import sqlite3
from .results import Correction


def holding_date(connection: sqlite3.Connection, document_id: str) -> Correction | None:
    """The correction of a document's publication date that holds now, if any."""
    kept = [correction for correction in corrections(connection, document_id) if correction.undone is None]
    return kept[-1] if kept else None


def set_published(connection: sqlite3.Connection, document_id: str, when: When | None, author: str, reason: str) -> int:
    """Write a correction of the publication date, unless just that one holds; its id."""
    holding = holding_date(connection, document_id)
    if holding is not None and holding.published == when:
        return holding.id
    values = (sound(document_id), encode_when(when), sound(author), sound(reason), _now())
    (n,) = connection.execute(
        """INSERT INTO correction (subject, id, field, value, author, reason, made)
           VALUES ('document', ?, 'published', ?, ?, ?, ?) RETURNING n""",
        values,
    ).fetchone()
    _extract_again(connection, document_id)
    return int(n)


def take_back(connection: sqlite3.Connection, document_id: str) -> None:
    """Undo whatever was said of a document's publication date, so that what was read holds."""
    for correction in corrections(connection, document_id):
        if correction.undone is None:
            undo(connection, correction.id)


def undo(connection: sqlite3.Connection, correction_id: int) -> None:
    """Mark a correction as taken back. E208 if there is none."""
    row = connection.execute("SELECT undone, id FROM correction WHERE n = ?", (correction_id,)).fetchone()
    if row is None:
        raise DatelineError("E208", correction=correction_id)
    if row[0] is None:
        connection.execute("UPDATE correction SET undone = ? WHERE n = ?", (_now(), correction_id))
        _extract_again(connection, row[1])


def _extract_again(connection: sqlite3.Connection, document_id: str) -> None:
    """Its mentions were dated by another publication date: should the program be stopped now, that must be known."""
    connection.execute("UPDATE document SET rules_version = '' WHERE id = ?", (sound(document_id),))


def corrections(connection: sqlite3.Connection, document_id: str | None) -> tuple[Correction, ...]:
    """All corrections of publication dates, or those of one document, the oldest first, undone ones too."""
    wanted, values = ("AND id = ?", (sound(document_id),)) if document_id is not None else ("", ())
    rows = connection.execute(
        f"""SELECT n, id, value, author, reason, made, undone FROM correction
            WHERE subject = 'document' AND field = 'published' {wanted} ORDER BY n""",  # noqa: S608 - our own constant
        values,
    ).fetchall()
    return tuple(
        Correction(
            id=n,
            document=id_,
            published=decode_when(value),
            author=author,
            reason=reason,
            made=datetime.fromisoformat(made),
            undone=None if undone is None else datetime.fromisoformat(undone),
        )
        for n, id_, value, author, reason, made, undone in rows
    )


def _now() -> str:
    """When a person decided; no date of an event or article comes from here."""
    return datetime.now(UTC).isoformat(timespec="seconds")
