"""Merging everything in a store: what `dateline.merge.renewal` gives, without holding all mentions at once.

The articles are gone through once for their sketches; then it is numbers that are compared and put together. The
mentions are read again, those of a few thousand at a time, as their events are asked for.
"""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar, cast

import numpy as np

from dateline.model import Document, Event, EventMention

from .divided import Divided, gathered
from .entries import entries, entries_of
from .event import Place, id_of, numbered, place
from .renewed import Facts, Mark, Renewal
from .shelf import Shelf, Telling
from .sketch import Ints, Sketches
from .together import Links, event_of_rows, join, links_of, wording

Value = TypeVar("Value")

BATCH = 4_000
"""Of as many tellings, about, the mentions are read at a time to make their events."""


def renew_all(shelf: Shelf, by: Divided, *, mark: Mark) -> Renewal:
    """Put everything together anew."""
    found = _Everything(shelf, mark)
    table = by.sketches(lambda: gathered(found.articles_anew()))
    keys, rows = entries(table)
    joined = join(table, by.scored(table))
    links = links_of(table, joined, said=by.said)
    n, row, first = (np.array(column, dtype=np.int64) for column in (found.n, found.row, found.first))
    number = np.zeros(len(table), dtype=np.int64)
    number[row[first > 0]] = n[first > 0]
    bounds = np.searchsorted(rows, np.arange(len(table) + 1))

    def keys_of_telling(at: int) -> Ints:
        return keys[bounds[row[at]] : bounds[row[at] + 1]] if first[at] else keys[:0]

    owners = np.array(joined.owners, dtype=np.int64)
    facts = Facts(
        n=n,
        part=number[np.array(joined.parts, dtype=np.int64)[row]],
        nth=np.array(found.nth, dtype=np.int64),
        wording=np.array(found.wording, dtype=np.int64),
        trigger=table.trigger[row],
        rank=table.rank[row],
        own=found.own,
        article=np.array(found.article, dtype=np.int64),
        start=np.array(found.start, dtype=np.int64),
        act=np.array(found.act, dtype=np.bool_),
        about=np.array(found.about, dtype=np.bool_),
        event=_events_by_date(owners, table)[row],
        keys=keys_of_telling,
    )
    return Renewal(
        _events(shelf, facts, found, links), facts, found.articles, (keys, number[rows]), entries_of({}), whole=True
    )


def _events_by_date(owners: Ints, table: Sketches) -> Ints:
    """For each row the place of its event. They come by their most exact date, as the store's indexes have them."""
    latest = np.iinfo(np.int64).max
    days = np.where(table.known, table.last - table.first, latest)
    first = np.where(table.known, table.first, latest)
    order = np.lexsort((first, days, owners))
    leads, at = np.unique(owners[order], return_index=True)
    exact = order[at]
    places = np.zeros(len(owners), dtype=np.int64)
    places[leads[np.lexsort((leads, table.last[exact], first[exact]))]] = np.arange(len(leads))
    return places[owners]


class _Everything:
    """The tellings of a shelf in the order of `place`, as columns."""

    def __init__(self, shelf: Shelf, mark: Mark) -> None:
        self._shelf, self._mark = shelf, mark
        self._begin()

    def _begin(self) -> None:
        self.articles: dict[str, Document] = {}
        """Without texts."""
        self.n, self.row, self.article, self.start = array("q"), array("q"), array("q"), array("q")
        self.nth, self.wording = array("q"), array("q")
        self.act, self.about = array("b"), array("b")
        self.first, self.once = array("b"), array("b")
        """Whether its row was made of it; whether it is the first at its place."""
        self.own: list[str] = []
        self._rows: dict[int, int] = {}
        self._known: dict[object, object] = {}

    def articles_anew(self) -> Iterator[tuple[list[EventMention], Document]]:
        """The mentions that are to be sketched, article by article; from the beginning each time it is called."""
        self._begin()
        for found in self._shelf.by_article():
            id_ = found[0][1].document
            document = self._shelf.documents([id_])[id_]
            yield self._taken(document, found), document

    def _taken(self, document: Document, found: Iterable[Telling]) -> list[EventMention]:
        """Take in the mentions of one article; those of them whose wording is new."""
        ordered = sorted(((place(telling[1]), telling) for telling in found), key=lambda pair: pair[0])
        if len({at for at, _ in ordered}) < len(ordered):  # two wordings of one trace: not the one that came first
            ordered.sort(key=lambda pair: (pair[0], repr(pair[1][1]), pair[1][0]))
        numbers = numbered(mention for _, (_, mention, part, *_) in ordered if not part)
        marks = self._mark([mention for _, (_, mention, *_) in ordered])
        new: list[EventMention] = []
        before: object = None
        row = 0
        for (at, (n, mention, part, nth, words)), about in zip(ordered, marks, strict=True):
            if not part:
                nth, words = numbers.get(at, 0), wording(mention, {document.id: document})
            once = at != before
            before = at
            first = once and words not in self._rows
            if once:
                row = self._rows.setdefault(words, len(self._rows))
            if first:
                new.append(mention)
            for column, value in (
                (self.n, n), (self.row, row), (self.article, len(self.articles)), (self.start, mention.start),
                (self.nth, nth), (self.wording, words), (self.act, mention.type != "statement"), (self.about, about),
                (self.first, first), (self.once, once),
            ):  # fmt: skip
                column.append(value)
            self.own.append(id_of(mention, nth))
        self.articles[document.id] = replace(
            document, name="", text="", title=None, url=None, published_origin=None, date_note=None,
            publisher=self._shared(document.publisher), published=self._shared(document.published),
        )  # fmt: skip
        return new

    def _shared(self, value: Value) -> Value:
        """The same of the same: articles of one outlet and one day need it once."""
        return cast(Value, self._known.setdefault(value, value))


def _events(shelf: Shelf, facts: Facts, everything: _Everything, links: Links) -> Iterator[Event]:
    """The events in their order, each time a few read and made together."""
    row, chosen = everything.row, np.flatnonzero(np.array(everything.once, dtype=np.bool_))
    order = chosen[np.argsort(facts.event[chosen], kind="stable")]
    starts = np.searchsorted(facts.event[order], np.arange(len(np.unique(facts.event)) + 1)).tolist()
    at = 0
    while at < len(starts) - 1:
        end = at + 1
        while end < len(starts) - 1 and starts[end + 1] - starts[at] <= BATCH:
            end += 1
        tellings = order[starts[at] : starts[end]].tolist()
        mentions = shelf.mentions(facts.n[tellings].tolist())
        for first, last in itertools.pairwise(starts[at : end + 1]):
            told: dict[int, list[EventMention]] = {}
            nth: dict[Place, int] = {}
            for telling in tellings[first - starts[at] : last - starts[at]]:
                mention = mentions[int(facts.n[telling])]
                told.setdefault(row[telling], []).append(mention)
                if facts.nth[telling]:
                    nth[place(mention)] = int(facts.nth[telling])
            yield event_of_rows(told, links, everything.articles, nth)
        at = end
