"""What the dashboard and the exports ask of the database. Read-only; each call sees one state of it.

All raise `DatelineError`: E207 where there is no database, E203 and E204 where it is not one that can be read, E201
where it stays locked.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import Document, Query, Timeline

from .actors import ActorTable
from .articles import (
    ANCHOR,
    DOCUMENT,
    FROM_DOCUMENT,
    PUBLISHED,
    WIDTH,
    get_document,
    to_anchor,
    to_document,
    with_copies,
)
from .codec import number_day, sound
from .db import Path_, reading
from .events import read_event
from .facets import OFFERED
from .keeper import columns_of, version_of
from .ledger import recorded_in
from .merging import holder
from .results import DocumentRow, EventDetail, Recorded, Summary, UndatedDocument
from .search import run
from .views import SavedView, saved_in

NO_FILTER = Query()
CHOICES = tuple(OFFERED)


def version(path: Path_) -> str:
    """A short text that is another one after each write that changed something, and for each other database."""
    with reading(path) as connection:
        return version_of(connection)


def timeline(
    path: Path_, query: Query = NO_FILTER, *, limit: int = limits.MAX_MARKS, crowded: int | None = None,
    undated: int | None = None, offer: Sequence[str] = CHOICES, again: bool = False,
) -> Timeline:  # fmt: skip
    """The events that match, what the filters could offer next, and the counts.

    Dated events come by first possible day (last possible where the first is open), undated ones by importance, both
    without their mentions. Of each kind at most ``limit`` come back, the most important: where more dated ones match
    ``crowded`` of them, and ``undated`` undated ones, if these are given. ``total``, ``undated_total`` and
    ``documents`` count all that match. An event without a date is outside every time range. ``years`` counts a dated
    event once, in the year of that same day. ``offer``: the fields whose choices are wanted; fewer are counted faster.
    ``again``: this process will ask more of a large database, which is worth keeping its columns in memory.
    """
    with reading(path) as connection:
        return run(
            connection, query, limit=limit, crowded=crowded, undated=undated,
            offer=[field for field in OFFERED if field in offer], columns=columns_of(path, connection, build=again),
        )  # fmt: skip


def event(path: Path_, event_id: str) -> EventDetail:
    """One event with its mentions and the articles that they stand in. E206 if there is none.

    An id that it had before another article came, or before it was put together with another event, leads to it too.
    """
    with reading(path) as connection:
        n = holder(connection, sound(event_id))
        if n is None:
            raise DatelineError("E206", event=event_id)
        rows = connection.execute(
            f"""SELECT {DOCUMENT}, t.text FROM {FROM_DOCUMENT} JOIN document_text t ON t.document = d.n
                WHERE d.n IN (SELECT document FROM event_mention WHERE event = ?) ORDER BY d.id""",  # noqa: S608
            (n,),
        )
        documents = {columns[0]: to_document(columns, text=text) for *columns, text in rows}
        return EventDetail(event=read_event(connection, ActorTable(connection), n), documents=documents)


def details(path: Path_, event_ids: Sequence[str]) -> tuple[EventDetail, ...]:
    """Several events with their mentions and the articles that they stand in, these without their texts.

    What is not there (any more) is left out.
    """
    with reading(path) as connection:
        actors = ActorTable(connection)
        held: dict[str, Document] = {}
        found = []
        rows_found = (holder(connection, sound(event_id)) for event_id in event_ids)
        for n in dict.fromkeys(row for row in rows_found if row is not None):
            one = read_event(connection, actors, n)
            told = {mention.document for mention in one.mentions}
            for missing in told - held.keys():
                columns = connection.execute(
                    f"SELECT {DOCUMENT} FROM {FROM_DOCUMENT} WHERE d.id = ?",  # noqa: S608
                    (missing,),
                ).fetchone()
                held[missing] = to_document(columns)
            found.append(EventDetail(event=one, documents={id_: held[id_] for id_ in told}))
    return tuple(found)


def document(path: Path_, document_id: str) -> Document:
    """One article with its text, and the publication date that a person gave. E205 if there is none."""
    with reading(path) as connection:
        return get_document(connection, document_id)


def undated_documents(path: Path_) -> tuple[UndatedDocument, ...]:
    """Articles whose publication date is not known, those that most undated events hang on first."""
    with reading(path) as connection:
        rows = connection.execute(
            f"""SELECT {DOCUMENT}, {ANCHOR},
                    (SELECT count(DISTINCT l.event) FROM event_mention l JOIN event e ON e.n = l.event
                     WHERE l.document = d.n AND e.first > e.last) AS events
                FROM {FROM_DOCUMENT} WHERE {PUBLISHED} IS NULL ORDER BY events DESC, d.name, d.id"""  # noqa: S608
        ).fetchall()
    return tuple(
        UndatedDocument(document=to_document(row[:WIDTH]), anchor=to_anchor(row[WIDTH:-1]), events=row[-1])
        for row in rows
    )


def documents(path: Path_) -> tuple[DocumentRow, ...]:
    """All articles without their texts: undated ones first, then the latest published."""
    with reading(path) as connection:
        rows = connection.execute(
            f"""SELECT {DOCUMENT}, {ANCHOR}, (SELECT count(DISTINCT event) FROM event_mention WHERE document = d.n)
                FROM {FROM_DOCUMENT} ORDER BY d.name, d.id"""  # noqa: S608
        ).fetchall()
    return tuple(sorted(with_copies(rows), key=_newest_first))


def _newest_first(row: DocumentRow) -> tuple[bool, int]:
    when = row.document.published
    if when is None:
        return False, 0
    day = when.latest or when.earliest
    return True, -day.toordinal() if day else 0


def corrections(path: Path_) -> tuple[Recorded, ...]:
    """Every correction that people made, undone ones and undos too, in the order in which they were made."""
    with reading(path) as connection:
        return recorded_in(connection)


def hidden(path: Path_) -> int:
    """How many events people have hidden."""
    with reading(path) as connection:
        (count,) = connection.execute(
            "SELECT count(DISTINCT event) FROM correction WHERE kind = 'hide' AND holds = 1 AND state = 'applied'"
        ).fetchone()
    return int(count)


def saved_views(path: Path_) -> tuple[SavedView, ...]:
    """The ways of looking at the timeline that people gave a name, by name."""
    with reading(path) as connection:
        return saved_in(connection)


def setting(path: Path_, key: str) -> str:
    """A fact about the database that was kept under a name (`Writer.meta`), "" where there is none."""
    with reading(path) as connection:
        row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else ""


def summary(path: Path_) -> Summary:
    """The whole database in a line."""
    with reading(path) as connection:
        tally = dict(connection.execute("SELECT name, count FROM tally"))
        (count,) = connection.execute("SELECT count(*) FROM document").fetchone()
        (publishers,) = connection.execute("SELECT count(DISTINCT publisher) FROM document").fetchone()
        sample = connection.execute("SELECT value FROM meta WHERE key = 'sample'").fetchone()
    return Summary(
        documents=count,
        events=tally.get("events", 0),
        undated=tally.get("undated", 0),
        publishers=publishers,
        earliest=number_day(tally["first"]) if "first" in tally else None,
        latest=number_day(tally["last"]) if "last" in tally else None,
        sample=sample == ("yes",),
    )
