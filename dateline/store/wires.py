"""Which stored articles carry the same text, kept with each article that comes or goes (see `dateline.alike`).

The name of a group is the smallest id in it, and who belongs to whom does not depend on the order of arrival. An
article that shares its text with none has no group.
"""

from __future__ import annotations

import json

from dateline import alike

from .db import sqlite3

_COMPARED = 40
"""Most articles that are compared with a new one."""


def join(connection: sqlite3.Connection, n: int, text: str) -> None:
    """Finds the group of a new article, or of one whose text changed; groups that it connects become one."""
    found = alike.shingles(text)
    hashes = alike.sketch(found)
    connection.execute("DELETE FROM sketch WHERE document = ?", (n,))
    shared: dict[int, int] = {}
    for value in hashes:
        rows = connection.execute("SELECT document FROM sketch WHERE hash = ? LIMIT ?", (value, alike.MANY))
        for (document,) in rows:
            shared[document] = shared.get(document, 0) + 1
    connection.executemany("INSERT INTO sketch VALUES (?, ?)", [(value, n) for value in hashes])
    alikes = [
        row[0]
        for row in connection.execute(
            """SELECT o.n FROM document d JOIN document o ON o.text_hash = d.text_hash AND o.n <> d.n
               WHERE d.n = ? ORDER BY o.n LIMIT 1""",
            (n,),
        )
    ]
    likely = sorted((d for d, count in shared.items() if count >= alike.SHARED_HASHES), key=lambda d: (-shared[d], d))
    met = {wire for document in alikes if (wire := _wire(connection, document))}
    for document in likely[:_COMPARED]:
        wire = _wire(connection, document)
        if wire in met or document in alikes:
            continue
        (other,) = connection.execute("SELECT text FROM document_text WHERE document = ?", (document,)).fetchone()
        if alike.same(found, alike.shingles(other)):
            alikes.append(document)
            if wire:
                met.add(wire)
    if alikes:
        _unite(connection, [n, *alikes], met)


def _wire(connection: sqlite3.Connection, n: int) -> str | None:
    row = connection.execute("SELECT wire FROM document WHERE n = ?", (n,)).fetchone()
    return row[0] if row else None


def _unite(connection: sqlite3.Connection, documents: list[int], wires: set[str]) -> None:
    chosen = (json.dumps(documents), json.dumps(sorted(wires)))
    connection.execute(
        """UPDATE document SET wire = (
               SELECT min(id) FROM document
               WHERE n IN (SELECT value FROM json_each(?1)) OR wire IN (SELECT value FROM json_each(?2)))
           WHERE n IN (SELECT value FROM json_each(?1)) OR wire IN (SELECT value FROM json_each(?2))""",
        chosen,
    )


def leave(connection: sqlite3.Connection, n: int) -> None:
    """Takes an article that goes out of its group; those that only it connected come apart."""
    wire = _wire(connection, n)
    connection.execute("DELETE FROM sketch WHERE document = ?", (n,))
    if wire is None:
        return
    left = connection.execute(
        """SELECT d.n, t.text FROM document d JOIN document_text t ON t.document = d.n
           WHERE d.wire = ? AND d.n <> ? ORDER BY d.n""",
        (wire, n),
    ).fetchall()
    connection.execute("UPDATE document SET wire = NULL WHERE wire = ?", (wire,))
    # The one that goes must not be met again by those that stay.
    connection.execute("UPDATE document SET text_hash = randomblob(32) WHERE n = ?", (n,))
    for document, _ in left:
        connection.execute("DELETE FROM sketch WHERE document = ?", (document,))
    for document, text in left:
        join(connection, document, text)
