"""What a rule reads out of the words before any anchor is known: the forms between pattern and calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from dateline.times.language import Language, Rule
from dateline.times.lexer import Tokens
from dateline.times.points import Point

Kind: TypeAlias = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A value that needs no calendar: durations, sets, PAST_REF and the like."""

    type: Kind
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A place on the calendar that the words give in full. ``clock`` is a time of day (``T17:00``, ``TMO``)."""

    point: Point
    clock: str = ""
    approximate: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """Parts of a date whose rest the anchor gives: a month, a month and day, a weekday, a quarter, a day of the month.

    ``pick``: "last", "next", "this" where a word says so, "" where tense and nearness decide, "told" where the date
    told before gives the rest ("that April", "the 20th"). ``year_shift`` is -1 for "in March last year";
    ``weeks`` is 1 for "a week from Tuesday".
    """

    month: int = 0
    day: int = 0
    weekday: int = 0
    part: str = ""
    holiday: str = ""
    year: int | None = None
    short_year: int = -1
    pick: str = ""
    year_shift: int | None = None
    clock: str = ""
    base: str = ""
    weeks: int = 0


@dataclass(frozen=True, slots=True)
class Shift:
    """``count`` units from the anchor ("ago", "last") or from the date told before ("later", "the following").

    ``keep``: the base keeps its own grain ("a year earlier" than a quarter is a quarter). ``within``: Q where the
    quarter of the base is meant ("the year-ago period").
    """

    count: int
    unit: str
    base: str = "anchor"
    keep: bool = False
    clock: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day alone; it takes its day from a date beside it, from the date told before or from the anchor."""

    clock: str
    base: str = ""
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Offset:
    """``count`` units from a day that the words name themselves: "the day after Christmas"."""

    of: Known | Fields
    count: int
    unit: str


# What looks like a time and is none ("30 February 2024"): its words are taken, so that no other rule has them.
NOTHING = Fixed("DATE", "")
Reading: TypeAlias = Fixed | Known | Fields | Shift | Clock | Offset


@dataclass(frozen=True, slots=True)
class Found:
    """One match of one rule: tokens ``[start, end)`` and the named parts of the pattern.

    ``shift``: how many tokens lie between a place in the string that was matched and the same place in the document.
    """

    language: Language
    tokens: Tokens
    rule: Rule
    match: re.Match[str]
    start: int
    end: int
    shift: int = 0

    def has(self, name: str) -> bool:
        """True where the named part matched something."""
        return self.span(name) is not None

    def span(self, name: str) -> tuple[int, int] | None:
        """Tokens of the named part (``n``, or ``n2`` where a pattern has several places for it)."""
        for key in (name, name + "2", name + "3"):
            if (
                key in self.match.re.groupindex
                and self.match.start(key) >= 0
                and self.match.end(key) > self.match.start(key)
            ):
                start, end = self.match.span(key)
                return start + self.shift, end + self.shift
        return None

    def words(self, name: str) -> list[str]:
        """The named part's tokens in lower case; empty where it matched nothing."""
        span = self.span(name)
        return [self.tokens.lower(i) for i in range(*span)] if span else []

    def own(self, name: str) -> list[str]:
        """The tokens of exactly that named part in lower case, whatever other parts of the pattern share its name."""
        start, end = self.match.span(name)
        return [self.tokens.lower(i + self.shift) for i in range(start, end)] if start >= 0 else []

    def look(self, class_name: str, name: str) -> Any:
        """What the word class says of the named part's first known word, or None."""
        for word in self.words(name):
            value = self.language.value(class_name, word)
            if value is not None:
                return value
        return None

    def fact(self, key: str, default: Any = None) -> Any:
        """What the rule file says beside the pattern."""
        return self.rule.facts.get(key, default)
