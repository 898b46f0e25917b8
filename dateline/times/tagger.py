"""The engine: rules over tokens, the best of what overlaps, and values in the order of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.model import Anchor, TimeExpression, When
from dateline.times import foreign, holidays, lengths, make, story, tense
from dateline.times.anchor import choose_anchor, given, is_narrative
from dateline.times.bounds import bounded
from dateline.times.context import Context, Resolved
from dateline.times.guards import plausible
from dateline.times.language import Language, load
from dateline.times.lexer import BREAK, Tokens
from dateline.times.points import SEASONS
from dateline.times.prefixes import extended, gap_joins
from dateline.times.readings import NOTHING, Clock, Fields, Fixed, Found, Known, Reading, Shift
from dateline.times.resolve import resolve, widened

if TYPE_CHECKING:
    from spacy.tokens import Doc

# How far from a trigger a rule may reach, in tokens.
NEAR = 10
# A year this near to the start of its sentence opens it, in tokens.
OPENING = 6


# Modules whose productions register themselves on import.
PRODUCTIONS = (make, lengths, holidays, foreign)


def stretches(tokens: Tokens, language: Language) -> tuple[str, list[int]]:
    """The codes near triggers in one string, `BREAK` between stretches, and for each place its token in the document.

    Most of an article is far from any word of time; rules need not look there.
    """
    codes = tokens.codes
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for trigger in language.triggers.finditer(codes):
        here = trigger.start()
        start, end = max(at, here - NEAR), min(here + NEAR + 1, len(codes))
        if end <= at:
            continue
        if start > at or not parts:
            parts.append(BREAK)
            places.append(start)
        parts.append(codes[start:end])
        places.extend(range(start, end))
        at = end
    return "".join(parts), places


def find(tokens: Tokens, language: Language, narrative: bool) -> list[tuple[Found, Reading]]:
    """Readings of a document, in the order of the text, none overlapping: the longest first, earlier rules in doubt."""
    codes, places = stretches(tokens, language)
    options: list[tuple[int, int, int, re.Match[str]]] = []
    for rank, rule in enumerate(language.rules):
        if rule.domain and (rule.domain == "narrative") != narrative:
            continue
        for match in rule.pattern.finditer(codes):
            start, end = match.span()
            if end > start and (rule.left is None or rule.left.match(codes, start)):
                options.append((start - end, rank, start, match))
    options.sort(key=lambda option: option[:3])
    taken = bytearray(len(codes))
    chosen: list[tuple[Found, Reading]] = []
    for length, rank, start, match in options:
        end = start - length
        if taken.find(1, start, end) >= 0:
            continue
        shift = places[start] - start
        found = Found(language, tokens, language.rules[rank], match, start + shift, end + shift, shift)
        if ".\n" in tokens.slice(found.start, found.end) or not plausible(found):
            continue
        reading = make.MAKERS[found.rule.make](found)
        if reading is None:
            continue
        if reading != NOTHING:
            chosen.append((found, reading))
        taken[start:end] = b"\x01" * (end - start)
    chosen.sort(key=lambda pair: pair[0].start)
    return chosen


@dataclass(slots=True)
class Piece:
    """One expression on its way: tokens ``[start, end)``, the reading, the rule that made it; ``grain`` W for
    "the week of March 6"."""

    start: int
    end: int
    reading: Reading
    rule: str
    grain: str = ""


def pieces(found: list[tuple[Found, Reading]], tokens: Tokens, language: Language) -> list[Piece]:
    """The readings with their prefixes, times of day joined to the days beside them."""
    out: list[Piece] = []
    for match, reading in found:
        floor = out[-1].end if out else 0
        start, clock, grain = extended(match, reading, floor, language)
        piece = Piece(
            start, match.end, (with_clock(reading, clock) if clock else None) or reading, match.rule.name, grain
        )
        if out:
            joined = join(out[-1], piece, tokens)
            if joined:
                out[-1] = joined
                continue
        out.append(piece)
    return out


def join(first: Piece, second: Piece, tokens: Tokens) -> Piece | None:
    """One expression of a time of day and a day side by side: "9 a.m. Tuesday", "Friday at noon" stays two."""
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


def with_clock(reading: Reading, clock: str) -> Reading | None:
    """The same day at a time of day, "midnight" winning over the "night" that follows it; None for what is no day."""
    is_day = (
        (isinstance(reading, Known) and reading.point.grain == "D")
        or (isinstance(reading, Fields) and bool(reading.day or reading.weekday or reading.holiday))
        or (isinstance(reading, Shift) and reading.unit == "D")
    )
    if not is_day or isinstance(reading, (Fixed, Clock)) or (reading.clock and not reading.clock[1:].isalpha()):
        return None
    return replace(reading, clock=clock)


def tag_text(
    text: str,
    published: When | None,
    *,
    narrative: bool | None = None,
    doc: Doc | None = None,
    language: Language | None = None,
) -> tuple[Anchor, list[TimeExpression]]:
    """The anchor and the time expressions of ``text``, sorted, none overlapping; see `dateline.times.tag`."""
    language = language or load()
    tokens = language.tokens(text)
    anchor = given(published) if published is not None else None
    told = is_narrative(tokens, language, anchor) if narrative is None else narrative
    found = find(tokens, language, told)
    if anchor is None:
        anchor = choose_anchor(text, found, tokens, language)
    context = Context(anchor, narrative=told, day_first=day_first(found))
    out: list[TimeExpression] = []
    whole = pieces(found, tokens, language)
    years = story_years(whole, tokens) if told else {}
    for i, piece in enumerate(whole):
        start, end = tokens.starts[piece.start], tokens.ends[piece.end - 1]
        context.direction = tense.direction(tokens, piece.start, piece.end, language.cues)
        if doc is not None and context.direction == tense.UNTOLD:
            context.direction = tense.direction_by_tags(doc, start, end)
        context.story_year = years.get(i)
        context.opens = opened_weekday(whole, i, tokens)
        context.aside = told and is_aside(tokens, piece)
        context.words = " ".join(text[start:end].split())
        resolved = resolve(piece.reading, context)
        if resolved is None:
            continue
        if piece.grain and resolved.point is not None:
            resolved = widened(resolved, piece.grain)
        context.remember(piece.reading, resolved)
        out.append(expression(text, start, end, piece, resolved, tokens, language.cues["negation"]))
    return anchor, out


def expression(
    text: str, start: int, end: int, piece: Piece, resolved: Resolved, tokens: Tokens, negations: frozenset[str]
) -> TimeExpression:
    """The finished expression: its words, value, place, trace, and the open bound that the word before it makes."""
    words = text[start:end]
    when, said = resolved.when, trace(words, resolved)
    if when is not None and resolved.point is not None and resolved.open_reason is None and not when.approximate:
        bound = bounded(resolved.point, tokens, piece.start, piece.end, negations)
        if bound:
            when, said = bound[0], f"{said}; {bound[1]}"
    return TimeExpression(
        start=start,
        end=end,
        text=words,
        type=resolved.type,
        value=resolved.value,
        when=when,
        trace=said,
        rule=piece.rule,
        open_reason=resolved.open_reason,
    )


def day_first(found: list[tuple[Found, Reading]]) -> bool | None:
    """Whether numeric dates give the day first, as the unambiguous ones of the document tell; None where none does."""
    votes = 0
    for _, reading in found:
        if isinstance(reading, Fixed) and reading.note == "slashed":
            first, second, _ = (int(part) for part in reading.value.split("/"))
            votes += (first > 12 >= second) - (second > 12 >= first)
    return None if votes == 0 else votes > 0


def story_years(whole: list[Piece], tokens: Tokens) -> dict[int, int]:
    """For the expressions of a narrative that name a month without a year, by their index: the year of the story."""
    dates: list[story.Told] = []
    places: list[int] = []
    for i, piece in enumerate(whole):
        match piece.reading:
            case Known(point=point) if point.grain in ("D", "M"):
                dates.append(story.Told(point.year, point.n))
            case Known(point=point) if point.grain == "Y":
                dates.append(story.Told(point.year, 0, not is_aside(tokens, piece)))
            case Known(point=point) if point.grain == "S":
                dates.append(story.Told(point.year, list(SEASONS.values())[point.n] + 1 if point.n < 3 else 12))
            case Fields() as part if part.short_year >= 0 or part.pick or part.year_shift is not None:
                continue
            case Fields() as part if part.month or part.part in SEASONS:
                dates.append(story.Told(0, part.month or (SEASONS[part.part] + 1 if part.part != "WI" else 12)))
            case _:
                continue
        places.append(i)
    return {i: year for i, year in zip(places, story.years(dates), strict=True) if year}


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


def is_aside(tokens: Tokens, piece: Piece) -> bool:
    """True for a bare year that no sentence opens with: it seldom moves the story on ("a plan for 1976")."""
    if not (isinstance(piece.reading, Known) and piece.reading.point.grain == "Y"):
        return False
    first = max(0, piece.start - OPENING)
    if first == 0:
        return False
    before = tokens.text[tokens.starts[first] : tokens.starts[piece.start]]
    return not any(mark in before for mark in ".?!;:\n")


def trace(words: str, resolved: Resolved) -> str:
    """ "'Wednesday' in an article published on Thursday 20 June 2024 -> Wednesday 19 June 2024"."""
    said = f"'{' '.join(words.split())}' {resolved.how}"
    if resolved.point is not None:
        return f"{said} -> {resolved.point.words()}"
    return f"{said} -> left open" if resolved.open_reason else said
