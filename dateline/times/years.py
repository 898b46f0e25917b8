"""Which year: for months, days, quarters, seasons and holidays told without one, and for years in two digits."""

from __future__ import annotations

from dateline.times.context import Context
from dateline.times.holidays import holiday_date
from dateline.times.points import SEASONS, Point, day_point, valid_day
from dateline.times.readings import Fields
from dateline.times.tense import AHEAD, BACK, SINCE, UNTOLD

# How much farther a month and day may lie on the side that the tense asks for than on the other.
FARTHER = 3
# How many times nearer a month ahead must be than the one behind to be meant where no tense tells: "the election in
# April", written in February; and the other way round where what the tense says is not said of the month.
NEARER = 4


def make_point(reading: Fields, year: int) -> Point | None:
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


def yearless(reading: Fields) -> str:
    if reading.part:
        return f"XXXX-{reading.part}"
    if reading.holiday:
        return "XXXX-XX-XX"
    return (
        f"XXXX-{reading.month:02}"
        + (f"-{reading.day:02}" if reading.day else "")
        + (reading.clock if reading.day else "")
    )


def century_of(short: int, here: Point | None) -> int | None:
    """The full year of two digits: the nearest to the anchor that is not more than 20 years ahead; None without one."""
    if here is None or here.year < 100:
        return None
    year = here.year // 100 * 100 + short
    return year - 100 if year > here.year + 20 else year


def story_year(reading: Fields, told: Point, context: Context) -> int:
    """The year of a month in a narrative: the story's, or the next where the story stood at the end of the year."""
    if reading.year_shift is not None:
        return told.year + reading.year_shift
    if reading.pick in ("next", "last"):
        start = told.first()
        steps = (0, 1) if reading.pick == "next" else (0, -1)
        for step in steps:
            point = make_point(reading, told.year + step)
            first = point.first() if point else None
            if start and first and (first > start if step >= 0 and reading.pick == "next" else first < start):
                return told.year + step
    return context.step.year if context.step else told.year


def year_of_past(reading: Fields, context: Context) -> Point | None:
    """ "In 1998 he left. In May he returned": the month after the date that the paragraph has gone back to, if any."""
    past, here = context.past, context.here
    if past is None or here is None or not context.opening or context.direction == AHEAD:
        return None
    if reading.pick or reading.year_shift is not None or reading.weekday or not (reading.month or reading.part):
        return None
    for year in (past.year, past.year + 1):
        point = make_point(reading, year)
        ends, begins, now = (point.last() if point else None), past.first(), here.first()
        if point is not None and ends and begins and now and ends >= begins:
            return point if ends < now else None
    return None


def pick_year(reading: Fields, context: Context, here: Point) -> int:
    """The year for a month, quarter, season or holiday: as a word says, by tense, else the nearest or the past."""
    if reading.year_shift is not None:
        return here.year + reading.year_shift
    start = here.first()
    assert start is not None
    options = {year: point for year in range(here.year - 1, here.year + 2) if (point := make_point(reading, year))}
    if not options or (here.grain == "Y" and not reading.pick):
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
    back = max((year for year, first in firsts.items() if first <= start), default=min(firsts))
    ahead = min((year for year, last in lasts.items() if last >= start), default=max(lasts))
    if back == ahead:
        return back
    behind, before = (start - lasts[back]).days, (firsts[ahead] - start).days
    if context.direction == SINCE:
        return back
    if reading.day or reading.holiday:
        # The nearest, unless the tense contradicts and the other is not much farther.
        if context.direction == BACK:
            return back if behind <= FARTHER * before else ahead
        if context.direction > 0:
            return ahead if before <= FARTHER * behind else back
        return back if behind <= before else ahead
    if context.named and NEARER * behind <= before:
        return back
    if context.direction == AHEAD and (not reading.part or reading.part in SEASONS):
        return ahead
    if context.direction == UNTOLD and reading.month and NEARER * before <= behind:
        return ahead
    return ahead if context.direction > 0 and before < behind else back
