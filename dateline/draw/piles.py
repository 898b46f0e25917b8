"""Piles: marks of a row that lie one on the other, as when thirty statements were made on one day.

They get a count beside them where there is room, and the hover names what lies below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Event
from . import font
from .filling import Mark
from .packing import LABEL_GAP, PILE_PX


@dataclass(frozen=True, slots=True)
class Pile:
    """Marks at one place: their events, the uppermost first; the count's words, where they begin and their box.

    ``box`` is (left, top, right, bottom) in pixels, None where there is no room for the count.
    """

    events: tuple[Event, ...]
    text: str
    day: float
    x: float
    y: float
    box: tuple[float, float, float, float] | None


def piles(marks: Sequence[Mark], *, right: float, size: float, least: int = 2) -> tuple[Pile, ...]:
    """The piles among ``marks``, which come the most important first.

    ``right``: the pixel at which the chart ends; ``size``: size of the count in pixels; ``least``: how many marks make
    a count worth its room.
    """
    rows: dict[tuple[int, int], list[Mark]] = {}
    for mark in marks:
        rows.setdefault((mark.lane, mark.row), []).append(mark)
    found = []
    for row in rows.values():
        taken = [(mark.left, mark.right) for mark in row]
        taken += [(mark.label.box[0], mark.label.box[2]) for mark in row if mark.label]
        for heap in _heaps(row):
            top, text = heap[0], f"×{len(heap)}"
            start = max(mark.right for mark in heap) + LABEL_GAP - 2
            end = start + font.text_width(text, size)
            free = (
                len(heap) >= least
                and end <= right
                and not any(left < end + LABEL_GAP and start < last for left, last in taken)
            )
            box = (start, top.y - size * 0.6, end, top.y + size * 0.6) if free else None
            if box:
                taken.append((start, end))
            events = tuple(mark.event for mark in heap)
            found.append(Pile(events, text, top.day, start, top.y, box))
    return tuple(found)


def _heaps(row: Sequence[Mark]) -> list[list[Mark]]:
    """Marks of a row that lie nearer to the first of them than `PILE_PX`; alone standing ones left out."""
    heaps: list[list[Mark]] = []
    by_place = sorted(range(len(row)), key=lambda at: (row[at].left + row[at].right, at))
    for at in by_place:
        mark = row[at]
        middle = (mark.left + mark.right) / 2
        if heaps and middle - (heaps[-1][0].left + heaps[-1][0].right) / 2 < PILE_PX:
            heaps[-1].append(mark)
        else:
            heaps.append([mark])
    order = {id(mark): at for at, mark in enumerate(row)}
    return [sorted(heap, key=lambda mark: order[id(mark)]) for heap in heaps if len(heap) > 1]
