"""The date that a page shows its readers: in its byline, whole, without a year, or counted back ("4 days ago").

Only what stands where pages put their date is looked at. What is counted back is placed only by a known day of download
(a web archive's, a saved page's, the moment of fetching) and only where that gives one day; a day without a year, or
weeks and months counted back, stay open, with what is likely as a proposal. Today's date is never used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dateline.model import When

from .document import one_line
from .published import MONTHS, stated_date

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WHOLE = re.compile(
    rf"\b(?:(?:{_MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTH})\.?,?\s+\d{{4}}"
    r"|\d{4}-\d\d-\d\d)\b",
    re.I | re.A,
)
_YEARLESS = re.compile(
    rf"\b(?:(?P<m1>{_MONTH})\.?\s+(?P<d1>\d{{1,2}})|(?P<d2>\d{{1,2}})\s+(?P<m2>{_MONTH}))(?:st|nd|rd|th)?\b(?![\s,]*\d{{4}})",
    re.I | re.A,
)
_AGO = re.compile(
    r"\b(?P<count>\d{1,3}|an?|one)\s*(?P<unit>m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|mos?|months?|y|yrs?|years?)"
    r"\s+ago\b|\b(?P<word>yesterday|today|just now|moments ago)\b",
    re.I | re.A,
)
_CHANGED = re.compile(r"updat|modif|edited|revis|corrected", re.I)
_PRINTED_CHARS = 60
_SURE = {"whole": 0.85, "back": 0.7}
MOST_DAYS = 13
"""Days counted back up to which pages count days and no weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a page shows: ``when`` where that is one day, else a ``proposed`` date; the words as they stand there."""

    words: str
    when: When | None = None
    proposed: When | None = None
    counted: bool = False
    note: str | None = None

    @property
    def confidence(self) -> float:
        """How sure ``when`` is, from 0 to 1."""
        return _SURE["back" if self.counted else "whole"]


def shown_date(texts: Iterator[str], *, downloaded: datetime | None) -> Shown | None:
    """What the texts of a page's byline and date elements say of its date; None where nothing, or different things.

    ``downloaded``: when the page was fetched or saved, as its clock had it.
    """
    found: dict[tuple[str, ...], Shown] = {}
    for text in texts:
        if _CHANGED.search(text):
            continue
        for shown in _read(text, downloaded):
            found.setdefault((_key(shown.when), _key(shown.proposed), "" if shown.when else shown.words.lower()), shown)
    whole = {key: shown for key, shown in found.items() if shown.when and not shown.counted}
    left = list((whole or found).values())
    return left[0] if len(left) == 1 else None


def _key(when: When | None) -> str:
    return when.value if when else ""


def _read(text: str, downloaded: datetime | None) -> Iterator[Shown]:
    if whole := _WHOLE.search(text):
        try:
            yield Shown(words=whole[0], when=stated_date(whole[0]))
        except ValueError:
            return
    elif ago := _AGO.search(text):
        yield _counted(ago, downloaded)
    elif yearless := _YEARLESS.search(text):
        shown = _without_year(yearless, downloaded)
        if shown:
            yield shown


def _counted(found: re.Match[str], downloaded: datetime | None) -> Shown:
    words = (one_line(found[0]) or "")[:_PRINTED_CHARS]
    if downloaded is None:
        return Shown(words=words, note=f'The page says "{words}", and nothing tells when it was saved.')
    from_ = _day(downloaded.date())
    count, unit = _count(found)
    if unit in ("minute", "hour") or (unit == "day" and count <= MOST_DAYS):
        try:
            back = timedelta(**{f"{unit}s": count})
            day = (downloaded - back).date()
        except (OverflowError, ValueError):
            return Shown(words=words)
        note = f'The page says "{words}": counted from {from_}, when it was saved.'
        return Shown(words=words, when=When.day(day), counted=True, note=note)
    note = f'The page says "{words}", saved on {from_}; that is no one day.'
    return Shown(words=words, proposed=_likely(downloaded.date(), count, unit), note=note)


def _count(found: re.Match[str]) -> tuple[int, str]:
    if found["word"]:
        return (1 if found["word"].lower() == "yesterday" else 0), "day"
    count = int(found["count"]) if found["count"].isdigit() else 1
    unit = found["unit"].lower()
    if unit.startswith("mo"):
        return count, "month"
    return count, {"m": "minute", "h": "hour", "d": "day", "w": "week", "y": "year"}[unit[0]]


def _likely(day: date, count: int, unit: str) -> When | None:
    """The month or year in which something lies that is counted in weeks, months or years."""
    try:
        if unit == "year":
            return When.of(f"{day.year - count:04}")
        if unit == "month":
            months = day.year * 12 + day.month - 1 - count
            return When.of(f"{months // 12:04}-{months % 12 + 1:02}")
        return When.of(f"{day - timedelta(days=7 * count if unit == 'week' else count):%Y-%m}")
    except (ValueError, OverflowError):
        return None


def _without_year(found: re.Match[str], downloaded: datetime | None) -> Shown | None:
    """A day without a year: never placed, but where the page was saved soon after, the year is likely."""
    words = (one_line(found[0]) or "")[:_PRINTED_CHARS]
    month, day = MONTHS[(found["m1"] or found["m2"]).lower()], int(found["d1"] or found["d2"])
    note = f'The page says "{words}" without a year'
    if downloaded is None:
        return Shown(words=words, note=f"{note}.")
    for year in (downloaded.year, downloaded.year - 1):
        try:
            likely = date(year, month, day)
        except ValueError:
            continue
        if likely <= downloaded.date():
            saved = f"{note}; it was saved on {_day(downloaded.date())}."
            return Shown(words=words, proposed=When.day(likely), note=saved)
    return Shown(words=words, note=f"{note}.")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
