"""Publication dates as people and pages write them, read at the precision that is stated and no finer.

Nothing is ever filled in: no day, no month, no year. Of a numeric date whose order cannot be known (``03/04/2024``)
only the year is kept; a time of day and its zone are passed over, so the day is the one that the source wrote.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from dateline import limits
from dateline.errors import DatelineError
from dateline.model import When

FIRST_YEAR, LAST_YEAR = 1000, 2999
"""Years outside of these are marks for "no date" (0001-01-01, 9999-12-31), not publication dates."""

MAX_VALUE_CHARS = 100

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
         "august aug", "september sept sep", "october oct", "november nov", "december dec"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
"""Months by their English names and abbreviations, in lower case."""
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"

_GIVEN = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_WRITTEN = tuple(
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (
        rf"{_DAY}(?:\s*-\s*|\s+(?:of\s+)?){_MONTH}(?:\s*-\s*|,?\s+){_YEAR}",
        rf"{_MONTH}\s+{_DAY}(?:,\s*|\s+){_YEAR}",
        rf"{_YEAR},?\s+{_MONTH}\s+{_DAY}",
        rf"{_MONTH},?\s+{_YEAR}",
    )
)

_ADDRESS = tuple(
    re.compile(rf"/(?P<year>(?:19|20)\d\d){rest}", re.ASCII | re.IGNORECASE)
    for rest in (
        r"/(?P<month>\d\d?|[a-z]{3})/(?P<day>\d\d?)(?:/|\Z)",
        r"-(?P<month>\d\d)-(?P<day>\d\d)(?:/|\Z)",
        r"(?P<month>\d\d)(?P<day>\d\d)(?:/|\Z)",
        r"/(?P<month>\d\d)/(?!\d\d?(?:/|\Z))",
    )
)

# What may stand around the date and says nothing about the day.
_LEAD = re.compile(r"\A(?:(?:first\s+)?(?:published|posted|date)\b(?:\s+on\b)?\s*:?\s*|on\s+)", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s*", re.IGNORECASE)
_CLOCK = r"\d{1,2}(?:[:.]\d\d(?:[:.]\d\d(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?|\s*[ap]\.?m\.?)"
_ZONE = r"\s*(?:\(?[A-Z]{1,5}\)?)?(?:\s*[+-]\d\d:?\d\d)?(?:\s*\([A-Za-z ]{1,30}\))?"
_TIME_AFTER = re.compile(rf"(?:,|\s|-|\u2013|\|)+(?:at\s+)?{_CLOCK}{_ZONE}\Z")
_TIME_WITHIN = re.compile(rf"{_CLOCK}{_ZONE}(?:,|\s|-|\u2013|\|)+(?:on\s+)?")
_ISO_TIME = re.compile(r"[Tt ]\s*\d\d(?::?\d\d(?::?\d\d(?:[.,]\d+)?)?)?\s*(?:[Zz]|UTC|GMT|[+-]\d\d(?::?\d\d)?)?\Z")


def given_date(value: str | None) -> When | None:
    """The date that a caller gives for documents without one, None for None and blanks.

    ``value`` is ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``; anything else raises DatelineError E301.
    """
    if value is None or not value.strip():
        return None
    plain = value.strip()
    try:
        if not _GIVEN.fullmatch(plain):
            raise ValueError(plain)
        return _when(*(int(part) for part in plain.split("-")))
    except ValueError:
        raise DatelineError("E301", value=plain[:MAX_VALUE_CHARS]) from None


def stated_date(value: object) -> When:
    """The publication date that a document states: a string, a year as a number, a date or a datetime.

    Read are ISO 8601 and its kin (``2024-06-19T10:00Z``, ``2024/6/19``, ``20240619``), English words (``19 June 2024``,
    ``Wed, 19 Jun 2024 10:00 GMT``, ``June 2024``) and numeric dates with the year last, of which only what is sure is
    kept. Raises ValueError for everything else.
    """
    if isinstance(value, bool):
        raise ValueError("a truth value is no date")
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _when(value.year, value.month, value.day)
    if isinstance(value, int):
        value = str(value) if 0 <= value < 10**8 else ""
    if not isinstance(value, str) or len(value) > MAX_VALUE_CHARS:
        raise ValueError("no date")
    text = " ".join(value.split())
    return _numeric(_ISO_TIME.sub("", text)) or _worded(text)


def date_in_address(url: str | None) -> When | None:
    """The date that the path of a page's address tells by the custom of news sites, else None.

    Read are ``/2024/06/19/``, ``/2024/jun/19/``, ``/2024-06-19/``, ``/20240619/`` and ``/2024/06/``. A date inside of
    a headline's words (``/2001-09-11-remembered``) may be that of the story and is not taken.
    """
    if url is None or len(url) > limits.MAX_URL_CHARS:
        return None
    path = re.split(r"[?#]", url, maxsplit=1)[0]
    for pattern in _ADDRESS:
        if found := pattern.search(path):
            parts = found.groupdict()
            try:
                month = MONTHS.get(parts["month"].lower()) or int(parts["month"])
                return _when(int(parts["year"]), month, *([int(parts["day"])] if parts.get("day") else []))
            except ValueError:
                continue
    return None


def _numeric(text: str) -> When | None:
    """The date of a string made of digits, None where it is made of something else; ValueError for no real day."""
    if found := _YEAR_FIRST.fullmatch(text):
        return _when(*(int(part) for part in found.group(1, 3, 4) if part))
    if found := _COMPACT.fullmatch(text):
        return _when(*(int(part) for part in found.groups()))
    if found := _YEAR_LAST.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        readings = {_when(year, m, d) for d, m in ((first, second), (second, first)) if _is_day(year, m, d)}
        if not readings:
            raise ValueError("no such day")
        return readings.pop() if len(readings) == 1 else _when(year)
    if found := _MONTH_YEAR.fullmatch(text):
        return _when(int(found[2]), int(found[1]))
    return None


def _worded(text: str) -> When:
    """The date of a string with English words around it; ValueError where there is none."""
    text = _TIME_WITHIN.sub("", _TIME_AFTER.sub("", _LEAD.sub("", text)), count=1)
    bare = _WEEKDAY.match(text)
    text = text[bare.end() :] if bare else text
    for pattern in _WRITTEN:
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            month = MONTHS[parts["month"].lower()]
            return _when(int(parts["year"]), month, *([int(parts["day"])] if parts.get("day") else []))
    when = _numeric(text)
    if when is None:
        raise ValueError("no date")
    return when


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _when(year: int, month: int | None = None, day: int | None = None) -> When:
    """The `When` of a year, a month or a day of the calendar; ValueError for others (EDTF's seasons, month 21 on)."""
    if not FIRST_YEAR <= year <= LAST_YEAR or (month is not None and not 1 <= month <= 12):
        raise ValueError("no year or month of a publication")
    if month is None:
        return When.of(f"{year:04}")
    return When.of(f"{year:04}-{month:02}" if day is None else f"{year:04}-{month:02}-{day:02}")
