"""What is counted from a month or a year: "in January he was arrested; two days later he was freed"."""

from __future__ import annotations

from dateline.model import When
from dateline.times.context import LENGTH, Context, Resolved
from dateline.times.points import Point, day_point, shift
from dateline.times.readings import Kind, Shift

SOON = 0.15
"""What is counted on by so small a share of a month or year is dated by it all."""


def after_coarse(reading: Shift, base: Point, context: Context) -> Resolved | None:
    """ "In January he was arrested; two days later he was freed": on some day from 3 January to 2 February.

    None where what was told last is fine enough, or still goes on, so that the article's own day may be meant.
    """
    told, here = context.told[-1] if context.told else None, context.here
    first, last = (told.first(), told.last()) if told is not None else (None, None)
    now = here.first() if here is not None else None
    if context.narrative or told is None or first is None or last is None or now is None or last >= now:
        return None
    if LENGTH[told.grain] <= LENGTH[reading.unit] or (base != here and (day := base.first()) and first <= day <= last):
        return None
    if told.grain not in ("W", "WE", "M", "S", "Q", "Y"):
        return None
    earliest = shift(day_point(first), reading.count, reading.unit)
    latest = shift(day_point(last), reading.count, reading.unit)
    start, end = (earliest.first() if earliest else None), (latest.last() if latest else None)
    if start is None or end is None or start >= now:
        return None
    kind: Kind = "TIME" if reading.clock else "DATE"
    when = When.of(f"{start.isoformat()[:7]}/{min(end, now).isoformat()[:7]}")
    whole = told.when()
    if abs(reading.count) * {"D": 1, "WE": 7, "W": 7}.get(reading.unit, 31) <= SOON * (last - first).days and whole:
        when = whole  # "two days later" than a day of January is most likely in January
    how = f"counted from {told.words()}, told before, so that the day is not known"
    if reading.count == 0 and any(point.grain == "D" for point in context.told[-6:]):
        # "since the army took over last year. The attack came on the same day that": of the year, or of the news?
        reason = f"{told.words()} was told before, and a day as well: it cannot be told of which this is the same"
        return Resolved(kind, unknown_place(reading.unit) + reading.clock, None, None, how, reason)
    return Resolved(kind, unknown_place(reading.unit) + reading.clock, when, None, how)


def unknown_place(unit: str) -> str:
    return {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX"}.get(unit, "XXXX")
