"""Connections to the database file: opening, checking whose file it is, and SQLite's errors as sentences.

The SQLite inside Python 3.11 is too old (a bug mended in 3.51.3 could damage a database in WAL mode), so the one
of the `pysqlite3` wheel is used. Readers come from a small pool for each file, because a dashboard runs each page in
a new thread and opening a database anew costs more than most queries.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dateline import limits
from dateline.errors import DatelineError

if TYPE_CHECKING:  # the wheel has no types of its own; its module is the standard library's, newer
    import sqlite3 as sqlite3
else:
    from pysqlite3 import dbapi2 as sqlite3

APPLICATION_ID = 0x44617465
"""``Date`` in ASCII: how a Dateline database is told from other SQLite files."""

SCHEMA_VERSION = 7
"""Version of schema.sql, kept as PRAGMA user_version."""

SCHEMA = Path(__file__).with_name("schema.sql")

Path_ = str | os.PathLike[str]

_CODES = {
    sqlite3.SQLITE_BUSY: "E201",
    sqlite3.SQLITE_LOCKED: "E201",
    sqlite3.SQLITE_PERM: "E202",
    sqlite3.SQLITE_READONLY: "E202",
    sqlite3.SQLITE_FULL: "E202",
    sqlite3.SQLITE_IOERR: "E202",
    sqlite3.SQLITE_CANTOPEN: "E202",
    sqlite3.SQLITE_NOTADB: "E203",
    sqlite3.SQLITE_CORRUPT: "E203",
    sqlite3.SQLITE_INTERRUPT: "E211",
}
_UNWRITTEN = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL)
"""What SQLite says where it cannot write the files that it needs beside a database."""

_STEPS = 100_000
_LEAST_ROOM = 64 * 1024
"""Bytes that the files beside a database take at least."""


@contextlib.contextmanager
def sentences(path: Path_) -> Iterator[None]:
    """Turn those errors of SQLite that a person can meet into `DatelineError`; others pass: they are bugs."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = _CODES.get((getattr(error, "sqlite_errorcode", None) or 0) & 0xFF)
        if code is None:
            raise
        if code == "E202" and _is_full(error, path):
            code = "E212"
        raise DatelineError(code, path=os.fspath(path), seconds=limits.QUERY_SECONDS) from error
    except UnicodeDecodeError as error:  # a table's name or a text that no writer has written so
        raise DatelineError("E203", path=os.fspath(path)) from error


def _is_full(error: sqlite3.DatabaseError, path: Path_) -> bool:
    """True where it is for want of space that a database cannot be written or opened."""
    if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL:
        return True
    try:
        return shutil.disk_usage(Path(os.path.realpath(path)).parent).free < _LEAST_ROOM
    except (OSError, ValueError):
        return False


def check_owner(connection: sqlite3.Connection, path: Path_) -> bool:
    """True for a Dateline database, False for an empty one; E203 for somebody else's, E204 for a newer schema."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application == APPLICATION_ID and version > SCHEMA_VERSION:
        raise DatelineError("E204", path=os.fspath(path), found=version, known=SCHEMA_VERSION)
    if application == APPLICATION_ID and version > 0:
        return True
    (objects,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if application or version or objects:
        raise DatelineError("E203", path=os.fspath(path))
    return False


def open_writer(path: Path_, *, create: bool) -> sqlite3.Connection:
    """A connection that may write, in autocommit mode; a new file gets the schema. Raises E201-E204, E207."""
    if "\0" in os.fspath(path):  # SQLite would end the name there
        raise DatelineError("E202", path=os.fspath(path))
    target = Path(path)
    exists = target.exists()
    if not exists and not create:
        raise DatelineError("E207", path=os.fspath(path))
    if target.is_dir():
        raise DatelineError("E203", path=os.fspath(path))
    if not exists:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatelineError("E202", path=os.fspath(path)) from error
    elif not os.access(target, os.W_OK):  # SQLite would open it read-only and fail at the first write
        raise DatelineError("E202", path=os.fspath(path))
    with sentences(path):
        connection = _connect(target, "rwc" if create else "rw", timeout_ms=limits.BUSY_TIMEOUT_MS)
        try:
            mine = check_owner(connection, path)  # before anything is changed in a file that is not ours
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA cache_size = -{limits.WRITER_CACHE_KIB}")
            if not mine:
                _create(connection, path)
            _bring_up_to_date(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _create(connection: sqlite3.Connection, path: Path_) -> None:
    """Lay out the schema in one transaction; harmless where another process was quicker."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not check_owner(connection, path):
            for statement in statements(SCHEMA.read_text(encoding="utf-8")):
                connection.execute(statement)
            connection.execute(
                """INSERT INTO meta
                   VALUES ('generation', '0'), ('identity', lower(hex(randomblob(8)))), ('unmerged', 'no')"""
            )
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Lead an older schema to this one, in one transaction; harmless where another process was quicker."""
    if connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,):
        return
    from .migrate import STEPS

    connection.execute("BEGIN IMMEDIATE")
    try:
        while (version := connection.execute("PRAGMA user_version").fetchone()[0]) < SCHEMA_VERSION:
            STEPS[version](connection)
            connection.execute(f"PRAGMA user_version = {version + 1}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def statements(script: str) -> Iterator[str]:
    """The statements of a script one by one (`executescript` would commit the transaction around it)."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _connect(path: Path, mode: str, *, timeout_ms: int) -> sqlite3.Connection:
    """Open by URI, so that no character of a path (``?``, ``#``, ``%``) is taken for an option."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=timeout_ms / 1000,
        isolation_level=None,
        check_same_thread=False,  # the pool hands a connection to one thread at a time
    )


class _Idle(NamedTuple):
    """A reader at rest: the file that it was opened by, and the one (device, inode) that it has open."""

    connection: sqlite3.Connection
    path: str
    file: tuple[int, int]


_pool: list[_Idle] = []  # the longest unused first
_pool_lock = threading.Lock()
_inherited: list[list[_Idle]] = []


def _after_fork() -> None:
    """A child process must neither use nor close its parent's connections (https://sqlite.org/howtocorrupt.html)."""
    global _pool, _pool_lock
    _inherited.append(_pool)
    _pool, _pool_lock = [], threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def open_checked(path: Path_) -> sqlite3.Connection:
    """A read-only connection of one's own to a database of ours, to be closed. Raises as `reading` does, but E211."""
    with sentences(path):
        return _open_reader(Path(resolved(path)[0]), path)[0]


