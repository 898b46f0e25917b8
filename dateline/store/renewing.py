"""Writing down what merging made of tellings, an event at a time, so that not all of them need memory at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dateline.corrections import Outcome
from dateline.model import Event

from . import ledger, merging, reach
from .actors import ActorTable
from .codec import sound
from .db import sqlite3
from .events import delete_event, forget_unused_mentions, put_event, recount
from .tellings import Happening, Ints


class Renewing:
    """What merging made of some tellings, to be written within one transaction: `put` each event, then `finish`.

    ``old``: the machine's events that those tellings were in, which go unless they are put again; ``whole``: all go.
    """

    def __init__(
        self, connection: sqlite3.Connection, actors: ActorTable, old: Sequence[Happening], *, whole: bool
    ) -> None:
        self._connection, self._actors, self._whole = connection, actors, whole
        self.old = old
        self._left = merging.leaving(connection)
        self._rows: dict[str, int] = dict(connection.execute("SELECT id, n FROM document"))
        self._stored = reach.shown(connection)
        if whole:
            self._stored |= dict(connection.execute("SELECT id, n FROM event"))
        for happening in old:
            self._stored |= dict(connection.execute("SELECT id, n FROM event WHERE id = ?", (sound(happening.id),)))
        self._put: set[int] = set()

    def put(self, event: Event, *, weighed: bool = False) -> None:
        """Write an event. One that corrections can reach is put with `finish`, all others without importance."""
        n = put_event(self._connection, self._actors, event, documents=self._rows, weighed=weighed)
        if n in self._put:
            raise ValueError(f"two events have the id {event.id!r}")
        self._put.add(n)
        self._stored.pop(sound(event.id), None)

    def finish(
        self,
        rows: Iterable[merging.TellingRow],
        happenings: Iterable[Happening],
        *,
        machine: Sequence[Event],
        corrected: Iterable[Event],
        outcomes: Mapping[str, Outcome],
        importance: Mapping[str, float],
        added: tuple[Ints, Ints],
        removed: tuple[Ints, Ints],
    ) -> None:
        """``rows``: the tellings; ``happenings``: the machine's events of them; ``machine`` and ``corrected``: those
        within reach of corrections, as the machine made them and as they are shown; ``importance``: of the
        machine's events, those that were put and those that were there, where it may have changed."""
        connection = self._connection
        merging.put(connection, rows, happenings, added=added, removed=removed, whole=self._whole)
        merging.lead_on(connection, self._left)
        merging.weigh(connection, importance, corrected={event.id for event in machine})
        reach.keep(connection, self._actors, machine)
        self._stored |= {id_: n for id_, n in reach.shown(connection).items() if n not in self._put}
        for event in corrected:
            self.put(event, weighed=True)
        for n in self._stored.values():
            delete_event(connection, n)
        forget_unused_mentions(connection)
        recount(connection)
        ledger.settle(connection, outcomes)
