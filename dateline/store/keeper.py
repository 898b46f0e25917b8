"""Keeps the columns of large databases in memory (`dateline.store.columns`), built aside while SQLite answers.

Only a process that asks again and again has use for them: the dashboard. They are of one state of one file; when the
database changes, they are made to follow before the next answer, and where too much has changed for that, SQLite
answers until they are built anew.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from dateline import limits
from dateline.errors import DatelineError

from .by_sql import tally
from .db import Path_, open_checked, resolved, sqlite3

if TYPE_CHECKING:
    from .columns import Columns

Key = tuple[str, int, int]
"""Where a file lies, and which file it is."""

_lock = threading.Lock()
_following = threading.Lock()
_kept: dict[Key, Columns] = {}
_building: set[Key] = set()


def columns_of(path: Path_, connection: sqlite3.Connection, *, build: bool) -> Columns | None:
    """The columns of the state that a read transaction sees, None where they are not there (yet).

    ``build``: build them aside where the database is large enough to be worth it.
    """
    place, status = resolved(path)
    key = (place, status.st_dev, status.st_ino)
    version = version_of(connection)
    with _lock:
        found = _kept.get(key)
    if found is not None and found.version != version:
        with _following:
            found = _followed(key, connection, version)
    if found is not None:
        return found
    with _lock:
        if not build or key in _building or tally(connection, "events") < limits.COLUMNS_FROM_EVENTS:
            return None
        _building.add(key)
    threading.Thread(target=_build, args=(key, path), name="dateline-columns", daemon=True).start()
    return None


def _followed(key: Key, connection: sqlite3.Connection, version: str) -> Columns | None:
    """The columns kept for a file, brought to the state that a read transaction sees; None where that cannot be."""
    from .filling import follow

    with _lock:
        found = _kept.get(key)
    if found is None or found.version == version:
        return found
    (identity, then), (same, now) = (text.rsplit("-", 1) for text in (found.version, version))
    if identity != same or int(then) > int(now):  # another database, or one that asks has begun before a change
        return None
    made = follow(connection, found, version, generation=int(then))
    if made is not None:
        with _lock:
            _kept[key] = made
    return made


def version_of(connection: sqlite3.Connection) -> str:
    """A short text that is another one after each write that changed something, and for each other database."""
    rows = connection.execute("SELECT value FROM meta WHERE key IN ('identity', 'generation') ORDER BY key DESC")
    return "-".join(value for (value,) in rows)


def _build(key: Key, path: Path_) -> None:
    """Reads the columns of the state that there is now. Where that fails SQLite goes on answering, and says why."""
    from .filling import load

    try:
        with suppress(DatelineError, sqlite3.Error, OSError):
            connection = open_checked(path)
            try:
                connection.execute("BEGIN")
                built = load(connection, version_of(connection))
            finally:
                connection.close()
            with _lock:
                _kept.pop(key, None)
                _kept[key] = built
                while len(_kept) > limits.COLUMNS_KEPT:
                    _kept.pop(next(iter(_kept)))
    finally:
        with _lock:
            _building.discard(key)
