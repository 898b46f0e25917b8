"""Lengths of time that have a place on the calendar: "the past three years", "the six months ended June 30"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from dateline.model import TimeExpression, When
from dateline.times.context import LENGTH
from dateline.times.points import MONTHS_IN, Point, add_months, shift

_LENGTH = re.compile(r"P(\d+)(D|W|M|Q|Y|DE)")
_QUARTER = re.compile(r"\d{4}-Q\d")
_PAST = re.compile(r"(?:at least |nearly |almost |about )?(?:the|these|this) (?:past|last)\b", re.IGNORECASE)
PAST_YEAR = "past-unit"
# Between a length and the day on which it ended.
ENDED = frozenset({"ended", "ending", "to", "through"})


def ended(expression: TimeExpression, last: Point) -> TimeExpression:
    """The length, or the quarter of a company's own year, that ends with the day or month ``last``, in its place.

    A quarter "ended Jan. 31" is no quarter of the calendar; its TIMEX3 value keeps the number that the company gives.
    """
    found = _LENGTH.fullmatch(expression.value)
    if found:
        count, unit = int(found[1]), found[2]
    elif _QUARTER.fullmatch(expression.value):
        count, unit = 1, "Q"
    else:
        return expression
    months, end = MONTHS_IN.get(unit), last.last()
    if months is None or last.grain not in ("D", "M") or end is None:
        return expression
    try:
        start = add_months(end + timedelta(days=1), -months * count)
    except OverflowError:
        return expression
    when = When.of(f"{start if last.grain == 'D' else start.isoformat()[:7]}/{last.value}")
    return replace(expression, when=when, trace=f"{expression.trace}; up to {last.words()}")


def until_now(expression: TimeExpression, here: Point | None, following: str) -> TimeExpression:
    """ "the past three years" up to the publication date ``here``; ``following`` is the word after the expression.

    "The past year" is one, too, though its TIMEX3 value is the year before this.
    """
    found = _LENGTH.fullmatch("P1Y" if expression.rule == PAST_YEAR else expression.value)
    if here is None or not found or following == "of" or not _PAST.match(expression.text):
        return expression
    count, unit = int(found[1]), found[2]
    if LENGTH[here.grain] > LENGTH[unit]:
        return expression
    if unit == "W" and here.grain == "D":
        count, unit = 7 * count, "D"
    start = shift(here, -10 * count, "Y") if unit == "DE" else shift(here, -count, unit)
    first = start.first() if start else None
    if start is None or first is None:
        return expression
    left = start.value if start.grain in ("D", "M", "Y") else first.isoformat()
    return replace(
        expression,
        when=When.of(f"{left}/{here.value}"),
        trace=f"{expression.trace}, up to the article of {here.words()}",
    )
