"""What looks like a date and is none: years that count things, May the person, spring the verb, scores.

The words that decide are in ``rules/<language>/cues.toml``.
"""

from __future__ import annotations

import re

from dateline.times import tense
from dateline.times.lexer import BREAK, CAPITAL, OTHER, SHAPES
from dateline.times.readings import Found

# Codes of figures; a year does not stand beside another number.
NUMBERS = tuple(SHAPES[name] for name in ("DAY", "TWO", "THREE", "YEAR", "BIG"))
# A bare number is taken for a year within these; after a word such as "in" up to the third.
EARLIEST_BARE, LATEST_BARE, LATEST_PLACED = 1400, 2100, 2200


def plausible(found: Found) -> bool:
    """False where the neighbours of a weak match say that it is no date."""
    if (
        found.fact("tense") == "ahead"
        and tense.direction(found.tokens, found.start, found.end, found.language.cues) <= 0
    ):
        return False
    if not found.rule.weak:
        return True
    match found.rule.name:
        case "year":
            return is_year(found)
        case "decade":
            return is_decade(found)
        case "month":
            return is_month(found)
        case "season":
            return is_season(found)
        case "time-of-day":
            return is_clock(found)
        case "weekday":
            return is_weekday(found)
        case "this-unit" | "the-week" | "the-year-alone":
            quoted = neighbour(found, -1) in ('"', "“", "`", "'", "''") or found.rule.name != "this-unit"
            return not (quoted and found.tokens.word(found.end - 1)[0].isupper())
        case "annually":
            before = [found.tokens.word(i)[0].isdigit() for i in range(max(0, found.start - 3), found.start)]
            return not any(before)  # "8.5% annually" is a rate, as "8.5% a year" is
        case "some-weekday":
            return not tells_of_event(found)  # "a Tuesday deadline" is that of one Tuesday
        case "the-day-before" | "the-day-after":
            return not tells_of_event(found)
        case "short-year":
            return found.end == len(found.tokens.codes) or not found.tokens.word(found.end)[0].isupper()
        case _:
            return True


def neighbour(found: Found, step: int) -> str:
    """The lower-case token before (-1) or after (1) the match; "" at the ends."""
    at = found.start - 1 if step < 0 else found.end
    return found.tokens.lower(at) if 0 <= at < len(found.tokens.codes) else ""


def is_year(found: Found) -> bool:
    """A four-digit number is a year unless it counts, names or measures something."""
    tokens, cues, i = found.tokens, found.language.cues, found.start
    before, after = neighbour(found, -1), neighbour(found, 1)
    if before in cues["no_year_after"] or after in cues["counted"] or after in cues["measured"]:
        return False
    if before == "." and i >= 2 and tokens.lower(i - 2) in cues["no_year_after"]:
        return False
    if after == "-" and i + 2 < len(tokens.codes) and tokens.lower(i + 2) in cues["counted"] | cues["measured"]:
        return False
    if any(tokens.word(k) in cues["street"] for k in range(i + 2, min(i + 4, len(tokens.codes)))):
        return False
    codes = tokens.codes
    if codes[i + 1 : i + 2] in NUMBERS or (i and codes[i - 1] in NUMBERS):
        return False
    if i > 1 and before == "-" and codes[i - 2] in NUMBERS and codes[i - 2] not in (SHAPES["YEAR"], SHAPES["DAY"]):
        return False
    if i > 3 and before in ("-", "to") and codes[i - 2] == SHAPES["YEAR"]:
        opener = tokens.lower(i - 4) if tokens.lower(i - 3) == "." else tokens.lower(i - 3)
        if opener in cues["no_year_after"]:
            return False
    value = int(tokens.word(i))
    if before in ("about", "around") and value % 100 == 0 and (i < 2 or tokens.lower(i - 2) not in cues["before_year"]):
        return False
    if before in ("to", "at") and i >= 2 and _moves(found, i - 2):
        return False
    if before == "local" and tokens.word(i - 1)[0].isupper():
        return False  # a branch of a union: "Local 1416"
    if before in cues["before_year"]:
        return value <= LATEST_PLACED
    if not EARLIEST_BARE <= value <= LATEST_BARE or before in cues["not_exact"]:
        return False
    # "2000 local traders" counts, "its 1990 results" and "1987 earnings" do not: counts without a comma are round.
    plural = codes[found.end : found.end + 1] == OTHER and after.endswith("s") and len(after) > 3
    return not plural or after in cues["verbs_in_s"] or before in cues["possessive"] or value % 10 != 0


def _moves(found: Found, i: int) -> bool:
    """Whether something moves to a number behind token ``i``: "closed at", "fell 508 points to", "rose 3.5 to"."""
    tokens, cues = found.tokens, found.language.cues
    if tokens.lower(i) in cues["moves_to_a_number"]:
        return True
    if tokens.codes[i] in (SHAPES["DECIMAL"], SHAPES["FRACTION"]):
        return True
    return i > 0 and tokens.codes[i - 1] in NUMBERS and tokens.lower(i) in cues["counted"] | cues["measured"]


def is_decade(found: Found) -> bool:
    """Tens of years, unless they name a model ("A-310-300s"); of the first thousand only with "the" or an era."""
    tokens = found.tokens
    at = next(i for i in range(found.start, found.end) if tokens.codes[i] == SHAPES["DECADE"])
    if at > 1 and tokens.lower(at - 1) == "-" and any(c.isdigit() for c in tokens.word(at - 2)):
        return False
    figures = sum(c.isdigit() for c in tokens.word(at))
    return figures != 3 or at > found.start or at + 1 < found.end


