"""Vague tellings ("the Soviet treaty of 1961"): they join the one happening that they can mean, and else none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.model import STATUSES

from .keys import SINGLED_OUT
from .likeness import APART, THRESHOLD
from .linkage import Span, spans_agree
from .pairs import common
from .sketch import Floats, Ints, Sketches

VAGUE_DAYS = 27
"""A date that leaves more days open than this is vague: a month, a year."""

PLANNED, HAPPENED = STATUSES.index("planned"), STATUSES.index("happened")
COME_TRUE = {PLANNED, HAPPENED}

CLEARLY = 1.0
"""How much more like one happening than any other a vague telling must be, in log odds, to be of it."""


def vague(s: Sketches) -> NDArray[np.bool_]:
    """The rows whose date is known and vague."""
    return np.asarray(s.known & (s.last - s.first > VAGUE_DAYS))


def decided(spans: Sequence[Span | None], loose: NDArray[np.bool_], a: Ints, b: Ints, odds: Floats) -> Floats:
    """The odds, where a vague row that is as like two happenings of different dates is like neither."""
    likely = np.flatnonzero((odds >= THRESHOLD) & (loose[a] | loose[b]))
    partners: dict[int, list[tuple[float, int, int]]] = defaultdict(list)
    for n, i, j, odd in zip(
        likely.tolist(), a[likely].tolist(), b[likely].tolist(), odds[likely].tolist(), strict=True
    ):
        for row, other in ((i, j), (j, i)):
            if loose[row] and not loose[other] and spans[other] is not None:
                partners[row].append((odd, other, n))
    out = odds
    for found in partners.values():
        found.sort(key=lambda p: (-p[0], p[1]))
        best = spans[found[0][1]]
        rivals = [p for p in found if not spans_agree(best, spans[p[1]])]  # type: ignore[arg-type]
        if rivals and found[0][0] - rivals[0][0] < CLEARLY:
            out = out.copy() if out is odds else out
            out[[n for _, _, n in found]] = APART
    return out


def meant(s: Sketches, a: Ints, b: Ints) -> NDArray[np.bool_]:
    """Pairs in which a vague telling may mean the happening that the other tells: of its type and status and a state.

    What was planned vaguely may be what then happened.
    """
    loose = vague(s)
    status, other = np.where(loose[a], s.status[a], s.status[b]), np.where(loose[a], s.status[b], s.status[a])
    may = (status == other) | ((status == PLANNED) & (other == HAPPENED))
    kind = (s.kind[a] == s.kind[b]) & np.isin(s.kind[a], SINGLED_OUT)
    pairs = np.flatnonzero((loose[a] != loose[b]) & kind & may)
    out = np.zeros(len(a), dtype=np.bool_)
    out[pairs] = common(s.states, a[pairs], b[pairs])[0] > 0
    return out


def absorbed(s: Sketches, spans: Sequence[Span | None], owners: list[int], a: Ints, b: Ints) -> list[int]:
    """The groups, where a lone vague telling has joined the only group it can mean among those it was compared with.

    That group must be of its type and status (or have happened, where it was planned), name all its states and more,
    and have dates that its date can be.
    """
    size = np.bincount(np.array(owners, dtype=np.int64), minlength=1).tolist()
    loose = vague(s)
    known: dict[int, set[int]] = defaultdict(set)
    dates: dict[int, set[Span | None]] = defaultdict(set)
    kinds: dict[int, set[int]] = defaultdict(set)
    statuses: dict[int, set[int]] = defaultdict(set)
    relevant = np.flatnonzero(meant(s, a, b))
    homes: dict[int, set[int]] = defaultdict(set)
    for i, j in zip(a[relevant].tolist(), b[relevant].tolist(), strict=True):
        for row, other in ((i, j), (j, i)):
            if loose[row] and size[owners[row]] == 1 and not loose[other] and owners[other] != owners[row]:
                homes[row].add(owners[other])
    wanted = set().union(*homes.values()) if homes else set()
    for row, owner in enumerate(owners):
        if owner in wanted:
            known[owner] |= set(s.states[row].tolist()) - {0}
            dates[owner].add(spans[row])
            kinds[owner].add(int(s.kind[row]))
            statuses[owner].add(int(s.status[row]))
    out = list(owners)
    for row, found in homes.items():
        mine = set(s.states[row].tolist()) - {0}
        fits = [
            owner
            for owner in found
            if mine
            and mine < known[owner]
            and kinds[owner] == {int(s.kind[row])}
            and (statuses[owner] == {int(s.status[row])} or (s.status[row] == PLANNED and statuses[owner] <= COME_TRUE))
            and all(span is not None and spans_agree(spans[row], span) for span in dates[owner])  # type: ignore[arg-type]
        ]
        if len(fits) == 1:
            out[row] = fits[0]
    return _lowest(out)


def _lowest(owners: list[int]) -> list[int]:
    """Groups named by their lowest row again."""
    first: dict[int, int] = {}
    for row, owner in enumerate(owners):
        first.setdefault(owner, row)
    return [first[owner] for owner in owners]
