"""The whole of merging: mentions in, events out."""

from __future__ import annotations

import math
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import numpy as np

from dateline.model import Document, Event, EventMention, Link

from .blocks import candidates
from .event import event_of, numbered, place
from .likeness import THRESHOLD, scored
from .linkage import components, linked
from .pairs import CHUNK, features
from .reasons import reasons
from .sketch import Floats, Ints, Sketches, sketches
from .vague import absorbed, decided, vague

THREADS = max(1, min(4, os.cpu_count() or 1))
"""Threads that compare pairs."""


def merge(mentions: Iterable[EventMention], documents: Mapping[str, Document]) -> list[Event]:
    """Events from mentions, sorted by date, open dates last.

    ``documents`` holds, by id, the articles that the mentions come from. The same mentions and articles give the same
    events and ids in any order.
    """
    # The same words of the same sentence (a reprint) are one telling: it is compared once.
    tellings: dict[tuple[object, ...], list[EventMention]] = defaultdict(list)
    ordered = _once(sorted(mentions, key=place))
    nth = numbered(ordered)
    for mention in ordered:
        tellings[wording(mention, documents)].append(mention)
    told = list(tellings.values())
    firsts = [same[0] for same in told]
    table = sketches(firsts, documents)
    a, b, odds = likely(table)
    spans = [
        (first, last) if known else None
        for first, last, known in zip(table.first.tolist(), table.last.tolist(), table.known.tolist(), strict=True)
    ]
    odds = decided(spans, vague(table), a, b, odds)
    # Rows that no likely pair joins cannot come together: what was found between them is not needed.
    hopeful = odds >= THRESHOLD
    part = np.array(components(len(firsts), zip(a[hopeful].tolist(), b[hopeful].tolist(), strict=True)), dtype=np.int64)
    inner = part[a] == part[b]
    owners = linked(
        spans, zip(a[inner].tolist(), b[inner].tolist(), odds[inner].tolist(), strict=True), threshold=THRESHOLD
    )
    owners = absorbed(table, spans, owners, a, b)
    links = _links(firsts, table, np.array(owners, dtype=np.int64), a, b, odds)
    groups: dict[int, list[int]] = defaultdict(list)
    for row, owner in enumerate(owners):
        groups[owner].append(row)
    events = []
    for rows in groups.values():
        why = [links[row] for row in rows if row in links]
        for row in rows:
            why += [_reprint(again, told[row][0]) for again in told[row][1:]]
        members = [mention for row in rows for mention in told[row]]
        events.append(event_of(members, documents, links=tuple(sorted(why, key=lambda link: link.mention)), nth=nth))
    return sorted(events, key=lambda e: (e.when is None, e.when.earliest or date.min if e.when else date.min, e.id))


def likely(table: Sketches) -> tuple[Ints, Ints, Floats]:
    """The pairs to compare, with their log odds."""
    a, b = candidates(table)
    odds = np.empty(len(a), dtype=np.float32)

    def fill(at: int) -> None:
        chunk = slice(at, at + CHUNK)
        odds[chunk] = scored(table, a[chunk], b[chunk])[0]

    # NumPy lets other threads work while it counts.
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(fill, range(0, len(a), CHUNK)))
    return a, b, odds


def _once(ordered: Sequence[EventMention]) -> list[EventMention]:
    """Sorted mentions without those that are the same as the one before."""
    return [m for n, m in enumerate(ordered) if n == 0 or m != ordered[n - 1]]


def wording(mention: EventMention, documents: Mapping[str, Document]) -> tuple[object, ...]:
    """What two mentions share if one is a reprint of the other: the words around, the type, the date, who speaks.

    Open dates say nothing of another article: there the document belongs to it.
    """
    document = documents.get(mention.document)
    around = document.text[max(0, mention.start - 100) : mention.end + 200] if document else ""
    words = " ".join(around.split()) or f"{mention.document} {mention.trigger[0]}"
    when = mention.when.value if mention.when else mention.document
    at = mention.trigger[0] - mention.start
    return (words, mention.type, when, mention.speaker or "", mention.evidence, at)


def _links(
    firsts: Sequence[EventMention], table: Sketches, owners: Ints, a: Ints, b: Ints, odds: Floats
) -> dict[int, Link]:
    """For each row of a group but its lowest, the link to the row that it is most like."""
    together = owners[a] == owners[b]
    x = np.concatenate([a[together], b[together]])
    y = np.concatenate([b[together], a[together]])
    v = np.concatenate([odds[together], odds[together]])
    order = np.lexsort((y, -v, x))
    rows, first = np.unique(x[order], return_index=True)
    best = order[first]
    partner, score = y[best], v[best]
    keep = owners[rows] != rows
    rows, partner, score = rows[keep], partner[keep], score[keep]
    found: dict[int, Link] = {}
    for at in range(0, len(rows), CHUNK):
        chunk = slice(at, at + CHUNK)
        values = features(table, np.minimum(rows[chunk], partner[chunk]), np.maximum(rows[chunk], partner[chunk]))
        for row, other, odd, value in zip(
            rows[chunk].tolist(), partner[chunk].tolist(), score[chunk].tolist(), values, strict=True
        ):
            mine, yours = firsts[row], firsts[other]
            found[row] = Link(
                mention=(mine.document, mine.trigger[0]),
                other=(yours.document, yours.trigger[0]),
                reasons=reasons(mine, yours, value),
                score=round(1 / (1 + math.exp(-odd)), 2),
            )
    return found


def _reprint(mention: EventMention, first: EventMention) -> Link:
    return Link(
        mention=(mention.document, mention.trigger[0]),
        other=(first.document, first.trigger[0]),
        reasons=("the same sentence",),
        score=1.0,
    )
