"""Articles in the store: reading their rows, and telling whether an article is already there.

Two documents are the same article when their normalised texts are equal and their metadata do not contradict each
other: title, publisher, publication date and URL each equal, or missing on one side. One agency text in two papers
is two documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dateline.errors import DatelineError
from dateline.model import Anchor, Document, When

from .codec import decode_when, encode_when, normalise, sound, text_hash
from .db import sqlite3
from .ledger import HOLDING_DATE, holding_date
from .results import DocumentRow

GIVEN_BY_YOU = "given by you"
"""The ``published_origin`` of a date that a person gave."""

FROM_DOCUMENT = f"""
    document d LEFT JOIN correction c ON c.n = ({HOLDING_DATE.format(id="d.id", text_hash="d.text_hash")})
"""
"""SQL: each document with the person's correction that holds, if any."""

PUBLISHED = "CASE WHEN c.n IS NULL THEN d.published ELSE c.published END"
"""SQL: the publication date that holds, for `FROM_DOCUMENT`."""

DOCUMENT = """d.id, d.name, d.title, d.publisher, d.published, d.published_origin, d.url, d.language,
    d.published_confidence, d.date_note, d.proposed, d.wire, c.n, c.published"""
"""SQL: what `to_document` reads."""

WIDTH = 14
"""How many columns these are."""

ANCHOR = "d.anchor, d.anchor_origin, d.anchor_reason, d.anchor_confidence"
"""SQL: what `to_anchor` reads."""


def to_document(row: Sequence[Any], *, text: str = "") -> Document:
    """The Document of the columns `DOCUMENT`, with the person's publication date where one was given."""
    id_, name, title, publisher, published, origin, url, language, sure, note, proposed, wire, correction, value = row
    if correction is not None:
        published, origin, sure, note, proposed = value, None if value is None else GIVEN_BY_YOU, 1.0, None, None
    return Document(
        id=id_,
        name=name,
        text=text,
        title=title,
        publisher=publisher,
        published=decode_when(published),
        published_origin=origin,
        url=url,
        language=language,
        published_confidence=sure,
        date_note=note,
        proposed=decode_when(proposed),
        wire=wire,
    )


def to_anchor(row: Sequence[Any]) -> Anchor:
    """The Anchor of the columns `ANCHOR`."""
    when, origin, reason, confidence = row
    return Anchor(when=decode_when(when), origin=origin, reason=reason, confidence=confidence)


def with_copies(rows: Sequence[Sequence[Any]]) -> list[DocumentRow]:
    """Rows of the columns `DOCUMENT`, `ANCHOR` and a number of events, each with the others that carry its text.

    An article is an older version where its own outlet, or its own address, brought the same text later.
    """
    documents = [to_document(row[:WIDTH]) for row in rows]
    group: dict[str, list[Document]] = {}
    for document in documents:
        if document.wire:
            group.setdefault(document.wire, []).append(document)
    found = []
    for document, row in zip(documents, rows, strict=True):
        others = [o for o in group.get(document.wire or "", ()) if o.id != document.id]
        newer = [other for other in others if _is_newer(other, document)]
        found.append(
            DocumentRow(
                document=document,
                anchor=to_anchor(row[WIDTH:-1]),
                events=row[-1],
                copies=tuple(other.id for other in others),
                newer=max(newer, key=lambda o: (_last_day(o), o.id)).id if newer else None,
            )
        )
    return found


def _is_newer(other: Document, document: Document) -> bool:
    mine, theirs = document.published, other.published
    if mine is None or theirs is None or _last_day(other) <= _last_day(document):
        return False
    return (document.url is not None and document.url == other.url) or (
        document.publisher is not None and document.publisher == other.publisher
    )


def _last_day(document: Document) -> int:
    day = document.published.latest if document.published else None
    return day.toordinal() if day else 0


