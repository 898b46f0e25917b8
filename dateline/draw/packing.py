"""Packing: every item of a lane gets a row; the important ones a label beside their ink. No two labels overlap, and
no label overlaps the ink of another item.

Greedy by importance, in pixels. First the items that can have a label take the rows from the top; then those without
one fill the gaps. Where all rows are full, labels give way or ink lies over ink: a mark is never left out.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from typing import Literal

Side = Literal["right", "left"]

INK_GAP = 3.0
"""Least room between the ink of two items in a row, in pixels."""
LABEL_GAP = 5.0
"""Room between ink and its own label, and around labels, in pixels."""
PILE_PX = 4.0
"""Marks in a row whose centres lie nearer than this, in pixels, make a pile."""

# How many labels, of the most important, do not give way to marks.
_KEPT_LABELS = 12


@dataclass(frozen=True, slots=True)
class Item:
    """What is to be packed: its lane, the pixels ``[left, right)`` of its ink, the width of its label (0: none)."""

    lane: int
    left: float
    right: float
    label: float = 0.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item went: its row in its lane, on which side its label stands (None: no label)."""

    row: int
    side: Side | None


@dataclass(slots=True)
class _Row:
    """Spans taken in a row, sorted: (left, right, number of the item, is a label)."""

    taken: list[tuple[float, float, int, bool]] = field(default_factory=list)
    widest: float = 0.0

    def take(self, left: float, right: float, number: int, *, label: bool) -> None:
        insort(self.taken, (left, right, number, label))
        self.widest = max(self.widest, right - left)

    def hits(self, left: float, right: float) -> list[tuple[float, float, int, bool]]:
        """The spans that overlap ``[left, right)``."""
        # No span is wider than the widest, so what begins further left than that cannot reach in.
        at = bisect_left(self.taken, (left - self.widest,))
        found = []
        while at < len(self.taken) and self.taken[at][0] < right:
            if self.taken[at][1] > left:
                found.append(self.taken[at])
            at += 1
        return found


def depths(items: Sequence[Item], lanes: int) -> list[int]:
    """For each lane the number of rows that its ink needs without any label: how many items overlap at most."""
    edges: list[list[tuple[float, int]]] = [[] for _ in range(lanes)]
    for item in items:
        edges[item.lane] += [(item.left, 1), (item.right + INK_GAP, -1)]
    needs = []
    for lane in edges:
        depth = most = 0
        for _, step in sorted(lane):
            depth += step
            most = max(most, depth)
        needs.append(max(most, 1))
    return needs


def share(needs: Sequence[int], rows: int, *, most: int) -> list[int]:
    """The rows that each lane may open when all must do with ``rows``: at least one, at most ``most`` or what it needs.

    Row by row to the lane that is worst off by the square root of its need, so that a crowded lane gets more than
    a quiet one, yet does not leave it bare.
    """
    shared = [1] * len(needs)
    waiting = [(1 / need**0.5, lane) for lane, need in enumerate(needs) if min(need, most) > 1]
    heapify(waiting)
    for _ in range(rows - len(needs)):
        if not waiting:
            break
        _, lane = heappop(waiting)
        shared[lane] += 1
        if shared[lane] < min(needs[lane], most):
            heappush(waiting, (shared[lane] / needs[lane] ** 0.5, lane))
    return shared


