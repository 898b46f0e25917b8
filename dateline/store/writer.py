"""The only place that writes the database: one connection, one transaction for each call."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from dateline.errors import DatelineError
from dateline.model import Anchor, Document, EventMention

from . import articles, events, merging, reach, wires
from .codec import decode_mention, encode_mention, encode_when, sound, text_hash
from .db import sentences, sqlite3
from .event_writer import EventWriter

Added = Literal["added", "known", "updated"]


class Writer(EventWriter):
    """Writes a database. Use it as a context manager; it belongs to one thread at a time.

    Each method is one transaction: readers see all of it or nothing, and a call that changes nothing writes nothing.
    Raises `DatelineError`: E201 locked for longer than `limits.BUSY_TIMEOUT_MS`, E202 not writable or disk full,
    E203 not a Dateline database, E204 made by a newer Dateline, E207 missing while ``create`` is False.
    """

    def add(
        self,
        document: Document,
        anchor: Anchor,
        mentions: Sequence[EventMention],
        *,
        refresh: bool = False,
        rules_version: str = "",
    ) -> Added:
        """Store an article with what was found in it, in one transaction.

        "added": it is new. "known": the same article is there already (see `store.articles`), nothing was written.
        "updated": missing metadata were filled in and the mentions replaced, since the date may be known only now; or
        ``refresh`` asked for the mentions to be replaced and they differ. The id stays the first one, and mentions
        go under it. ``rules_version`` names the rules that made the mentions. Mentions that events still show are kept
        for them until `replace_events`.
        """
        with self._writing() as connection:
            same = articles.find_same(connection, document)
            if same is None:
                n = self._insert(document, anchor, rules_version)
                self._put_mentions(n, mentions)
                self._mark_unmerged("yes")
                return "added"
            if not same.gaps and not refresh:
                return "known"
            before = connection.total_changes
            if same.gaps:
                columns = ", ".join(f"{column} = ?" for column in same.gaps)  # our own names, never the document's
                connection.execute(
                    f"UPDATE document SET {columns} WHERE n = ?",  # noqa: S608
                    (*same.gaps.values(), same.n),
                )
            self._put_anchor(same.n, anchor, rules_version)
            connection.execute(
                "UPDATE document_text SET text = ?1 WHERE document = ?2 AND text <> ?1", (sound(document.text), same.n)
            )  # offsets of the mentions count in this text, which may differ in white space
            self._put_mentions(same.n, mentions)
            if connection.total_changes == before:
                return "known"
            merging.wait(connection, same.n)
            self._mark_unmerged("yes")  # new metadata count too: events name their outlets
            return "updated"

    def knows(self, document: Document) -> str | None:
        """The id under which the article is stored, if `add` would answer "known"; else None."""
        with sentences(self.path):
            same = articles.find_same(self._connection, document)
        return same.id if same and not same.gaps else None

    def resolve(self, document: Document) -> Document:
        """``document`` as it will stand in the store: what to extract from, before `add`.

        It gets the id of the same article if that is stored, metadata that are missing on its side, and the
        publication date that a person gave. Its text stays.
        """
        with sentences(self.path):
            return articles.filled(self._connection, document)

    def get_document(self, document_id: str) -> Document:
        """The article, with the publication date that a person gave. E205 if there is none."""
        with sentences(self.path):
            return articles.get_document(self._connection, document_id)

    def documents(self) -> Iterator[Document]:
        """All articles by id, with the publication dates that people gave. The store may be written meanwhile."""
        with sentences(self.path):
            rows = self._connection.execute("SELECT n FROM document ORDER BY id").fetchall()
        for (n,) in rows:
            with sentences(self.path):
                row = self._connection.execute(
                    f"""SELECT {articles.DOCUMENT}, t.text FROM {articles.FROM_DOCUMENT}
                        JOIN document_text t ON t.document = d.n WHERE d.n = ?""",  # noqa: S608
                    (n,),
                ).fetchone()
            if row is not None:
                yield articles.to_document(row[:-1], text=row[-1])

    def mentions(self) -> Iterator[EventMention]:
        """All mentions that extraction found, by document id and start. The store may be written meanwhile."""
        with sentences(self.path):
            documents = self._connection.execute("SELECT n, id FROM document ORDER BY id").fetchall()
        for n, id_ in documents:
            with sentences(self.path):
                rows = self._connection.execute(
                    'SELECT start, "end", data FROM mention WHERE document = ? AND found = 1 ORDER BY start, "end", n',
                    (n,),
                ).fetchall()
                found = [decode_mention((id_, *row), self._actors.participant) for row in rows]
            yield from found

    def outdated(self, rules_version: str | None = None) -> tuple[str, ...]:
        """Ids of the documents whose mentions were made before a person's correction, or by other rules than these."""
        which = "rules_version = ''" if rules_version is None else "rules_version <> ?"
        with sentences(self.path):
            rows = self._connection.execute(
                f"SELECT id FROM document WHERE {which} ORDER BY id",  # noqa: S608
                () if rules_version is None else (rules_version,),
            ).fetchall()
        return tuple(id_ for (id_,) in rows)

    def remove_document(self, document_id: str) -> None:
        """Take out an article, its mentions, and the events that hung on it alone. E205 if there is none.

        Events told by others as well lose its mentions at once; their date and actors wait for the next merge.
        People's corrections stay, and hold again when the article comes back.
        """
        with self._writing() as connection:
            self._remove(connection, [self._row_of(document_id)])

    def remove_documents(self, document_ids: Iterable[str]) -> int:
        """As `remove_document` for several, in one transaction; how many there were, unknown ones are passed over."""
        with self._writing() as connection:
            ids = json.dumps([sound(id_) for id_ in document_ids])
            found = connection.execute("SELECT n FROM document WHERE id IN (SELECT value FROM json_each(?))", (ids,))
            rows = [n for (n,) in found.fetchall()]
            if rows:
                self._remove(connection, rows)
        return len(rows)

    def _remove(self, connection: sqlite3.Connection, rows: Sequence[int]) -> None:
        self._mark_unmerged("yes")
        documents: dict[str, int] = dict(connection.execute("SELECT id, n FROM document"))
        for n in rows:
            merging.leave_all(connection, n)
            reach.without_document(connection, n)
            events.without_document(connection, self._actors, n, documents=documents)
            wires.leave(connection, n)
            connection.execute("DELETE FROM mention WHERE document = ?", (n,))
            connection.execute("DELETE FROM document_text WHERE document = ?", (n,))
            connection.execute("DELETE FROM document WHERE n = ?", (n,))
        events.recount(connection)

    def _row_of(self, document_id: str) -> int:
        row = self._connection.execute("SELECT n FROM document WHERE id = ?", (sound(document_id),)).fetchone()
        if row is None:
            raise DatelineError("E205", document=document_id)
        return int(row[0])

    def _insert(self, document: Document, anchor: Anchor, rules_version: str) -> int:
        id_ = sound(document.id)
        if self._connection.execute("SELECT 1 FROM document WHERE id = ?", (id_,)).fetchone():
            raise ValueError(f"another article has the id {id_!r}; ids are hashes of text and metadata")
        texts = (document.title, document.publisher, document.published_origin, document.url)
        title, publisher, origin, url = (None if text is None else sound(text) for text in texts)
        (n,) = self._connection.execute(
            """INSERT INTO document (id, text_hash, name, title, publisher, published, published_origin, url, language,
                   published_confidence, date_note, proposed,
                   anchor_origin, anchor_reason, anchor_confidence, rules_version)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', 0, '') RETURNING n""",
            (id_, text_hash(document.text), sound(document.name), title, publisher, encode_when(document.published),
             origin, url, sound(document.language), float(document.published_confidence),
             None if document.date_note is None else sound(document.date_note), encode_when(document.proposed)),
        ).fetchone()  # fmt: skip
        self._connection.execute("INSERT INTO document_text VALUES (?, ?)", (n, sound(document.text)))
        wires.join(self._connection, n, document.text)
        self._put_anchor(n, anchor, rules_version)
        return int(n)

    def _put_anchor(self, n: int, anchor: Anchor, rules_version: str) -> None:
        values = (encode_when(anchor.when), anchor.origin, sound(anchor.reason), float(anchor.confidence))
        self._connection.execute(
            """UPDATE document SET anchor = ?1, anchor_origin = ?2, anchor_reason = ?3, anchor_confidence = ?4,
                   rules_version = ?5
               WHERE n = ?6 AND (anchor, anchor_origin, anchor_reason, anchor_confidence, rules_version)
                   IS NOT (?1, ?2, ?3, ?4, ?5)""",
            (*values, rules_version, n),
        )

    def _put_mentions(self, document: int, mentions: Sequence[EventMention]) -> None:
        """Make ``mentions`` what is found in the document; rows that stay the same are left alone."""
        left: dict[tuple[int, int, str], list[int]] = {}
        rows = self._connection.execute(
            'SELECT start, "end", data, n FROM mention WHERE document = ? AND found = 1', (document,)
        )
        for start, end, data, n in rows:
            left.setdefault((start, end, data), []).append(n)
        for mention in mentions:
            key = (mention.start, mention.end, encode_mention(mention, self._actors.number))
            if left.get(key):
                left[key].pop()
                continue
            (row,) = self._connection.execute(
                'INSERT INTO mention (document, start, "end", data, found) VALUES (?, ?, ?, ?, 1) RETURNING n',
                (document, *key),
            ).fetchone()
            merging.come(self._connection, row, document)
        old = [(n,) for rows_left in left.values() for n in rows_left]
        if old:
            for (n,) in old:
                merging.leave(self._connection, n)
            self._connection.executemany("UPDATE mention SET found = 0 WHERE n = ?", old)
            events.forget_unused_mentions(self._connection)
