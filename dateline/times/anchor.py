"""The anchor of a document: its publication date, else a dateline, else what the text lets infer, else unknown.

Nothing here reads a clock: where the text does not tell when it was written, the anchor says so.
"""

from __future__ import annotations

import re

from dateline.model import Anchor, When
from dateline.times.language import Language
from dateline.times.lexer import BREAK, SHAPES, Tokens
from dateline.times.numbers import number
from dateline.times.points import Point, valid_day
from dateline.times.readings import Fields, Fixed, Found, Known, Reading

YEAR = SHAPES["YEAR"]
LAST_PLAUSIBLE_YEAR = 2100
# A dateline stands near the top; its line is short or opens the article.
HEAD_CHARS = 1500
# From so many characters on a line is one of running text.
FULL_LINE = 36
_ALONE_BEFORE = re.compile(
    r"\W*(?:(?:first |last )?(?:published|posted|updated|modified|issued|released|filed|date|dated|press release)"
    r"(?: (?:on|at))?\W*)?(?:\w+day\W*)?(?:\d{1,2}:\d\d\s*(?:[ap]\.?m\.?)?\W*(?:on\W*)?)?\Z",
    re.IGNORECASE,
)
_ALONE_AFTER = re.compile(
    r"\W*(?:at\W*)?(?:\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*[A-Z]{0,4})?\W*(?:\|.*|by .*)?\Z", re.IGNORECASE
)
_RELEASE_BEFORE = re.compile(r".{0,160}\bimmediate release\W*\Z", re.IGNORECASE)
_BYLINE_BEFORE = re.compile(r"\W*(?:By|BY) (?:[A-Z][\w.’'-]{0,30},? (?:and )?){1,8}\s*\Z")
_OPENING_BEFORE = re.compile(r"\W*\Z")
_OPENING_AFTER = re.compile(r"\s*(?:\([^()\n]{2,40}\)\s*)?(?:[-—–]+\s|\)\s)")
_PLACE_BEFORE = re.compile(
    r"\W*[A-Z][A-Z.’' -]{2,40}(?:,\s*[A-Z][A-Za-z. ]{1,30})?(?:\s*\([^()\n]{2,30}\))?\s*[,—–:/-]*\s*\Z"
)
_PLACE_AFTER = re.compile(r"\s*,?\s*(?:\([^()\n]{2,40}\)|/[^/\n]{2,40}/)?\s*(?:[-—–_:]|\.{2,3})")


def given(published: When) -> Anchor:
    """The anchor of a stated publication date."""
    return Anchor(when=published, origin="published", reason="The publication date is stated.")


def unknown(reason: str = "The article states no date, and nothing in its text tells when it was written.") -> Anchor:
    """The anchor where nothing is known."""
    return Anchor(when=None, origin="unknown", reason=reason, confidence=0.0)


def choose_anchor(text: str, readings: list[tuple[Found, Reading]], tokens: Tokens, language: Language) -> Anchor:
    """The anchor that the text itself gives: a dateline, else an inferred year, else `unknown`."""
    inferred = infer_year(readings, tokens, language)
    opening = opens_with(text, readings, tokens)
    for found, reading in readings:
        start, end = tokens.starts[found.start], tokens.ends[found.end - 1]
        if start > HEAD_CHARS:
            break
        if isinstance(reading, Fixed) and reading.note == "slashed":
            reading = plain_numeric(reading.value) or reading
        if isinstance(reading, (Known, Fields)) and (start == opening or is_dateline(text, start, end)):
            anchor = from_dateline(reading, text[start:end], inferred)
            if anchor:
                return anchor
    return inferred or unknown()


def opens_with(text: str, readings: list[tuple[Found, Reading]], tokens: Tokens) -> int:
    """Where the date stands that opens the first line and is set off from it ("June 19, 2024 - The leaders met"); -1
    where there is none, or where other lines open so too: such a list of dates is a chronology."""
    places = []
    for found, reading in readings:
        start, end = tokens.starts[found.start], tokens.ends[found.end - 1]
        begin = text.rfind("\n", max(0, start - HEAD_CHARS), start) + 1
        if isinstance(reading, Known) and reading.point.grain == "D" and _OPENING_BEFORE.match(text, begin, start):
            places.append((start, begin, end))
    if len(places) != 1:
        return -1
    start, begin, end = places[0]
    return start if not text[:begin].strip() and _OPENING_AFTER.match(text, end) else -1


def plain_numeric(value: str) -> Known | None:
    """A numeric date whose day and month cannot be mistaken for one another: "19/06/2024"; None for others."""
    first, second, year = (int(part) for part in value.split("/"))
    options = [(m, d) for m, d in {(first, second), (second, first)} if year > 999 and valid_day(year, m, d)]
    return Known(Point("D", year, *options[0])) if len(options) == 1 else None


def is_dateline(text: str, start: int, end: int) -> bool:
    """True where the date ``[start, end)`` stands alone in its line, or after a place in capitals at a line's start."""
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end, end + HEAD_CHARS)
    before = " ".join(text[max(begin, start - HEAD_CHARS) : start].split())
    after = " ".join(text[end : stop if stop >= 0 else end + HEAD_CHARS].split())
    if _RELEASE_BEFORE.match(before[-200:]) and len(after) <= 60 and _ALONE_AFTER.match(after):
        return True
    if len(before) > 100:
        return False
    alone = _ALONE_BEFORE.match(before) or _BYLINE_BEFORE.match(before + " ")
    if len(after) <= 60 and alone and _ALONE_AFTER.match(after):
        return not is_wrapped(text[:begin], after)
    return bool(_PLACE_BEFORE.match(before) and _PLACE_AFTER.match(after[:80]))