def pack(
    items: Sequence[Item],
    *,
    lanes: int,
    rows: int,
    most_rows: int,
    lane_rows: int,
    left: float,
    right: float,
    labels: int,
) -> tuple[list[Place], list[int]]:
    """Place all ``items``, which come the most important first.

    ``rows``: how many rows the labels may ask for in all lanes together, ``most_rows``: how many the ink may,
    ``lane_rows``: how many a lane may have. ``left`` and ``right``: the pixels between which labels must lie;
    ``labels``: how many at most. Returns a `Place` for each item and the number of rows of each lane.
    """
    shared = share(depths(items, lanes), most_rows, most=lane_rows)
    opened: list[list[_Row]] = [[_Row() for _ in range(number)] for number in shared]
    places: list[Place | None] = [None] * len(items)
    kept: set[int] = set()
    for number, item in enumerate(items):
        if item.label and labels > 0:
            lane = opened[item.lane]
            found = _beside(lane, item, left, right)
            free = sum(len(others) for others in opened) < rows and len(lane) < lane_rows
            if found is None and free and _beside([_Row()], item, left, right):
                lane.append(_Row())
                found = _beside(lane, item, left, right)
            if found:
                places[number] = _label(lane, item, number, found)
                labels -= 1
                if len(kept) < _KEPT_LABELS:
                    kept.add(number)
    for number, item in enumerate(items):
        if places[number] is None:
            lane = opened[item.lane]
            free = sum(len(others) for others in opened) < most_rows and len(lane) < lane_rows
            row = _anywhere(lane, item, kept, may_open=free)
            for hit in lane[row].hits(item.left - LABEL_GAP, item.right + LABEL_GAP):
                if hit[3]:
                    lane[row].taken.remove(hit)
                    places[hit[2]] = Place(row, None)
            lane[row].take(item.left, item.right, number, label=False)
            places[number] = Place(row, None)
    # What got no label while rows were sought may find room beside it now that all ink stands.
    for number, item in enumerate(items):
        place = places[number]
        if item.label and labels > 0 and place and place.side is None:
            row_of = opened[item.lane][place.row]
            row_of.taken.remove((item.left, item.right, number, False))
            found = _beside([row_of], item, left, right)
            if found:
                _label([row_of], item, number, found)
                places[number] = Place(place.row, found[1])
                labels -= 1
            else:
                row_of.take(item.left, item.right, number, label=False)
    return _closed(items, [place for place in places if place], opened)


def _label(lane: Sequence[_Row], item: Item, number: int, found: tuple[int, Side, tuple[float, float]]) -> Place:
    """Takes the room that `_beside` found for an item and its label."""
    row, side, span = found
    lane[row].take(item.left, item.right, number, label=False)
    lane[row].take(*span, number, label=True)
    return Place(row, side)


def _beside(
    lane: Sequence[_Row], item: Item, left: float, right: float
) -> tuple[int, Side, tuple[float, float]] | None:
    """The first row with room for an item and its label, on which side, and the label's span."""
    tries: list[tuple[Side, float, float, float]] = []
    sides: tuple[tuple[Side, float], ...] = (
        ("right", item.right + LABEL_GAP),
        ("left", item.left - LABEL_GAP - item.label),
    )
    for side, start in sides:
        if left <= start and start + item.label <= right:
            first, last = min(item.left, start - LABEL_GAP), max(item.right, start + item.label + LABEL_GAP)
            tries.append((side, start, first - INK_GAP, last + INK_GAP))
    for row, taken in enumerate(lane):
        for side, start, first, last in tries:
            if not taken.hits(first, last):
                return row, side, (start, start + item.label)
    return None


def _anywhere(lane: list[_Row], item: Item, kept: set[int], *, may_open: bool) -> int:
    """The row for an item without a label: a free one, a new one, else the one where it does the least harm."""
    hits = [row.hits(item.left - LABEL_GAP, item.right + LABEL_GAP) for row in lane]
    for row, found in enumerate(hits):
        if not found:
            return row
    if may_open:
        lane.append(_Row())
        return len(lane) - 1
    return min(range(len(lane)), key=lambda row: (sum(_harm(item, hit, kept) for hit in hits[row]), row))


def _harm(item: Item, hit: tuple[float, float, int, bool], kept: set[int]) -> float:
    """What it costs to lay an item over something.

    A label that has to go costs less than ink over ink, which hides a mark; the labels of the most important cost
    more than that. Marks of one day lie one on the other better than side by side, where neither can be made out.
    """
    left, right, number, is_label = hit
    if is_label:
        return 6.0 if number in kept else 1.0
    return 2.0 if abs((left + right) - (item.left + item.right)) < 2 * PILE_PX else 3.0


def _closed(items: Sequence[Item], places: list[Place], opened: list[list[_Row]]) -> tuple[list[Place], list[int]]:
    """The same places with empty rows taken out, and the number of rows that each lane keeps (at least one)."""
    kept = [[row for row, taken in enumerate(lane) if taken.taken] for lane in opened]
    number = [{row: at for at, row in enumerate(lane)} for lane in kept]
    closed = [Place(number[item.lane][place.row], place.side) for item, place in zip(items, places, strict=True)]
    return closed, [max(len(lane), 1) for lane in kept]
