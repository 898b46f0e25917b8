"""Dates counted from another event: "six days after they signed"."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dateline.events.binding import OWN_CLAUSE, cost_of, expressions, tokens_of
from dateline.events.clause import governors
from dateline.events.dated import Dated, dated_by
from dateline.events.lexicon import word_list
from dateline.events.scene import Scene
from dateline.events.status import RANKS
from dateline.events.story import lead_day
from dateline.model import Status, TimeExpression, When

if TYPE_CHECKING:
    from spacy.tokens import Token


ABOUT = word_list("about")

RANKED_WITHIN = 8
"""How many words before "in 20 years" a rank may stand: "the largest rise of oil prices in 20 years"."""


def event_relative(scene: Scene, trigger: Token, sentence: list[Token]) -> Dated | None:
    """ "six days after they signed": the date of what is signed is the date of the main event less six days."""
    for expression in expressions(scene, sentence):
        days, months = _days(expression), _months(expression)
        tokens = tokens_of(scene, expression)
        after = scene.doc[tokens[-1].i + 1] if tokens[-1].i + 1 < len(scene.doc) else None
        word = (
            tokens[-1].lower_ if tokens[-1].lower_ in ("after", "before") else after.lower_ if after is not None else ""
        )
        if (days is None and months is None) or word not in ("after", "before") or trigger.i <= tokens[-1].i:
            continue
        if any(tokens[-1].i < m.i < trigger.i and m.lower_ in ("after", "before") and m.i > _at(after, tokens[-1], word)
               for m in sentence):  # fmt: skip
            continue  # "a day after the award, and 16 months after bombers killed": the nearer count is its own
        marker = after if after is not None and after.lower_ == word else tokens[-1]
        below = {trigger.i} | {head.i for head, _ in governors(trigger)}
        if marker.dep_ == "prep" and marker.head.i == trigger.i and trigger.pos_ == "VERB":
            continue  # "18 days after taking office he resigned": what is counted is not when he resigned
        if (
            marker.i not in below
            and marker.head.i != trigger.i
            and not (marker.dep_ == "mark" and marker.head.i in below)
        ):
            continue
        own = _own_day(scene, sentence, marker)
        if own is not None:
            return dated_by(scene, own, rule="date.clause", status="happened")
        main = _named_day(scene, sentence)
        if main is None:
            return Dated(
                when=None,
                why=(f"'{expression.text} {word}' counts from the main event, whose day is not told",),
                rule="date.event-relative.open",
            )
        if days is not None:
            when = _counted(main, days if word == "before" else -days, _slack(scene, expression, tokens[0]))
        else:
            when = _some_months(main, months or 0, later=word == "before", years=expression.value.endswith("Y"))
        if when is None:
            continue
        step = f"'{expression.text} {word}': counted from {main.isoformat()}, the day of the story → {when.value}"
        return Dated(when=when, why=(step,), rule="date.event-relative")
    return None


def _at(after: Token | None, last: Token, word: str) -> int:
    """Where the "after" or "before" of a count stands."""
    return after.i if after is not None and after.lower_ == word else last.i


def _own_day(scene: Scene, sentence: list[Token], marker: Token) -> TimeExpression | None:
    """The day of what is counted from, where it is told behind it: "it comes five weeks after the talks of 3 May".

    In a sentence that opens with the count, a day further on is that of the main event.
    """
    verb = next((t for t in sentence if t.dep_ == "ROOT"), None)
    if verb is None or verb.i > marker.i:
        return None
    behind = [e for e in expressions(scene, sentence) if e.type in ("DATE", "TIME") and e.when and e.when.exact_day]
    return next((e for e in behind if tokens_of(scene, e)[0].i > marker.i), None)


def lasting(scene: Scene, trigger: Token, sentence: list[Token], status: Status) -> Dated | None:
    """The span of an act due "within a month", or done "over the past two years": from or up to the article's day."""
    today = scene.anchor.when.exact_day if scene.anchor.when else None
    if today is None:
        return None
    for expression in expressions(scene, sentence):
        found = re.fullmatch(r"P(\d{1,3})([DWMY])", expression.value)
        if expression.type != "DURATION" or not found or cost_of(scene, expression, trigger, None) >= OWN_CLAUSE:
            continue
        before = scene.document.text[: expression.start].lower().split()[-2:]
        words = {*before, *expression.text.lower().split()}
        ahead = status == "planned" and bool(words & {"within", "in", "next", "over", "coming"})
        ahead = ahead and not _looks_back(scene, expression)
        back = status == "happened" and bool(words & {"past", "last", "recent"})
        if not (ahead or back):
            continue
        count = int(found[1]) if ahead else -int(found[1])
        other = _moved(today, count, found[2])
        if other is None:
            continue
        if ahead and before[-1:] == ["in"] and int(found[1]) > 1:  # "in a week" may be within one
            return _in_so_long(expression, today, other, found[2])
        size = {"Y": 4, "M": 7}.get(found[2], 10)  # "the past five months" is no more exact than a month
        first, last = (day.isoformat()[:size] for day in sorted((today, other)))
        when = When.of(f"{first}/{last}")
        why = f"'{expression.text}', counted from the article's day, {today.isoformat()} → {when.value}"
        return Dated(when=when, why=(why,), rule="date.lasting")
    return None


