"""Ways of looking at the timeline that people gave a name."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime

from dateline import limits
from dateline.errors import DatelineError

from .codec import sound
from .db import sqlite3


@dataclass(frozen=True, slots=True)
class SavedView:
    """A name and the parameters of an address, such as ``country=PRK&lanes=leader``."""

    name: str
    address: str


class Views:
    """Writes the table ``saved_view``. ``writing`` opens a writer's transaction."""

    def __init__(self, writing: Callable[[], AbstractContextManager[sqlite3.Connection]]) -> None:
        self._writing = writing

    def save(self, name: str, address: str) -> None:
        """Keep an address under a name; one that has the name already is replaced.

        E406 for an empty name, E408 where `limits.MAX_VIEWS` are kept already.
        """
        kept = " ".join(sound(name).split())[: limits.MAX_VIEW_NAME_CHARS]
        if not kept:
            raise DatelineError("E406", what="a name for the view")
        with self._writing() as connection:
            (others,) = connection.execute("SELECT count(*) FROM saved_view WHERE name <> ?", (kept,)).fetchone()
            if others >= limits.MAX_VIEWS:
                raise DatelineError("E408", most=limits.MAX_VIEWS)
            connection.execute(
                """INSERT INTO saved_view VALUES (?1, ?2, ?3)
                   ON CONFLICT DO UPDATE SET address = ?2, made = ?3 WHERE address <> ?2""",
                (
                    kept,
                    sound(address)[: limits.MAX_VIEW_ADDRESS_CHARS],
                    datetime.now(UTC).isoformat(timespec="seconds"),
                ),
            )

    def forget(self, name: str) -> None:
        """Take a view out; one that is not there is none."""
        with self._writing() as connection:
            connection.execute("DELETE FROM saved_view WHERE name = ?", (sound(name),))


def saved_in(connection: sqlite3.Connection) -> tuple[SavedView, ...]:
    """All views by name."""
    return tuple(SavedView(*row) for row in connection.execute("SELECT name, address FROM saved_view ORDER BY name"))
