"""Productions for dates that the words give in full or in part. Each takes a `Found` and gives a `Reading` or None.

None means: the pattern matched, but what it found is no date (30 February, page 1999).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from fractions import Fraction

from dateline.times import clock
from dateline.times.numbers import number, ordinal, spelled_year
from dateline.times.points import LENGTHS, Point, valid_day
from dateline.times.readings import NOTHING, Clock, Fields, Fixed, Found, Known, Reading, Shift

Make = Callable[[Found], Reading | None]
# "a week from Tuesday": nobody counts farther by weeks and a weekday.
MOST_WEEKS = 60
MAKERS: dict[str, Make] = {}


def maker(make: Make) -> Make:
    """Registers a production under its own name, which rule files give as ``make``."""
    MAKERS[make.__name__] = make
    return make


def month_of(found: Found) -> int:
    """The captured month, 0 if none."""
    return int(found.look("MONTH", "month") or found.look("LOWMONTH", "month") or found.look("LOWMAY", "month") or 0)


def day_of(found: Found) -> int:
    """The captured day of the month, 0 if none."""
    words = found.words("day")
    return ordinal(words, found.language) or (int(number(words, found.language) or 0) if words else 0)


def year_of(found: Found) -> int | None:
    """The captured year in full (before Christ negative); None if none or only its two last digits."""
    words = found.words("year")
    if not words:
        return None
    if words[0][0].isdigit():
        year = int(words[0].replace(",", ""))
    else:
        spelled = spelled_year(words, found.language)
        if spelled is None:
            return None
        year = spelled
    return -year if found.has("bc") else year


@maker
def full_date(found: Found) -> Reading | None:
    """A day, month or both with or without a year: "Wednesday, June 19, 2024", "19 June", "June 2024"."""
    month, day, year = month_of(found), day_of(found), year_of(found)
    weekday = found.look("WEEKDAY", "weekday") or found.look("SHORTDAY", "weekday") or 0
    time = clock.captured(found)
    if found.has("short"):
        short = int(found.words("short")[0].lstrip("'’‘`"))
        if day and not valid_day(2000 + short, month, day):
            return NOTHING
        return Fields(month=month, day=day, short_year=short, clock=time)
    if year is None:
        if day and not valid_day(2000, month, day):
            return NOTHING
        shift = found.fact("year_shift")
        return Fields(
            month=month, day=day, weekday=int(weekday), pick=found.fact("pick", ""), year_shift=shift, clock=time
        )
    if day:
        return Known(Point("D", year, month, day), clock=time) if valid_day(year, month, day) else NOTHING
    return Known(Point("M", year, month))


@maker
def iso(found: Found) -> Reading | None:
    """2024-06-19 and 2024-06-19T10:00Z."""
    word = found.tokens.word(found.start)
    year, month, day = int(word[:4]), int(word[5:7]), int(word[8:10])
    if not year or not valid_day(year, month, day):
        return None
    if len(word) > 10:
        hours, minutes = int(word[11:13]), int(word[14:16])
        return Known(Point("D", year, month, day), clock="T" + word[11:]) if hours <= 24 and minutes < 60 else None
    return Known(Point("D", year, month, day))


@maker
def slashed(found: Found) -> Reading | None:
    """19/06/2024 and 6/19/24: resolved later, because the document decides which of the two comes first."""
    parts = [int(p) for p in found.tokens.word(found.start).replace(".", "/").replace("-", "/").split("/")]
    if parts[0] > 31:
        return Known(Point("D", *parts)) if valid_day(*parts) else None
    return Fixed("DATE", "/".join(map(str, parts)), note="slashed")


@maker
def year(found: Found) -> Reading | None:
    """A year, also before Christ or in words; "1990-91" gives its second part through ``short``."""
    if found.has("short"):
        return short_year(found)
    year = year_of(found)
    if year is None:
        return None
    if found.fact("pick"):
        return Fields(year=year, pick=found.fact("pick"))
    return Known(Point("Y", year))


@maker
def short_year(found: Found) -> Reading | None:
    """The second year of "1915-17", or "'98"; the nearest century after the first year, else by the anchor."""
    short = found.words("short")[0].lstrip("'’‘`")
    if found.fact("context") == "range":
        first = int(found.tokens.word(found.start - 2))
        year = first // 100 * 100 + int(short)
        return Known(Point("Y", year)) if len(short) == 2 and first < year else None
    return Fields(short_year=int(short), month=month_of(found))


@maker
def decade(found: Found) -> Reading | None:
    """ "the 1990s", "the '90s", "the nineties"."""
    word = found.words("decade")[0]
    figures = "".join(c for c in word if c.isdigit())
    value = found.language.value("DECADEWORD", word)
    if value is not None:
        if found.fact("century"):
            return Known(Point("DE", found.fact("century") + value))
        return Fields(part=f"DE{value:02}")
    if len(figures) == 2:
        return Fields(part=f"DE{figures}")
    year = int(figures)
    if year % 100 == 0 and 1000 <= year <= 1800 and not found.has("bc"):
        return Known(Point("CE", year))  # "the 1700s" are a century, "the 1900s" mostly a decade
    return Known(Point("DE", -year if found.has("bc") else year))


@maker
def century(found: Found) -> Reading | None:
    """ "the 19th century", "the fourth century BC"."""
    count = ordinal(found.words("nth"), found.language)
    if not count or count > 30:
        return None
    if found.has("bc"):
        return Known(Point("CE", -((count - 1) * 100 + 1) if count > 1 else -1))
    return Known(Point("CE", (count - 1) * 100))


@maker
def weekday(found: Found) -> Reading | None:
    """ "Wednesday", "last Friday", with a time of day or without."""
    value = found.look("WEEKDAY", "weekday") or found.look("SHORTDAY", "weekday") or found.look("WEEKDAYS", "weekday")
    amount = number(found.words("n"), found.language) if found.has("n") else None
    weeks = 0 if amount is None else (int(amount) - int(found.fact("less", 0))) * int(found.fact("sign", 1))
    weeks += int(found.fact("further", 0))
    if abs(weeks) > MOST_WEEKS:
        return None
    time = clock.captured(found) or found.fact("clock", "")
    return Fields(weekday=int(value), pick=found.fact("pick", ""), clock=time, weeks=weeks)


@maker
def month(found: Found) -> Reading | None:
    """A month alone: "in March", "last April", "March last year"."""
    return Fields(month=month_of(found), pick=found.fact("pick", ""), year_shift=found.fact("year_shift"))


@maker
def day_alone(found: Found) -> Reading | None:
    """A day whose month is told before or after it: "the 20th", the "7" of "April 6-7"."""
    day, month, year = day_of(found), month_of(found), year_of(found)
    if year is not None and month:
        return Known(Point("D", year, month, day)) if valid_day(year, month, day) else None
    if not 1 <= day <= 31:
        return None
    return Fields(month=month, day=day, year=year, pick=found.fact("pick", "told"))


@maker
def edge_day(found: Found) -> Reading | None:
    """The first or last day of a month or year: "the last day of 1999"."""
    month, year = month_of(found), year_of(found)
    if year is None:
        return (
            None
            if found.has("last") and month == 2
            else Fields(month=month, day=LENGTHS[month] if found.has("last") else 1)
        )
    month = month or (12 if found.has("last") else 1)
    day = monthrange(year, month)[1] if found.has("last") else 1
    return Known(Point("D", year, month, day))


@maker
def split_year(found: Found) -> Reading | None:
    """A season or a year of accounts that two calendar years share: "2023/24"."""
    first, _, second = found.words("split")[0].partition("/")
    year = int(first)
    return Fixed("DATE", f"{year}/{year + 1}", note="years") if (year + 1) % 10 ** len(second) == int(second) else None


@maker
def day_of_month(found: Found) -> Reading | None:
    """A day of the month before or after the anchor's: "the 17th of last month"."""
    return Fields(day=day_of(found), pick=f"month{found.fact('count'):+}")


