"""From readings to values: what the anchor and the dates told before make of them."""

from __future__ import annotations

from dataclasses import replace

from dateline.model import When
from dateline.times import spoken
from dateline.times.coarse import after_coarse, unknown_place
from dateline.times.context import LENGTH, Context, Resolved, anchored, left_open, placed
from dateline.times.points import SEASONS, Point, at_grain, move, shift, valid_day
from dateline.times.readings import Clock, Fields, Fixed, Kind, Known, Offset, Reading, Shift
from dateline.times.tense import AHEAD
from dateline.times.years import century_of, make_point, pick_year, story_year, year_of_past, yearless


def resolve(reading: Reading, context: Context) -> Resolved | None:
    """The value of ``reading`` in ``context``; None for what turns out to be no date."""
    match reading:
        case Fixed():
            return _fixed(reading, context)
        case Known():
            return placed(reading.point, reading.clock, "is written out")
        case Fields():
            return _fields(reading, context)
        case Shift():
            return _shift(reading, context)
        case Clock():
            return _clock(reading, context)
        case Offset():
            return _offset(reading, context)


def widened(resolved: Resolved, grain: str) -> Resolved:
    """The week (or other ``grain``) that holds a resolved day: "the week of March 6"."""
    assert resolved.point is not None
    point = at_grain(resolved.point, grain)
    return Resolved("DATE", point.value, point.when(), point, resolved.how)


def _fixed(reading: Fixed, context: Context) -> Resolved | None:
    if reading.note == "slashed":
        return _slashed(reading.value, context)
    if reading.note == "years":
        return Resolved("DATE", reading.value, When.of(reading.value), None, "is written out")
    refs = {
        "PAST_REF": "points to the past and names no day",
        "PRESENT_REF": "points to the present and names no day",
        "FUTURE_REF": "points to what is to come and names no day",
    }
    match reading.type:
        case "DURATION":
            how = f"is a length of time: {spoken.duration(reading.value)}"
        case "SET":
            how = f"is told as coming again and again: {spoken.recurrence(reading.value)}"
        case _:
            how = refs.get(reading.value, "names no day")
    if reading.note in ("after", "before"):
        how += f" {reading.note} what the text tells next"
    return Resolved(reading.type, reading.value, how=how)


def _slashed(value: str, context: Context) -> Resolved | None:
    first, second, year = (int(p) for p in value.split("/"))
    if year < 100:
        full = century_of(year, context.here)
        if full is None:
            return None
        year = full
    month_first = valid_day(year, first, second)
    day_first = valid_day(year, second, first)
    if month_first and day_first and first != second:
        if context.day_first is None:
            known = Point("Y", year)
            reason = "The day and the month cannot be told apart: nothing in the article says which comes first"
            return Resolved("DATE", known.value, known.when(), known, "is read as far as it is plain", reason)
        month_first = not context.day_first
    if not month_first and not day_first:
        return None
    month, day = (first, second) if month_first else (second, first)
    return placed(Point("D", year, month, day), "", "is written out")


def _fields(reading: Fields, context: Context) -> Resolved | None:
    if reading.pick.startswith("told"):
        return _told(reading, context)
    if reading.short_year >= 0:
        return _short(reading, context)
    if reading.year and reading.pick == "period":
        return _period(reading.year, context)
    if reading.pick.startswith("month"):
        return _of_month(reading, context)
    if reading.holiday:
        return _by_year(reading, context)
    if reading.weekday and not reading.month:
        return _weekday(reading, context)
    if reading.part.startswith("DE"):
        return _decade(reading, context)
    return _by_year(reading, context)


def _short(reading: Fields, context: Context) -> Resolved | None:
    base = context.told[-1] if context.told else context.here
    year = century_of(reading.short_year, base if context.narrative else context.here or base)
    if year is None:
        return Resolved("DATE", f"XX{reading.short_year:02}", None, None, "names the year alone",
                        "The century of a year in two digits can only be told from the publication date")  # fmt: skip
    if reading.part:
        return placed(Point("S", year, list(SEASONS).index(reading.part)), "", anchored(context))
    if reading.day and valid_day(year, reading.month, reading.day):
        return placed(Point("D", year, reading.month, reading.day), reading.clock, anchored(context))
    return placed(Point("M", year, reading.month) if reading.month else Point("Y", year), "", anchored(context))