def is_wrapped(above: str, after: str) -> bool:
    """True where a line that a date has for itself is only the end of a paragraph broken into lines: ``above`` it stand
    two full lines, or one and a full stop comes ``after`` the date."""
    lines = above.removesuffix("\n").rsplit("\n", 2)[-2:]
    full = [len(line.strip()) >= FULL_LINE for line in lines]
    return full == [True, True] or (full[-1:] == [True] and after.startswith("."))


def from_dateline(reading: Known | Fields, words: str, inferred: Anchor | None) -> Anchor | None:
    """The anchor of a dateline; one without a year takes the year that the text lets infer, or gives nothing."""
    shown = " ".join(words.split())
    if isinstance(reading, Known):
        when = reading.point.when() if reading.point.grain == "D" else None
        if when is None:
            return None
        return Anchor(
            when=when, origin="dateline", reason=f"The line {shown!r} at the top gives the date.", confidence=0.95
        )
    first = inferred.when.earliest if inferred and inferred.when else None
    if not (reading.month and reading.day) or inferred is None or first is None:
        return None
    day = Point("D", first.year, reading.month, reading.day).first()
    if day is None or (reading.weekday and day.isoweekday() != reading.weekday):
        return None
    reason = f"The line {shown!r} at the top gives the day; its year is inferred: {inferred.reason}"
    return Anchor(when=When.day(day), origin="dateline", confidence=0.6, reason=reason)


def infer_year(readings: list[tuple[Found, Reading]], tokens: Tokens, language: Language) -> Anchor | None:
    """The year of writing where the text allows the sum: "first visited in 2000 … the next 24 years … until Wednesday".

    A year told and a count of years that reaches to the present add up to the year of writing. None where there is no
    such pair, where two pairs disagree by more than a year, or where the text tells of a later year as past.
    """
    years = [(found.start, reading.point.year) for found, reading in readings
             if isinstance(reading, Known) and reading.point.year > 1000]  # fmt: skip
    sums: list[tuple[int, str]] = []
    for pattern, reach, ties in _SPANS:
        for match in language.cue(pattern).finditer(tokens.codes):
            start, end = match.span()
            count = number([tokens.lower(i) for i in range(*match.span("n"))], language) or 0
            base = [
                year
                for at, year in years
                if -reach <= at - start < reach
                and not _apart(tokens, at, start)
                and (ties != "since" or (at and tokens.lower(at - 1) in ("since", "from")))
            ]
            if not base or count.denominator != 1 or not 2 <= count <= 500:
                continue
            if start and tokens.lower(start - 1) in language.cues["roughly"]:
                continue
            if ties == "until now" and not language.cue(_TO_NOW).search(tokens.codes, end, end + 30):
                continue
            if ties == "told now" and (len(set(base)) > 1 or not _told_now(tokens, language, start, end)):
                continue
            before = [year for at, year in years if 0 <= start - at < reach]
            year = (before[-1] if before else base[0]) + int(count)
            sums.append((year, f"{year - int(count)} and {tokens.slice(start, end)!r} make {year}"))
    if not sums:
        return None
    year, how = sums[0]
    latest = max(y for _, y in years)
    if any(abs(other - year) > 1 for other, _ in sums) or latest > year + 1 or year > LAST_PLAUSIBLE_YEAR:
        return None
    when = When.of(f"{year:04}")
    return Anchor(
        when=when,
        origin="inferred",
        reason=f"No date is stated, but {how}.",
        confidence=0.75 if len(sums) == 1 else 0.85,
    )


# A count of years that ends now; how many tokens away its first year may stand; what must tie it to the days of
# writing: "until now" after it, a sentence told of those days and no other year around, or "since" before the year.
_COUNT = "n:(NUM) years"
_SPANS = (
    (f"(for | over | in | during)? the next {_COUNT}", 45, "until now"),
    (f"(for | over | in | during)? the (last | past) {_COUNT}", 14, "since"),
    (f"{_COUNT} ago", 7, ""),
    (f"(for the first time | the first | the first such SOME | first time) in {_COUNT}", 60, "told now"),
    (f"{_COUNT} later", 30, "told now"),
)
_NOW_BEFORE = "(this week | this month | today | yesterday | on? WEEKDAY)"
_TO_NOW = "(until | till | before | now) (this | on | last)? (WEEKDAY | today | now | week | month | year | yesterday)"


def _told_now(tokens: Tokens, language: Language, start: int, end: int) -> bool:
    """True where the sentence around tokens ``[start, end)`` tells of the days of writing: "on Wednesday, 24 years
    later"."""
    codes = tokens.codes
    first = next((i + 1 for i in range(start - 1, max(-1, start - 25), -1) if tokens.lower(i) in (".", "!", "?")), None)
    low = first if first is not None else max(0, start - 25)
    high = next((i for i in range(end, min(len(codes), end + 25)) if tokens.lower(i) in (".", "!", "?")), end + 25)
    return bool(language.cue(_NOW_BEFORE).search(codes, low, high))


def _apart(tokens: Tokens, first: int, second: int) -> bool:
    """True where a paragraph ends between two tokens."""
    low, high = min(first, second), max(first, second)
    return BREAK in tokens.codes[low:high]
