"""Filling the lanes: rows, marks and labels in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Event
from . import font
from .lanes import Lane, most_important
from .marks import Segment, core, extent, hidden, segments, size
from .packing import LABEL_GAP, Item, Place, Side, depths, pack
from .scale import Scale
from .symbols import half_width
from .theme import shape
from .words import clean, date_in_short

SMALL = 12.0

_ROW, _ROW_TIGHT = 22.0, 14.0
# Rows that labels may ask for, and that marks may; the same where rows are tight.
_ROWS, _ROWS_MOST = 28, 38
_ROWS_TIGHT, _ROWS_MOST_TIGHT = 46, 64
# Rows that one lane may have among others.
_LANE_ROWS, _LANE_ROWS_TIGHT = 8, 12
_PAD = 5.0
# Room that a label may take, as a part of the chart's width, and how many labels there may be.
_LABEL_PART, _LABEL_PART_NARROW = 0.42, 0.7
_LABELS, _LABELS_NARROW = 160, 40
_SYMBOL_EDGE = 1.5
"""Half the width of a symbol's outline and a little air, in pixels."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text beside a mark: its date, its title, where it begins (or ends), its box ``(left, top, right, bottom)``."""

    date: str
    title: str
    side: Side
    x: float
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """An event in a lane.

    ``day`` and ``y``: the centre of its symbol, ``size`` pixels across; ``segments``: its bar, ``bar`` pixels high,
    ``bar_hidden`` where the symbol covers it; ``left`` and ``right``: all its ink in pixels.
    """

    event: Event
    lane: int
    row: int
    day: float
    y: float
    size: float
    segments: tuple[Segment, ...]
    bar: float
    bar_hidden: bool
    left: float
    right: float
    label: Label | None


@dataclass(frozen=True, slots=True)
class Band:
    """A lane as drawn: its name, shortened to its room, its number of events, top and bottom, where its name stands."""

    name: str
    count: int
    top: float
    bottom: float
    name_y: float


@dataclass(frozen=True, slots=True)
class Filled:
    """Marks and bands, the height of a row and the size of labels in pixels, and whether rows are tight."""

    marks: tuple[Mark, ...]
    bands: tuple[Band, ...]
    row: float
    label_size: float
    tight: bool


@dataclass(frozen=True, slots=True)
class _Look:
    """How marks and labels look: smaller in tight rows; labels no wider than ``room``, with dates or without."""

    scale: Scale
    tight: bool
    room: float
    dates: bool

    @property
    def label_size(self) -> float:
        return 11.0 if self.tight else SMALL


def fill(
    groups: Sequence[Lane],
    names: Sequence[str],
    scale: Scale,
    *,
    top: float,
    room: float | None,
    narrow: bool,
) -> Filled:
    """Pack the events of each lane into rows, from ``top`` down; into ``room`` pixels, or as many as they need.

    ``narrow``: names stand above their lanes, labels are fewer and without dates.
    """
    head = 19.0 if narrow else 0.0
    spent = (2 * _PAD + head) * len(groups)
    label_room = (scale.right - scale.left) * (_LABEL_PART_NARROW if narrow else _LABEL_PART)
    look = _Look(scale, tight=False, room=label_room, dates=not narrow)
    order, items = _items(groups, look)
    most, lane_rows = _budget(len(groups), room and room - spent, tight=False)
    if sum(min(depth, lane_rows) for depth in depths(items, len(groups))) > most:
        look = _Look(scale, tight=True, room=label_room, dates=not narrow)
        order, items = _items(groups, look)
        most, lane_rows = _budget(len(groups), room and room - spent, tight=True)
    places, counts = pack(
        items, lanes=len(groups), rows=most if room else _ROWS_TIGHT if look.tight else min(_ROWS, len(items) + 2),
        most_rows=max(most, len(groups)), lane_rows=lane_rows, left=scale.left, right=scale.right,
        labels=_LABELS_NARROW if narrow else _LABELS,
    )  # fmt: skip
    row = _ROW_TIGHT if look.tight else _ROW
    if room and counts:
        row = max((room - spent) / sum(counts), 6.0)
    bands = []
    for name, group, count in zip(names, groups, counts, strict=True):
        bottom = top + 2 * _PAD + head + row * count
        bands.append(Band(name, group.count, top, bottom, top + _PAD + head / 2 if narrow else (top + bottom) / 2))
        top = bottom
    marks = []
    for event, item, place in zip(order, items, places, strict=True):
        y = bands[item.lane].top + _PAD + head + row * (place.row + 0.5)
        marks.append(_mark(event, item, place, y, look))
    return Filled(tuple(marks), tuple(bands), row, look.label_size, look.tight)


