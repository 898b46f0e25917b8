"""When two dates can be the same, and how vague a date is."""

from __future__ import annotations

from datetime import timedelta

from dateline.model import When

SLACK = timedelta(days=1)
"""How far two known days may lie apart and still be one happening (time zones, a report of the evening before)."""


def dates_agree(a: When, b: When) -> bool:
    """Whether two dates can be the same: "2000" agrees with "July 2000", a day with its neighbour.

    The coarser must hold the finer whole; "since 2014" does not agree with every later day.
    """
    if a.precision == "open" or b.precision == "open":
        return a.value == b.value
    if a.earliest is None or a.latest is None or b.earliest is None or b.latest is None:
        return False
    if a.exact_day and b.exact_day:
        return abs(a.exact_day - b.exact_day) <= SLACK
    return (a.earliest <= b.earliest and b.latest <= a.latest) or (b.earliest <= a.earliest and a.latest <= b.latest)


def vagueness(when: When | None) -> int:
    """Days between the first and the last possible day; a million where one of them is not known."""
    if when is None or when.earliest is None or when.latest is None:
        return 10**6
    return (when.latest - when.earliest).days