def _decade(reading: Fields, context: Context) -> Resolved | None:
    base = context.here or (context.told[-1] if context.told else None)
    year = century_of(int(reading.part[2:]), base)
    before = context.told[-1] if context.told and context.narrative else None
    if before is not None and before.grain == "DE" and before.year > 0:
        # "the 1640s and '50s"
        year = before.year // 100 * 100 + int(reading.part[2:])
    if year is None:
        return left_open(f"XX{reading.part[2]}", context)
    return placed(Point("DE", year), "", anchored(context))


def _of_month(reading: Fields, context: Context) -> Resolved | None:
    """ "the 17th of last month"."""
    here = context.here
    if here is None or LENGTH[here.grain] > LENGTH["M"]:
        return left_open(f"XXXX-XX-{reading.day:02}", context)
    month = shift(here, int(reading.pick.removeprefix("month")), "M")
    if month is None or not valid_day(month.year, month.n, reading.day):
        return None
    return placed(Point("D", month.year, month.n, reading.day), "", anchored(context))


def _period(year: int, context: Context) -> Resolved:
    """ "the 1988 period": the same part of that year as the results told before are of."""
    base = context.period
    if base is None or base.grain not in ("Q", "H"):
        return placed(Point("Y", year), "", "is written out")
    return placed(replace(base, year=year), "", f"is the same part of its year as {base.words()}, told before")


def _by_year(reading: Fields, context: Context) -> Resolved | None:
    """Months, month and day, quarters, seasons, holidays: which year?"""
    if context.narrative and not (reading.base == "now" and context.here):
        told = context.story
        if told is None and context.step:
            told = Point("Y", context.step.year)
        if told is None:
            return Resolved("DATE", yearless(reading), None, None, "names no year", "The text tells no year before it")
        point = make_point(reading, story_year(reading, told, context))
        return placed(point, reading.clock, f"told after {told.words()}") if point else None
    here = context.here
    if here is None:
        return left_open(yearless(reading), context, "TIME" if reading.clock else "DATE")
    if (gone_on := year_of_past(reading, context)) and context.past is not None:
        return placed(gone_on, reading.clock, f"told after {context.past.words()}")
    year = pick_year(reading, context, here)
    point = make_point(reading, year)
    if point is None:
        return None
    if here.grain not in ("D", "M") and context.anchor.origin == "inferred":
        resolved = placed(point, reading.clock, anchored(context))
        if resolved.when and "/" not in resolved.when.value:
            unsure = When.of(resolved.when.value + "?")
            return Resolved(resolved.type, resolved.value, unsure, point, resolved.how)
        return resolved
    return placed(point, reading.clock, anchored(context))


def _weekday(reading: Fields, context: Context) -> Resolved | None:
    base = context.base("anchor", "D")
    value = f"XXXX-WXX-{reading.weekday}{reading.clock}"
    kind: Kind = "TIME" if reading.clock else "DATE"
    if base is None or base.grain != "D" or base.first() is None:
        found = left_open(value, context, kind)
        if base is not None and base.grain in ("Y", "M") and (when := base.when()) and not context.narrative:
            return Resolved(kind, value, When.of(when.value + "?"), None, found.how, found.open_reason)
        return found
    start = base.first()
    assert start is not None
    if context.opens > 0 and context.direction < AHEAD:
        # "from Monday to Friday": the last Friday first, then the Monday before it.
        ended = shift(base, -((start.isoweekday() - context.opens) % 7), "D")
        base = ended or base
        start = base.first() or start
    back = (start.isoweekday() - reading.weekday) % 7
    match reading.pick:
        case "last":
            count = -(back or 7)
        case "last-7":
            count = -(back or 7) - 7
        case "week-1" | "week+0" | "week+1":
            count = reading.weekday - start.isoweekday() + 7 * int(reading.pick.removeprefix("week"))
        case "next":
            count = 7 - back + (7 if reading.weekday > start.isoweekday() else 0)
        case "this":
            count = reading.weekday - start.isoweekday()
        case "ahead":
            count = 7 - back
        case _:
            count = -back
            if context.direction >= AHEAD and back:
                count = 7 - back
    point = shift(base, count + 7 * reading.weeks, "D")
    first = context.told[-1].first() if context.opens < 0 and context.told and context.told[-1].grain == "D" else None
    if point and first and (day := point.first()) and day < first:
        point = shift(point, 7, "D")
    return placed(point, reading.clock, anchored(context)) if point else None


