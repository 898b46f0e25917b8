"""Readings with what belongs to them: prefixes ("early", "the end of"), a time of day and its day, ends of a range."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.times.language import Language
from dateline.times.lexer import CAPITAL, OTHER, Tokens
from dateline.times.prefixes import extended, gap_joins, lengthened, without_article
from dateline.times.readings import Clock, Fields, Fixed, Found, Known, Offset, Reading, Shift

# How many words may stand between a time of day and the "on" of its day: "Moscow time", in tokens.
ZONE_WORDS = 3


@dataclass(slots=True)
class Piece:
    """One expression on its way: tokens ``[start, end)``, the reading, the rule that made it; ``grain`` W for
    "the week of March 6"."""

    start: int
    end: int
    reading: Reading
    rule: str
    grain: str = ""


def pieces(found: list[tuple[Found, Reading]], tokens: Tokens, language: Language, *, narrative: bool) -> list[Piece]:
    """The readings with their prefixes, times of day joined to the days beside them."""
    out: list[Piece] = []
    for match, reading in found:
        floor = out[-1].end if out else 0
        start, clock, grain = extended(match, reading, floor, language, narrative=narrative)
        end = lengthened(match, reading, language)
        start = without_article(tokens, start, end, reading, language)
        piece = Piece(start, end, (with_clock(reading, clock) if clock else None) or reading, match.rule.name, grain)
        if out:
            joined = join(out[-1], piece, tokens)
            if joined:
                out[-1] = joined
                continue
        out.append(piece)
    return out


def join(first: Piece, second: Piece, tokens: Tokens) -> Piece | None:
    """One expression of a time of day and a day side by side: "9 a.m. Tuesday", "Friday at noon" stays two."""
    counted = first.reading
    if (
        first.rule in ("the-day-before", "the-day-after")
        and first.end == second.start
        and isinstance(counted, Shift)
        and isinstance(second.reading, (Known, Fields))
        and tokens.lower(first.end - 1) in ("before", "after")
    ):
        return Piece(first.start, second.end, Offset(second.reading, counted.count, counted.unit), first.rule)
    if not gap_joins(tokens, first.end, second.start):
        return None
    if isinstance(first.reading, Clock):
        day = with_clock(second.reading, first.reading.clock)
    elif isinstance(second.reading, Clock) and second.start - first.end <= 1:
        day = with_clock(first.reading, second.reading.clock)
    else:
        return None
    if day is None:
        return None
    rule = second.rule if isinstance(first.reading, Clock) else first.rule
    return Piece(first.start, second.end, day, rule)


def on_the_day_after(whole: list[Piece], i: int, tokens: Tokens) -> Reading:
    """The reading of piece ``i``; of a time of day the day that follows it: "5 a.m. Moscow time on 3 October"."""
    reading = whole[i].reading
    if not isinstance(reading, Clock):
        return reading
    day = day_after(whole, i, tokens)
    return (with_clock(day, reading.clock) if day is not None else None) or reading


def day_after(whole: list[Piece], i: int, tokens: Tokens) -> Reading | None:
    """The day told after the time of day at ``i``, also after a second one: "from 9 a.m. to 5 p.m. on Friday"."""
    if i + 1 == len(whole):
        return None
    start, end, reading = whole[i].end, whole[i + 1].start, whole[i + 1].reading
    plain = [k for k in range(start, end - 1) if tokens.lower(k) not in ("time", ")")]
    if end - start > ZONE_WORDS + 1 or any(tokens.codes[k] not in (OTHER, CAPITAL) for k in plain):
        return None
    joint = tokens.lower(end - 1) if end > start else ""
    if joint in ("and", "to", "-", "–", "until", "or", "("):
        if isinstance(reading, Clock):
            return day_after(whole, i + 1, tokens)
        return replace(reading, clock="") if isinstance(reading, (Known, Fields, Shift)) and reading.clock else None
    return reading if joint == "on" else None


def with_clock(reading: Reading, clock: str) -> Reading | None:
    """The same day at a time of day, "midnight" winning over the "night" that follows it; None for what is no day."""
    is_day = (
        (isinstance(reading, Known) and reading.point.grain == "D")
        or (isinstance(reading, Fields) and bool(reading.day or reading.weekday or reading.holiday))
        or (isinstance(reading, Shift) and reading.unit == "D")
    )
    if not is_day or isinstance(reading, (Fixed, Clock, Offset)) or (reading.clock and not reading.clock[1:].isalpha()):
        return None
    return replace(reading, clock=clock)


def opens_months(whole: list[Piece], i: int, tokens: Tokens) -> bool:
    """True where piece ``i`` is the first of two months without a year that a dash or "to" joins: "April-June"."""
    if i + 1 >= len(whole) or whole[i + 1].start - whole[i].end != 1:
        return False
    if tokens.lower(whole[i].end) not in ("to", "through", "thru", "-", "–"):
        return False
    return all(
        isinstance(reading := whole[k].reading, Fields)
        and reading.month > 0
        and not (reading.day or reading.pick)
        and reading.short_year < 0
        and reading.year_shift is None
        for k in (i, i + 1)
    )


def opened_weekday(whole: list[Piece], i: int, tokens: Tokens) -> int:
    """The weekday that ends a range which piece ``i`` begins ("Monday to Friday"); -1 where ``i`` ends one; else 0."""

    def day(k: int) -> int:
        reading = whole[k].reading if 0 <= k < len(whole) else None
        return reading.weekday if isinstance(reading, Fields) and not reading.month and not reading.pick else 0

    def joined(k: int) -> bool:
        between = [tokens.lower(t) for t in range(whole[k].end, whole[k + 1].start)]
        return len(between) == 1 and between[0] in ("to", "through", "thru", "-", "–", "until")

    if day(i) and day(i + 1) and joined(i):
        return day(i + 1)
    return -1 if day(i) and day(i - 1) and joined(i - 1) else 0


def names_by_month(piece: Piece, tokens: Tokens, language: Language) -> bool:
    """Whether something is told apart by its month ("the February agreement"), and does not come round every year."""
    if piece.end - piece.start != 1 or not 0 < piece.start < piece.end < len(tokens.codes):
        return False
    cues, noun = language.cues, tokens.lower(piece.end)
    return (
        tokens.lower(piece.start) in language.classes["MONTH"]
        and tokens.lower(piece.start - 1) in cues["of_a_month"]
        and tokens.codes[piece.end] == OTHER
        and noun not in cues["no_noun"]
        and noun not in cues["comes_round"]
    )