def _looks_back(scene: Scene, expression: TimeExpression) -> bool:
    """ "the first strike in 20 years", "the worst drought in a decade": so long there was none such before."""
    at = tokens_of(scene, expression)[0].i - 1
    if at < 1 or scene.doc[at].lower_ not in ("in", "for"):
        return False
    for i in range(at - 1, max(scene.doc[at].sent.start, at - RANKED_WITHIN) - 1, -1):
        token = scene.doc[i]
        if token.lower_ in RANKS or token.tag_ in ("JJS", "RBS"):
            return True
        if token.is_punct:
            return False
    return False


def _in_so_long(expression: TimeExpression, today: date, other: date, unit: str) -> Dated:
    """When something is to be "in two weeks": about the day that far on, no more exact than the unit."""
    about = timedelta(days=3)
    value = {"D": other.isoformat(), "W": f"{other - about}/{other + about}", "M": other.isoformat()[:7]}
    when = When.of(value.get(unit, f"{other.year:04}"))
    why = f"'in {expression.text}', counted from the article's day, {today.isoformat()} → {when.value}"
    return Dated(when=when, why=(why,), rule="date.lasting")


def _moved(day: date, count: int, unit: str) -> date | None:
    """The day so many days, weeks, months or years away; None off the calendar."""
    try:
        if unit in "DW":
            return day + timedelta(days=count * (7 if unit == "W" else 1))
        months = day.year * 12 + day.month - 1 + count * (12 if unit == "Y" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError, calendar.IllegalMonthError):
        return None


def _days(expression: TimeExpression) -> int | None:
    """The days that a counted length stands for; None for other lengths and for absurd ones."""
    found = re.fullmatch(r"P(\d{1,4})([DW])", expression.value)
    return int(found[1]) * (7 if found[2] == "W" else 1) if found and expression.type == "DURATION" else None


def _months(expression: TimeExpression) -> int | None:
    """The months that a counted length of months or years stands for."""
    found = re.fullmatch(r"P(\d{1,3})([MY])", expression.value)
    return int(found[1]) * (12 if found[2] == "Y" else 1) if found and expression.type == "DURATION" else None


def _some_months(main: date, months: int, *, later: bool, years: bool) -> When | None:
    """The month, or the year, so many months from a day."""
    moved = _moved(main, months if later else -months, "M")
    return None if moved is None else When.of(f"{moved.year:04}" if years else moved.isoformat()[:7])


def _slack(scene: Scene, expression: TimeExpression, first: Token) -> int:
    """How many days a counted length may be off to either side: none for plain days, half a week for weeks."""
    before = scene.doc[first.i - 1].lower_ if first.i > 0 else ""
    about = any(t.lower_ in ABOUT for t in tokens_of(scene, expression)) or before in ABOUT
    days = _days(expression) or 0
    return max(3 if expression.value.endswith("W") else 0, max(1, days // 4) if about else 0)


def _counted(main: date, days: int, slack: int) -> When | None:
    """The day ``days`` from ``main``, as a span where it is only about that day; None off the calendar."""
    try:
        day = main + timedelta(days=days)
        if not slack:
            return When.day(day)
        return When.of(f"{day - timedelta(days=slack)}/{day + timedelta(days=slack)}")
    except (OverflowError, ValueError):
        return None


def _named_day(scene: Scene, sentence: list[Token]) -> date | None:
    """The day that a length is counted from: one named in the same sentence, else at the beginning of the story."""
    for expression in expressions(scene, sentence):
        if expression.when and expression.when.exact_day and expression.type in ("DATE", "TIME"):
            return expression.when.exact_day
    told = scene.anchor.when.exact_day if scene.anchor.when else None
    return lead_day(scene) or (told if sentence[0].i < scene.lead_end() else None)