@contextlib.contextmanager
def reading(path: Path_) -> Iterator[sqlite3.Connection]:
    """A read-only connection inside one read transaction: all its queries see the same state.

    Raises `DatelineError`: E201, E203, E204, E207, and E211 after `limits.QUERY_SECONDS`.
    """
    with sentences(path):
        idle, keep = _take(path)
        deadline = time.monotonic() + limits.QUERY_SECONDS
        # Asked every so many steps of SQLite's machine, some milliseconds apart.
        idle.connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
        try:
            idle.connection.execute("BEGIN")
            yield idle.connection
            idle.connection.execute("COMMIT")
        except BaseException:
            idle.connection.close()
            raise
    surplus = [] if keep else [idle]
    with _pool_lock:
        if keep:
            _pool.append(idle)
        while len(_pool) > limits.MAX_IDLE_READERS:
            surplus.append(_pool.pop(0))
    for old in surplus:
        old.connection.close()


def resolved(path: Path_) -> tuple[str, os.stat_result]:
    """Where a database lies behind all links, and what the system says of it. E202 and E207 as `reading` has them."""
    try:
        target = os.path.realpath(path)
        return target, Path(target).stat()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        code = "E202" if isinstance(error, PermissionError) else "E207"
        raise DatelineError(code, path=os.fspath(path)) from error


def _is_unfinished(target: Path) -> bool:
    """True for a database with a journal beside it that is not written back yet."""
    try:
        return target.with_name(target.name + "-wal").stat().st_size > 0
    except OSError:
        return False


def _take(path: Path_) -> tuple[_Idle, bool]:
    """An idle reader of the file that stands at ``path`` now, or a new one; and whether to keep it afterwards."""
    key, status = resolved(path)
    file = (status.st_dev, status.st_ino)
    stale = []
    found = None
    with _pool_lock:
        for idle in reversed(_pool):
            if idle.path == key and idle.file == file:
                found = idle
                break
            if idle.path == key:  # the file was replaced by another
                stale.append(idle)
        for idle in [*stale, *([found] if found else [])]:
            _pool.remove(idle)
    for old in stale:
        old.connection.close()
    if found:
        return found, True
    connection, frozen = _open_reader(Path(key), path)
    return _Idle(connection, key, file), not frozen


def _update(target: Path, path: Path_) -> None:
    """Lead an older database to this schema by a writer. E209 where it may not be written."""
    try:
        open_writer(target, create=False).close()
    except DatelineError as error:
        if error.code != "E202":
            raise
        raise DatelineError("E209", path=os.fspath(path)) from error


def _open_reader(target: Path, path: Path_) -> tuple[sqlite3.Connection, bool]:
    """A new read-only connection, and whether it is blind to changes of the file (so that it must not be kept)."""
    if target.is_dir():
        raise DatelineError("E203", path=os.fspath(path))
    frozen = False
    try:
        connection = _connect(target, "ro", timeout_ms=limits.BUSY_TIMEOUT_MS)
        try:
            mine = check_owner(connection, path)
        except BaseException:
            connection.close()
            raise
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in _UNWRITTEN or _is_unfinished(target):
            raise
        # A finished database where nothing may be written (a share, a disc) or there is no room: WAL mode needs a file
        # beside it, unless SQLite is told that nobody writes.
        connection = _connect(target, "ro&immutable=1", timeout_ms=limits.BUSY_TIMEOUT_MS)
        mine, frozen = check_owner(connection, path), True
    if not mine:
        connection.close()
        raise DatelineError("E207", path=os.fspath(path))
    if connection.execute("PRAGMA user_version").fetchone()[0] < SCHEMA_VERSION:
        connection.close()
        _update(target, path)
        return _open_reader(target, path)
    connection.execute(f"PRAGMA cache_size = -{limits.READER_CACHE_KIB}")
    connection.execute("CREATE TEMP TABLE matched (n INTEGER PRIMARY KEY)")
    return connection, frozen
