"""Which year a narrative is in: the course through the told dates with the fewest and shortest steps back.

Histories and biographies say "in April" and mean the April of the year that the story has reached. Stories run forward,
with asides ("not since 1812") and flashbacks; so for all dates without a year at once those years are chosen that make
the cheapest course, by a beam search over the document's dates in the order of the text.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dateline.model import Anchor
from dateline.times.anchor import LAST_PLAUSIBLE_YEAR
from dateline.times.language import Language
from dateline.times.lexer import BREAK, SHAPES, Tokens
from dateline.times.pieces import Piece
from dateline.times.points import SEASONS, Point
from dateline.times.readings import Fields, Fixed, Known
from dateline.times.tense import AHEAD

# What a course pays: for each month forward and back, for turning back at all, for leaving a date aside. Set on two
# thirds of WikiWars; only their proportions matter.
FORWARD, TURN, BACK = 0.02, 0.8, 0.10
MOST_FORWARD = 2.0
ASIDE_DATE, ASIDE_OPENING_DATE, ASIDE_BOUND, ASIDE_YEAR, ASIDE_OPENING, ASIDE_PARTIAL = 1.5, 2.5, 0.4, 0.4, 2.0, 3.0
# Beyond that, for a date without a year to stand in another year than the story.
OTHER_YEAR = 1.0
WIDTH = 24
# A course dearer than the best by more than the dearest step hardly wins any more.
HOPELESS = TURN + MOST_FORWARD + OTHER_YEAR + 0.2
# A year this near to the start of its sentence opens it, in tokens.
OPENING = 6
# What is counted from the day of writing, as histories hardly do.
COUNTED = "(WEEKDAY | today | yesterday | tomorrow | tonight | (last | this | next) UNIT | UNITS ago | UNIT ago)"
# A text is a history by so many years of long before; one that says when it was written by more of them, or by as many
# that its sentences open with.
HISTORY_YEARS, MANY_YEARS = 3, 6
OPENERS = frozenset({"In", "On", "By", "At", "From", "After", "During"})
# A year so long after the day of writing is that of a plan or a bond, and no history.
FAR_AHEAD = 3
# How far before a date its "until" or "since" may stand, in tokens.
BOUND_REACH = 8


def is_narrative(tokens: Tokens, language: Language, anchor: Anchor | None) -> bool:
    """True where most dates are told with their year and few are counted from the day of writing.

    Biographies and histories say "in April" of the year told before, news of the year of publication.
    """
    codes = tokens.codes
    here = anchor.when.earliest.year if anchor and anchor.when and anchor.when.earliest else None
    years = [(i, int(tokens.word(i))) for i, code in enumerate(codes) if code == SHAPES["YEAR"]]
    years = [(i, year) for i, year in years if year <= LAST_PLAUSIBLE_YEAR]
    near = sum(1 for _, year in years if here is not None and abs(year - here) <= 1)
    past = [i for i, year in years if here is None or year < here - 1 or here + 1 < year <= here + FAR_AHEAD]
    before_christ = len(language.cue("BC").findall(codes))
    far = len(past) + before_christ
    opening = sum(any(tokens.word(k) in OPENERS for k in range(max(0, i - OPENING), i)) for i in past) + before_christ
    if far < HISTORY_YEARS or (here is not None and far < MANY_YEARS and opening < HISTORY_YEARS):
        return False
    months = len(language.cue("MONTH").findall(codes))
    counted = len(language.cue(COUNTED).findall(codes))
    if not counted and near <= far:
        return True  # News always counts something from its own day.
    return near <= far / 2 and far + months >= 10 and far + months >= 8 * counted


@dataclass(frozen=True, slots=True)
class Told:
    """One date of a narrative: ``year`` 0 where the text gives none, ``month`` 0 where it gives the year alone.

    ``opening``: a sentence opens with it, so that it hardly is an aside. ``bound``: "until" or "since" stands before
    it, so that it mostly is one. ``ahead``: the text says that it is to come.
    """

    year: int
    month: int
    opening: bool = False
    bound: bool = False
    ahead: bool = False


class Step(NamedTuple):
    """What the course says of one date: its year, and whether the story has moved there (else it is an aside)."""

    year: int
    moved: bool


class _Course(NamedTuple):
    """A course so far: its price, the month that the story has reached (counted from year 0; ``exact`` False where
    only the year is known), and the years chosen, linked backwards. A tuple, as thousands are made for a text."""

    price: float
    at: int
    exact: bool
    chosen: tuple[Step, object] | None


_PRICE = operator.attrgetter("price")


def course(dates: Sequence[Told], *, now: int | None = None) -> list[Step]:
    """The year of each date, and whether it moves the story on; year 0 where no date of the document has one.

    ``now``: the month of writing, counted from year 0, if it is known: a story may begin there, and what has happened
    by then, told without a year, happened before.
    """
    known = [date.year for date in dates if date.year]
    if not known:
        return [Step(0, False)] * len(dates)
    beam = [_Course(0.0, known[0] * 12, False, None)]
    if now is not None:
        beam.append(_Course(0.0, now // 12 * 12, False, None))
    for date in dates:
        options: dict[tuple[int, bool], _Course] = {}
        for so_far in beam:
            for step in _steps(so_far, date, now):
                key = (step.at, step.exact)
                cheapest = options.get(key)
                if cheapest is None or step.price < cheapest.price:
                    options[key] = step
        ranked = sorted(options.values(), key=_PRICE)[:WIDTH]
        beam = [each for each in ranked if each.price <= ranked[0].price + HOPELESS]
    out: list[Step] = []
    link: object = beam[0].chosen
    while isinstance(link, tuple):
        out.append(link[0])
        link = link[1]
    return out[::-1]


def _steps(course: _Course, date: Told, now: int | None) -> list[_Course]:
    """The ways in which a course can go on with ``date``."""
    here = course.at // 12
    if date.year and date.month:
        at = date.year * 12 + date.month - 1
        moved = _Course(course.price + _price(course, at, True), at, True, (Step(date.year, True), course.chosen))
        aside = ASIDE_BOUND if date.bound else ASIDE_OPENING_DATE if date.opening else ASIDE_DATE
        return [moved, _aside(course, date.year, aside)]
    if date.year:
        if date.year == here:
            return [_aside(course, here, 0.0)]
        at = date.year * 12
        moved = _Course(course.price + _price(course, at, False), at, False, (Step(date.year, True), course.chosen))
        return [moved, _aside(course, date.year, ASIDE_OPENING if date.opening and not date.bound else ASIDE_YEAR)]
    out: list[_Course] = []
    last = here + 1 if now is None or date.ahead else max(min(here + 1, (now - date.month + 1) // 12), here - 1)
    for year in range(here - 1, last + 1):
        at = year * 12 + date.month - 1
        price = course.price + _price(course, at, True) + (OTHER_YEAR if year != here else 0.0)
        out.append(_Course(price, at, True, (Step(year, True), course.chosen)))
    out.append(_aside(course, min(here, last), ASIDE_PARTIAL))
    return out


def _aside(course: _Course, year: int, price: float) -> _Course:
    return _Course(course.price + price, course.at, course.exact, (Step(year, False), course.chosen))


def _price(course: _Course, at: int, exact: bool) -> float:
    """What the step from where the course stands to month ``at`` costs; within a year told alone it is free."""
    if not course.exact and course.at // 12 == at // 12:
        return 0.0
    months = at - course.at
    if not exact:
        months = (at // 12 - course.at // 12) * 12
    elif not course.exact and months > 0:
        months = max(0, months - 11)
    if months >= 0:
        return min(FORWARD * months, MOST_FORWARD)
    return TURN + min(BACK * -months, MOST_FORWARD)


def of_pieces(whole: list[Piece], tokens: Tokens, directions: Sequence[int], here: Point | None) -> dict[int, Step]:
    """For the dates of a narrative, by their index: the year of the story, and whether they move it on.

    ``directions``: whether the text looks back or ahead at each (`dateline.times.tense.direction`); ``here``: when it
    was written, if that is known.
    """
    dates: list[Told] = []
    places: list[int] = []
    for i, piece in enumerate(whole):
        bound = is_bound(tokens, piece.start)
        match piece.reading:
            case Known(point=point) if point.grain in ("D", "M"):
                dates.append(Told(point.year, point.n, opens(tokens, piece.start), bound))
            case Known(point=point) if point.grain == "Y":
                dates.append(Told(point.year, 0, not is_aside(tokens, piece), bound))
            case Known(point=point) if point.grain == "S":
                dates.append(Told(point.year, list(SEASONS.values())[point.n] + 1 if point.n < 3 else 12))
            case Fixed() if year := year_within(tokens, piece):
                dates.append(Told(year, 0))
            case Fields() as part if part.short_year >= 0 or part.pick or part.year_shift is not None:
                continue
            case Fields() as part if part.month or part.part in SEASONS:
                month = part.month or (SEASONS[part.part] + 1 if part.part != "WI" else 12)
                dates.append(Told(0, month, ahead=directions[i] >= AHEAD))
            case _:
                continue
        places.append(i)
    written = here.last() if here is not None else None
    now = written.year * 12 + written.month - 1 if written is not None else None
    return {i: step for i, step in zip(places, course(dates, now=now), strict=True) if step.year}


def year_within(tokens: Tokens, piece: Piece) -> int:
    """The year that a duration names: "the first ten months of 1915"; 0 where it names none."""
    last = piece.end - 1
    return int(tokens.word(last)) if tokens.codes[last] == SHAPES["YEAR"] and last - piece.start > 2 else 0


def is_bound(tokens: Tokens, start: int) -> bool:
    """True where "until" or "since" stands before a date in its clause: "until the fall of the city in May 1945"."""
    for i in range(start - 1, max(-1, start - BOUND_REACH), -1):
        word = tokens.lower(i)
        if word in ("until", "till", "since"):
            return True
        if word in (".", ",", ";", "and") or tokens.codes[i] == BREAK:
            return False
    return False


def is_aside(tokens: Tokens, piece: Piece) -> bool:
    """True for a bare year that no sentence opens with: it seldom moves the story on ("a plan for 1976")."""
    return isinstance(piece.reading, Known) and piece.reading.point.grain == "Y" and not opens(tokens, piece.start)


def opens(tokens: Tokens, start: int, *, reach: int = OPENING) -> bool:
    """True where a sentence begins shortly before token ``start``, within ``reach`` tokens."""
    first = max(0, start - reach)
    before = tokens.text[tokens.starts[first] : tokens.starts[start]]
    return first == 0 or any(mark in before for mark in ".?!;:\n")
