"""Facts about the database by name, such as ``sample``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from contextlib import AbstractContextManager

from .changes import FROM
from .db import sqlite3

_OWN = ("generation", "identity", "unmerged", FROM)


class Meta(MutableMapping[str, str]):
    """The table ``meta`` as a mapping; the store's own rows are hidden. ``writing`` opens a writer's transaction."""

    def __init__(
        self, connection: sqlite3.Connection, writing: Callable[[], AbstractContextManager[sqlite3.Connection]]
    ) -> None:
        self._connection = connection
        self._writing = writing

    def _rows(self) -> dict[str, str]:
        rows = self._connection.execute("SELECT key, value FROM meta ORDER BY key").fetchall()
        return {key: value for key, value in rows if key not in _OWN}

    def __getitem__(self, key: str) -> str:
        return self._rows()[key]

    def __setitem__(self, key: str, value: str) -> None:
        _check(key)
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO meta VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2 WHERE value <> ?2", (key, value)
            )

    def __delitem__(self, key: str) -> None:
        _check(key)
        with self._writing() as connection:
            if not connection.execute("DELETE FROM meta WHERE key = ? RETURNING 1", (key,)).fetchall():
                raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows())

    def __len__(self) -> int:
        return len(self._rows())


def _check(key: str) -> None:
    if key in _OWN:
        raise ValueError(f"{key} is the store's own")
