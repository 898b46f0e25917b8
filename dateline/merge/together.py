"""The whole of merging: mentions in, events out."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from dateline.model import Document, Event, EventMention, Link

from .divided import chunks, divided
from .event import Place, event_of, numbered, place
from .likeness import APART, THRESHOLD
from .linkage import Span, components, linked
from .pairs import CHUNK
from .reasons import reasons
from .scored import PAIR, Pairs, Scored
from .sketch import Floats, Ints, Sketches
from .vague import absorbed, decided, vague
from .words import hashed


def merge(mentions: Iterable[EventMention], documents: Mapping[str, Document], *, processes: int = 1) -> list[Event]:
    """Events from mentions, sorted by date, open dates last.

    ``documents`` holds, by id, the articles that the mentions come from. The same mentions and articles give the same
    events and ids in any order. ``processes``: how many work at it where there are many (see `divided`).
    """
    ordered = once(mentions)
    told = tellings(ordered, [wording(mention, documents) for mention in ordered])
    with divided(len(told), processes) as by:
        table = by.sketches(lambda: chunks([same[0] for same in told], documents))
        joined = join(table, by.scored(table))
        links = links_of(table, joined, said=by.said)
        owners = joined.owners
        del table, joined  # what is compared takes more memory than the events that come of it
    return in_order(events_of(told, owners, links, documents, numbered(ordered)))


def once(mentions: Iterable[EventMention]) -> list[EventMention]:
    """Mentions sorted by place, each once."""
    found: dict[Place, EventMention] = {}
    for mention in mentions:
        before = found.setdefault(place(mention), mention)
        if before != mention:  # two wordings of one trace: not the one that came first
            found[place(mention)] = min(before, mention, key=repr)
    return [found[at] for at in sorted(found)]


def tellings(ordered: Iterable[EventMention], wordings: Iterable[int]) -> list[list[EventMention]]:
    """Sorted mentions as tellings: the same words of the same sentence (a reprint) are one, and compared once."""
    found: dict[int, list[EventMention]] = defaultdict(list)
    for mention, words in zip(ordered, wordings, strict=True):
        found[words].append(mention)
    return list(found.values())


Said = Callable[[Sketches, Ints, Ints], Floats]
"""Gives what pairs of rows have in common: see `reasons.of_pairs`."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Which rows tell one happening, and what was compared to find it out.

    ``owners``: for each row the lowest row of its happening. ``parts``: the lowest row that any chain of likely pairs
    leads to: two rows of different parts have nothing to do with each other. ``within``: the pairs of one owner.
    """

    owners: list[int]
    parts: list[int]
    within: Pairs


def join(table: Sketches, found: Scored) -> Joined:
    """Put the rows together of which pairs were compared."""
    spans = _spans(table)
    a, b = found.close["a"], found.close["b"]
    parts = components(len(table), _steps(a, b))
    odds = decided(spans, vague(table), a, b, found.close["odds"])
    # Rows that no likely pair joins cannot come together: what was found between them is not needed.
    hopeful = odds >= THRESHOLD
    part = np.array(components(len(table), _steps(a[hopeful], b[hopeful])), dtype=np.int64)
    undone = found.close[odds != found.close["odds"]]
    owners = _linked(spans, part, _of_one(found, part, undone))
    owners = absorbed(table, spans, owners, a, b)
    return Joined(owners, parts, _of_one(found, np.array(owners, dtype=np.int64), undone))


def _spans(table: Sketches) -> list[Span | None]:
    """The dates of rows, each date once."""
    kept: dict[Span, Span] = {}
    days = zip(table.first.tolist(), table.last.tolist(), table.known.tolist(), strict=True)
    return [kept.setdefault((first, last), (first, last)) if known else None for first, last, known in days]


def _steps(a: Ints, b: Ints) -> Iterator[tuple[int, int]]:
    """Pairs of rows one by one: lists of millions take much memory."""
    for at in range(0, len(a), CHUNK):
        yield from zip(a[at : at + CHUNK].tolist(), b[at : at + CHUNK].tolist(), strict=True)


def _of_one(found: Scored, group: Ints, undone: Pairs) -> Pairs:
    """The pairs whose rows are of one group; ``undone``, sorted as they are, cannot be one happening after all."""
    blocks = [block[group[block["a"]] == group[block["b"]]] for block in found.blocks()]
    inner = np.concatenate([np.empty(0, dtype=PAIR), *blocks])
    inner["odds"][np.isin(_codes(inner, len(group)), _codes(undone, len(group)))] = APART
    return inner


def _codes(pairs: Pairs, rows: int) -> Ints:
    return np.asarray(pairs["a"].astype(np.int64) * rows + pairs["b"])


def _linked(spans: Sequence[Span | None], part: Ints, inner: Pairs) -> list[int]:
    """The owners of rows, found part by part from the pairs of each: what one needs is forgotten before the next."""
    of_pair = part[inner["a"]]
    order = np.argsort(of_pair, kind="stable")
    of_pair = of_pair[order]
    starts = np.flatnonzero(np.concatenate([[True], of_pair[1:] != of_pair[:-1]])) if len(order) else order
    owners = list(range(len(spans)))
    for at in np.split(order, starts[1:]) if len(order) else []:
        chosen = inner[at]
        rows, places = np.unique(np.concatenate([chosen["a"], chosen["b"]]), return_inverse=True)
        here = rows.tolist()
        x, y = places[: len(chosen)].tolist(), places[len(chosen) :].tolist()
        pairs = zip(x, y, chosen["odds"].tolist(), strict=True)
        found = linked([spans[row] for row in here], pairs, threshold=THRESHOLD)
        for row, owner in zip(here, found, strict=True):
            owners[row] = here[owner]
    return owners


def events_of(
    told: Sequence[Sequence[EventMention]],
    owners: Sequence[int],
    links: Links,
    documents: Mapping[str, Document],
    nth: Mapping[Place, int],
) -> list[Event]:
    """The events that tellings give; ``owners`` and ``links`` as `join` and `links_of` give them."""
    groups: dict[int, list[int]] = defaultdict(list)
    for row, owner in enumerate(owners):
        groups[owner].append(row)
    return [event_of_rows({row: told[row] for row in rows}, links, documents, nth) for rows in groups.values()]


def event_of_rows(
    told: Mapping[int, Sequence[EventMention]],
    links: Links,
    documents: Mapping[str, Document],
    nth: Mapping[Place, int],
) -> Event:
    """The event that some rows tell together: of each its mentions, the first one and its reprints."""
    why = []
    for row, same in told.items():
        if link := links.link(row, told):
            why.append(link)
        why += [_reprint(again, same[0]) for again in same[1:]]
    members = [mention for same in told.values() for mention in same]
    return event_of(members, documents, links=tuple(sorted(why, key=lambda link: link.mention)), nth=nth)


def in_order(events: Iterable[Event]) -> list[Event]:
    """Events by date, open dates last."""
    return sorted(events, key=lambda e: (e.when is None, e.when.earliest or date.min if e.when else date.min, e.id))


def wording(mention: EventMention, documents: Mapping[str, Document]) -> int:
    """What two mentions share if one is a reprint of the other, as a number: words around, type, date, who speaks.

    Open dates say nothing of another article: there the document belongs to it.
    """
    document = documents.get(mention.document)
    around = document.text[max(0, mention.start - 100) : mention.end + 200] if document else ""
    words = " ".join(around.split()) or f"{mention.document} {mention.trigger[0]}"
    when = mention.when.value if mention.when else mention.document
    at = mention.trigger[0] - mention.start
    return hashed(repr((words, mention.type, when, mention.speaker or "", mention.evidence, at)))


@dataclass(frozen=True, slots=True)
class Links:
    """For rows of groups, the row that each is most like, the log odds, and what is said of the two.

    ``of_row``: the place of a row in the others, -1 for the lowest row of a group.
    """

    of_row: Ints
    other: Ints
    odds: Floats
    values: Floats

    def link(self, row: int, told: Mapping[int, Sequence[EventMention]]) -> Link | None:
        """The link of a row; ``told`` holds the mentions of all rows of its group."""
        at = int(self.of_row[row])
        if at < 0:
            return None
        mine, yours = told[row][0], told[int(self.other[at])][0]
        return Link(
            mention=(mine.document, mine.trigger[0]),
            other=(yours.document, yours.trigger[0]),
            reasons=reasons(mine, yours, self.values[at]),
            score=round(1 / (1 + math.exp(-float(self.odds[at]))), 2),
        )


def links_of(table: Sketches, joined: Joined, *, said: Said) -> Links:
    """For each row of a group but its lowest, the row that it is most like."""
    a, b, odds = joined.within["a"], joined.within["b"], joined.within["odds"]
    x, y, v = np.concatenate([a, b]), np.concatenate([b, a]), np.concatenate([odds, odds])
    order = np.lexsort((y, -v, x))
    rows, first = np.unique(x[order], return_index=True)
    best = order[first]
    partner, score = y[best], v[best]
    keep = np.array(joined.owners, dtype=np.int64)[rows] != rows
    rows, partner, score = rows[keep], partner[keep], score[keep]
    of_row = np.full(len(table), -1, dtype=np.int64)
    of_row[rows] = np.arange(len(rows))
    return Links(of_row, partner, score, said(table, np.minimum(rows, partner), np.maximum(rows, partner)))


def _reprint(mention: EventMention, first: EventMention) -> Link:
    return Link(
        mention=(mention.document, mention.trigger[0]),
        other=(first.document, first.trigger[0]),
        reasons=("the same sentence",),
        score=1.0,
    )
