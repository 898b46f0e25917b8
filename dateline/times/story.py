"""Which year a narrative is in: the course through the told dates with the fewest and shortest steps back.

Histories and biographies say "in April" and mean the April of the year that the story has reached. Stories run forward,
with asides ("not since 1812") and flashbacks; so for all dates without a year at once those years are chosen that make
the cheapest course, by a beam search over the document's dates in the order of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# What a course pays: for each month forward and back, for turning back at all, for leaving a date aside. Set on two
# thirds of WikiWars; only their proportions matter.
FORWARD, TURN, BACK = 0.02, 0.8, 0.10
MOST_FORWARD = 2.0
ASIDE_DATE, ASIDE_YEAR, ASIDE_OPENING, ASIDE_PARTIAL = 1.5, 0.4, 2.0, 3.0
# Beyond that, for a date without a year to stand in another year than the story.
OTHER_YEAR = 1.0
WIDTH = 24


@dataclass(frozen=True, slots=True)
class Told:
    """One date of a narrative: ``year`` 0 where the text gives none, ``month`` 0 where it gives the year alone.

    ``opening``: a sentence opens with it, so that it hardly is an aside.
    """

    year: int
    month: int
    opening: bool = False


@dataclass(frozen=True, slots=True)
class _Course:
    """A course so far: its price, the month that the story has reached (counted from year 0; ``exact`` False where
    only the year is known), and the years chosen, linked backwards."""

    price: float
    at: int
    exact: bool
    chosen: tuple[int, object] | None


def years(dates: Sequence[Told]) -> list[int]:
    """The year of each date, 0 where none can be told (no date of the document has one)."""
    known = [date.year for date in dates if date.year]
    if not known:
        return [0] * len(dates)
    beam = [_Course(0.0, known[0] * 12, False, None)]
    for date in dates:
        options: dict[tuple[int, bool], _Course] = {}
        for course in beam:
            for step in _steps(course, date):
                key = (step.at, step.exact)
                if key not in options or step.price < options[key].price:
                    options[key] = step
        beam = sorted(options.values(), key=lambda course: course.price)[:WIDTH]
    out: list[int] = []
    link: object = beam[0].chosen
    while isinstance(link, tuple):
        out.append(link[0])
        link = link[1]
    return out[::-1]


def _steps(course: _Course, date: Told) -> list[_Course]:
    """The ways in which a course can go on with ``date``."""
    here = course.at // 12
    if date.year and date.month:
        at = date.year * 12 + date.month - 1
        moved = _Course(course.price + _price(course, at, True), at, True, (date.year, course.chosen))
        return [moved, _aside(course, date.year, ASIDE_DATE)]
    if date.year:
        if date.year == here:
            return [_aside(course, here, 0.0)]
        at = date.year * 12
        moved = _Course(course.price + _price(course, at, False), at, False, (date.year, course.chosen))
        return [moved, _aside(course, date.year, ASIDE_OPENING if date.opening else ASIDE_YEAR)]
    out: list[_Course] = []
    for year in (here - 1, here, here + 1):
        at = year * 12 + date.month - 1
        price = course.price + _price(course, at, True) + (OTHER_YEAR if year != here else 0.0)
        out.append(_Course(price, at, True, (year, course.chosen)))
    out.append(_aside(course, here, ASIDE_PARTIAL))
    return out


def _aside(course: _Course, year: int, price: float) -> _Course:
    return _Course(course.price + price, course.at, course.exact, (year, course.chosen))


def _price(course: _Course, at: int, exact: bool) -> float:
    """What the step from where the course stands to month ``at`` costs; within a year told alone it is free."""
    if not course.exact and course.at // 12 == at // 12:
        return 0.0
    months = at - course.at
    if not exact:
        months = (at // 12 - course.at // 12) * 12
    elif not course.exact and months > 0:
        months = max(0, months - 11)
    if months >= 0:
        return min(FORWARD * months, MOST_FORWARD)
    return TURN + min(BACK * -months, MOST_FORWARD)
