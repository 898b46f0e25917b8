"""The engine: rules over tokens, the best of what overlaps, and values in the order of the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dateline.model import Anchor, TimeExpression, When
from dateline.times import foreign, holidays, lengths, make, parts, spans, spoken, story, tense
from dateline.times.anchor import choose_anchor, given
from dateline.times.bounds import bounded
from dateline.times.context import Context, Resolved
from dateline.times.guards import plausible
from dateline.times.language import Language, load
from dateline.times.lexer import BREAK, Tokens
from dateline.times.pieces import Piece, names_by_month, on_the_day_after, opened_weekday, opens_months, pieces
from dateline.times.points import Point, of_when
from dateline.times.readings import NOTHING, Fields, Fixed, Found, Known, Reading
from dateline.times.resolve import resolve, widened

if TYPE_CHECKING:
    from spacy.tokens import Doc

# How far from a trigger a rule may reach, in tokens.
NEAR = 10


# Modules whose productions register themselves on import.
PRODUCTIONS = (make, parts, lengths, holidays, foreign)


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
    held = set(codes)
    options: list[tuple[int, int, int, re.Match[str]]] = []
    for rank, rule in enumerate(language.rules):
        if rule.domain and (rule.domain == "narrative") != narrative:
            continue
        if rule.needs and rule.needs.isdisjoint(held):
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
    told = story.is_narrative(tokens, language, anchor) if narrative is None else narrative
    found = find(tokens, language, told)
    if anchor is None:
        anchor = choose_anchor(text, found, tokens, language)
    context = Context(anchor, narrative=told, day_first=day_first(found, anchor), goes_back=narrative is None)
    out: list[TimeExpression] = []
    whole = pieces(found, tokens, language, narrative=told)
    directions = [tense.direction(tokens, piece.start, piece.end, language.cues) for piece in whole]
    steps = story.of_pieces(whole, tokens, directions, context.here) if told else {}
    for i, piece in enumerate(whole):
        start, end = tokens.starts[piece.start], tokens.ends[piece.end - 1]
        context.direction = directions[i]
        if doc is not None and context.direction == tense.UNTOLD:
            context.direction = tense.direction_by_tags(doc, start, end)
        if i and (stop := tense.sentence_end(tokens, whole[i - 1].end, piece.start)):
            context.begin(paragraph=stop == BREAK)
        context.step = steps.get(i)
        context.named = names_by_month(piece, tokens, language)
        context.opening = story.opens(tokens, piece.start, reach=2)
        context.opens = opened_weekday(whole, i, tokens)
        context.aside = told and story.is_aside(tokens, piece)
        context.words = " ".join(text[start:end].split())
        reading = on_the_day_after(whole, i, tokens)
        if not told and opens_months(whole, i, tokens):
            reading = first_month(reading, resolve(whole[i + 1].reading, context))
        resolved = resolve(reading, context)
        if resolved is None:
            continue
        if piece.grain and resolved.point is not None:
            resolved = widened(resolved, piece.grain)
        context.remember(piece.reading, resolved)
        counted = i > 0 and whole[i - 1].end == piece.start - 1
        if counted and out and resolved.point is not None and tokens.lower(piece.start - 1) in spans.ENDED:
            out[-1] = spans.ended(out[-1], resolved.point)
        made = expression(text, start, end, piece, resolved, tokens, language.cues["negation"], counted)
        if (resolved.type == "DURATION" or piece.rule == spans.PAST_YEAR) and not told:
            following = tokens.lower(piece.end) if piece.end < len(tokens.codes) else ""
            made = spans.until_now(made, context.here, following)
        out.append(made)
    return anchor, out


def first_month(reading: Reading, last: Resolved | None) -> Reading:
    """The first month of "April-June" in the year of the last, or in the year before it: "November-January"."""
    if last is None or last.point is None or not isinstance(reading, Fields):
        return reading
    return Known(Point("M", last.point.year - (reading.month > last.point.n), reading.month))


def expression(
    text: str,
    start: int,
    end: int,
    piece: Piece,
    resolved: Resolved,
    tokens: Tokens,
    negations: frozenset[str],
    counted: bool,
) -> TimeExpression:
    """The finished expression: its words, value, place, trace, and the open bound that the word before it makes
    (none where that word counts, ``counted``: "two days before Friday")."""
    words = text[start:end]
    when, said = resolved.when, trace(words, resolved)
    if (
        when is not None
        and resolved.point is not None
        and resolved.open_reason is None
        and not when.approximate
        and not counted
    ):
        bound = bounded(resolved.point, tokens, piece.start, piece.end, negations, clock=resolved.type == "TIME")
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


def day_first(found: list[tuple[Found, Reading]], anchor: Anchor) -> bool | None:
    """Whether numeric dates give the day first, as the unambiguous ones of the document tell, and those that in one of
    the two orders are the day of publication; None where none does."""
    votes = 0
    here = of_when(anchor.when) if anchor.when else None
    day = here.first() if here is not None and here.grain == "D" else None
    for _, reading in found:
        if isinstance(reading, Fixed) and reading.note == "slashed":
            first, second, year = (int(part) for part in reading.value.split("/"))
            votes += (first > 12 >= second) - (second > 12 >= first)
            if day is not None and year in (day.year, day.year % 100) and first != second:
                votes += ((second, first) == (day.month, day.day)) - ((first, second) == (day.month, day.day))
    return None if votes == 0 else votes > 0


def trace(words: str, resolved: Resolved) -> str:
    """ "'Wednesday' in an article published on Thursday 20 June 2024 -> Wednesday 19 June 2024"."""
    said = f"'{' '.join(words.split())}' {resolved.how}"
    if resolved.point is not None:
        clock = spoken.time_of_day(resolved.value.partition("T")[2]) if resolved.type == "TIME" else ""
        return f"{said} -> {resolved.point.words()}{clock and ' ' + clock}"
    return f"{said} -> left open" if resolved.open_reason else said
