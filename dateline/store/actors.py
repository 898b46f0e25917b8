"""Actors and the values of filters in the store: each is one row, referred to by number."""

from __future__ import annotations

import hashlib

from dateline.model import Actor, Participant, Role

from .codec import decode_actor, encode_actor, sound
from .db import sqlite3


class ActorTable:
    """Rows of actors and of filters' values, remembered for as long as the object lives.

    A writer calls `forget` when it rolls back, since the numbers given in that transaction are void.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._numbers: dict[Actor, int] = {}
        self._actors: dict[int, Actor] = {}
        self._participants: dict[tuple[int, Role, str | None], Participant] = {}
        self._facets: dict[tuple[str, str], int] = {}

    def number(self, actor: Actor) -> int:
        """The row of this form of the actor, written if it is new."""
        n = self._numbers.get(actor)
        if n is None:
            form = encode_actor(actor)
            digest = hashlib.blake2b(form.encode(), digest_size=16).digest()
            row = self._connection.execute("SELECT n FROM actor WHERE digest = ?", (digest,)).fetchone()
            if row is None:
                values = (sound(actor.id), actor.kind, sound(actor.name), digest, form)
                row = self._connection.execute(
                    "INSERT INTO actor (id, kind, name, digest, form) VALUES (?, ?, ?, ?, ?) RETURNING n", values
                ).fetchone()
            n = self._numbers[actor] = int(row[0])
        return n

    def participant(self, n: int, role: Role, country: str | None) -> Participant:
        """The participant whose actor is that row; one object for each, since a few take part in most events."""
        key = (n, role, country)
        found = self._participants.get(key)
        if found is None:
            actor = self._actors.get(n)
            if actor is None:
                (form,) = self._connection.execute("SELECT form FROM actor WHERE n = ?", (n,)).fetchone()
                actor = self._actors[n] = decode_actor(form)
            found = self._participants[key] = Participant(actor=actor, role=role, country=country)
        return found

    def facet(self, field: str, value: str) -> int:
        """The row of a value that a filter offers, written if it is new."""
        n = self._facets.get((field, value))
        if n is None:
            execute = self._connection.execute
            row = execute("SELECT n FROM facet WHERE field = ? AND value = ?", (field, value)).fetchone()
            if row is None:
                row = execute("INSERT INTO facet (field, value) VALUES (?, ?) RETURNING n", (field, value)).fetchone()
            n = self._facets[field, value] = int(row[0])
        return n

    def forget(self) -> None:
        """Drop all that is remembered."""
        self._numbers.clear()
        self._actors.clear()
        self._participants.clear()
        self._facets.clear()
