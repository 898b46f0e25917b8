"""From readings to values: what the anchor and the dates told before make of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from dateline.model import Anchor, When
from dateline.times.make import holiday_date
from dateline.times.points import (
    GRAINS,
    SEASONS,
    Point,
    at_grain,
    day_point,
    move,
    of_when,
    shift,
    valid_day,
)
from dateline.times.tense import AHEAD, BACK
from dateline.times.readings import Clock, Fields, Fixed, Known, Reading, Shift

# A bare year farther than this from the story's year does not move the story, in years.
ASIDE_YEARS = 12
# A bare year that no sentence opens with moves a story on by so many years at most.
STEP_YEARS = 3
# How much farther a month and day may lie on the side that the tense asks for than on the other.
FARTHER = 3
LENGTH = {grain: i for i, grain in enumerate(GRAINS)}


@dataclass(slots=True)
class Context:
    """What is known at one place of a document: the anchor, the tense, and the places told before (``told``, latest last)."""

    anchor: Anchor
    narrative: bool = False
    told: list[Point] = field(default_factory=list)
    direction: int = 0
    day_first: bool | None = None
    results: Point | None = None
    story: Point | None = None
    aside: bool = False
    words: str = ""
    opens: int = 0
    story_year: int | None = None

    def remember(self, reading: Reading, resolved: Resolved) -> None:
        """Keeps what was told, for what is counted from it later.

        In a narrative the story's date moves with full dates and with years near it; a year far from it ("not since
        1812", "a book of 2004") and what stands in brackets is an aside.
        """
        point = resolved.point
        if point is None:
            return
        self.told.append(point)
        if point.grain == "Q" and not (isinstance(reading, Shift) and reading.keep):
            first, before = point.first(), self.results.first() if self.results else None
            if first is not None and (before is None or first >= before):
                self.results = point
        if point.grain not in ("DE", "CE") and (self.story is None or self._moves(point)):
            self.story = point

    def _moves(self, point: Point) -> bool:
        """True where ``point`` moves the story's date on, and is no aside."""
        assert self.story is not None
        if point.grain != "Y":
            return True
        years = point.year - self.story.year
        if self.aside:
            return 0 < years <= STEP_YEARS and self.direction <= 0
        return abs(years) <= ASIDE_YEARS

    @property
    def here(self) -> Point | None:
        """The anchor's place, None where it is unknown."""
        return of_when(self.anchor.when) if self.anchor.when else None

    @property
    def reported(self) -> Point | None:
        """The quarter that results are told of: the last one named, else the one that ended before the anchor."""
        if self.results is not None:
            return self.results
        here = self.here
        return shift(here, -1, "Q") if here is not None and here.grain in ("D", "M", "Q") else None

    def weekend(self) -> Point | None:
        """The weekend that an article means by "the weekend": the one that it stands in, else the last, by tense the next."""
        base = self.base("anchor", "D")
        start = base.first() if base and base.grain == "D" else None
        if base is None or start is None:
            return None
        return base if start.isoweekday() >= 6 or self.direction > 0 else shift(base, -7, "D")

    def base(self, name: str, grain: str) -> Point | None:
        """The place to count from: the anchor, or the latest told that is as fine as ``grain``."""
        if name == "anchor" and not self.narrative:
            return self.here
        if self.narrative and self.story is not None and LENGTH[self.story.grain] <= LENGTH[grain]:
            return self.story
        for point in reversed(self.told[-6:]):
            if LENGTH[point.grain] <= LENGTH[grain]:
                return point
        if self.told and LENGTH[self.told[-1].grain] > LENGTH[grain]:
            return None if self.narrative else self.here
        return None if self.narrative else self.here


@dataclass(frozen=True, slots=True)
class Resolved:
    """A finished value: ``how`` says in words what it was counted from, ``point`` is kept for what is told later."""

    type: str
    value: str
    when: When | None = None
    point: Point | None = None
    how: str = ""
    open_reason: str | None = None


def anchored(context: Context) -> str:
    """ "in an article published on Thursday 20 June 2024": the anchor in words, for traces."""
    here = context.here
    if here is None:
        return "with no publication date known"
    stated = {"published": "published", "dateline": "datelined", "inferred": "that seems to be"}
    verb = stated.get(context.anchor.origin, "published")
    return f"in an article {verb} {'on' if here.grain == 'D' else 'in' if verb != 'that seems to be' else 'of'} {here.words()}"


