"""Merging what has changed: the same events as from scratch, from the blocks concerned alone.

A store keeps, for each mention, its block keys and its part: the mentions that a chain of likely pairs leads to. What
becomes of a part depends on its own mentions and on who stands in their blocks. So a change concerns the parts of the
mentions that came or went, those that new mentions are likely to go with, and, where a crowded block has come to be
divided otherwise, those in it; all of them are put together anew, and no others are looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dateline.model import Document, EventMention

from .blocks import akin, may_agree, pairs_of
from .divided import Divided, chunks, divided
from .entries import entries, entries_of, placed, unsettled, without
from .event import numbered, place
from .likeness import compared
from .renewed import Facts, Mark, Renewal
from .scored import scored, touching
from .shelf import Kept, Shelf
from .sketch import Ints
from .together import Joined, events_of, in_order, join, links_of, tellings, wording
from .whole import renew_all


def renew(shelf: Shelf, *, mark: Mark, whole: bool = False, processes: int = 1) -> Renewal:
    """Put together anew what has changed in a store since the last time; ``whole``: everything.

    ``mark`` gives `Kept.about` of the mentions of an article; ``processes``: how many work at it where that is much
    (see `divided`).
    """
    stale, count = shelf.stale(), shelf.count()
    # Where much has changed it is quicker to look at everything than to ask who is near.
    if whole or 3 * len(stale) > count:
        del stale
        with divided(count, processes) as by:
            return renew_all(shelf, by, mark=mark)
    with divided(0, 1) as by:
        region = _Region(shelf, by)
        region.grow(stale)
        region.look()
        region.compare_keys()
        while region.grow(region.concerned()):
            region.look()
            region.compare_keys()
        return region.renewal(join(region.table, scored(region.table, *region.pairs())), mark)


class _Texts(Mapping[str, Document]):
    """The articles of a store, each read when it is asked for and forgotten with the next: not all texts are held."""

    def __init__(self, shelf: Shelf, known: Mapping[str, Document]) -> None:
        self._shelf, self._known = shelf, known
        self._last: Document | None = None

    def __getitem__(self, id_: str) -> Document:
        if id_ not in self._known:
            raise KeyError(id_)
        if self._last is None or self._last.id != id_:
            self._last = self._shelf.documents([id_])[id_]
        return self._last

    def __contains__(self, id_: object) -> bool:
        return id_ in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


class _Region:
    """The mentions that are put together anew."""

    def __init__(self, shelf: Shelf, by: Divided) -> None:
        self.shelf = shelf
        self.by = by
        self.kept: dict[int, Kept] = {}
        self.documents: dict[str, Document] = {}
        """Without their texts."""
        self.texts = _Texts(shelf, self.documents)
        self.gone = dict(shelf.gone())
        self.numbers = np.empty(0, dtype=np.int64)
        """The number of the first mention of each row."""
        self.told: list[list[EventMention]] = []
        self.nth: dict[tuple[object, ...], int] = {}
        self.row_of: dict[tuple[object, ...], int] = {}

    def grow(self, numbers: set[int]) -> bool:
        """Take mentions in, with all of their parts and wordings; whether any was new."""
        before = len(self.kept)
        new = numbers - self.kept.keys()
        while new:
            found = {row[0]: Kept(*row) for row in self.shelf.read(new)}
            self.kept |= found
            self._fetch(kept.mention.document for kept in found.values())
            waiting = [kept for kept in found.values() if not kept.part]
            waiting.sort(key=lambda kept: place(kept.mention))
            words = {kept.n: wording(kept.mention, self.texts) for kept in waiting}
            numbers_of = numbered(kept.mention for kept in waiting)
            for kept in waiting:
                self.kept[kept.n] = Kept(
                    kept.n,
                    kept.mention,
                    0,
                    numbers_of.get(place(kept.mention), 0),
                    words[kept.n],
                    keys=kept.keys,
                    waited=True,
                )
            new = self.shelf.of_wordings(set(words.values())) - self.kept.keys()
            new |= self.shelf.of_parts({kept.part for kept in found.values() if kept.part}) - self.kept.keys()
        return len(self.kept) > before

    def look(self) -> None:
        """Sketch the mentions."""
        once: dict[tuple[object, ...], Kept] = {}
        for kept in self.kept.values():
            at = place(kept.mention)
            before = once.setdefault(at, kept)
            if before is not kept:
                once[at] = min(before, kept, key=lambda k: (repr(k.mention), k.n))
        ordered = [once[at] for at in sorted(once)]
        self.nth = {at: kept.nth for at, kept in once.items() if kept.nth}
        self.told = tellings([kept.mention for kept in ordered], [kept.wording for kept in ordered])
        self.row_of = {place(mention): row for row, told in enumerate(self.told) for mention in told}
        firsts = [once[place(told[0])] for told in self.told]
        self.numbers = np.array([kept.n for kept in firsts], dtype=np.int64)
        self.table = self.by.sketches(lambda: chunks([kept.mention for kept in firsts], self.texts))
        self.entries = entries(self.table)
        per_row = np.split(self.entries[0], np.searchsorted(self.entries[1], np.arange(1, len(firsts))))
        self.now = {kept.n: per_row[row] for row, kept in enumerate(firsts)}

    def compare_keys(self) -> None:
        """See whose block keys have changed."""
        none = np.empty(0, dtype=np.int64)
        added: dict[int, Ints] = {}
        removed: dict[int, Ints] = {n: keys for n, keys in self.gone.items() if len(keys)}
        for n, kept in self.kept.items():
            mine = self.now.get(n, none)
            if not np.array_equal(mine, kept.keys):
                added[n] = np.setdiff1d(mine, kept.keys, assume_unique=True)
                removed[n] = np.setdiff1d(kept.keys, mine, assume_unique=True)
        self.added, self.removed = entries_of(added), entries_of(removed)
        self.changed = {n for n, keys in added.items() if len(keys)}

    def concerned(self) -> set[int]:
        """Mentions outside that are likely partners by new keys, or that blocks pair otherwise than before."""
        # Of what has a new key all count: it may take two to make a pair.
        touched = np.unique(np.concatenate([self.added[0], self.removed[0], *(self.now[n] for n in self.changed)]))
        before = self.shelf.blocks(touched)
        after = without(before, self.removed)
        after = np.concatenate([after[0], self.added[0]]), np.concatenate([after[1], self.added[1]])
        members = np.unique(np.concatenate([before[1], after[1]]))
        trigger, rank = self._order(members)
        found = unsettled(placed(before, members), placed(after, members), trigger, rank)
        out = set(members[found].tolist())
        # Partners of what has new keys.
        changed = np.isin(members, np.array(sorted(self.changed), dtype=np.int64))
        inside = np.isin(members, self.numbers)
        a, b = pairs_of([placed(after, members)], trigger, rank, keep=lambda a, b: np.asarray(changed[a] != changed[b]))
        outside = ~inside[a] | ~inside[b]
        return (out | self._likely(members[a[outside]], members[b[outside]])) - self.kept.keys()

    def _likely(self, a: Ints, b: Ints) -> set[int]:
        """The mentions outside that are likely to go with those of the region that they are paired with."""
        numbers = np.unique(np.concatenate([a, b]))
        others = [Kept(*row) for row in self.shelf.read(set(numbers.tolist()) - self.kept.keys()) if row[2]]
        known = {kept.n: kept for kept in others} | self.kept
        self._fetch(kept.mention.document for kept in others)
        held = [known[n] for n in numbers.tolist() if n in known]
        rows = {kept.n: row for row, kept in enumerate(sorted(held, key=lambda k: (place(k.mention), k.n)))}
        there = np.array([x in rows and y in rows for x, y in zip(a.tolist(), b.tolist(), strict=True)], dtype=np.bool_)
        if not there.any():
            return set()
        x = np.array([rows[n] for n in a[there].tolist()], dtype=np.int64)
        y = np.array([rows[n] for n in b[there].tolist()], dtype=np.int64)
        x, y = np.minimum(x, y), np.maximum(x, y)
        table = self.by.sketches(lambda: chunks([known[n].mention for n in rows], self.texts))
        keep = may_agree(table, x, y) & akin(table, x, y)
        x, y = x[keep], y[keep]
        close = touching(table, x, y, compared(table, x, y))
        order = list(rows)
        return {order[row] for row in (*x[close].tolist(), *y[close].tolist())}

    def pairs(self) -> tuple[Ints, Ints]:
        """The pairs of rows to compare: those that the blocks give, with all who stand in them."""
        table, (keys, rows) = self.table, self.entries
        inside = len(table)
        held = self.shelf.blocks(np.unique(keys))
        foreign = ~np.isin(held[1], np.array(sorted({*self.kept, *self.gone}), dtype=np.int64))
        others, index = np.unique(held[1][foreign], return_inverse=True)
        words, ranks = self.shelf.order(others)
        keys, rows = np.concatenate([keys, held[0][foreign]]), np.concatenate([rows, index + inside])
        trigger, rank = np.concatenate([table.trigger, words]), np.concatenate([table.rank, ranks])

        def keep(a: Ints, b: Ints) -> NDArray[np.bool_]:
            out = np.asarray((a < inside) & (b < inside))
            out[out] = may_agree(table, a[out], b[out]) & akin(table, a[out], b[out])
            return out

        return pairs_of([(keys, rows)], trigger, rank, keep=keep)

    def renewal(self, joined: Joined, mark: Mark) -> Renewal:
        """What came out."""
        links = links_of(self.table, joined, said=self.by.said)
        events = in_order(events_of(self.told, joined.owners, links, self.documents, self.nth))
        event_of_place = {place(m): at for at, event in enumerate(events) for m in event.mentions}
        articles = {id_: at for at, id_ in enumerate(self.documents)}
        kept = list(self.kept.values())
        row = np.array([self.row_of[place(each.mention)] for each in kept], dtype=np.int64)
        about = self._marked(mark)
        none = np.empty(0, dtype=np.int64)

        def column(of: Callable[[Kept], int]) -> Ints:
            return np.array([of(each) for each in kept], dtype=np.int64)

        facts = Facts(
            n=column(lambda each: each.n),
            part=self.numbers[np.array(joined.parts, dtype=np.int64)[row]],
            nth=column(lambda each: each.nth),
            wording=column(lambda each: each.wording),
            trigger=self.table.trigger[row],
            rank=self.table.rank[row],
            own=[each.own for each in kept],
            article=column(lambda each: articles[each.mention.document]),
            start=column(lambda each: each.mention.start),
            act=column(lambda each: each.mention.type != "statement") > 0,
            about=column(lambda each: about.get(each.n, each.about)) > 0,
            event=column(lambda each: event_of_place[place(each.mention)]),
            keys=lambda at: self.now.get(kept[at].n, none),
        )
        return Renewal(events, facts, self.documents, self.added, self.removed, whole=False)

    def _marked(self, mark: Mark) -> dict[int, bool]:
        """The marks of the mentions of articles that come whole: those with any that was not looked at before."""
        whole = {kept.mention.document for kept in self.kept.values() if kept.waited}
        of_article: dict[str, list[Kept]] = defaultdict(list)
        for kept in self.kept.values():
            if kept.mention.document in whole:
                of_article[kept.mention.document].append(kept)
        return {
            each.n: about
            for same in of_article.values()
            for each, about in zip(same, mark([each.mention for each in same]), strict=True)
        }

    def _fetch(self, ids: Iterable[str]) -> None:
        for id_ in set(ids) - self.documents.keys():
            self.documents |= {id_: replace(each, text="") for id_, each in self.shelf.documents([id_]).items()}

    def _order(self, numbers: Ints) -> tuple[Ints, Ints]:
        """Trigger and rank of mentions, of the region as they are now."""
        trigger, rank = self.shelf.order(numbers)
        at = {n: row for row, n in enumerate(self.numbers.tolist())}
        for place_, n in enumerate(numbers.tolist()):
            if n in at:
                trigger[place_], rank[place_] = self.table.trigger[at[n]], self.table.rank[at[n]]
        return trigger, rank
