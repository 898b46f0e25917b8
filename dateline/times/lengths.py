"""Productions for durations and sets ("two-day", "every Tuesday")."""

from __future__ import annotations

from fractions import Fraction

from dateline.times import clock
from dateline.times.make import maker
from dateline.times.numbers import duration, number
from dateline.times.readings import Fixed, Found, Reading, Shift


def unit_of(found: Found) -> str | None:
    """The captured unit's code."""
    code = found.look("UNIT", "unit") or found.look("UNITS", "unit") or found.look("LONGUNIT", "unit")
    return None if code is None else str(code)


@maker
def length(found: Found) -> Reading | None:
    """A counted or vague duration: "two days", "10-year", "several months", "decades"."""
    unit = unit_of(found)
    if unit is None:
        return None
    words = found.words("n")
    amount = number(words, found.language) if words else None
    if found.fact("count") is not None or (not words and found.words("unit")[0] not in found.language.classes["UNITS"]):
        amount = number([str(found.fact("count", 1))], found.language)
    if found.words("unit")[0] in ("second", "night") and found.fact("count") is None and (amount is None or amount < 2):
        return None  # "a second attack", "a night club"
    if found.has("half"):
        amount = (amount or Fraction(1)) + Fraction(1, 2)
    if amount is not None and (amount > 1_000_000 or amount <= 0):
        return None
    if unit == "WE":
        return Fixed("DURATION", duration(amount, "WE"))
    return Fixed("DURATION", duration(amount, unit), note=found.fact("note", ""))


@maker
def length_and_more(found: Found) -> Reading | None:
    """ "two hours and 20 minutes", "two years and six months"."""
    parts = []
    for amount, unit in (("n", "unit"), ("n2", "unit2")):
        words = found.own(amount)
        code = found.language.value("UNIT", found.own(unit)[0]) or found.language.value("UNITS", found.own(unit)[0])
        value = number(words, found.language)
        if value is None or code is None or value.denominator != 1:
            return None
        parts.append(duration(value, str(code)))
    first, second = parts
    if first.startswith("PT") or not second.startswith("PT"):
        second = second.removeprefix("PT").removeprefix("P")
    else:
        second = second.removeprefix("P")
    return Fixed("DURATION", first + second)


@maker
def some_weekday(found: Found) -> Reading | None:
    """ "a Friday in May", "the Friday after the vote": a weekday that the anchor does not place."""
    time = clock.captured(found)
    return Fixed("TIME" if time else "DATE", f"XXXX-WXX-{found.look('WEEKDAY', 'weekday')}{time}")


@maker
def half_length(found: Found) -> Reading | None:
    """ "half an hour", "half a century", "a half-century"."""
    unit = unit_of(found)
    half = number(["half"], found.language)
    return Fixed("DURATION", duration(half, unit)) if unit else None


@maker
def every(found: Found) -> Reading | None:
    """A set: "every morning", "each Thursday", "every two weeks", "Tuesday nights"."""
    weekday = found.look("WEEKDAY", "weekday") or found.look("WEEKDAYS", "weekday")
    part = found.look("DAYPART", "part") or found.look("DAYPARTS", "part")
    if weekday:
        return Fixed("SET", f"XXXX-WXX-{weekday}" + (f"T{part}" if part else ""))
    month = found.look("MONTH", "month")
    if month:
        return Fixed("SET", f"XXXX-{month:02}")
    season = found.look("SEASON", "season")
    if season:
        return Fixed("SET", f"XXXX-{season}")
    if part:
        return Fixed("SET", f"XXXX-XX-XXT{part}" if not str(part).startswith("T") else f"XXXX-XX-XX{part}")
    unit = unit_of(found)
    if unit is None:
        return None
    words = found.words("n")
    amount = number(words, found.language) if words else number(["1"], found.language)
    if found.has("other"):
        amount = number(["2"], found.language)
    return Fixed("SET", duration(amount, unit))


@maker
def from_event(found: Found) -> Reading | None:
    """ "six days after they signed": the distance from something told, not from the anchor."""
    unit = unit_of(found)
    if unit is None:
        return None
    words = found.words("n")
    amount = number(words, found.language) if words else None
    return Fixed("DURATION", duration(amount, unit), note=found.fact("note", "event"))


@maker
def this_unit(found: Found) -> Reading | None:
    """ "this year", "the quarter", "that month": the unit that holds the anchor or the date told before."""
    unit = unit_of(found) or found.fact("unit")
    if unit in (None, "SE", "FN", "ML", "TH", "TM", "TS"):
        return None
    return Shift(0, "D" if unit == "NI" else str(unit), base=found.fact("base", "anchor"),
                 clock="TNI" if unit == "NI" else found.fact("clock", ""), within=found.fact("within", ""))  # fmt: skip


@maker
def half_ago(found: Found) -> Reading | None:
    """ "half a century ago", "half a year ago", "half a century later"."""
    unit = found.look("UNIT", "unit")
    count, unit = {"Y": (6, "M"), "DE": (5, "Y"), "CE": (50, "Y")}[unit]
    return Shift(count * int(found.fact("sign", -1)), unit, base=found.fact("base", "now"))