def resolve(reading: Reading, context: Context) -> Resolved | None:
    """The value of ``reading`` in ``context``; None for what turns out to be no date."""
    match reading:
        case Fixed():
            return _fixed(reading, context)
        case Known():
            return _with_clock(reading.point, reading.clock, "is written out")
        case Fields():
            return _fields(reading, context)
        case Shift():
            return _shift(reading, context)
        case Clock():
            return _clock(reading, context)


def widened(resolved: Resolved, grain: str) -> Resolved:
    """The week (or other ``grain``) that holds a resolved day: "the week of March 6"."""
    assert resolved.point is not None
    point = at_grain(resolved.point, grain)
    return Resolved("DATE", point.value, point.when(), point, resolved.how)


def _fixed(reading: Fixed, context: Context) -> Resolved | None:
    if reading.note == "slashed":
        return _slashed(reading.value, context)
    refs = {"PAST_REF": "points to the past", "PRESENT_REF": "points to the present", "FUTURE_REF": "points to the future"}
    kinds = {"DURATION": "is a length of time", "SET": "is told as coming again and again"}
    how = refs.get(reading.value) or f"{kinds.get(reading.type, 'names no day')} ({reading.value})"
    if reading.note in ("after", "before"):
        how += f", {reading.note} what the text tells next"
    return Resolved(reading.type, reading.value, how=how)


def _slashed(value: str, context: Context) -> Resolved | None:
    first, second, year = (int(p) for p in value.split("/"))
    if year < 100:
        full = _century(year, context.here)
        if full is None:
            return None
        year = full
    month_first = valid_day(year, first, second)
    day_first = valid_day(year, second, first)
    if month_first and day_first and first != second:
        if context.day_first is None:
            return Resolved("DATE", f"{year:04}", When.of(f"{year:04}"), Point("Y", year), "is read as far as it is plain",
                            "The day and the month cannot be told apart: nothing in the article says which comes first")  # fmt: skip
        month_first = not context.day_first
    if not month_first and not day_first:
        return None
    month, day = (first, second) if month_first else (second, first)
    return _with_clock(Point("D", year, month, day), "", "is written out")


def _century(short: int, here: Point | None) -> int | None:
    """The full year of two digits: the nearest to the anchor that is not more than 20 years ahead; None without one."""
    if here is None or here.year < 100:
        return None
    year = here.year // 100 * 100 + short
    return year - 100 if year > here.year + 20 else year


def _with_clock(point: Point, clock: str, how: str, type_: str = "DATE") -> Resolved:
    when = point.when()
    reason = None if when else "Dates before Christ have no place on this calendar"
    if clock and point.grain == "D":
        return Resolved("TIME", point.value + clock, when, point, how, reason)
    return Resolved(type_, point.value, when, point, how, reason)


def _open(value: str, context: Context, type_: str = "DATE") -> Resolved:
    """An expression that has no place on the calendar because the anchor is not known well enough."""
    here = context.here
    if here is None:
        reason = f"{context.words!r} can only be placed when the publication date is known; the article states none"
    else:
        reason = f"{context.words!r} can only be placed when the day of publication is known; only {here.words()} is"
    return Resolved(type_, value, None, None, anchored(context), reason)


def _fields(reading: Fields, context: Context) -> Resolved | None:
    if reading.pick.startswith(("told", "coming")):
        return _told(reading, context)
    if reading.short_year >= 0:
        return _short(reading, context)
    if reading.holiday:
        return _by_year(reading, context)
    if reading.weekday and not reading.month:
        return _weekday(reading, context)
    if reading.part.startswith("DE"):
        return _decade(reading, context)
    return _by_year(reading, context)


def _short(reading: Fields, context: Context) -> Resolved | None:
    base = context.told[-1] if context.told else context.here
    year = _century(reading.short_year, base if context.narrative else context.here or base)
    if year is None:
        return Resolved("DATE", f"XX{reading.short_year:02}", None, None, "names the year alone",
                        "The century of a year in two digits can only be told from the publication date")  # fmt: skip
    if reading.part:
        return _with_clock(Point("S", year, list(SEASONS).index(reading.part)), "", anchored(context))
    if reading.day and valid_day(year, reading.month, reading.day):
        return _with_clock(Point("D", year, reading.month, reading.day), reading.clock, anchored(context))
    return _with_clock(Point("M", year, reading.month) if reading.month else Point("Y", year), "", anchored(context))


def _decade(reading: Fields, context: Context) -> Resolved | None:
    base = context.here or (context.told[-1] if context.told else None)
    year = _century(int(reading.part[2:]), base)
    if year is None:
        return _open(f"XX{reading.part[2]}", context)
    return _with_clock(Point("DE", year), "", anchored(context))


