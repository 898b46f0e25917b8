"""Productions for days with names: "Christmas 1963", "the first Monday in May", "the 50th anniversary"."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

from dateline.times.make import day_of, maker, month_of, year_of
from dateline.times.numbers import ordinal
from dateline.times.points import Point, day_point, nth_weekday
from dateline.times.readings import NOTHING, Fields, Found, Known, Reading

LAST_EASTER = 4099
"""The last year whose Easter dateutil computes."""


@maker
def holiday(found: Found) -> Reading | None:
    """A holiday with a fixed or computed date, with its year or without."""
    rule = found.fact("date") or found.look("HOLIDAY", "holiday")
    year = year_of(found)
    if year is not None and year >= 1583:
        day = holiday_date(rule, year)
        return Known(day_point(day)) if day else None
    picked = found.words("pick")[-1:]
    pick = {"past": "last", "coming": "next"}.get(picked[0], picked[0]) if picked else found.fact("pick", "")
    return Fields(holiday=rule, pick=pick, year_shift=found.fact("year_shift"))


@maker
def nth_weekday_of_month(found: Found) -> Reading | None:
    """ "the first Monday in May", "the last Friday of March 2024"."""
    words = found.words("nth")
    nth = -1 if words == ["last"] else ordinal(words, found.language)
    if nth is None or nth > 4:
        return NOTHING
    rule = f"{month_of(found):02}-w{found.look('WEEKDAY', 'weekday')}-{nth}"
    year = year_of(found)
    if year is None:
        return Fields(holiday=rule)
    day = holiday_date(rule, year)
    return Known(day_point(day)) if day else None


@maker
def one_day(found: Found) -> Reading | None:
    """A day that a name of its own stands for, written in the rule file."""
    words = found.fact("words")
    if words and [*found.words("month"), "/", *found.words("day")] != words.split():
        return None
    year, month, day = (int(part) for part in str(found.fact("date")).split("-"))
    if found.has("day") and day_of(found) != day:
        return None
    return Known(Point("D", year, month, day))


@maker
def anniversary(found: Found) -> Reading | None:
    """ "the 50th anniversary" of what is told with its year: that year and the count."""
    count, year = ordinal(found.words("nth"), found.language), year_of(found)
    return Known(Point("Y", year + count)) if count and year else None


def holiday_date(rule: str, year: int) -> date | None:
    """The day of a holiday in a year from its rule (see words.toml); None outside the Gregorian calendar,
    and for movable feasts after `LAST_EASTER`."""
    if not 1583 <= year <= 9998:
        return None
    church, at_easter, days = rule.partition("easter")
    if at_easter:
        if year > LAST_EASTER:
            return None
        sunday: date = easter(year, EASTER_ORTHODOX if church else EASTER_WESTERN)
        return sunday + timedelta(days=int(days))
    if "w" in rule:
        month, weekday, count = rule.split("-", 2)
        nth, _, after = count.partition("+")
        return nth_weekday(year, int(month), int(weekday[1:]), int(nth)) + timedelta(days=int(after or 0))
    month, day = rule.split("-")
    return date(year, int(month), int(day))
