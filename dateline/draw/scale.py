"""The time axis: days to pixels, the range that is shown, and where its ticks stand.

Time is counted in days since 1 January of year 1 (`date.toordinal`), as a float: 0.5 is noon. A day is the half-open
span ``[ordinal, ordinal + 1)``, so that the last day of a year ends where the next year begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .words import MONTHS

FIRST, LAST = float(date.min.toordinal()), float(date.max.toordinal() + 1)
# Shortest range that is shown, in days: below it an axis would have to tell hours.
SHORTEST_DAYS = 60.0
# Steps of the axis: (number, unit), from fine to coarse, each with its usual length in days.
_STEPS = (
    *((n, "day", float(n)) for n in (1, 2, 7)),
    *((n, "month", n * 30.44) for n in (1, 2, 3, 6)),
    *((n, "year", n * 365.25) for n in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000)),
)


@dataclass(frozen=True, slots=True)
class Scale:
    """A stretch of time ``[start, end)`` in days, drawn between the pixels ``left`` and ``right``."""

    start: float
    end: float
    left: float
    right: float

    @property
    def days_per_px(self) -> float:
        """Days in one pixel."""
        return (self.end - self.start) / (self.right - self.left)

    def px(self, day: float) -> float:
        """Pixel of a moment."""
        return self.left + (day - self.start) / self.days_per_px

    def day(self, px: float) -> float:
        """Moment at a pixel, kept within years 1 to 9999."""
        return min(max(self.start + (px - self.left) * self.days_per_px, FIRST), LAST)


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick of the axis: where, and its words."""

    day: float
    text: str


def iso(day: float) -> str:
    """A moment as ISO 8601 to the second, what Plotly's date axes take: ``2024-06-19T12:00:00``."""
    whole = int(min(max(day, FIRST), LAST - 1e-4))
    seconds = min(round((min(day, LAST - 1e-4) - whole) * 86_400), 86_399)
    return (datetime.combine(date.fromordinal(whole), time()) + timedelta(seconds=max(seconds, 0))).isoformat()


def year_span(year: int) -> tuple[float, float]:
    """First and last moment of a year, in days."""
    start = float(date(year, 1, 1).toordinal())
    return start, float(date(year + 1, 1, 1).toordinal()) if year < 9999 else LAST


def fit(bounds: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The range that shows all spans with a little room at both ends; the whole of it, however far one lies away."""
    spans = list(bounds)
    start, end = min(first for first, _ in spans), max(last for _, last in spans)
    length = max((end - start) * 1.05, SHORTEST_DAYS)
    middle = (start + end) / 2
    # Years 1 to 9999 are all that a date can say.
    start = min(max(middle - length / 2, FIRST), LAST - SHORTEST_DAYS)
    return start, min(max(middle + length / 2, start + SHORTEST_DAYS), LAST)


def ticks(scale: Scale, *, room: float) -> list[Tick]:
    """Ticks at whole days, months or years, at least ``room`` pixels apart."""
    need = room * scale.days_per_px
    number, unit, _ = next((step for step in _STEPS if step[2] >= need), _STEPS[-1])
    days = (day for day in _starts(scale, number, unit) if scale.start <= day.toordinal() < scale.end)
    return [Tick(float(day.toordinal()), _words(day, unit)) for day in days]


def _starts(scale: Scale, number: int, unit: str) -> Iterable[date]:
    """First days of the steps around a range; weeks begin on Mondays."""
    first = date.fromordinal(int(scale.start))
    last = date.fromordinal(min(int(scale.end) + 1, int(LAST) - 1))
    if unit == "day":
        # Day 1 of the count is a Monday.
        for ordinal in range((first.toordinal() - 1) // number * number + 1, last.toordinal() + 1, number):
            yield date.fromordinal(ordinal)
        return
    if unit == "month":
        for months in range((first.year * 12) // number * number, last.year * 12 + 12, number):
            if 1 <= months // 12 <= 9999:
                yield date(months // 12, months % 12 + 1, 1)
        return
    for year in range(first.year // number * number, last.year + 1, number):
        if year >= 1:
            yield date(year, 1, 1)


def _words(day: date, unit: str) -> str:
    if unit == "year":
        return str(day.year)
    month = f"{MONTHS[day.month - 1][:3]} {day.year}"
    return month if unit == "month" else f"{day.day} {month}"
