"""TIMEX3 values in words, for traces: "2 days", "some months", "every Thursday", "at 17:00"."""

from __future__ import annotations

import re

from dateline.times.points import MONTHS, NAMES, WEEKDAYS

_UNITS = {
    "Y": "year", "M": "month", "W": "week", "D": "day", "H": "half year", "Q": "quarter", "DE": "decade",
    "CE": "century", "ML": "millennium", "WE": "weekend", "NI": "night", "TH": "hour", "TM": "minute", "TS": "second",
}  # fmt: skip
_PLURALS = {"century": "centuries", "millennium": "millennia"}
_PARTS = {"MO": "in the morning", "AF": "in the afternoon", "EV": "in the evening", "NI": "at night"}
_LENGTH = re.compile(r"(T?)(\d+(?:\.\d+)?|X)(DE|CE|ML|WE|NI|[A-Z])")


def duration(value: str) -> str:
    """ "2 years and 6 months" for ``P2Y6M``, "some weeks" for ``PXW``; "a time that is not told" for ``PXX``."""
    out, clock = [], ""
    for found in _LENGTH.finditer(value, 1):
        clock = clock or found[1]
        unit = _UNITS.get(clock + found[3], "")
        if not unit:
            break
        many = found[2] != "1"
        name = (_PLURALS.get(unit, unit + "s")) if many else unit
        out.append(f"{'some' if found[2] == 'X' else found[2]} {name}")
    return " and ".join(out) if out else "a time that is not told"


def recurrence(value: str) -> str:
    """ "every 2 weeks" for ``P2W``, "every Thursday" for ``XXXX-WXX-4``, "every June" for ``XXXX-06``."""
    if value.startswith("P"):
        length = duration(value)
        return "every " + (length.removeprefix("1 ") if not length.startswith("some") else "so often")
    day, _, clock = value.partition("T")
    said = f" {part}" if (part := time_of_day("T" + clock)) else ""
    match day.removeprefix("XXXX-").split("-"):
        case ["WXX", "WE"]:
            return f"every weekend{said}"
        case ["WXX", number]:
            return f"every {WEEKDAYS[int(number) - 1]}{said}"
        case ["XX", "XX"]:
            return f"every day{said}"
        case [season] if season in NAMES:
            return f"every {NAMES[season]}"
        case [month] if month.isdigit():
            return f"every {MONTHS[int(month) - 1]}"
        case _:
            return "again and again"


def time_of_day(clock: str) -> str:
    """ "at 17:00" for ``T17:00``, "in the morning" for ``TMO``; "" for none."""
    told = clock.removeprefix("T")
    if told[:2] in _PARTS:
        return _PARTS[told[:2]]
    return f"at {told}" if told[:1].isdigit() else ""
