"""What is known at one place of a document, and what a resolved expression is."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.model import Anchor, When
from dateline.times.points import GRAINS, Point, at_grain, of_when, shift
from dateline.times.readings import Kind, Known, Reading, Shift
from dateline.times.story import Step

# A bare year farther than this from the story's year does not move the story, in years.
ASIDE_YEARS = 12
# A bare year that no sentence opens with moves a story on by so many years at most.
STEP_YEARS = 3
# Periods of more than a quarter that companies report on; what is set beside them from the year before is a year too.
LONG_PERIODS = ("P6M", "P9M", "P12M", "P2Q", "P3Q", "P1Y")
LENGTH = {grain: i for i, grain in enumerate(GRAINS)}


@dataclass(slots=True)
class Context:
    """What is known at one place of a document: the anchor, the tense, the places told before (latest last)."""

    anchor: Anchor
    narrative: bool = False
    told: list[Point] = field(default_factory=list)
    direction: int = 0
    day_first: bool | None = None
    results: Point | None = None
    period: Point | None = None
    sentence: list[Point] = field(default_factory=list)
    story: Point | None = None
    aside: bool = False
    words: str = ""
    opens: int = 0
    step: Step | None = None
    named: bool = False
    """True where a month is in a name ("the February agreement"): what the verb says of time is not said of that."""
    opening: bool = False
    """True where a sentence opens with the expression at hand."""
    goes_back: bool = True
    """False where the text is said to be news throughout, whose months are those of its own time."""
    past: Point | None = None
    """Outside of narratives: the date of an earlier year that a paragraph has gone back to, and goes on from."""

    def remember(self, reading: Reading, resolved: Resolved) -> None:
        """Keeps what was told, for what is counted from it later.

        In a narrative the story's date moves with full dates and with years near it; a year far from it ("not since
        1812", "a book of 2004") and what stands in brackets is an aside.
        """
        point = resolved.point
        if point is None:
            if resolved.value in LONG_PERIODS and self.results is not None:
                self.period = Point("Y", self.results.year)
            return
        self.told.append(point)
        self.sentence.append(point)
        self._go_back(reading, point)
        if point.grain in ("Q", "H") and not (isinstance(reading, Shift) and reading.keep) and self._is_reported(point):
            self.period = point
            first, before = point.first(), self.results.first() if self.results else None
            if point.grain == "Q" and first is not None and (before is None or first >= before):
                self.results = point
        if point.grain not in ("DE", "CE") and (self.story is None or self._moves(point)):
            self.story = point

    def begin(self, *, paragraph: bool) -> None:
        """A new sentence; a new paragraph tells of the quarter again, whatever the one before it told of."""
        self.sentence.clear()
        if paragraph:
            self.period = self.results
            self.past = None

    def _go_back(self, reading: Reading, point: Point) -> None:
        """A sentence that opens with a date of an earlier year takes its paragraph there, until one is told of now."""
        if self.narrative or self.here is None or not self.goes_back:
            return
        if point.year >= self.here.year:
            self.past = None
        elif not self.opening or point.grain not in ("Y", "M", "D", "S"):
            return
        elif isinstance(reading, Known) or self.past is not None:
            self.past = point

    def _is_reported(self, point: Point) -> bool:
        """True where ``point`` can be what results are told of: it has ended, or it has begun and is told as past."""
        here = self.here.first() if self.here is not None else None
        first, last = point.first(), point.last()
        if here is None or first is None or last is None:
            return True
        return last < here or (first <= here and self.direction < 0)

    def _moves(self, point: Point) -> bool:
        """True where ``point`` moves the story's date on, and is no aside."""
        assert self.story is not None
        if self.step is not None and self.step.year == point.year:
            return self.step.moved
        if point.grain != "Y":
            return True
        years = point.year - self.story.year
        if self.aside:
            return 0 < years <= STEP_YEARS and self.direction <= 0
        return abs(years) <= ASIDE_YEARS

    @property
    def here(self) -> Point | None:
        """The anchor's place, None where it is unknown."""
        return of_when(self.anchor.when) if self.anchor.when else None

    @property
    def reported(self) -> Point | None:
        """The quarter that results are told of: the last one named, else the one that ended before the anchor."""
        if self.results is not None:
            return self.results
        here = self.here
        return shift(here, -1, "Q") if here is not None and here.grain in ("D", "M", "Q") else None

    def compared(self) -> Point | None:
        """What "a year earlier" is counted from: the month or longer of its sentence, else what results are told of,
        else the year told before."""
        for point in reversed(self.sentence):
            if point.grain in ("M", "Q", "H", "S", "Y"):
                return point
        if self.period is not None and not self.narrative:
            return self.period
        base = self.base("told", "Y")
        return at_grain(base, "Y") if base is not None and LENGTH[base.grain] <= LENGTH["Y"] else None

    def weekend(self) -> Point | None:
        """What an article means by "the weekend": the one that it stands in, else the last, by tense the next."""
        base = self.base("anchor", "D")
        start = base.first() if base and base.grain == "D" else None
        if base is None or start is None:
            return None
        return base if start.isoweekday() >= 6 or self.direction > 0 else shift(base, -7, "D")

    def base(self, name: str, grain: str) -> Point | None:
        """The place to count from: the anchor, or the latest told that is as fine as ``grain``."""
        if name == "anchor" and not self.narrative:
            return self.here
        if self.narrative and self.story is not None and LENGTH[self.story.grain] <= LENGTH[grain]:
            return self.story
        for point in reversed(self.told[-6:]):
            if LENGTH[point.grain] <= LENGTH[grain]:
                return point
        if self.told and LENGTH[self.told[-1].grain] > LENGTH[grain]:
            return None if self.narrative else self.here
        return None if self.narrative else self.here


@dataclass(frozen=True, slots=True)
class Resolved:
    """A finished value: ``how`` says in words what it was counted from, ``point`` is kept for what is told later."""

    type: Kind
    value: str
    when: When | None = None
    point: Point | None = None
    how: str = ""
    open_reason: str | None = None


def anchored(context: Context) -> str:
    """ "in an article published on Thursday 20 June 2024": the anchor in words, for traces."""
    here = context.here
    if here is None:
        return "with no publication date known"
    stated = {"published": "published", "dateline": "datelined", "inferred": "that seems to be"}
    verb = stated.get(context.anchor.origin, "published")
    link = "of" if context.anchor.origin == "inferred" else "on" if here.grain == "D" else "in"
    return f"in an article {verb} {link} {here.words()}"


def placed(point: Point, clock: str, how: str, type_: Kind = "DATE") -> Resolved:
    when = point.when()
    reason = None if when else "Dates before Christ have no place on this calendar"
    if clock and point.grain == "D":
        return Resolved("TIME", point.value + clock, when, point, how, reason)
    return Resolved(type_, point.value, when, point, how, reason)


def left_open(value: str, context: Context, type_: Kind = "DATE") -> Resolved:
    """An expression that has no place on the calendar because the anchor is not known well enough."""
    here = context.here
    if here is None:
        reason = f"{context.words!r} can only be placed when the publication date is known; the article states none"
    else:
        reason = f"{context.words!r} can only be placed when the day of publication is known; only {here.words()} is"
    return Resolved(type_, value, None, None, anchored(context), reason)
