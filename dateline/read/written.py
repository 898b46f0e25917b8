"""Dates as a person types them, at the precision that was meant: the reverse of how the pages show them.

``19 June 2024``, ``the 19th of June 2024``, ``March 2024``, ``2000``, ``spring 2014``, ``the 1990s``,
``the 20th century``, ``about 1945``,
``1961 or earlier``, ``2014 or later``, ``2014 to 2015``, ``19 to 20 June 2024``, and EDTF (``2024-06``, ``../1961``).
"""

from __future__ import annotations

import re

from dateline.errors import DatelineError
from dateline.model import When

from .published import FIRST_YEAR, LAST_YEAR, MAX_VALUE_CHARS, stated_date

UNKNOWN = frozenset({"unknown", "not known", "date unknown", "date not known", "open", "?"})

_SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
_SEASON = re.compile(r"(?:the )?(spring|summer|autumn|fall)(?: of)? (\d{4})")
_WINTER = re.compile(r"\b(?:the )?winter(?: of)? (\d{4})(?: ?(?:to|-|/) ?(\d{4}|\d\d)\b)?")
_EDTF = re.compile(r"(?:\.\.|\d{4}[\d~?%-]*)/(?:\.\.|\d{4}[\d~?%-]*)|\d{4}[\d-]*[~?%]|\d\d[\dX]X")
_DECADE = re.compile(r"(?:the )?(\d{3})0'?s")
_CENTURY = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th) century")
_ABOUT = re.compile(r"(about|around|circa|ca\.?|c\.|perhaps about|perhaps|probably)\s+(.+)")
_QUALIFIERS = {"perhaps": "?", "probably": "?", "perhaps about": "%"}
_EARLIER = re.compile(r"(.+?),? (?:or|and) (?:earlier|before)|(?:until|up to|by) (.+)")
_LATER = re.compile(r"(.+?),? (?:or|and) (?:later|after)|since (.+)|from (.+?)(?: on| onwards)?")
_RANGE = re.compile(r"(?:from |between )?(.+?)(?: to | until | and | ?[–—] ?| - )(.+)")
_ORDINAL = re.compile(r"\b(?:the )?(\d{1,2})(?:st|nd|rd|th)(?: of)?(?= [a-z0-9]|,)(?! century)")
_YEARS = re.compile(r"(\d{4}) ?- ?(\d{4})")
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,? ")
_MONTH = re.compile(r"[a-z]{3,9}\.?")
_DAY = re.compile(r"\d{1,2}")
_DAY_MONTH = re.compile(r"\d{1,2} [a-z]{3,9}\.?")


def written_date(typed: str) -> When | None:
    """The date that a person means, None for "not known"; DatelineError E404 for what is no date."""
    text = " ".join(typed[: MAX_VALUE_CHARS + 1].split())
    try:
        if len(text) > MAX_VALUE_CHARS or not text:
            raise ValueError(text)
        return None if text.casefold() in UNKNOWN else _date(text)
    except ValueError:
        raise DatelineError("E404", value=text[:MAX_VALUE_CHARS]) from None


def _date(text: str) -> When:
    if _EDTF.fullmatch(text):
        return _sane(When.of(text))
    lower = _ORDINAL.sub(r"\1", _WINTER.sub(_one_winter, text.casefold()))
    if years := _YEARS.fullmatch(lower):
        return _sane(When.of(f"{years[1]}/{years[2]}"))
    for pattern, form in ((_EARLIER, "../{}"), (_LATER, "{}/..")):
        if (found := pattern.fullmatch(lower)) and not _RANGE.fullmatch(lower):
            bound = next(part for part in found.groups() if part)
            return _sane(When.of(form.format(_point(bound))))
    if found := _RANGE.fullmatch(lower):
        return _range(found[1], found[2])
    return _sane(When.of(_point(lower)))


def _one_winter(found: re.Match[str]) -> str:
    """ "Winter 2014 to 2015" is no range: it is that of the year in which it began."""
    if found[2] and int(found[2]) % 100 != (int(found[1]) + 1) % 100:
        raise ValueError(found[0])
    return f"winter {found[1]}"


def _range(left: str, right: str) -> When:
    """Two dates, of which the first may leave to the second what they share: "19 to 20 June 2024"."""
    shared = right.split(" ")
    if _DAY.fullmatch(left) and len(shared) == 3:
        left = f"{left} {shared[1]} {shared[2]}"
    elif (_MONTH.fullmatch(left) or _DAY_MONTH.fullmatch(left)) and len(shared) > 1:
        left = f"{left} {shared[-1]}"
    first, last = _point(left), _point(right)
    return _sane(When.of(first if first == last else f"{first}/{last}"))


def _point(text: str) -> str:
    """One date as EDTF; ValueError where there is none."""
    if about := _ABOUT.fullmatch(text):
        inner = _point(about[2])
        if inner[-1] in "~?%":
            raise ValueError(text)
        return inner + _QUALIFIERS.get(about[1], "~")
    if season := _SEASON.fullmatch(text):
        return f"{season[2]}-{_SEASONS[season[1]]}"
    if winter := _WINTER.fullmatch(text):
        return f"{winter[1]}-24"
    if decade := _DECADE.fullmatch(text):
        return f"{decade[1]}X"
    if century := _CENTURY.fullmatch(text):
        return f"{int(century[1]) - 1:02}XX"
    when = stated_date(_WEEKDAY.sub("", text, count=1))
    if when.precision == "year" and not re.fullmatch(r"\d{4}", text):
        raise ValueError(text)  # 3/4/2024: April or March; a person can be asked
    return when.value


def _sane(when: When) -> When:
    for day in (when.earliest, when.latest):
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError(when.value)
    return when