@maker
def month_before(found: Found) -> Reading | None:
    """The first of two months or days that share the year told with the second: the "May" of "May to July 2019"."""
    day, month, year = day_of(found), month_of(found), year_of(found)
    second = int(found.look("MONTH", "next") or 0)
    if year is None:
        return None
    year -= month > second
    if day:
        return Known(Point("D", year, month, day)) if valid_day(year, month, day) else NOTHING
    return Known(Point("M", year, month))


@maker
def shifted(found: Found) -> Reading | None:
    """Units from the anchor or the date told before; the rule file gives ``count``, ``sign``, ``base``, ``unit``."""
    unit = found.fact("unit") or found.look("UNIT", "unit") or found.look("UNITS", "unit")
    count: int | None = found.fact("count")
    base = found.fact("base", "anchor")
    if count is None:
        amount = number(found.words("n"), found.language)
        if amount is None or unit is None:
            return None
        if found.has("half"):
            amount += Fraction(1, 2)
        if amount.denominator != 1:
            factor = {"Y": ("M", 12), "DE": ("Y", 10), "CE": ("Y", 100)}.get(unit)
            if not factor or (amount * factor[1]).denominator != 1:
                return None
            unit, amount = factor[0], amount * factor[1]
        if amount > 100_000:
            return None
        count = int(amount) * int(found.fact("sign", 1))
    if "sign" in found.rule.facts and unit in ("DE", "CE", "ML"):
        # "a decade ago" is ten years ago, not some year of the decade before.
        count, unit = count * {"DE": 10, "CE": 100, "ML": 1000}[unit], "Y"
    clock_part = ""
    match unit:
        case "FN":
            count, unit = count * 2, "W"
        case "NI":
            unit, clock_part = "D", "TNI"
        case "ML":
            count, unit = count * 10, "CE"
        case "SE":
            return None
        case "TH" | "TM" | "TS":
            days = _whole_days(abs(count), unit)
            if days is None or base != "now":
                return None  # "two hours later" may be past midnight
            count, unit, clock_part = (days if count > 0 else -days), "D", "" if days else "TXX"
    return Shift(
        count,
        unit,
        base=base,
        keep=found.fact("keep", False),
        clock=clock.captured(found) or found.fact("clock", "") or clock_part,
        within=found.fact("within", ""),
    )


def _whole_days(count: int, unit: str) -> int | None:
    """How many days so many hours, minutes or seconds away another time lies: the same one for half a day at most."""
    hours = count / {"TH": 1, "TM": 60, "TS": 3600}[unit]
    if hours <= 12:
        return 0
    return round(hours / 24) if hours % 24 == 0 else None


@maker
def clock_time(found: Found) -> Reading | None:
    """A time of day: "5 p.m.", "10:35", "the evening"."""
    value = clock.captured(found)
    return Clock(value, base=found.fact("base", "")) if value else None


@maker
def past_the_hour(found: Found) -> Reading | None:
    """A time of day by the hour before or after it: "half past six", "a quarter to nine"."""
    value = clock.by_the_hour(found.words("past"), found.words("hour"), found)
    return Clock(value) if value else None


@maker
def fixed(found: Found) -> Reading | None:
    """A value written in the rule file."""
    return Fixed(found.fact("type", "DATE"), found.fact("value"), note=found.fact("note", ""))


@maker
def nothing(found: Found) -> Reading | None:
    """Words that look like a time and are none: they are taken, so that no other rule can have them."""
    return NOTHING
