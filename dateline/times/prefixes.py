"""Words that belong to the expression beside them ("early", "the end of", "nearly", "or so"), the article that does not
("the spring offensive"), and expressions that join."""

from __future__ import annotations

from dateline.times.language import Language
from dateline.times.lexer import BREAK, CAPITAL, OTHER, Tokens
from dateline.times.readings import Clock, Fields, Fixed, Found, Known, Offset, Reading, Shift

LONGEST = 6


def kind_of(found: Found, reading: Reading) -> str:
    """What a prefix may stand before: DURATION, CLOCK, TIME, AGO, SINCE or a grain (D, W, M, Q, S, Y, DE, CE)."""
    match reading:
        case Fixed():
            return reading.type if reading.type == "DURATION" else ""
        case Clock():
            return "CLOCK"
        case Known():
            return "TIME" if reading.clock else reading.point.grain
        case Offset():
            return reading.unit
        case Shift():
            if reading.clock:
                return "TIME"
            if "sign" in found.rule.facts or reading.keep:
                return "AGO" if reading.base == "anchor" else "SINCE"
            return reading.unit
        case Fields():
            if reading.part:
                return (
                    "S"
                    if reading.part[0] in "SFW"
                    else reading.part[:2]
                    if reading.part[:2] == "DE"
                    else reading.part[0]
                )
            if reading.clock:
                return "TIME"
            return "D" if reading.day or reading.weekday or reading.holiday else "M" if reading.month else "Y"


def extended(
    found: Found, reading: Reading, floor: int, language: Language, *, narrative: bool
) -> tuple[int, str, str]:
    """The first token of the expression with its prefixes, never before token ``floor``, and the part of the day
    that a prefix names ("the night of 10 August": ``TNI``), the grain that it asks for ("the week of": W), else ""."""
    kind, start, clock, grain = "" if found.fact("alone") else kind_of(found, reading), found.start, "", ""
    tokens, codes = found.tokens, found.tokens.codes
    for _ in range(2):
        for rule in language.prefixes:
            if kind not in rule.facts["kinds"] or tokens.lower(start) == rule.facts.get("apart_from"):
                continue
            if rule.domain and (rule.domain == "narrative") != narrative:
                continue
            for at in range(max(floor, start - LONGEST), start):
                match = rule.pattern.fullmatch(codes, at, start)
                if match and rule.left is not None and not rule.left.match(codes, at):
                    continue
                if match and not (
                    rule.facts.get("lower_case") and tokens.word(at)[0].isupper() and isinstance(reading, Fields)
                ):
                    break
            else:
                continue
            if "part" in rule.pattern.groupindex:
                clock = f"T{language.value('DAYPART', tokens.lower(match.start('part')))}"
            clock = rule.facts.get("clock", clock)
            grain = rule.facts.get("grain", grain)
            start = at
            break
        else:
            break
    return start, clock, grain


def lengthened(found: Found, reading: Reading, language: Language) -> int:
    """The token after the expression with the words that may follow it: "the next year or so", "1994 or later"."""
    kind, codes = kind_of(found, reading), found.tokens.codes
    for rule in language.suffixes:
        if kind in rule.facts["kinds"] and (match := rule.pattern.match(codes, found.end)):
            return match.end()
    return found.end


def kind_of_date(reading: Known | Fields) -> str:
    """The grain of a date: Q, H, S (a season), DE, CE, M, D, Y..., "" where only the anchor tells."""
    if isinstance(reading, Known):
        return reading.point.grain
    return (
        "S"
        if reading.part[:1] in ("S", "F", "W")
        else reading.part[:2]
        if reading.part[:2] == "DE"
        else reading.part[:1]
    )


def without_article(tokens: Tokens, start: int, end: int, reading: Reading, language: Language) -> int:
    """The first token of an expression, its "the" left out where that belongs to a noun after it ("the 21 January
    execution", "the late-November trip", "the Spring Offensive")."""
    if isinstance(reading, Fixed) and [tokens.lower(i) for i in range(start, min(start + 3, end))] == [
        "a",
        "half",
        "-",
    ]:
        return start + 1 if tokens.codes[end : end + 1] in (OTHER, CAPITAL) else start  # "a half-hour talk"
    if tokens.lower(start) != "the" or not isinstance(reading, (Known, Fields)) or end >= len(tokens.codes):
        return start
    if "of" in [tokens.lower(i) for i in range(start, end)]:
        return start
    if (isinstance(reading, Fields) and reading.pick) or (isinstance(reading, Known) and reading.point.grain == "Y"):
        return start
    grain = kind_of_date(reading)
    if grain in ("CE", "DE") and tokens.lower(end - 2) != "-":
        return start
    if grain in ("Q", "H", "S") and start and tokens.word(start - 1)[0].isupper():
        return start  # "In the third quarter sales rose."
    month = reading.point.grain == "M" if isinstance(reading, Known) else reading.month > 0 and not reading.day
    code, after, cues = tokens.codes[end], tokens.lower(end), language.cues
    if code == CAPITAL:
        named = tokens.word(end - 1)[0].isupper() and not (isinstance(reading, Known) or reading.day)
        return start + 1 if month or named else start
    noun = after.isalpha() and after not in cues["no_noun"] and after not in cues["back"]
    return start + 1 if noun and not after.endswith("ed") else start


def gap_joins(tokens: Tokens, end: int, start: int) -> bool:
    """True where only "," "of" "on" or nothing stands between two expressions that tell one time: "9 a.m. Tuesday"."""
    if start - end > 2 or BREAK in tokens.codes[end:start]:
        return False
    return all(tokens.lower(i) in (",", "of", "the") for i in range(end, start))