def get_document(connection: sqlite3.Connection, document_id: str) -> Document:
    """The article with its text, and the publication date that a person gave. E205 if there is none."""
    row = connection.execute(
        f"""SELECT {DOCUMENT}, t.text FROM {FROM_DOCUMENT} JOIN document_text t ON t.document = d.n
            WHERE d.id = ?""",  # noqa: S608
        (sound(document_id),),
    ).fetchone()
    if row is None:
        raise DatelineError("E205", document=document_id)
    return to_document(row[:-1], text=row[-1])


@dataclass(frozen=True, slots=True)
class Stored:
    """An article in the store that an incoming document turned out to be.

    ``gaps``: what the incoming one knows and the stored one does not, by column.
    """

    n: int
    id: str
    gaps: dict[str, Any]


def find_same(connection: sqlite3.Connection, document: Document) -> Stored | None:
    """The stored article that ``document`` is, one without gaps before one with, the oldest first; or None."""
    rows = connection.execute(
        f"SELECT d.n, {DOCUMENT} FROM {FROM_DOCUMENT} WHERE d.text_hash = ? ORDER BY d.n",  # noqa: S608
        (text_hash(document.text),),
    )
    best: Stored | None = None
    for n, *row in rows:
        stored = to_document([*row[:-2], None, None])  # as read, without the correction
        given = to_document(row).published if row[-2] is not None else None
        gaps = _gaps(stored, document, given=given)
        if gaps is not None and (best is None or (best.gaps and not gaps)):
            best = Stored(n, stored.id, gaps)
    return best


def filled(connection: sqlite3.Connection, document: Document) -> Document:
    """``document`` as the store would hold it: the id of the same article, gaps filled, a person's date applied."""
    same = find_same(connection, document)
    row = connection.execute(
        f"SELECT {DOCUMENT} FROM {FROM_DOCUMENT} WHERE d.n = ?",  # noqa: S608
        (same.n if same else None,),
    ).fetchone()
    if row is not None:
        known = to_document(row)
        return replace(
            document,
            id=known.id,
            title=known.title or document.title,
            publisher=known.publisher or document.publisher,
            url=known.url or document.url,
            **_date_of(known, document, corrected=row[-2] is not None),
        )
    given = holding_date(connection, document.id, text_hash(document.text))  # from before the article was taken out
    if given is None:
        return document
    return replace(document, published=given[1], published_origin=GIVEN_BY_YOU if given[1] else None)


def _date_of(known: Document, document: Document, *, corrected: bool) -> dict[str, Any]:
    source = known if corrected or known.published else document
    names = ("published", "published_origin", "published_confidence", "date_note", "proposed")
    return {name: getattr(source, name) for name in names}


def _gaps(stored: Document, incoming: Document, *, given: When | None) -> dict[str, Any] | None:
    """Columns that ``incoming`` can fill in; None where the two contradict each other.

    ``given`` is the publication date that a person gave: an incoming date equal to it contradicts nothing and adds
    nothing.
    """
    gaps: dict[str, Any] = {}
    for column in ("title", "publisher", "url"):
        mine, theirs = getattr(stored, column), getattr(incoming, column)
        if not theirs or not normalise(theirs):
            continue
        if not mine:
            gaps[column] = sound(theirs)
        elif not _equal(mine, theirs, fold=column != "url"):
            return None
    if incoming.published is not None and incoming.published != given:
        if stored.published is None:
            gaps["published"] = encode_when(incoming.published) or ""
            if incoming.published_origin:
                gaps["published_origin"] = sound(incoming.published_origin)
            gaps |= {"published_confidence": incoming.published_confidence, "date_note": incoming.date_note,
                     "proposed": None}  # fmt: skip
        elif stored.published != incoming.published:
            return None
    return gaps


def _equal(one: str, other: str, *, fold: bool) -> bool:
    one, other = normalise(one), normalise(other)
    return one.casefold() == other.casefold() if fold else one == other
