"""The writing connection, and what it writes of events: the part of the writer below the articles."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from types import TracebackType
from typing import Self

from dateline import limits
from dateline.corrections import Outcome
from dateline.model import Actor, Event

from . import events, ledger, reach
from .actors import ActorTable
from .db import Path_, open_writer, sentences, sqlite3
from .meta import Meta
from .renewing import Renewing
from .tellings import Ints, Tellings
from .views import Views


class EventWriter:
    """The connection of a `Writer`, its transactions, and the events."""

    def __init__(self, path: Path_, *, create: bool = True) -> None:
        self.path = os.fspath(path)
        self._connection = open_writer(path, create=create)
        self._actors = ActorTable(self._connection)
        self.meta: MutableMapping[str, str] = Meta(self._connection, self._writing)
        self.ledger = ledger.Ledger(self._connection, self._writing)
        self.tellings = Tellings(self._connection, self._actors)
        self.views = Views(self._writing)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Move the journal into the database file, as far as readers let it, and close."""
        with contextlib.suppress(sqlite3.ProgrammingError):  # closed already
            # A reader in the middle of a query would hold this up; the next writer will do it then.
            self._connection.execute(f"PRAGMA busy_timeout = {limits.CLOSE_TIMEOUT_MS}")
            with contextlib.suppress(sqlite3.OperationalError):
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        self._connection.close()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; rolled back on any error, and where nothing changed."""
        with sentences(self.path):
            connection = self._connection
            connection.execute("BEGIN IMMEDIATE")
            before = connection.total_changes
            try:
                yield connection
                if connection.total_changes == before:
                    connection.execute("ROLLBACK")
                else:
                    connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")
                    connection.execute("COMMIT")
            except BaseException:
                self._actors.forget()
                if connection.in_transaction:  # SQLite itself rolls back when the disk is full
                    connection.execute("ROLLBACK")
                raise

    @property
    def needs_merge(self) -> bool:
        """True where mentions changed since the last `replace_events`, also in a run that was stopped before it."""
        with sentences(self.path):
            row = self._connection.execute("SELECT value FROM meta WHERE key = 'unmerged'").fetchone()
        return bool(row == ("yes",))

    def _mark_unmerged(self, value: str) -> None:
        self._connection.execute("UPDATE meta SET value = ?1 WHERE key = 'unmerged' AND value <> ?1", (value,))

    def replace_events(
        self, shown: Iterable[Event], *, found: Iterable[Event] = (), outcomes: Mapping[str, Outcome] | None = None
    ) -> None:
        """Make ``shown`` the events of the database, in one transaction; only what changed is written.

        Each event comes with its mentions, of stored documents (E205 else), under the id that merging gave it.
        ``found``: what the machine made of those within `reach`; ``outcomes``: what became of people's corrections.
        """
        with self._writing() as connection:
            reach.keep(connection, self._actors, found)
            events.replace_events(connection, self._actors, shown)
            ledger.settle(connection, outcomes or {})
            self._mark_unmerged("no")

    def reach(self) -> dict[str, str]:
        """The articles that corrections quote, by id, with the hash of their text; they can touch no others' events."""
        with sentences(self.path):
            return {id_: hashed for id_, (_, hashed) in reach.documents(self._connection).items()}

    def found_in_reach(self) -> list[Event]:
        """What the machine made of the events that corrections can touch."""
        with sentences(self.path):
            return reach.found(self._connection, self._actors)

    def replace_in_reach(
        self, machine: Iterable[Event], corrected: Iterable[Event], outcomes: Mapping[str, Outcome]
    ) -> None:
        """Make ``corrected`` what is shown of ``machine``, the events that `found_in_reach` gave, and added by hand."""
        with self._writing() as connection:
            reach.replace(connection, self._actors, machine, corrected, outcomes)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[int]:
        """One state of the database, whoever else writes meanwhile: its number, which `renewing` is to be given."""
        with sentences(self.path):
            self._connection.execute("BEGIN")
            try:
                yield self._generation()
            finally:
                self._connection.execute("ROLLBACK")

    @contextlib.contextmanager
    def renewing(self, generation: int, tellings: Ints, *, whole: bool) -> Iterator[Renewing | None]:
        """One transaction for what merging made of ``tellings``; None where `snapshot` is outdated."""
        with self._writing() as connection:
            if self._generation() != generation:
                yield None
                return
            old = [] if whole else self.tellings.happenings_of(tellings.tolist())
            yield Renewing(connection, self._actors, old, whole=whole)
            self._mark_unmerged("no")

    def _generation(self) -> int:
        (value,) = self._connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
        return int(value)

    def add_actors(self, actors: Iterable[Actor]) -> None:
        """Make the names of actors known that label the filters, such as a state met only through its president."""
        with self._writing():
            for actor in actors:
                self._actors.number(actor)
