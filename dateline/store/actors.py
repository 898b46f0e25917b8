"""Actors in the store: each form of an actor is one row, referred to by number."""

from __future__ import annotations

import hashlib

from dateline.model import Actor

from .codec import decode_actor, encode_actor, sound
from .db import sqlite3


class ActorTable:
    """Numbers of actors and actors of numbers, remembered for as long as the object lives.

    A writer calls `forget` when it rolls back, since the numbers given in that transaction are void.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._numbers: dict[Actor, int] = {}
        self._actors: dict[int, Actor] = {}

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

    def lookup(self, n: int) -> Actor:
        """The actor of a row."""
        actor = self._actors.get(n)
        if actor is None:
            (form,) = self._connection.execute("SELECT form FROM actor WHERE n = ?", (n,)).fetchone()
            actor = self._actors[n] = decode_actor(form)
        return actor

    def forget(self) -> None:
        """Drop all that is remembered."""
        self._numbers.clear()
        self._actors.clear()
