"""Which events changed since a state of the database: triggers of schema.sql note it, the latest are kept."""

from __future__ import annotations

from dateline import limits

from .db import sqlite3

FROM = "changes_from"
"""The row of ``meta`` that says from which generation on all changes are kept; without it: from the first."""


def changed_since(connection: sqlite3.Connection, generation: int) -> list[int] | None:
    """The rows of the events that were written, or have gone, after a generation; None where that is not known."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (FROM,)).fetchone()
    if row is not None and int(row[0]) > generation:
        return None
    rows = connection.execute("SELECT DISTINCT event FROM event_change WHERE generation > ?", (generation,))
    return [n for (n,) in rows]


def forget_old(connection: sqlite3.Connection) -> None:
    """Keep the latest changes alone, `limits.CHANGES_KEPT` of them or less; to be called inside a transaction."""
    row = connection.execute(
        "SELECT generation FROM event_change ORDER BY generation DESC LIMIT 1 OFFSET ?", (limits.CHANGES_KEPT,)
    ).fetchone()
    if row is not None:
        connection.execute("DELETE FROM event_change WHERE generation <= ?", row)
        connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (FROM, str(row[0])))
