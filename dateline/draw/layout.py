"""The layout: where everything stands, in pixels. Figure and pictures draw the same one, so they show the same.

`arrange` is a pure function of what it is given. Pixels count from the top left corner; time runs along `Layout.scale`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from ..model import EVENT_TYPES, STATUSES, Query, Timeline
from . import font
from .far import within
from .filling import SMALL, Band, Mark, fill
from .lanes import Lane, LaneKind, drawn_count, into_lanes
from .marks import core
from .piles import Pile, piles
from .scale import LAST, SHORTEST_DAYS, Scale, Tick, fit, ticks
from .words import clean

NARROW = 600
"""Below this width, in pixels, lane names stand above their lanes and labels are fewer."""

TEXT, TITLE = 13.0, 20.0
"""Sizes of the chart's text and of its title, in pixels; `SMALL` is that of labels and footer."""

AXIS, UPPER_AXIS, KEY_ROW, FOOT_ROW, STRIP = 26.0, 18.0, 20.0, 17.0, 30.0
"""Heights in pixels: of the axis with its words, of the same words above, a row of the key, a row of the footer, the
density strip."""

# Least height of the lanes together, in pixels: what the hover needs, which is cut off at the figure's edge.
_LEAST = 120.0
# Height of the lanes, in pixels, from which the axis below may be out of sight while the first lanes are read.
_TALL = 400.0
# Share of the time range that is shown to both sides of it, so that a mark on its first day is whole.
_MARGIN = 0.02


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """An entry of the key: ``kind`` "type" or "status", its ``value``, the centre of its symbol; a "note" has none."""

    kind: str
    value: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything placed, in pixels.

    The chart lies between ``left``/``right`` and ``top``/``bottom``, the density strip (with ``bins``, events by year)
    between ``strip`` and ``top``, the lines of ``title``, ``subtitle`` and ``footer`` at their ``*_y`` (tops), under
    the axis the ``key``. Where ``upper_axis`` is true the axis' words stand above the strip as well. ``drawn`` counts
    the different events, ``outside`` those left out because they lie far from all others; ``sentence`` stands where
    there are none.
    """

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    scale: Scale
    bands: tuple[Band, ...]
    marks: tuple[Mark, ...]
    piles: tuple[Pile, ...]
    ticks: tuple[Tick, ...]
    strip: float
    bins: tuple[tuple[int, int], ...]
    title: tuple[str, ...]
    subtitle: tuple[str, ...]
    footer: tuple[str, ...]
    title_y: float
    subtitle_y: float
    footer_y: float
    key: tuple[KeyEntry, ...]
    sentence: str | None
    drawn: int
    outside: int
    edge: float
    row: float
    label_size: float
    upper_axis: bool

    @property
    def narrow(self) -> bool:
        """True where lane names stand above their lanes."""
        return self.width < NARROW


def arrange(
    timeline: Timeline,
    *,
    lanes: LaneKind = "type",
    width: int = 1100,
    height: int | None = None,
    title: str | None = None,
    subtitle: str | None = None,
    footer: str | None = None,
    view: tuple[date, date] | None = None,
    counts: Mapping[str, int] | None = None,
) -> Layout:
    """Place the events of a timeline on a chart of ``width`` pixels (at least 240).

    ``height`` None: as high as the rows need; one that the lanes cannot do with is not kept. ``view``: first and last
    day to show; else all events are but a few that lie far from all others (`.far`), which are left out and counted in
    ``outside``. ``counts``: all events of each lane by its key. A selection plays no part here: nothing may move under
    the pointer.
    """
    wide = float(max(width, 240))
    narrow = wide < NARROW
    edge = 10.0 if narrow else 16.0
    groups, outside = within(into_lanes(timeline, lanes, most=8 if narrow else 14, counts=counts), view, timeline.query)
    names = [font.shorten(group.name, 160.0 if not narrow else wide - 80, TEXT) for group in groups]
    column = max((font.text_width(f"{n}  {g.count:,}", TEXT) for n, g in zip(names, groups, strict=True)), default=0)
    left = edge if narrow else edge + max(column, 60.0) + 12
    scale = Scale(*_range(groups, view, timeline.query), left=left, right=wide - edge)
    bins = _bins(timeline, scale)
    head = _wrapped(title, wide - 2 * edge, TITLE, bold=True)
    below = _wrapped(subtitle, wide - 2 * edge, TEXT)
    foot = _wrapped(footer, wide - 2 * edge, SMALL)
    subtitle_y = edge + 25.0 * len(head)
    strip = subtitle_y + 19.0 * len(below) + (10.0 if head or below else 0.0) + UPPER_AXIS
    top = strip + (STRIP if bins else 0.0)
    key = _key(groups, lanes, left, wide - edge)
    under = AXIS + KEY_ROW * (1 + int(key[-1].y) if key else 0) + (FOOT_ROW * len(foot) + 6 if foot else 0.0) + 8
    room = max(float(height) - top - under, 40.0, (46.0 if narrow else 30.0) * len(groups)) if height else None
    filled = fill(groups, names, scale, top=top, room=room, narrow=narrow)
    if not room and filled.bands and filled.bands[-1].bottom - top < _LEAST:
        filled = fill(groups, names, scale, top=top, room=_LEAST, narrow=narrow)
    bottom = filled.bands[-1].bottom if filled.bands else top + (room or 160.0)
    heaps = piles(filled.marks, right=wide - edge, size=filled.label_size, least=3 if filled.tight else 2)
    # Without events a range of years would be made up.
    marked = tuple(ticks(scale, room=56.0 if narrow else 84.0)) if filled.marks else ()
    return Layout(
        width=wide, height=float(ceil(bottom + under - 0.01)), left=left, right=wide - edge, top=top, bottom=bottom,
        scale=scale, bands=filled.bands, marks=filled.marks, piles=heaps, ticks=marked, strip=strip, bins=bins,
        title=head, subtitle=below, footer=foot, title_y=edge, subtitle_y=subtitle_y,
        footer_y=bottom + under - FOOT_ROW * len(foot) - 8,
        key=tuple(KeyEntry(e.kind, e.value, e.x, bottom + AXIS + KEY_ROW * (e.y + 0.5)) for e in key),
        sentence=None if filled.marks else _sentence(timeline), drawn=drawn_count(groups), outside=outside, edge=edge,
        row=filled.row, label_size=filled.label_size, upper_axis=bool(filled.marks) and bottom - top > _TALL,
    )  # fmt: skip


def _range(groups: Sequence[Lane], view: tuple[date, date] | None, query: Query) -> tuple[float, float]:
    """The days to show: the view where one is given, else all that is known of the events' dates.

    Of events that reach beyond the time range that was asked for, no more is shown than a little beyond it.
    """
    if view:
        shown = sorted(day.toordinal() for day in view)
        return float(shown[0]), min(float(shown[1] + 1), LAST)
    spans = [core(event.when) for group in groups for event in group.events if event.when]
    # With nothing to show any range will do; this one says nothing of today.
    start, end = fit(spans or [(float(date(2000, 1, 1).toordinal()), float(date(2001, 1, 1).toordinal()))])
    first = float(query.since.toordinal()) if query.since else start
    last = float(query.until.toordinal() + 1) if query.until else end
    if last - first < SHORTEST_DAYS:
        return start, end
    margin = (last - first) * _MARGIN
    return max(start, first - margin), min(end, last + margin)


def _bins(timeline: Timeline, scale: Scale) -> tuple[tuple[int, int], ...]:
    """Events by year for the density strip, where there are enough of both to be worth it."""
    first, last = date.fromordinal(int(scale.start)).year, date.fromordinal(int(min(scale.end, LAST - 1))).year
    bins = tuple((year, n) for year, n in sorted(timeline.years.items()) if first <= year <= last and n > 0)
    return bins if len(bins) >= 3 and sum(n for _, n in bins) >= 8 else ()


def _wrapped(text: str | None, room: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    return tuple(font.wrap(clean(text), room, size, bold=bold)) if text else ()


def _key(groups: Sequence[Lane], kind: LaneKind, left: float, right: float) -> list[KeyEntry]:
    """The key's entries, ``y`` counting rows: types where lanes do not tell them, statuses where not all happened."""
    events = [event for group in groups for event in group.events]
    wanted: list[tuple[str, str]] = []
    if kind != "type":
        types = {event.type if event.type in EVENT_TYPES else "other" for event in events}
        wanted += [("type", value) for value in EVENT_TYPES if value in types]
    statuses = {event.status for event in events}
    if statuses - {"happened"}:
        wanted += [("status", value) for value in STATUSES if value in statuses]
    if len({min(len(event.publishers), 2) for event in events}) > 1:
        wanted.append(("note", "larger: more sources"))
    entries, x, row = [], left, 0
    for what, value in wanted:
        width = 18 + font.text_width(value, SMALL)
        if x + width > right and x > left:
            x, row = left, row + 1
        entries.append(KeyEntry(what, value, x + 7, float(row)))
        x += width + 16
    return entries


def _sentence(timeline: Timeline) -> str:
    """What stands in a chart without any event."""
    if number := timeline.undated_total:
        return "The one event found has no known date." if number == 1 else f"None of the {number:,} events has a date."
    return "No event matches." if timeline.query != Query() else "There are no events yet."
