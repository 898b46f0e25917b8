"""Looking after the database file: a copy of it while it is in use, and a check whether it is whole."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from dateline.errors import DatelineError

from .db import Path_, open_checked, sentences, sqlite3


def backup(path: Path_, target: Path_) -> int:
    """Copy a database into a new file, in one state, while others may write it; returns the copy's size in bytes.

    The copy is made beside its place, checked, and only then given its name: a half one is never taken for a backup.
    Raises DatelineError E304 where the target is there already or cannot be written, and as reading does.
    """
    whole = Path(target)
    part = whole.with_name(f".{whole.name}.{os.getpid()}.part")
    if whole.exists():
        raise DatelineError("E304", path=os.fspath(target), why="it is there already")
    with contextlib.closing(open_checked(path)) as source:
        try:
            part.touch(exist_ok=False)
        except OSError as error:
            raise DatelineError("E304", path=os.fspath(target), why=error.strerror or "no such folder") from None
        try:
            with sentences(path), contextlib.closing(sqlite3.connect(part)) as copy:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
                damage = _damage(copy)
            if damage:
                raise DatelineError("E210", path=os.fspath(path), why=damage[0])
            with part.open("rb+") as stream:
                os.fsync(stream.fileno())
            part.replace(whole)
        except OSError as error:
            raise DatelineError("E304", path=os.fspath(target), why=error.strerror or "it cannot be written") from None
        except (DatelineError, sqlite3.OperationalError) as error:  # SQLite's backup gives its errors no code
            if isinstance(error, DatelineError) and error.code not in ("E202", "E212"):
                raise
            raise DatelineError("E304", path=os.fspath(target), why="the disk is full") from None
        finally:
            part.unlink(missing_ok=True)
    return whole.stat().st_size


def check(path: Path_) -> tuple[str, ...]:
    """What is wrong with a database, in words; nothing where it is whole.

    Looked at are the pages of the file, every reference between tables, and whether each article has its text. Raises
    DatelineError where the file is no database of ours at all.
    """
    with contextlib.closing(open_checked(path)) as connection, sentences(path):
        return _damage(connection)


def _damage(connection: sqlite3.Connection) -> tuple[str, ...]:
    try:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
        if found:
            return tuple(" ".join(line.split()) for line in found)
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        found = [f"the table {table} refers to a missing row of {parent}" for table, _, parent, _ in broken[:20]]
        (silent,) = connection.execute(
            "SELECT count(*) FROM document d WHERE NOT EXISTS (SELECT 1 FROM document_text WHERE document = d.n)"
        ).fetchone()
        if silent:
            found.append(f"{silent} articles are without their text")
        return tuple(found)
    except sqlite3.DatabaseError as error:
        if (getattr(error, "sqlite_errorcode", 0) & 0xFF) not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        return (" ".join(str(error).split()),)
