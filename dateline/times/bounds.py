"""Open bounds ("since 2014", "until Wednesday", "by Friday", "before 1961") and ranges ("from 2011 to 2014")."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.model import TimeExpression, TimeRange, When
from dateline.times.lexer import BREAK, CAPITAL, OTHER, Tokens
from dateline.times.points import Point, shift

UPPER = frozenset({"until", "till", "through", "by", "before"})
# Bounds that tell when something ended: they are none after a denial or within a range.
TERM = frozenset({"until", "till", "through"})
# Phrases that bound as one word does.
PHRASES = {"no later than": "by", "not later than": "by", "prior to": "before"}
PARTS = frozenset({"early", "mid", "middle", "late", "end", "start", "beginning", "close", "turn", "rest"})
# How far before "until" a negation may stand: "saw no need to return until Wednesday" happened on Wednesday.
REACH = 12
_TO = frozenset({"to", "through", "thru", "until", "till", "-", "–", "—", "‑"})


def bounded(
    point: Point, tokens: Tokens, start: int, end: int, negations: frozenset[str], *, clock: bool = False
) -> tuple[When, str] | None:
    """The open interval that the words before an expression make of its place, and that in words; None for none.

    ``start`` and ``end`` are the expression's tokens, ``clock`` says that it names a time of day. The TIMEX3 value
    stays that of the place itself.
    """
    if not start or point.first() is None:
        return None
    word = _bound_word(tokens, start, end)
    if word == "since" or (word == "after" and not clock):
        return When.of(f"{_edge(point, first=True)}/.."), f"{word} then: {point.words()} or later"
    if word not in UPPER or (word in TERM and (_negated(tokens, start, negations) or _from(tokens, start))):
        return None
    if word == "before" and not clock and not _is_part(tokens, start, end):
        earlier = shift(point, -1, point.grain)
        return (When.of(f"../{_edge(earlier, first=False)}"), f"before {point.words()}") if earlier else None
    return When.of(f"../{_edge(point, first=False)}"), f"{word} then: {point.words()} or earlier"


def _bound_word(tokens: Tokens, start: int, end: int) -> str:
    """The word that bounds an expression: "since", "until", "by", "before", "after"; another word where none does."""
    article = start > 1 and tokens.lower(start - 1) == "the"
    at = start - article
    word = tokens.lower(at - 1)
    for phrase, meaning in PHRASES.items():
        low = at - phrase.count(" ") - 1
        if low >= 0 and " ".join(tokens.lower(i) for i in range(low, at)) == phrase:
            word = meaning
    if word == "through" and at > 1 and tokens.lower(at - 2) in ("midway", "halfway", "partway", "way"):
        return ""
    if word not in ("before", "after") or end == len(tokens.codes):
        return word
    # "before Monday's vote", "after the May 3 vote": the day is that of the vote.
    named = tokens.lower(end) == "'s" or (tokens.codes[end] in (OTHER, CAPITAL) and (article or word == "after"))
    return "" if named or (article and word == "after") else word


def _is_part(tokens: Tokens, start: int, end: int) -> bool:
    """True where an expression names a part of its place ("late March", "the end of 2025"): before it may be within."""
    return any(tokens.lower(i) in PARTS for i in range(start, end))


def _edge(point: Point, *, first: bool) -> str:
    """The EDTF date of a place's first or last day, as coarse as the place where EDTF has it."""
    if point.grain in ("D", "M", "Y"):
        return point.value
    day = point.first() if first else point.last()
    assert day is not None
    return f"{day.year:04}" if point.grain in ("DE", "CE") else day.isoformat()


def _from(tokens: Tokens, start: int) -> bool:
    """True for the end of a range ("from 2008 until 2016"), which is no bound by itself."""
    return any(tokens.lower(i) in ("from", "between") for i in range(max(0, start - 6), start))


def _negated(tokens: Tokens, start: int, negations: frozenset[str]) -> bool:
    for i in range(start - 1, max(-1, start - REACH), -1):
        word = tokens.lower(i)
        if word in (".", ";") or tokens.codes[i] == BREAK:
            return False
        if word in negations or (word == "t" and i and tokens.lower(i - 1) == "'"):
            return True
    return False


def find_ranges(text: str, expressions: Sequence[TimeExpression]) -> tuple[TimeRange, ...]:
    """The pairs of neighbours that a text makes the ends of one span: "from 2011 to 2014", "June 18-19", "1941-45"."""
    out: list[TimeRange] = []
    for i in range(len(expressions) - 1):
        first, last = expressions[i], expressions[i + 1]
        between = text[first.end : last.start].strip().lower()
        if len(between) > 8 or (between not in _TO and between != "and"):
            continue
        before = text[max(0, first.start - 20) : first.start].lower().split()
        opener = next((word for word in reversed(before) if word not in ("the", "late", "early")), "")
        if (between == "and" and opener != "between") or (between in ("until", "till") and opener != "from"):
            continue
        if between == "to" and opener not in ("from", "for", "in", "during") and first.value.count("-") < 2:
            continue
        when = _span(first, last)
        if when is not None:
            out.append(TimeRange((first, last), when))
    return tuple(out)


def _span(first: TimeExpression, last: TimeExpression) -> When | None:
    start = first.when.earliest if first.when and first.type in ("DATE", "TIME") else None
    end = last.when.latest if last.when and last.type in ("DATE", "TIME") else None
    if start is None or end is None or end < start or first.open_reason or last.open_reason:
        return None
    left = first.value[:10] if first.when and first.when.precision in ("day", "month", "year") else start.isoformat()
    right = last.value[:10] if last.when and last.when.precision in ("day", "month", "year") else end.isoformat()
    return When.of(f"{left}/{right}")