def _make(reading: Fields, year: int) -> Point | None:
    """The place that the fields name in ``year``."""
    if reading.holiday:
        day = holiday_date(reading.holiday, year)
        return day_point(day) if day else None
    if reading.part:
        if reading.part in SEASONS:
            return Point("S", year, list(SEASONS).index(reading.part))
        return Point(reading.part[0], year, int(reading.part[1:]))
    if reading.day:
        return Point("D", year, reading.month, reading.day) if valid_day(year, reading.month, reading.day) else None
    return Point("M", year, reading.month)


def _yearless(reading: Fields) -> str:
    if reading.part:
        return f"XXXX-{reading.part}"
    if reading.holiday:
        return "XXXX-XX-XX"
    return f"XXXX-{reading.month:02}" + (f"-{reading.day:02}" if reading.day else "") + (reading.clock if reading.day else "")


def _by_year(reading: Fields, context: Context) -> Resolved | None:
    """Months, month and day, quarters, seasons, holidays: which year?"""
    if context.narrative and not (reading.base == "now" and context.here):
        told = context.story
        if told is None and context.story_year:
            told = Point("Y", context.story_year)
        if told is None:
            return Resolved("DATE", _yearless(reading), None, None, "names no year", "The text tells no year before it")
        point = _make(reading, _story_year(reading, told, context))
        return _with_clock(point, reading.clock, f"told after {told.words()}") if point else None
    here = context.here
    if here is None:
        return _open(_yearless(reading), context, "TIME" if reading.clock else "DATE")
    year = _pick_year(reading, context, here)
    point = _make(reading, year)
    if point is None:
        return None
    if here.grain not in ("D", "M") and context.anchor.origin == "inferred":
        resolved = _with_clock(point, reading.clock, anchored(context))
        if resolved.when and "/" not in resolved.when.value:
            unsure = When.of(resolved.when.value + "?")
            return Resolved(resolved.type, resolved.value, unsure, point, resolved.how)
        return resolved
    return _with_clock(point, reading.clock, anchored(context))


def _story_year(reading: Fields, told: Point, context: Context) -> int:
    """The year of a month in a narrative: the story's, or the next where the story stood at the end of the year."""
    if reading.year_shift is not None:
        return told.year + reading.year_shift
    if reading.pick in ("next", "last"):
        start = told.first()
        steps = (0, 1) if reading.pick == "next" else (0, -1)
        for step in steps:
            point = _make(reading, told.year + step)
            first = point.first() if point else None
            if start and first and (first > start if step >= 0 and reading.pick == "next" else first < start):
                return told.year + step
    return context.story_year or told.year


def _pick_year(reading: Fields, context: Context, here: Point) -> int:
    """The year for a month, quarter, season or holiday: as a word says, by tense, else the nearest or the past."""
    if reading.year_shift is not None:
        return here.year + reading.year_shift
    start = here.first()
    assert start is not None
    options = {year: point for year in range(here.year - 1, here.year + 2) if (point := _make(reading, year))}
    if not options or here.grain == "Y" and not reading.pick:
        return here.year
    firsts = {year: first for year, point in options.items() if (first := point.first())}
    lasts = {year: last for year, point in options.items() if (last := point.last())}
    if not firsts:
        return here.year
    match reading.pick:
        case "last":
            return max((year for year, last in lasts.items() if last < start), default=here.year)
        case "next":
            return min((year for year, first in firsts.items() if first > start), default=here.year)
        case "this":
            return here.year
    if reading.weekday:
        fits = [year for year, first in firsts.items() if first.isoweekday() == reading.weekday]
        if fits:
            return min(fits, key=lambda year: abs(year - here.year))
    back = max((year for year, first in firsts.items() if first <= start), default=here.year)
    ahead = min((year for year, last in lasts.items() if last >= start), default=here.year)
    if back == ahead:
        return back
    behind, before = (start - lasts[back]).days, (firsts[ahead] - start).days
    if reading.day or reading.holiday:
        # The nearest, unless the tense contradicts and the other is not much farther.
        if context.direction == BACK:
            return back if behind <= FARTHER * before else ahead
        if context.direction > 0:
            return ahead if before <= FARTHER * behind else back
        return back if behind <= before else ahead
    if context.direction == AHEAD and not reading.part:
        return ahead
    return ahead if context.direction > 0 and before < behind else back