def _told(reading: Fields, context: Context) -> Resolved | None:
    """What the date told before completes: "the 20th", "that April", "the previous Friday"."""
    base = next((p for p in reversed(context.told[-6:]) if p.grain not in ("DE", "CE")), context.here)
    if reading.weekday:
        day = next((p for p in reversed(context.told[-6:]) if p.grain == "D"), context.here)
        start = day.first() if day and day.grain == "D" else None
        if day is None or start is None:
            return left_open(f"XXXX-WXX-{reading.weekday}", context)
        back = (start.isoweekday() - reading.weekday) % 7
        if reading.pick == "told-last":
            back = back or 7
        point = shift(day, 7 - back if reading.pick == "told-next" else -back, "D")
        return placed(point, reading.clock, f"counted from {day.words()}, told before") if point else None
    if base is None:
        return left_open(yearless(reading) if reading.month else f"XXXX-XX-{reading.day:02}", context)
    year, month = reading.year or base.year, reading.month
    if reading.day and not month:
        month = next((p.n for p in reversed(context.told[-6:]) if p.grain in ("D", "M")), 0)
        if not month and context.here and context.here.grain in ("D", "M"):
            month = context.here.n
        if not month or not valid_day(year, month, reading.day):
            return None
        return placed(Point("D", year, month, reading.day), reading.clock, f"told with {base.words()}")
    if reading.pick == "told-last":
        year -= 1
    if reading.pick == "told-next" and base.grain in ("D", "M") and month <= base.n:
        year += 1
    year += reading.year_shift or 0
    point = make_point(reading, year)
    return placed(point, reading.clock, f"told with {base.words()}") if point else None


def _shift(reading: Shift, context: Context) -> Resolved | None:
    unit = reading.unit
    kind: Kind = "TIME" if reading.clock else "DATE"
    name = reading.base
    if name == "results":
        base = context.period or (context.here if not context.narrative else context.base("told", unit))
    elif reading.within == "P" and not context.narrative:
        base = context.period or context.reported
    elif not context.narrative and (reading.within == "Q" or (unit == "Q" and name == "told" and not reading.count)):
        base = context.reported
    elif name == "now":
        base = context.here or context.base("anchor", unit)
    elif name == "weekend":
        base = context.weekend()
    elif name == "compared":
        base = context.compared()
    elif name == "near":
        base = context.base("told" if context.narrative else "anchor", unit)
    else:
        base = context.base(name, unit)
    if name == "told" and base is not None and (coarse := after_coarse(reading, base, context)):
        return coarse
    if base is None or (LENGTH[base.grain] > LENGTH[unit] and not reading.keep):
        return left_open(unknown_place(unit) + reading.clock, context, kind)
    exact = reading.keep and (base.grain != "D" or reading.base == "now")
    point = move(base, reading.count, unit) if exact else shift(base, reading.count, unit)
    if point is None:
        return None
    from_anchor = base == context.here or name == "weekend"
    how = anchored(context) if from_anchor else f"counted from {base.words()}, told before"
    return placed(point, reading.clock, how)


def _offset(reading: Offset, context: Context) -> Resolved | None:
    """ "the day after Christmas"."""
    base = resolve(reading.of, context)
    if base is None or base.point is None:
        return base
    point = shift(base.point, reading.count, reading.unit)
    return placed(point, "", f"is counted from {base.point.words()}") if point else None


def _clock(reading: Clock, context: Context) -> Resolved | None:
    base = context.base("told", "D")
    if base is None or base.grain != "D":
        return left_open("XXXX-XX-XX" + reading.clock, context, "TIME")
    how = anchored(context) if base == context.here else f"on {base.words()}, told before"
    return placed(base, reading.clock, how)
