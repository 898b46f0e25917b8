"""Times of day: from the words to the part after T of a TIMEX3 value."""

from __future__ import annotations

import re
from fractions import Fraction

from dateline.times.numbers import number
from dateline.times.readings import Found

_FIGURES = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?::(\d\d))?")


def captured(found: Found) -> str:
    """``T17:00``, ``TMO``... of the parts ``time``, ``part``, ``ampm``, ``zone`` of a match; "" where there is none."""
    part = found.look("DAYPART", "part") or found.look("DAYPARTS", "part")
    words = found.words("time")
    if not words:
        if part is None:
            return ""
        return str(part) if str(part).startswith("T") else "T" + str(part)
    if words[0] in ("noon", "midday"):
        return "T12:00"
    if words[0] == "midnight":
        return "T24:00"
    time = figures(words, found)
    return time


def figures(words: list[str], found: Found) -> str:
    """``T17:00`` of "5 p.m.", "17:00", "1700 hrs", "five o'clock"; "" where it is no time (25:70)."""
    joined = " ".join(words)
    half = "pm" if "pm" in joined.replace(".", "") else "am" if "am" in joined.replace(".", "") else ""
    seen = _FIGURES.match(words[0])
    if seen:
        if len(words[0]) >= 4 and words[0][:4].isdigit():
            hours, minutes = int(words[0][:2]), int(words[0][2:4])
        else:
            hours, minutes = int(seen[1]), int(seen[2] or 0)
    else:
        spoken = number(words[:1], found.language)
        if spoken is None:
            return ""
        hours, minutes = int(spoken), 0
    part = found.look("DAYPART", "part")
    if half == "pm" or (not half and part in ("AF", "EV", "NI") and hours < 12):
        hours = hours if hours >= 12 else hours + 12
    elif half == "am" and hours == 12:
        hours = 0
    if hours > 24 or minutes > 59 or (half and not seen):
        return "" if hours > 24 or minutes > 59 else f"T{hours:02}:{minutes:02}"
    return f"T{hours:02}:{minutes:02}"


def by_the_hour(steps: list[str], hour: list[str], found: Found) -> str:
    """``T08:45`` of "a quarter to nine": minutes before or after an hour; "" where there is no such hour."""
    named = {"noon": 12, "midnight": 24}.get(hour[0])
    value = number(hour, found.language) if named is None else Fraction(named)
    counted = [word for word in steps if found.language.value("NUMBER", word) is not None and word != "a"]
    minutes = 30 if "half" in steps else 15 if "quarter" in steps else int(number(counted, found.language) or 0)
    if value is None or not 0 < value <= 24 or value.denominator != 1:
        return ""
    half = "".join(found.words("ampm")).replace(".", "")
    afternoon = found.look("DAYPART", "part") in ("AF", "EV", "NI") or half == "pm"
    start = int(value) % 24 + (12 if afternoon and value < 12 else 0)
    if half == "am" and start == 12:
        start = 0
    total = (start * 60 + (-minutes if "to" in steps else minutes)) % (24 * 60)
    return f"T{total // 60:02}:{total % 60:02}"