def _budget(lanes: int, room: float | None, *, tight: bool) -> tuple[int, int]:
    """How many rows there may be, in ``room`` pixels where that is given, and how many in one lane."""
    row, most, in_lane = (_ROW_TIGHT, _ROWS_MOST_TIGHT, _LANE_ROWS_TIGHT) if tight else (_ROW, _ROWS_MOST, _LANE_ROWS)
    if room:
        most = int(room // row)
    return most, max(in_lane, most // max(lanes, 1))


def _items(groups: Sequence[Lane], look: _Look) -> tuple[list[Event], list[Item]]:
    """What is to be packed, the most important first, an event once for each lane that it stands in."""
    lanes: dict[str, list[int]] = {}
    events: dict[str, Event] = {}
    for number, group in enumerate(groups):
        for event in group.events:
            lanes.setdefault(event.id, []).append(number)
            events[event.id] = event
    order, items = [], []
    for event in most_important(events.values()):
        left, right = _ink(event, look)
        # A label without its mark would hang in the air.
        seen = right > look.scale.left + 1 and left < look.scale.right - 1
        width = _label_width(event, look) if seen else 0.0
        for lane in lanes[event.id]:
            order.append(event)
            items.append(Item(lane, left, right, width))
    return order, items


def _ink(event: Event, look: _Look) -> tuple[float, float]:
    """Left and right end of an event's ink in pixels."""
    assert event.when is not None
    first, last = extent(event.when, look.scale)
    centre = look.scale.px(sum(core(event.when)) / 2)
    half = size(event, look.scale, tight=look.tight) / 2 * half_width(shape(event.type)) + _SYMBOL_EDGE
    if not segments(event.when, look.scale):
        return centre - half, centre + half
    return min(centre - half, look.scale.px(first)), max(centre + half, look.scale.px(last))


def _words(event: Event, look: _Look) -> tuple[str, str]:
    """Date (with the space after it) and title of a label, cut to its room."""
    words = f"{date_in_short(event.when)} " if look.dates else ""
    room = look.room - font.text_width(words, look.label_size)
    return words, font.shorten(clean(event.title), room, look.label_size)


def _label_width(event: Event, look: _Look) -> float:
    """Width of a label in pixels; nothing where there is no title to show."""
    words, title = _words(event, look)
    return font.text_width(words + title, look.label_size) if title else 0.0


def _mark(event: Event, item: Item, place: Place, y: float, look: _Look) -> Mark:
    assert event.when is not None
    label = None
    if place.side:
        words, title = _words(event, look)
        start = item.right + LABEL_GAP if place.side == "right" else item.left - LABEL_GAP - item.label
        half = look.label_size * 0.6
        box = (start, y - half, start + item.label, y + half)
        label = Label(words, title, place.side, box[0] if place.side == "right" else box[2], box)
    diameter = size(event, look.scale, tight=look.tight)
    covered = hidden(event.when, look.scale)
    bar = diameter * 0.45 if covered else 8.0 if look.tight else 12.0
    return Mark(
        event=event, lane=item.lane, row=place.row, day=sum(core(event.when)) / 2, y=y,
        size=diameter, segments=segments(event.when, look.scale), bar=bar, bar_hidden=covered, left=item.left,
        right=item.right, label=label,
    )  # fmt: skip
