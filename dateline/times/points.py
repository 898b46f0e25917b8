"""Places on the calendar: a day, week, month, quarter, half, season, year, decade or century, and steps between them.

A `Point` knows its TIMEX3 value and its `When`. Weeks are ISO weeks; a season is the three months that begin in March,
June, September or December; years before Christ are negative (-493 is 493 BC).
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateline.model import When

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NAMES = {"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter"}
NTH = ("first", "second", "third", "fourth")
# From fine to coarse; the unit codes are those of TIMEX3 durations.
GRAINS = ("D", "WE", "W", "M", "S", "Q", "H", "Y", "DE", "CE")
MONTHS_IN = {"M": 1, "S": 3, "Q": 3, "H": 6, "Y": 12}
LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MIN_YEAR, MAX_YEAR = 1, 9998


@dataclass(frozen=True, slots=True)
class Point:
    """One place on the calendar. ``grain`` is one of `GRAINS`; ``n`` counts months, weeks, quarters, halves (from 1),
    or is the index of the season in `SEASONS`; for decades and centuries ``year`` is any year within."""

    grain: str
    year: int
    n: int = 0
    day: int = 0

    @property
    def value(self) -> str:
        """The TIMEX3 value: ``1989-10-26``, ``1989-W43``, ``1989-Q3``, ``1989-SU``, ``198`` (decade), ``19``."""
        year = f"BC{-self.year:04}" if self.year < 0 else f"{self.year:04}"
        match self.grain:
            case "D":
                return f"{year}-{self.n:02}-{self.day:02}"
            case "M":
                return f"{year}-{self.n:02}"
            case "W":
                return f"{year}-W{self.n:02}"
            case "WE":
                return f"{year}-W{self.n:02}-WE"
            case "Q" | "H":
                return f"{year}-{self.grain}{self.n}"
            case "S":
                return f"{year}-{list(SEASONS)[self.n]}"
            case "DE":
                return year[:-1]
            case "CE":
                return year[:-2]
            case _:
                return year

    def first(self) -> date | None:
        """First day; None before Christ."""
        if not MIN_YEAR <= self.year <= MAX_YEAR:
            return None
        match self.grain:
            case "D":
                return date(self.year, self.n, self.day)
            case "M":
                return date(self.year, self.n, 1)
            case "W":
                return date.fromisocalendar(self.year, self.n, 1)
            case "WE":
                return date.fromisocalendar(self.year, self.n, 6)
            case "Q":
                return date(self.year, 3 * self.n - 2, 1)
            case "H":
                return date(self.year, 6 * self.n - 5, 1)
            case "S":
                return date(self.year, list(SEASONS.values())[self.n], 1)
            case "DE":
                return date(max(self.year // 10 * 10, 1), 1, 1)
            case "CE":
                return date(max(self.year // 100 * 100, 1), 1, 1)
            case _:
                return date(self.year, 1, 1)

    def last(self) -> date | None:
        """Last day, included; None before Christ."""
        start = self.first()
        if start is None:
            return None
        if self.grain in ("D", "WE", "W"):
            return start + timedelta(days={"D": 0, "WE": 1, "W": 6}[self.grain])
        months = MONTHS_IN.get(self.grain)
        if months:
            return add_months(start, months) - timedelta(days=1)
        span = 10 if self.grain == "DE" else 100
        return date(min(self.year // span * span + span - 1, MAX_YEAR), 12, 31)

    def when(self) -> When | None:
        """The `When` of this place; None where the calendar of `When` does not reach (before Christ)."""
        start, end = self.first(), self.last()
        if start is None or end is None:
            return None
        match self.grain:
            case "D" | "M" | "Y":
                return When.of(self.value)
            case "S":
                return When.of(f"{self.year:04}-{21 + self.n}")
            case "DE":
                return When.of(f"{self.year:04}"[:3] + "X")
            case "CE":
                return When.of(f"{self.year:04}"[:2] + "XX")
            case "Q" | "H":
                return When.of(f"{start.isoformat()[:7]}/{end.isoformat()[:7]}")
            case _:
                return When.of(f"{start}/{end}")

    def words(self) -> str:
        """As a person writes it: "Wednesday 19 June 2024", "the third quarter of 1988", "the 1990s"."""
        year = f"{-self.year} BC" if self.year < 0 else str(self.year)
        match self.grain:
            case "D":
                start = self.first()
                name = f"{WEEKDAYS[start.weekday()]} " if start else ""
                return f"{name}{self.day} {MONTHS[self.n - 1]} {year}"
            case "M":
                return f"{MONTHS[self.n - 1]} {year}"
            case "W":
                start, end = self.first(), self.last()
                return f"the week of {spoken(start)} to {spoken(end)}" if start and end else self.value
            case "WE":
                start = self.first()
                return f"the weekend of {spoken(start)}" if start else self.value
            case "Q":
                return f"the {NTH[self.n - 1]} quarter of {year}"
            case "H":
                return f"the {NTH[self.n - 1]} half of {year}"
            case "S":
                return f"{NAMES[list(SEASONS)[self.n]]} {year}"
            case "DE":
                return f"the {abs(self.year) // 10 * 10}s" + (" BC" if self.year < 0 else "")
            case "CE":
                low = abs(self.year) // 100 * 100
                return f"the years {low} to {low + 99}" if self.year > 0 else f"the years {low + 100} to {low + 1} BC"
            case _:
                return year


def spoken(day: date) -> str:
    """``19 June 2024``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def add_months(day: date, months: int) -> date:
    """The day ``months`` later, the month's last where it is shorter. OverflowError beyond the calendar."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    if not MIN_YEAR <= year <= MAX_YEAR + 1:
        raise OverflowError("beyond the calendar")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def day_point(day: date) -> Point:
    """The `Point` of one day."""
    return Point("D", day.year, day.month, day.day)


def valid_day(year: int, month: int, day: int) -> bool:
    """True where that day exists; a year before Christ is taken as one without 29 February unless it is named."""
    if not 1 <= month <= 12 or not 1 <= day <= 31 or year > MAX_YEAR or year == 0:
        return False
    length = calendar.monthrange(year, month)[1] if year > 0 else (29 if month == 2 else LENGTHS[month])
    return day <= length


def at_grain(point: Point, grain: str) -> Point:
    """The place of ``grain`` that holds (the first day of) ``point``: the quarter of a month, the year of a week."""
    if point.grain == grain:
        return point
    start = point.first()
    if start is None:
        n = point.n if grain in ("M", "D") and point.grain in ("M", "D") else 0
        return Point(grain if n or grain in ("Y", "DE", "CE") else "Y", point.year, n, point.day if grain == "D" else 0)
    week = start.isocalendar()
    match grain:
        case "D":
            return day_point(start)
        case "W" | "WE":
            return Point(grain, week.year, week.week)
        case "M":
            return Point("M", start.year, start.month)
        case "Q":
            return Point("Q", start.year, (start.month + 2) // 3)
        case "H":
            return Point("H", start.year, 1 if start.month <= 6 else 2)
        case "S":
            index = (start.month % 12) // 3
            season = (index + 3) % 4
            return Point("S", start.year - (season == 3 and start.month < 12), season)
        case _:
            return Point(grain, start.year)


def shift(point: Point, count: int, unit: str) -> Point | None:
    """``point`` moved by ``count`` units, at the grain of the unit; None beyond the calendar (years 1 to 9998)."""
    here = at_grain(point, unit)
    if here.year < 0 or here.first() is None:
        return _shift_bc(here, count, unit)
    return _guarded(lambda: _shift(here, count, unit))


def _guarded(make: Callable[[], Point]) -> Point | None:
    try:
        moved = make()
    except (OverflowError, ValueError):
        return None
    return moved if MIN_YEAR <= moved.year <= MAX_YEAR else None


def _shift(here: Point, count: int, unit: str) -> Point:
    start = here.first()
    assert start is not None
    match unit:
        case "D":
            return day_point(start + timedelta(days=count))
        case "W" | "WE":
            return at_grain(day_point(start + timedelta(weeks=count)), unit)
        case "M":
            return at_grain(day_point(add_months(start, count)), unit)
        case "Q":
            return at_grain(day_point(add_months(start, 3 * count)), unit)
        case "H":
            return at_grain(day_point(add_months(start, 6 * count)), unit)
        case _:
            return replace(here, year=here.year + count * {"DE": 10, "CE": 100}.get(unit, 1))


def _shift_bc(here: Point, count: int, unit: str) -> Point | None:
    years = {"Y": 1, "S": 1, "DE": 10, "CE": 100}.get(unit)
    if years is None:
        return None
    year = here.year + count * years
    return replace(here, year=year) if -9999 < year < 0 else None


def move(point: Point, count: int, unit: str) -> Point | None:
    """``point`` moved by ``count`` units at its own grain: the third quarter a year earlier, a day a week on."""
    if unit in ("Y", "DE", "CE"):
        year = point.year + count * {"DE": 10, "CE": 100}.get(unit, 1)
        if point.grain == "D" and not valid_day(year, point.n, point.day):
            return Point("M", year, point.n)
        return replace(point, year=year) if -9999 < year <= MAX_YEAR and year != 0 else None
    start = point.first()
    if start is None:
        return None
    try:
        months = {"M": 1, "Q": 3, "H": 6}.get(unit)
        moved = (
            add_months(start, months * count) if months else start + timedelta(days=count * (1 if unit == "D" else 7))
        )
    except (OverflowError, ValueError):
        return None
    return at_grain(day_point(moved), point.grain) if MIN_YEAR <= moved.year <= MAX_YEAR else None


def of_when(when: When) -> Point | None:
    """The `Point` of a day, month or year; of a span its last day; None where it is open."""
    if when.precision == "open" or when.earliest is None or when.latest is None:
        return None
    start = when.earliest
    match when.precision:
        case "day":
            return day_point(start)
        case "month":
            return Point("M", start.year, start.month)
        case "year":
            return Point("Y", start.year)
        case "season":
            return at_grain(day_point(start), "S")
        case "span":
            return day_point(when.latest)
        case _:
            return None


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The ``nth`` ``weekday`` (Monday 1) of a month; -1 is the last one."""
    days = [
        d for d in calendar.Calendar().itermonthdates(year, month) if d.month == month and d.isoweekday() == weekday
    ]
    return days[nth - 1 if nth > 0 else nth]
