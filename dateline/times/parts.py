"""Productions for parts of a year: quarters, halves and seasons, with their year or without."""

from __future__ import annotations

from dateline.times.make import maker, month_of, year_of
from dateline.times.numbers import ordinal
from dateline.times.points import SEASONS, Point
from dateline.times.readings import Fields, Found, Known, Reading


@maker
def part_of_year(found: Found) -> Reading | None:
    """A quarter, half or season, with its year or without: "the third quarter of 1990", "last fall", "spring 1918"."""
    year, pick = year_of(found), found.fact("pick", "")
    kind = found.fact("part", "")
    if kind in ("Q", "H"):
        words = found.words("nth")
        n = 4 if words in (["final"], ["last"], ["closing"]) and kind == "Q" else ordinal(words, found.language)
        if words and words[0] in ("last", "latter", "back", "final") and kind == "H":
            n = 2
        if words and words[0] in ("q1", "q2", "q3", "q4", "h1", "h2", "1q", "2q", "3q", "4q", "1h", "2h"):
            n = int(words[0].strip("qh"))
        if not n or n > (4 if kind == "Q" else 2):
            return None
        if year is not None:
            return Known(Point(kind, year, n))
        return Fields(part=f"{kind}{n}", pick=pick, year_shift=found.fact("year_shift"))
    code = found.look("SEASON", "season")
    if year is not None:
        return Known(Point("S", year, list(SEASONS).index(code)))
    if found.has("short"):
        return Fields(part=code, short_year=int(found.words("short")[0].lstrip("'’‘`")))
    return Fields(part=code, pick=pick, year_shift=found.fact("year_shift"), base=found.fact("base", ""))


@maker
def season_before(found: Found) -> Reading | None:
    """The first of two seasons that share the second one's year: the "summer" of "summer and autumn of 1915"."""
    year = year_of(found)
    first, second = (list(SEASONS).index(found.look("SEASON", name)) for name in ("season", "next"))
    return None if year is None else Known(Point("S", year - (first > second), first))


@maker
def quarter_code(found: Found) -> Reading | None:
    """ "Q3", "H1 2019"."""
    code, year = str(found.look("QUARTERCODE", "code")), year_of(found)
    return Fields(part=code) if year is None else Known(Point(code[0], year, int(code[1])))


@maker
def month_quarter(found: Found) -> Reading | None:
    """ "the December quarter": the quarter of the calendar that ends with that month."""
    quarter, over = divmod(month_of(found), 3)
    if over:
        return None
    year = year_of(found)
    return Fields(part=f"Q{quarter}") if year is None else Known(Point("Q", year, quarter))
