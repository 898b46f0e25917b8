"""The tellings of a store, as merging asks for them (`dateline.merge.shelf`), and what ranking asks of its dates."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dateline.model import Document, EventMention

from .actors import ActorTable
from .articles import FROM_DOCUMENT, PUBLISHED, get_document
from .codec import decode_mention, decode_when
from .db import sqlite3
from .events import MENTION

Ints = NDArray[np.int64]

ARTICLES_AT_ONCE = 200
"""Of as many articles the tellings are read at a time."""

KEY_BYTES = 6
"""Of a block key, as it is kept beside its telling."""


class Happening(NamedTuple):
    """What is kept of an event that the machine made: its date ("" for none) and weight are what ranking goes by."""

    id: str
    day: str
    weight: float
    importance: float


class ToldOn(NamedTuple):
    """A telling of a date: the text that it stands in (one for all papers that carry it), the publication date of its
    article, whether it tells an act, of the main person of the article, and where it begins."""

    text: str
    published: Any
    act: bool
    about: bool
    start: int


class Tellings:
    """The tellings of a store by their numbers, for reading. Use it within one transaction."""

    def __init__(self, connection: sqlite3.Connection, actors: ActorTable) -> None:
        self._connection = connection
        self._actors = actors

    def count(self) -> int:
        """How many there are."""
        (count,) = self._connection.execute("SELECT count(*) FROM telling WHERE mention IS NOT NULL").fetchone()
        return int(count)

    def by_article(self) -> Iterator[list[tuple[int, EventMention, int, int, int]]]:
        """Number, mention, part (0 where it waits), nth and wording of all, article after article by their ids."""
        articles = self._connection.execute("SELECT n FROM document ORDER BY id")
        while some := articles.fetchmany(ARTICLES_AT_ONCE):
            rows = self._connection.execute(
                f"""SELECT {MENTION}, t.n, max(t.part, 0), t.nth, t.wording
                    FROM json_each(?) w JOIN telling t ON t.document = w.value JOIN mention m ON m.n = t.mention
                    JOIN document d ON d.n = m.document ORDER BY d.id""",  # noqa: S608
                (numbers_json(n for (n,) in some),),
            ).fetchall()
            for _, same in itertools.groupby(rows, key=itemgetter(0)):
                yield [
                    (n, decode_mention(mention, self._actors.participant), part, nth, wording)
                    for *mention, n, part, nth, wording in same
                ]

    def mentions(self, numbers: Iterable[int]) -> dict[int, EventMention]:
        """The mentions of some."""
        rows = self._connection.execute(
            f"""SELECT {MENTION}, t.n FROM json_each(?) w JOIN telling t ON t.n = w.value
                JOIN mention m ON m.n = t.mention JOIN document d ON d.n = m.document""",  # noqa: S608
            (numbers_json(numbers),),
        ).fetchall()
        return {n: decode_mention(mention, self._actors.participant) for *mention, n in rows}

    def stale(self) -> set[int]:
        """Those that wait to be looked at, and those of parts that one has left."""
        return self._set(
            """SELECT n FROM telling WHERE part <= 0 AND mention IS NOT NULL
               UNION SELECT t.n FROM telling t JOIN (
                   SELECT -part AS part FROM telling WHERE part < 0
                   UNION SELECT abs(part) FROM telling WHERE mention IS NULL
               ) p ON t.part = p.part WHERE t.mention IS NOT NULL"""
        )

    def gone(self) -> dict[int, Ints]:
        """Those whose mention is there no more, with their block keys."""
        return {
            n: _unpacked(k) for n, k in self._connection.execute("SELECT n, keys FROM telling WHERE mention IS NULL")
        }

    def read(self, numbers: Iterable[int]) -> list[tuple[int, EventMention, int, int, int, int, int, Ints, bool]]:
        """Number, mention, part (0 where it waits), nth, wording, word, rank, block keys, ``about`` of some."""
        rows = self._connection.execute(
            f"""SELECT {MENTION}, t.n, max(t.part, 0), t.nth, t.wording, t.word, t.rank, t.keys, t.about
                FROM json_each(?) w JOIN telling t ON t.n = w.value JOIN mention m ON m.n = t.mention
                JOIN document d ON d.n = m.document""",  # noqa: S608
            (numbers_json(numbers),),
        ).fetchall()
        return [
            (n, decode_mention(mention, self._actors.participant), *facts, _unpacked(keys), bool(about))
            for *mention, n, part, nth, wording, word, rank, keys, about in rows
            for facts in [(part, nth, wording, word, rank)]
        ]

    def documents(self, ids: Iterable[str]) -> dict[str, Document]:
        """Articles by id."""
        return {id_: get_document(self._connection, id_) for id_ in ids}

    def of_parts(self, parts: Iterable[int]) -> set[int]:
        """Those of some parts."""
        return self._set(
            "SELECT t.n FROM json_each(?) w JOIN telling t ON t.part = w.value WHERE t.mention IS NOT NULL", parts
        )

    def of_wordings(self, wordings: Iterable[int]) -> set[int]:
        """Those of some wordings that have been looked at."""
        return self._set(
            """SELECT t.n FROM json_each(?) w JOIN telling t ON t.wording = w.value
               WHERE t.mention IS NOT NULL AND t.part > 0""",
            wordings,
        )

    def blocks(self, keys: Ints) -> tuple[Ints, Ints]:
        """Who stands in some blocks: keys and numbers."""
        rows = self._connection.execute(
            "SELECT b.key, b.telling FROM json_each(?) w JOIN block b ON b.key = w.value",
            (numbers_json(keys.tolist()),),
        ).fetchall()
        table = np.array(rows, dtype=np.int64).reshape(-1, 2)
        return table[:, 0].copy(), table[:, 1].copy()

    def order(self, numbers: Ints) -> tuple[Ints, Ints]:
        """Word and rank of some, in their order; 0 for unknown ones."""
        rows = self._connection.execute(
            "SELECT t.n, t.word, t.rank FROM json_each(?) w JOIN telling t ON t.n = w.value",
            (numbers_json(numbers.tolist()),),
        )
        known = {n: (word, rank) for n, word, rank in rows}
        table = np.array([known.get(n, (0, 0)) for n in numbers.tolist()], dtype=np.int64).reshape(-1, 2)
        return table[:, 0].copy(), table[:, 1].copy()

    def happenings_of(self, numbers: Iterable[int]) -> list[Happening]:
        """The machine's events that some tellings, or those that are gone, were in."""
        rows = self._connection.execute(
            """SELECT h.id, h.day, h.weight, h.importance FROM happening h WHERE h.n IN (
                   SELECT t.happening FROM json_each(?) w JOIN telling t ON t.n = w.value
                   UNION SELECT happening FROM telling WHERE mention IS NULL
               )""",
            (numbers_json(numbers),),
        )
        return [Happening(*row) for row in rows]

    def happenings_on(self, day: str, *, but: set[str]) -> list[Happening]:
        """The machine's events of a date, without some of them."""
        rows = self._connection.execute("SELECT id, day, weight, importance FROM happening WHERE day = ?", (day,))
        return [found for row in rows if (found := Happening(*row)).id not in but]

    def told_on(self, day: str, *, but: set[int]) -> list[ToldOn]:
        """What is told of a date, by the machine's events, without some tellings."""
        rows = self._connection.execute(
            """SELECT t.document, t.act, t.about, m.start, t.n FROM happening h JOIN telling t ON t.happening = h.n
               JOIN mention m ON m.n = t.mention WHERE h.day = ?""",
            (day,),
        ).fetchall()
        articles = self._connection.execute(
            f"""SELECT d.n, coalesce(d.wire, d.id), {PUBLISHED} FROM {FROM_DOCUMENT}
                WHERE d.n IN (SELECT value FROM json_each(?))""",  # noqa: S608
            (numbers_json({row[0] for row in rows}),),
        )
        known = {n: (text, decode_when(published)) for n, text, published in articles}
        return [
            ToldOn(*known[document], bool(act), bool(about), start)
            for document, act, about, start, n in rows
            if n not in but
        ]

    def _set(self, query: str, values: Iterable[int] | None = None) -> set[int]:
        rows = self._connection.execute(query, () if values is None else (numbers_json(values),))
        return {n for (n,) in rows}


def numbers_json(values: Iterable[int]) -> str:
    """Numbers for `json_each`."""
    return json.dumps(list(values))


def packed(keys: Ints) -> bytes:
    """Block keys as they are kept."""
    return keys.astype("<i8").view(np.uint8).reshape(-1, 8)[:, :KEY_BYTES].tobytes()


def _unpacked(data: bytes) -> Ints:
    rows = np.frombuffer(data, dtype=np.uint8).reshape(-1, KEY_BYTES)
    whole = np.zeros((len(rows), 8), dtype=np.uint8)
    whole[:, :KEY_BYTES] = rows
    whole[:, KEY_BYTES:] = np.where(rows[:, -1:] >= 0x80, 0xFF, 0)  # the sign
    return whole.reshape(-1).view("<i8").astype(np.int64)