def _weekday(reading: Fields, context: Context) -> Resolved | None:
    base = context.base("anchor", "D")
    value = f"XXXX-WXX-{reading.weekday}{reading.clock}"
    kind = "TIME" if reading.clock else "DATE"
    if base is None or base.grain != "D" or base.first() is None:
        found = _open(value, context, kind)
        if base is not None and base.grain in ("Y", "M") and (when := base.when()) and not context.narrative:
            return Resolved(kind, value, When.of(when.value + "?"), None, found.how, found.open_reason)
        return found
    start = base.first()
    assert start is not None
    if context.opens > 0 and context.direction != AHEAD:
        # "from Monday to Friday": the last Friday first, then the Monday before it.
        start -= timedelta(days=(start.isoweekday() - context.opens) % 7)
        base = day_point(start)
    back = (start.isoweekday() - reading.weekday) % 7
    match reading.pick:
        case "last":
            count = -(back or 7)
        case "next":
            count = 7 - back + (7 if reading.weekday > start.isoweekday() else 0)
        case "this":
            count = reading.weekday - start.isoweekday()
        case "ahead":
            count = 7 - back
        case _:
            count = -back
            if context.direction == AHEAD and back:
                count = 7 - back
    point = shift(base, count, "D")
    first = context.told[-1].first() if context.opens < 0 and context.told and context.told[-1].grain == "D" else None
    if point and first and (day := point.first()) and day < first:
        point = shift(point, 7, "D")
    return _with_clock(point, reading.clock, anchored(context)) if point else None


def _told(reading: Fields, context: Context) -> Resolved | None:
    """What the date told before completes: "the 20th", "that April", "the previous Friday"."""
    base = context.told[-1] if context.told else context.here
    if reading.weekday:
        day = next((p for p in reversed(context.told[-6:]) if p.grain == "D"), context.here)
        start = day.first() if day and day.grain == "D" else None
        if day is None or start is None:
            return _open(f"XXXX-WXX-{reading.weekday}", context)
        back = (start.isoweekday() - reading.weekday) % 7
        if reading.pick == "told-last":
            back = back or 7
        point = shift(day, 7 - back if reading.pick == "told-next" else -back, "D")
        return _with_clock(point, reading.clock, f"counted from {day.words()}, told before") if point else None
    if base is None:
        return _open(_yearless(reading) if reading.month else f"XXXX-XX-{reading.day:02}", context)
    year, month = reading.year or base.year, reading.month
    if reading.day and not month:
        month = next((p.n for p in reversed(context.told[-6:]) if p.grain in ("D", "M")), 0)
        if not month and context.here and context.here.grain in ("D", "M"):
            month = context.here.n
        if not month or not valid_day(year, month, reading.day):
            return None
        return _with_clock(Point("D", year, month, reading.day), reading.clock, f"told with {base.words()}")
    if reading.pick == "told-last":
        year -= 1
    point = _make(reading, year)
    return _with_clock(point, reading.clock, f"told with {base.words()}") if point else None


def _shift(reading: Shift, context: Context) -> Resolved | None:
    unit, kind = reading.unit, "TIME" if reading.clock else "DATE"
    name = reading.base
    if name == "results":
        base = context.results or (context.here if not context.narrative else context.base("told", unit))
    elif not context.narrative and (reading.within == "Q" or (unit == "Q" and name == "told" and not reading.count)):
        base = context.reported
    elif name == "now":
        base = context.here or context.base("anchor", unit)
    elif name == "weekend":
        base = context.weekend()
    elif name == "near":
        base = context.base("told" if context.narrative else "anchor", unit)
    else:
        base = context.base(name, unit)
    if base is None or (LENGTH[base.grain] > LENGTH[unit] and not reading.keep):
        return _open(_unknown(unit) + reading.clock, context, kind)
    point = move(base, reading.count, unit) if reading.keep and base.grain != "D" else shift(base, reading.count, unit)
    if point is None:
        return None
    from_anchor = base == context.here
    how = anchored(context) if from_anchor else f"counted from {base.words()}, told before"
    return _with_clock(point, reading.clock, how)


def _unknown(unit: str) -> str:
    return {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX"}.get(unit, "XXXX")


def _clock(reading: Clock, context: Context) -> Resolved | None:
    base = context.base("told", "D")
    if base is None or base.grain != "D":
        return _open("XXXX-XX-XX" + reading.clock, context, "TIME")
    how = anchored(context) if base == context.here else f"on {base.words()}, told before"
    return _with_clock(base, reading.clock, how)
