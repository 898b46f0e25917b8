"""What looks like a date and is none: years that count things, May the person, spring the verb."""

from __future__ import annotations

from dateline.times import tense
from dateline.times.lexer import SHAPES
from dateline.times.readings import Found

# Codes of figures; a year does not stand beside another number.
NUMBERS = tuple(SHAPES[name] for name in ("DAY", "TWO", "THREE", "YEAR", "BIG"))

NOT_YEARS = frozenset(
    "flight page pages room no number nos boeing airbus highway route section article paragraph chapter apartment suite "
    "building channel model unit extension score point points level version lot bus train gate squadron regiment division "
    "act law resolution psalm verse line lines type mark windows code area".split()
)
BEFORE_YEAR = frozenset(
    "in since of from to by until till before after during for between and through throughout late early mid around about "
    "circa or till fiscal the".split()
)
BEFORE_CLOCK = frozenset("at by about around from until till to before after since between and approximately past".split())
COUNTED = frozenset(
    "people troops soldiers men women members workers employees jobs homes houses miles kilometers kilometres meters metres "
    "feet acres hectares tons tonnes pounds dollars euros votes seats cars shares units points barrels megawatts mw km kg "
    "years days hours weeks months minutes times degrees delegates students children refugees prisoners rpm hz".split()
)


def plausible(found: Found) -> bool:
    """False where the neighbours of a weak match say that it is no date."""
    wanted = found.fact("tense")
    if wanted == "ahead" and tense.direction(found.tokens, found.start, found.end) <= 0:
        return False
    if not found.rule.weak:
        return True
    match found.rule.name:
        case "year":
            return is_year(found)
        case "month":
            return is_month(found)
        case "season":
            return is_season(found)
        case "time-of-day":
            return is_clock(found)
    return True


def neighbour(found: Found, step: int) -> str:
    """The lower-case token before (-1) or after (1) the match; "" at the ends."""
    at = found.start - 1 if step < 0 else found.end
    return found.tokens.lower(at) if 0 <= at < len(found.tokens.codes) else ""


def is_year(found: Found) -> bool:
    """A four-digit number is a year unless it counts, names or measures something."""
    tokens, i = found.tokens, found.start
    before, after = neighbour(found, -1), neighbour(found, 1)
    if before in NOT_YEARS or after in COUNTED or after + "s" in COUNTED:
        return False
    if before == "." and i >= 2 and tokens.lower(i - 2) in ("no", "nos", "p", "pp", "art", "fig", "sec", "flt"):
        return False
    if tokens.codes[i + 1 : i + 2] in NUMBERS or (i and tokens.codes[i - 1] in NUMBERS):
        return False
    if i > 1 and before == "-" and tokens.codes[i - 2] in NUMBERS and tokens.codes[i - 2] not in (SHAPES["YEAR"], SHAPES["DAY"]):
        return False
    value = int(tokens.word(i))
    if before in BEFORE_YEAR:
        return value <= 2200 or before in ("year",)
    if not 1400 <= value <= 2100:
        return False
    if before in ("some", "than", "nearly", "almost", "least", "most", "over", "roughly", "approximately", "another", "all"):
        return False
    # "2000 local traders": a bare count before a plural noun, with nothing of time before it.
    return not (tokens.codes[found.end : found.end + 1] == "x" and after.endswith("s") and len(after) > 3
                and after not in ("was", "this", "his", "its", "has"))  # fmt: skip


def is_clock(found: Found) -> bool:
    """Figures with a colon are a time of day after a word that asks for one, or with a zone or "hrs"; else a score."""
    if found.tokens.codes[found.start] != SHAPES["CLOCK"] or found.end - found.start > 1:
        return True
    if "h" in found.tokens.lower(found.start):
        return True
    return neighbour(found, -1) in BEFORE_CLOCK or neighbour(found, -1) in ("-", "–", "(") or neighbour(found, 1) in ("on", "gmt")


def is_month(found: Found) -> bool:
    """A month's name by itself is a month unless it is a person's or a place's name, or the verb may."""
    word, before, after = found.tokens.lower(found.start), neighbour(found, -1), neighbour(found, 1)
    codes = found.tokens.codes
    name_before = found.start > 0 and codes[found.start - 1] == "X"
    name_after = codes[found.end : found.end + 1] == "X"
    if word in ("may", "april", "june", "august", "jan", "mar", "jun", "march", "dec", "sep"):
        if after in ("i", "we", "he", "she", "they", "you", "it", "'s", "said", "says") and word in ("may", "april", "june", "jan"):
            return after == "'s" and before in ("in", "last", "of", "for", "since")
        if before in ("in", "last", "since", "until", "of", "by", "from", "to", "and", "during", "early", "late", "mid", "next",
                      "this", "through", "between", "before", "after", "till", "around", "-", "or", "for", "on", "(", "end"):
            return not (name_after and word in ("jan", "june", "april", "may", "august") and before in ("by", "and", "to", "of", "for", "after"))
        if name_before or name_after or before in ("mr", "mrs", "ms", ".", "the", "a", "theresa", "long", "annual"):
            return False
        if word == "may":
            return before in ("", ",") and after in (",", ".", ")")
    return True


def is_season(found: Found) -> bool:
    """Fall and spring are verbs too; a season by itself needs a word before it that places it."""
    tokens = found.tokens
    if found.end - found.start > 1:
        return True
    word, before = tokens.lower(found.start), neighbour(found, -1)
    placed = before in ("in", "by", "during", "of", "until", "since", "through", "and", "or", "from", "to", "late", "early", "mid",
                        "next", "last", "before", "after", "throughout", "all", "for", "till", "between", "-")
    if word in ("fall", "spring"):
        return placed and before not in ("to", "and", "or", "-") or (word == "spring" and tokens.word(found.start)[0] == "S" and before in ("", "."))
    return True