def is_clock(found: Found) -> bool:
    """Figures with a colon are a time of day after a word that asks for one, or with a zone or "hrs"; else a score."""
    tokens, cues = found.tokens, found.language.cues
    if found.start and tokens.word(found.start)[0].isupper() and tokens.word(found.start - 1)[0].isupper():
        return tokens.codes[found.start - 1] != CAPITAL and tokens.lower(found.start - 1) != "high"
    if tokens.codes[found.start] != SHAPES["CLOCK"] or found.end - found.start > 1 or "h" in tokens.lower(found.start):
        return True
    dated = found.start > 1 and tokens.codes[found.start - 1 - (neighbour(found, -1) == ",")] == SHAPES["YEAR"]
    return dated or neighbour(found, -1) in cues["before_clock"] or neighbour(found, 1) == "on"


def is_month(found: Found) -> bool:
    """A month's name by itself is a month unless it is a person's or a place's name, or the verb may."""
    cues, codes = found.language.cues, found.tokens.codes
    word, before, after = found.tokens.lower(found.start), neighbour(found, -1), neighbour(found, 1)
    if word not in cues["name_months"]:
        return True
    placed = before in cues["before_month"]
    name_after = codes[found.end : found.end + 1] == CAPITAL
    if word == "march" and is_walk(found, before, after):
        return False
    if (
        after == "'s"
        and before not in cues["in_a_month"]
        and _bears_name(found.tokens.text, found.tokens.word(found.start))
    ):
        return False
    if (
        after in ("-", "–")
        and found.end + 1 < len(codes)
        and found.tokens.lower(found.end + 1) in found.language.classes["MONTH"]
    ):
        return True
    if placed:
        return not (name_after and before in cues["before_name"])
    if before in cues["of_a_month"] and codes[found.end : found.end + 1] == OTHER and after not in cues["no_noun"]:
        return not _bears_name(found.tokens.text, found.tokens.word(found.start))  # "the April election"
    if after in cues["subject"] or after == "'s":
        return False
    if (
        name_after
        or (found.start > 0 and codes[found.start - 1] == CAPITAL)
        or before in ("mr", "mrs", "ms", ".", "the", "a")
    ):
        return False
    return word != "may" or (before in ("", ",") and after in (",", ".", ")"))


def _bears_name(text: str, word: str) -> bool:
    """Whether a text calls somebody by a month's name: "Theresa May", "Mrs May"."""
    return (
        re.search(
            rf"\b(?:Mr|Mrs|Ms|Miss|[Mm]inister|[Ss]ecretary|[Pp]resident|Theresa|Elaine|April|Brian)\.? {word}\b", text
        )
        is not None
    )


def tells_of_event(found: Found) -> bool:
    """True for "the day before returning home", which is counted from what follows and not from a date told before."""
    codes, after = found.tokens.codes, neighbour(found, 1)
    return codes[found.end : found.end + 1] == OTHER and after not in found.language.cues["no_noun"]


def is_walk(found: Found, before: str, after: str) -> bool:
    """True for a march that people walk: "the Long March", "the annual March for Life", "the March on Rome"."""
    tokens, start = found.tokens, found.start
    named = start > 0 and tokens.word(start - 1)[0].isupper() and before not in found.language.cues["before_month"]
    opens = start < 2 or tokens.lower(start - 2) in (".", ":", '"') or tokens.codes[start - 2] == BREAK
    if named and not opens and tokens.codes[start - 1] != SHAPES["DAY"]:
        return True
    return after in ("for", "on", "to", "of") and before in ("the", "a", "annual", "'s", '"', "``", "“")


def is_weekday(found: Found) -> bool:
    """A weekday is none in a name ("The Sunday Times", "Saturday Night Live"); "Mon" and its like stand in dates."""
    tokens, codes = found.tokens, found.tokens.codes
    after = codes[found.end] if found.end < len(codes) else ""
    named = neighbour(found, -1) == "the" or (found.end - found.start > 1 and tokens.word(found.end - 1)[0].isupper())
    if named and after and tokens.word(found.end)[0].isupper():
        return False
    return len(tokens.word(found.start)) > 4 or after != OTHER


def is_season(found: Found) -> bool:
    """Fall and spring are verbs too; alone they need a word before them that places them."""
    tokens, cues = found.tokens, found.language.cues
    word, before, last = tokens.lower(found.start), neighbour(found, -1), found.end - 1
    named = tokens.word(last)[0].isupper() and found.start > 1 and tokens.codes[found.start - 1] == CAPITAL
    if named and tokens.codes[found.end : found.end + 1] == OTHER and tokens.lower(found.start - 2) != ".":
        return False
    if found.end - found.start > 1:
        moves = tokens.lower(last) in ("fall", "spring") and neighbour(found, 1) in ("in", "from", "off", "by")
        return not moves or before in cues["before_season"]
    if word not in ("fall", "spring"):
        return True
    if before in cues["before_season"] and before not in cues["verb_season_not_after"]:
        return True
    return word == "spring" and tokens.word(found.start)[0] == "S" and before in ("", ".")
